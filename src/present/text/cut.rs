//! Words about a file that was cut off: the banner, and what stands beside figures that are no longer exact.
//!
//! Owns the way from a [`Cut`] to sentences. The parser's own account of errors that stop us stands in `failures`.

use super::failures::*;
use super::{Lang, Phrase, phrases};
use crate::ids::Bytes;
use crate::parse::Section;
use crate::present::certainty::{Degree, Figure, is_named};
use crate::present::format::{count, isolated, middle};
use crate::snapshot::{Cut, Lost};

phrases! {
    /// Beside the file's name.
    INCOMPLETE = "不完整", "incomplete";
    INCOMPLETE_WHY = "文件被截断，看到的只是剩下的部分", "The file is cut off; this is what is left of it";
    CUT_TITLE = "文件不完整", "Incomplete file";

    CUT_AT_OF = "文件不完整：在第 {byte} 字节处中断，{section}部分应有 {expected} 行，只读到 {rows} 行。",
        "The file is cut off at byte {byte}, in {section}: {rows} of {expected} rows are there.";
    CUT_AT = "文件不完整：在第 {byte} 字节处中断，{section}部分读到 {rows} 行。",
        "The file is cut off at byte {byte}, in {section}, after {rows} rows.";
    CUT_IN = "文件不完整：在第 {byte} 字节处中断，位于{section}。", "The file is cut off at byte {byte}, in {section}.";
    CUT_BETWEEN = "文件不完整：在第 {byte} 字节处中断，正好在两个部分之间。", "The file is cut off at byte {byte}, between two sections.";

    CUT_NODES = "只剩下部分对象的种类和自身大小，没有引用，也没有名称，所以看不出是谁占住了内存。",
        "What is left are the kinds and own sizes of some objects, no references and no names: nobody can tell what holds the memory.";
    CUT_EDGES = "对象都在，但引用只剩一部分，名称全部丢失：种类和自身大小准确；保留大小、占比和距离是估计值，标有 ≈。",
        "All objects are there, but only some references and no names: kinds and own sizes are exact; retained sizes, shares and distances are estimates, marked ≈.";
    CUT_NODES_NAMED = "只剩下部分对象的种类、名称和自身大小，没有引用，所以看不出是谁占住了内存。",
        "What is left are the kinds, names and own sizes of some objects, no references: nobody can tell what holds the memory.";
    CUT_EDGES_NAMED = "对象和名称都在，但引用只剩一部分：种类和自身大小准确；保留大小、占比和距离是估计值，标有 ≈。",
        "All objects and names are there, but only some references: kinds and own sizes are exact; retained sizes, shares and distances are estimates, marked ≈.";
    CUT_NAMES = "对象和引用都在，但名称全部丢失：种类和自身大小准确；有些规则要看名称，所以保留大小、占比和距离是估计值，标有 ≈。",
        "All objects and references are there, but no names: kinds and own sizes are exact; some rules go by names, so retained sizes, shares and distances are estimates, marked ≈.";
    CUT_LATE_NAMES = "对象和引用都在，但 {count} 个对象的名称丢失：种类和自身大小准确；有些规则要看名称，所以保留大小、占比和距离是估计值，标有 ≈。",
        "All objects and references are there, but {count} objects have lost their names: kinds and own sizes are exact; some rules go by names, so retained sizes, shares and distances are estimates, marked ≈.";

    CUT_DO = "要看准确的结果，请等文件写完后重新复制或下载，或者重新拍一份快照。",
        "For exact results, copy or download the finished file again, or take another snapshot.";
    CUT_DO_PACKED = "这是压缩文件，多半是下载或复制没有完成：请重新下载或复制；如果还是不完整，请重新拍一份快照。",
        "The file is compressed, so most likely a download or a copy stopped early: fetch it again, and if it is still cut off, take another snapshot.";

    CUT_DETAILS = "哪些准确，哪些是估计，哪些缺失", "What is exact, what is an estimate, what is missing";
    FIGURE_KINDS = "对象的种类和自身大小", "Kinds and own sizes of objects";
    FIGURE_TOTALS = "对象总数和总大小", "Number of objects and total size";
    FIGURE_REFERENCES = "引用", "References";
    FIGURE_NAMES = "名称和类", "Names and classes";
    FIGURE_SHALLOW = "与开发者工具一致的浅层大小", "Shallow sizes as in DevTools";
    FIGURE_HELD = "保留大小、占比、支配关系、可疑点", "Retained sizes, shares, dominators, suspects";
    FIGURE_DISTANCES = "距离", "Distances";
    DEGREE_EXACT = "准确", "exact";
    DEGREE_PART = "只有一部分", "only in part";
    DEGREE_ESTIMATE = "估计值（≈）", "estimate (≈)";
    DEGREE_MISSING = "缺失", "missing";
    CUT_NAME_LOST = "丢失了名称的对象按种类称呼，例如 (object)；丢失的属性名写作 ⟨name lost⟩。",
        "An object that lost its name is called by its kind, such as (object); a property that lost its own reads ⟨name lost⟩.";
    CUT_UNHELD = "有 {count} 个对象的引用者已经丢失，它们列在根下面的 (lost edges) 里。",
        "For {count} objects, whatever referred to them is lost; they stand below (lost edges), under the root.";

    WHY_PART = "{value}（至少：文件不完整）", "{value} (at least: the file is cut off)";
    WHY_ESTIMATE = "{value}（估计值：文件不完整）", "{value} (an estimate: the file is cut off)";
    WHY_MISSING = "无法得知：文件在引用之前就中断了", "Not known: the file ends before the references";

    SUSPECTS_FOUND_CUT = "按文件剩下的部分估计，{count} 个对象各自占住了堆的 {share} 以上；换成完整的文件，可疑点可能是别的对象。",
        "By an estimate from what is left of the file, {count} objects each hold at least {share} of the heap. In the whole file the suspects may be others.";
    SUSPECT_FOUND_CUT = "按文件剩下的部分估计，1 个对象占住了堆的 {share} 以上；换成完整的文件，可疑点可能是别的对象。",
        "By an estimate from what is left of the file, 1 object holds at least {share} of the heap. In the whole file the suspect may be another.";
    NO_SUSPECT_CUT = "在文件剩下的部分里，没有任何单个对象占住堆的 {share} 以上；泄漏可能在丢失的部分。",
        "By what is left of the file, no single object holds at least {share} of the heap; the leak may be in what is lost.";
    NO_SUSPECT_BLIND = "文件在引用之前就中断了，看不出谁占住了内存，所以没有可疑点。下面按种类列出读到的对象。",
        "The file ends before the references and does not tell what holds the memory, so no suspect can be named. Below are the objects that were read, by kind.";
    COPIED_CUT = "（文件不完整，以上是按剩下的部分作出的估计。）",
        "(The file is cut off: these are estimates from what is left of it.)";
    BY_KIND_STORES = "这里是文件中的原始大小：后备存储不计入拥有它的对象，所以各种类的大小和完整文件的表不能直接比较。",
        "These are the raw sizes of the file: backing stores do not count for their owners, so the kinds cannot be compared with the table of a whole file.";
    BY_KIND_CUT = "没有名称就认不出 JS 数组和类型化数组：它们计入其他 JS 对象和其他原生对象。",
        "Without names, JS arrays and typed arrays cannot be told apart: they count as other JS objects and other native objects.";
    NO_EDGES_CUT = "在文件剩下的部分里，它不引用任何对象。", "In what is left of the file it refers to nothing.";
    NO_RETAINERS_CUT = "在文件剩下的部分里，没有对象引用它。", "In what is left of the file nothing refers to it.";
    NO_NAMES_HINT = "这个文件里的名称已经丢失，只能按 @46089 这样的 id 查找。",
        "The names are lost from this file: objects can only be found by an id such as @46089.";
    SOME_NAMES_HINT = "这个文件里的一部分名称已经丢失，按名称可能查不到。",
        "Some names are lost from this file, so a name may not be found.";
    GRAVITY_BLIND = "文件在引用之前就中断了，没有连线可画。", "The file ends before the references, so there are no links to draw.";
}

