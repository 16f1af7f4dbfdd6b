//! A list as a file: CSV for spreadsheets, JSON for programs.
//!
//! Takes rows and columns; gives text. CSV follows RFC 4180, with a byte order mark so that spreadsheets read UTF-8.
//! Guarantees: every text that came from the file is made visible; one that a spreadsheet would take for a formula has an
//! apostrophe before it (OWASP, CSV injection).

use super::format::visible;
use super::listing::{Column, Entry, Label};
use super::{naming, selecting};
use crate::ids::Distance;

/// The first line of a CSV file.
pub fn csv_head(columns: &[Column]) -> String {
    let mut line = String::from("\u{feff}name,class,id,edge");
    for column in numbers(columns) {
        line.push(',');
        line.push_str(column.word());
    }
    line.push_str("\r\n");
    line
}

/// A row of a CSV file.
pub fn csv_row(columns: &[Column], entry: &Entry) -> String {
    let mut line = texts(entry).iter().map(|(_, text)| quoted(text)).collect::<Vec<_>>().join(",");
    for column in numbers(columns) {
        line.push(',');
        line.push_str(&number(column, entry));
    }
    line.push_str("\r\n");
    line
}

/// A row as a JSON object.
pub fn json_row(columns: &[Column], entry: &Entry) -> String {
    let texts = texts(entry);
    let texts =
        texts.iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| format!("\"{key}\":{}", string(text)));
    let numbers = numbers(columns).map(|column| (column, number(column, entry)));
    let numbers = numbers.filter(|(_, number)| !number.is_empty());
    let numbers = numbers.map(|(column, number)| match number.parse::<u64>() {
        Ok(number) => format!("\"{}\":{number}", column.word()),
        Err(_) => format!("\"{}\":{}", column.word(), string(&number)),
    });
    format!("{{{}}}", texts.chain(numbers).collect::<Vec<_>>().join(","))
}

/// Small tables with a name, objects and bytes for each row, one after the other: the table's name stands in each row.
pub struct Sums {
    pub table: String,
    pub name: String,
    pub count: Option<u64>,
    pub bytes: u64,
}

/// As CSV.
pub fn csv_sums(rows: &[Sums]) -> String {
    let mut out = String::from("\u{feff}table,name,count,bytes\r\n");
    for row in rows {
        let count = row.count.map(|count| count.to_string()).unwrap_or_default();
        out.push_str(&format!("{},{},{count},{}\r\n", quoted(&row.table), quoted(&row.name), row.bytes));
    }
    out
}

/// As JSON.
pub fn json_sums(rows: &[Sums]) -> String {
    let row = |row: &Sums| {
        let count = row.count.map(|count| format!(",\"count\":{count}")).unwrap_or_default();
        format!("{{\"table\":{},\"name\":{}{count},\"bytes\":{}}}", string(&row.table), string(&row.name), row.bytes)
    };
    format!("[{}]\n", rows.iter().map(row).collect::<Vec<_>>().join(",\n"))
}

/// Shares can be had from the sizes.
fn numbers(columns: &[Column]) -> impl Iterator<Item = Column> {
    columns.iter().copied().filter(|column| !matches!(column, Column::Name | Column::Share))
}

