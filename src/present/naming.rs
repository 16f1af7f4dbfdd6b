//! What an object is called in lists and sentences.
//!
//! Owns the choice between an object's own name and its class, by kind: a string is its text, a function its name, an
//! object its class. Takes wire rows; gives visible, short text. DevTools names objects the same way.

use super::format::{middle, visible};
use super::report::Secrets;
use super::report::notation::property_text;
use crate::question::{Category, EdgeLabel, EdgeName, NodeKind, ObjectRow};
use crate::snapshot::EdgeKind;

/// Names in tables are cut in the middle to this many characters.
pub const SHORT: usize = 64;

/// What kind of thing a sentence speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// An instance of a class.
    Instance,
    Function,
    Text,
    /// A backing store.
    Store,
    /// One of V8's synthetic groups of roots.
    Group,
    /// V8's own code and structures.
    Engine,
}

/// How a sentence speaks of this object.
pub fn nature(row: &ObjectRow) -> Nature {
    match row.kind {
        NodeKind::Closure => Nature::Function,
        kind if kind.is_string() => Nature::Text,
        NodeKind::Array => Nature::Store,
        NodeKind::Synthetic => Nature::Group,
        NodeKind::Hidden | NodeKind::Code | NodeKind::ObjectShape => Nature::Engine,
        _ => Nature::Instance,
    }
}

/// The name in full, visible, not cut.
pub fn full(row: &ObjectRow) -> String {
    let own = visible(&row.name);
    match row.kind {
        // Of an object that lost its name, its kind is all that is left.
        _ if row.name_lost => visible(&row.class),
        kind if kind.is_string() => format!("\"{own}\""),
        NodeKind::Closure if own.is_empty() => "(anonymous)".to_owned(),
        NodeKind::Closure => format!("{own}()"),
        NodeKind::Regexp if !own.is_empty() => format!("/{own}/"),
        NodeKind::Object | NodeKind::Native => visible(&row.class),
        NodeKind::Synthetic if own.is_empty() => "(root)".to_owned(),
        _ if own.is_empty() => visible(&row.class),
        _ => own,
    }
}

/// The name cut for a table.
pub fn short(row: &ObjectRow) -> String {
    middle(&full(row), SHORT)
}

/// The class, where the name does not say it already.
pub fn class(row: &ObjectRow) -> Option<String> {
    let class = visible(&row.class);
    let said = row.category == Category::Synthetic || class == full(row) || class.is_empty();
    (!said).then(|| middle(&class, SHORT))
}

/// What many objects told as one are called: by the name they have in common, or by their class.
pub fn alike(largest: &ObjectRow, same_name: bool) -> String {
    if same_name { short(largest) } else { class_name(&largest.class) }
}

/// A class's name on its own, visible and short.
pub fn class_name(class: &str) -> String {
    middle(&visible(class), SHORT)
}

/// The address of the page whose native context this is, or the context's own name.
pub fn realm(row: &ObjectRow) -> String {
    let name = row.name.rsplit_once("NativeContext / ").map_or("", |(_, address)| address);
    middle(&visible(if name.is_empty() { &row.name } else { name }), SHORT)
}

/// The class's name in its key, which begins with the place of its constructor: `script,line,column,name` or `,name`.
pub fn of_key(key: &str) -> String {
    let rest = match key.strip_prefix(',') {
        Some(name) => Some(name),
        None => key.splitn(4, ',').nth(3),
    };
    rest.unwrap_or(key).to_owned()
}

/// The name a sentence puts in quotes: a class for an instance, the object's own name otherwise.
pub fn spoken(row: &ObjectRow) -> String {
    let name = match nature(row) {
        Nature::Instance => visible(&row.class),
        _ if row.name_lost => full(row),
        Nature::Function if row.name.is_empty() => "(anonymous)".to_owned(),
        Nature::Function | Nature::Text => visible(&row.name),
        Nature::Store | Nature::Group | Nature::Engine => full(row),
    };
    middle(&name, SHORT)
}

/// An edge as code would write it: `.name`, `[3]`, and for slots that are no code, the bare name.
pub fn edge(label: &EdgeLabel) -> String {
    match (&label.name, label.kind) {
        (EdgeName::Index(index), EdgeKind::Element) => format!("[{index}]"),
        (EdgeName::Index(index), _) => format!("#{index}"),
        (EdgeName::Name(name), EdgeKind::Property) => property_text(name, true, Secrets::Shown),
        (EdgeName::Name(name), _) => middle(&visible(name), SHORT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Distance, ObjectId};
    use crate::snapshot::StringTable;

    fn row(kind: NodeKind, name: &str, class: &str) -> ObjectRow {
        ObjectRow {
            id: ObjectId(1),
            name: name.to_owned(),
            name_lost: false,
            class: class.to_owned(),
            kind,
            category: Category::Object,
            shallow: 8,
            raw: 8,
            retained: 8,
            distance: Distance::FromRoot(1),
            dominated: 0,
        }
    }

    #[test]
    fn a_key_ends_in_the_name() {
        let names = [",Array", "12,3,44,Client", "1,2,3,a,b", ",{a, b}", "odd"].map(of_key);
        assert_eq!(names, ["Array", "Client", "a,b", "{a, b}", "odd"]);
    }

    #[test]
    fn each_kind_by_its_own_name() {
        let cases = [
            (row(NodeKind::Object, "Client", "Client"), "Client", None),
            (row(NodeKind::Object, "Object", "{a, b}"), "{a, b}", None),
            (row(NodeKind::String, "hi\n", "(string)"), "\"hi↵\"", Some("(string)")),
            (row(NodeKind::Closure, "onError", "Function"), "onError()", Some("Function")),
            (row(NodeKind::Closure, "", "Function"), "(anonymous)", Some("Function")),
            (row(NodeKind::Array, "", "(array)"), "(array)", None),
            (row(NodeKind::Synthetic, "", ""), "(root)", None),
            (row(NodeKind::Regexp, "a+", "RegExp"), "/a+/", Some("RegExp")),
        ];
        for (row, name, class_name) in cases {
            assert_eq!(full(&row), name);
            assert_eq!(class(&row).as_deref(), class_name, "{name}");
        }
    }

    #[test]
    fn what_lost_its_name_goes_by_its_kind() {
        let kinds = [NodeKind::String, NodeKind::Closure, NodeKind::Regexp, NodeKind::Object, NodeKind::Code];
        for kind in kinds {
            let lost = ObjectRow { name_lost: true, ..row(kind, StringTable::NAME_LOST, "(x)") };
            assert_eq!((full(&lost), class(&lost)), ("(x)".to_owned(), None), "{kind:?}");
        }
        assert_eq!(
            full(&row(NodeKind::String, StringTable::NAME_LOST, "(string)")),
            "\"⟨name lost⟩\"",
            "what a file says"
        );
    }

    #[test]
    fn a_name_of_a_megabyte_stays_short() {
        assert_eq!(short(&row(NodeKind::String, &"x".repeat(1 << 20), "(string)")).chars().count(), SHORT);
    }

    #[test]
    fn edges_read_like_code() {
        let label = |kind, name| edge(&EdgeLabel { kind, name });
        assert_eq!(label(EdgeKind::Property, EdgeName::Name("cache".to_owned())), ".cache");
        assert_eq!(label(EdgeKind::Element, EdgeName::Index(3)), "[3]");
        assert_eq!(label(EdgeKind::Hidden, EdgeName::Index(3)), "#3");
        assert_eq!(label(EdgeKind::Context, EdgeName::Name("x".to_owned())), "x");
    }
}