/// What the banner says of a cut: where and how far; what that costs and what to do.
pub fn cut(cut: &Cut, file_size: Bytes, lang: Lang) -> [String; 2] {
    let (byte, rows, section) = (count(cut.byte), count(cut.rows), section_named(&cut.section, lang));
    let values = [("byte", &*byte), ("section", &*section), ("rows", &*rows)];
    let place = match cut.expected {
        _ if cut.section == Section::Top.key() => CUT_BETWEEN.fill(lang, &values),
        Some(expected) => CUT_AT_OF.fill(lang, &[&values[..], &[("expected", &count(expected))]].concat()),
        None if cut.rows > 0 => CUT_AT.fill(lang, &values),
        None => CUT_IN.fill(lang, &values),
    };
    let cost = match cut.lost {
        Lost::Nodes if is_named(cut) => CUT_NODES_NAMED.say(lang).to_owned(),
        Lost::Nodes => CUT_NODES.say(lang).to_owned(),
        Lost::Edges if is_named(cut) => CUT_EDGES_NAMED.say(lang).to_owned(),
        Lost::Edges => CUT_EDGES.say(lang).to_owned(),
        Lost::Names => CUT_NAMES.say(lang).to_owned(),
        Lost::LateNames => CUT_LATE_NAMES.fill(lang, &[("count", &count(cut.nameless))]),
    };
    // Bytes of the cut are unpacked ones: more of them than the file has mean that it was packed.
    let advice = if cut.byte > file_size { CUT_DO_PACKED } else { CUT_DO };
    let gap = if lang == Lang::Zh { "" } else { " " };
    [place, format!("{cost}{gap}{}", advice.say(lang))]
}