fn texts(entry: &Entry) -> [(&'static str, String); 4] {
    let (class, id, edge) = match &entry.label {
        Label::Object { row, edge, .. } => {
            (visible(&row.class), row.id.to_string(), edge.as_ref().map(naming::edge).unwrap_or_default())
        }
        Label::Alike { largest, .. } => (visible(&largest.object.class), String::new(), String::new()),
        Label::Holders(row) => (visible(&row.largest.class), String::new(), naming::edge(&row.label)),
        Label::Strings(row) => (visible(&row.sample.class), String::new(), String::new()),
        Label::Class(class) => (selecting::full_group(&class.name), String::new(), String::new()),
    };
    [("name", entry.name()), ("class", class), ("id", id), ("edge", edge)]
}

fn number(column: Column, entry: &Entry) -> String {
    match column {
        Column::Count => entry.count.map(|count| count.to_string()).unwrap_or_default(),
        Column::Own => entry.shallow.to_string(),
        Column::Retained => entry.retained.to_string(),
        Column::Wasted => entry.wasted.map(|wasted| wasted.to_string()).unwrap_or_default(),
        Column::Largest => entry.largest.map(|largest| largest.to_string()).unwrap_or_default(),
        Column::Distance => match entry.distance {
            Some(Distance::FromRoot(steps)) => steps.to_string(),
            Some(Distance::FromSystem(steps)) => format!("system+{steps}"),
            Some(Distance::Unreachable) => "unreachable".to_owned(),
            None => String::new(),
        },
        Column::Name | Column::Share => String::new(),
    }
}

fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // An id is no formula: a sign and digits alone.
    let id = text.strip_prefix('@').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let mark = if formula && !id { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

/// A text in JSON, which must be visible: then it has no controls in it.
pub(super) fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ObjectId;
    use crate::question::{Category, NodeKind, ObjectRow};

    #[test]
    fn sums_are_rows_with_their_table() {
        let rows = [
            Sums { table: "By kind".into(), name: "Strings, \"all\"".into(), count: Some(3), bytes: 40 },
            Sums { table: "By kind".into(), name: "=Extra".into(), count: None, bytes: 2 },
        ];
        let csv = "\u{feff}table,name,count,bytes\r\n\"By kind\",\"Strings, \"\"all\"\"\",3,40\r\n\"By kind\",\"'=Extra\",,2\r\n";
        assert_eq!(csv_sums(&rows), csv);
        let json = "[{\"table\":\"By kind\",\"name\":\"Strings, \\\"all\\\"\",\"count\":3,\"bytes\":40},\n\
                    {\"table\":\"By kind\",\"name\":\"=Extra\",\"bytes\":2}]\n";
        assert_eq!(json_sums(&rows), json);
    }

    fn entry(name: &str) -> Entry {
        let row = ObjectRow {
            id: ObjectId(7),
            name: name.to_owned(),
            name_lost: false,
            class: "(code)".to_owned(),
            kind: NodeKind::Code,
            category: Category::Code,
            shallow: 8,
            raw: 8,
            retained: 4096,
            distance: Distance::FromSystem(3),
            dominated: 0,
        };
        Entry {
            count: None,
            largest: None,
            wasted: None,
            distance: Some(row.distance),
            shallow: row.shallow,
            raw: row.raw,
            retained: row.retained,
            opens: None,
            label: Label::Object { row, edge: None, holds: true },
        }
    }

    const COLUMNS: [Column; 4] = [Column::Name, Column::Distance, Column::Own, Column::Retained];

    #[test]
    fn a_formula_is_only_text() {
        for name in ["=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)"] {
            let line = csv_row(&COLUMNS, &entry(name));
            assert!(line.starts_with("\"'"), "{line}");
        }
        assert_eq!(
            csv_row(&COLUMNS, &entry("a \"b\", c")),
            "\"a \"\"b\"\", c\",\"(code)\",\"@7\",\"\",system+3,8,4096\r\n"
        );
        assert_eq!(csv_head(&COLUMNS), "\u{feff}name,class,id,edge,distance,shallow,retained\r\n");
    }

    #[test]
    fn every_row_is_json() {
        for name in ["plain", "a\"b\\c", "line\nend\u{202e}", "中文"] {
            let value: serde_json::Value = serde_json::from_str(&json_row(&COLUMNS, &entry(name))).unwrap_or_default();
            assert_eq!((&value["id"], &value["retained"]), (&"@7".into(), &4096.into()), "{name}");
            assert_eq!(value["name"], visible(name));
            assert_eq!(value["distance"], "system+3");
        }
    }
}
