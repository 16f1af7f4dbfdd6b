//! Which objects count and how they are grouped, as it stands in an address and as a reader reads it.
//!
//! Owns the words. Guarantee: what was written reads back as itself; what makes no sense is no filter and groups by class.

use super::format::{middle, visible};
use super::naming;
use super::text::{self, Lang, Phrase};
use crate::ids::ObjectId;
use crate::question::classes::GroupName;
use crate::question::filter::Filter;
use crate::question::strings::StringView;
use crate::question::totals::{Grouping, Selection};

/// A filter's word in an address; none for all objects.
pub fn filter_word(filter: Filter) -> String {
    let word = match filter {
        Filter::All => "",
        Filter::DetachedDom => "detached",
        Filter::Console => "console",
        Filter::EventHandlers => "handlers",
        Filter::Contexts => "contexts",
        Filter::DuplicatedStrings => "duplicates",
        Filter::Unreachable => "unreachable",
        Filter::SharedContexts => "shared-contexts",
        Filter::NoContext => "no-context",
        Filter::NativeContext(id) => return format!("context-{}", id.0),
        Filter::Ids { over, upto } => return format!("ids-{over}-{upto}"),
    };
    word.to_owned()
}

/// The expression that finds the class of just this name; of a name that was cut, what is left of it.
pub fn exactly(class: &str) -> String {
    if class.ends_with('…') || class.is_empty() {
        return class.trim_end_matches('…').to_owned();
    }
    let mut escaped = String::from("/^");
    for letter in class.chars() {
        if r"\.+*?()|[]{}^$".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped + "$/"
}

/// The filter with this word.
pub fn read_filter(word: &str) -> Filter {
    if let Some((over, upto)) = word.strip_prefix("ids-").and_then(|ids| ids.split_once('-')) {
        let number = |digits: &str| digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
        return number(over).zip(number(upto)).map_or(Filter::All, |(over, upto)| Filter::Ids { over, upto });
    }
    if let Some(id) = word.strip_prefix("context-") {
        let digits = id.bytes().all(|byte| byte.is_ascii_digit());
        return id.parse().ok().filter(|_| digits).map_or(Filter::All, |id| Filter::NativeContext(ObjectId(id)));
    }
    let others = [Filter::SharedContexts, Filter::NoContext];
    Filter::NAMED.into_iter().chain(others).find(|filter| filter_word(*filter) == word).unwrap_or_default()
}

/// A filter as it stands in the list.
pub fn filter_name(filter: Filter) -> Phrase {
    match filter {
        Filter::All => text::ONLY_ALL,
        Filter::DetachedDom => text::ONLY_DETACHED,
        Filter::Console => text::ONLY_CONSOLE,
        Filter::EventHandlers => text::ONLY_HANDLERS,
        Filter::Contexts => text::ONLY_CONTEXTS,
        Filter::DuplicatedStrings => text::ONLY_DUPLICATES,
        Filter::Unreachable => text::ONLY_UNREACHABLE,
        Filter::NativeContext(_) => text::ONLY_CONTEXT,
        Filter::SharedContexts => text::ONLY_SHARED_CONTEXTS,
        Filter::NoContext => text::ONLY_NO_CONTEXT,
        Filter::Ids { .. } => text::ONLY_IDS,
    }
}

/// A grouping's word in an address; none for classes.
pub fn grouping_word(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Class => "",
        Grouping::Script => "script",
        Grouping::Package => "package",
        Grouping::Kind => "kind",
    }
}

/// A grouping as it stands in the list, and as the head of the column of names.
pub fn grouping_name(grouping: Grouping) -> Phrase {
    match grouping {
        Grouping::Class => text::CLASS,
        Grouping::Script => text::SCRIPT_OF,
        Grouping::Package => text::PACKAGE,
        Grouping::Kind => text::KIND_OF,
    }
}

/// The grouping with this word.
pub fn read_grouping(word: &str) -> Grouping {
    Grouping::ALL.into_iter().find(|grouping| grouping_word(*grouping) == word).unwrap_or_default()
}

/// A view of strings by its word in an address; none for each string.
pub fn strings_word(view: StringView) -> &'static str {
    match view {
        StringView::Each => "",
        StringView::Duplicated => "duplicated",
        StringView::Families => "families",
    }
}

/// A view of strings as it stands in the list.
pub fn strings_name(view: StringView) -> Phrase {
    match view {
        StringView::Each => text::STRINGS_EACH,
        StringView::Duplicated => text::STRINGS_DUPLICATED,
        StringView::Families => text::STRINGS_FAMILIES,
    }
}

/// The view of strings with this word.
pub fn read_strings(word: &str) -> StringView {
    StringView::ALL.into_iter().find(|view| strings_word(*view) == word).unwrap_or_default()
}

/// What an address says of both.
pub fn read(only: &str, by: &str) -> (Selection, Grouping) {
    (Selection { filter: read_filter(only), within: None }, read_grouping(by))
}

/// The name of a group, short.
pub fn group(name: &GroupName, lang: Lang) -> String {
    match name {
        GroupName::Class(class) => naming::class_name(class),
        GroupName::Script(Ok(path)) => middle(&visible(path), 80),
        GroupName::Script(Err(id)) => text::SCRIPT.fill(lang, &[("id", &id.to_string())]),
        GroupName::Package(package) => middle(&visible(package), 80),
        GroupName::OfNode => text::OF_NODE.say(lang).to_owned(),
        GroupName::OfApp => text::OF_APP.say(lang).to_owned(),
        GroupName::OfUnknown => text::OF_UNKNOWN.say(lang).to_owned(),
        GroupName::NoScript => text::NO_SCRIPT.say(lang).to_owned(),
        GroupName::Kind(kind) => text::node_kind(*kind).say(lang).to_owned(),
    }
}

/// The same in full, for exports and titles.
pub fn full_group(name: &GroupName) -> String {
    match name {
        GroupName::Class(text) | GroupName::Script(Ok(text)) | GroupName::Package(text) => visible(text),
        other => group(other, Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_found_by_just_its_name() {
        for class in ["Array", "(array)", "{a, b}", "system / Context", "a.b*c", "a_b$", "<div class=\"x\">", "类"] {
            let pattern = crate::question::pattern::Pattern::read(&exactly(class))
                .unwrap_or_else(|refusal| panic!("{refusal:?}"));
            assert!(pattern.is_in(class), "{class}");
            assert!(!pattern.is_in(&format!("x{class}")) && !pattern.is_in(&format!("{class}x")), "{class}");
        }
        assert_eq!(exactly("long na…"), "long na");
    }

    #[test]
    fn what_was_written_reads_back_as_itself() {
        let ids = [(0, 0), (5, 10), (u64::MAX, 1)].map(|(over, upto)| Filter::Ids { over, upto });
        for filter in Filter::NAMED.into_iter().chain(ids) {
            assert_eq!(read_filter(&filter_word(filter)), filter);
        }
        for grouping in Grouping::ALL {
            assert_eq!(read_grouping(grouping_word(grouping)), grouping);
        }
        for odd in ["ids-", "ids-1", "ids-+1-2", "ids-1-2-3", "ids--1-2", "DETACHED", "?"] {
            assert_eq!(read_filter(odd), Filter::All, "{odd}");
            assert_eq!(read_grouping(odd), Grouping::Class, "{odd}");
        }
    }
}