/// What the list in the banner adds.
pub fn cut_notes(cut: &Cut, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    if cut.nameless > 0 {
        notes.push(CUT_NAME_LOST.say(lang).to_owned());
    }
    if cut.unheld > 0 && cut.lost != Lost::Nodes {
        notes.push(CUT_UNHELD.fill(lang, &[("count", &count(cut.unheld))]));
    }
    notes
}

/// A section by its key. One that nobody knows is text from the file.
fn section_named(key: &str, lang: Lang) -> String {
    let known = match key {
        "snapshot" => SECTION_HEADER,
        "nodes" => SECTION_NODES,
        "edges" => SECTION_EDGES,
        "samples" => SECTION_SAMPLES,
        "locations" => SECTION_LOCATIONS,
        "strings" => SECTION_STRINGS,
        key if key == Section::Unknown.key() => SECTION_UNKNOWN,
        key => return isolated(&middle(key, 40)),
    };
    known.say(lang).to_owned()
}

/// A figure by name.
pub fn figure(figure: Figure) -> Phrase {
    match figure {
        Figure::Kinds => FIGURE_KINDS,
        Figure::Totals => FIGURE_TOTALS,
        Figure::References => FIGURE_REFERENCES,
        Figure::Names => FIGURE_NAMES,
        Figure::Shallow => FIGURE_SHALLOW,
        Figure::Held => FIGURE_HELD,
        Figure::Distances => FIGURE_DISTANCES,
    }
}

/// How far a figure can be relied on, in a word.
pub fn degree(degree: Degree) -> Phrase {
    match degree {
        Degree::Exact => DEGREE_EXACT,
        Degree::Part => DEGREE_PART,
        Degree::Estimate => DEGREE_ESTIMATE,
        Degree::Missing => DEGREE_MISSING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::certainty;

    #[test]
    fn the_banner_says_where_what_is_left_and_what_to_do() {
        let [place, rest] = cut(&certainty::cut(Lost::Edges), 2_500_000, Lang::En);
        assert_eq!(place, "The file is cut off at byte 2,500,000, in the edges: 812 of 51,055 rows are there.");
        assert!(rest.contains("estimates, marked ≈") && rest.ends_with(CUT_DO.say(Lang::En)), "{rest}");
        let [place, ..] = cut(&certainty::cut(Lost::Edges), 2_500_000, Lang::Zh);
        assert_eq!(place, "文件不完整：在第 2,500,000 字节处中断，边（edges）部分应有 51,055 行，只读到 812 行。");
    }

    #[test]
    fn a_packed_file_is_fetched_again() {
        let [.., rest] = cut(&certainty::cut(Lost::LateNames), 900_000, Lang::En);
        assert!(rest.ends_with(CUT_DO_PACKED.say(Lang::En)), "{rest}");
    }

    #[test]
    fn each_loss_is_told_apart_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let costs = [Lost::Nodes, Lost::Edges, Lost::Names, Lost::LateNames]
                .map(|lost| cut(&certainty::cut(lost), 0, lang)[1].clone());
            let different: std::collections::BTreeSet<_> = costs.iter().collect();
            assert_eq!(different.len(), costs.len());
        }
    }

    #[test]
    fn a_cut_between_two_sections_is_not_in_one() {
        let between = Cut { section: Section::Top.key().to_owned(), ..certainty::cut(Lost::Names) };
        assert_eq!(cut(&between, 0, Lang::En)[0], "The file is cut off at byte 2,500,000, between two sections.");
    }

    #[test]
    fn a_section_from_the_file_cannot_deceive() {
        let odd = Cut { section: "a\u{202e}b\n".repeat(100), expected: None, rows: 0, ..certainty::cut(Lost::Names) };
        let [place, ..] = cut(&odd, 0, Lang::En);
        assert!(!place.contains('\u{202e}') && !place.contains('\n') && place.chars().count() < 600, "{place}");
    }
}
