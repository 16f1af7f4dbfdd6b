//! The way from the roots in code notation: `module client.js → exports._events.error[…]`.
//!
//! Takes the hops of a suspect; gives steps whose texts, put together, read like code. Each step knows its object, so that
//! a page can make it a link.

use super::super::format::{middle, visible};
use super::super::naming::SHORT;
use super::super::text::{self, Lang, Phrase};
use super::Secrets;
use crate::ids::ObjectId;
use crate::question::report::{Hop, Piece};

/// A step of the notation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What stands before it: an arrow, a dot, nothing.
    pub joint: &'static str,
    pub words: Words,
    pub object: ObjectId,
}

/// What a step says.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// As in code.
    Code(String),
    /// With a word of the reader's language, in its slot `name` a name.
    Named(Phrase, String),
}

impl Words {
    /// As text.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Words::Code(code) => code.clone(),
            Words::Named(phrase, name) => phrase.fill(lang, &[("name", name)]),
        }
    }
}

const ARROW: &str = " → ";

/// The notation of a way. `entries`: the way ends in a collection whose entries are meant.
pub fn notation(path: &[Hop], skipped: u64, entries: bool, secrets: Secrets) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // Whether the next property continues an expression.
    let mut is_open = false;
    let gap = path.len().div_ceil(2);
    for (at, hop) in path.iter().enumerate() {
        if skipped > 0 && at == gap {
            steps.push(Step { joint: ARROW, words: Words::Code("⋯".to_owned()), object: hop.object.id });
            is_open = false;
        }
        let Some(piece) = &hop.piece else { continue };
        let name = |name: &str| middle(&visible(name), SHORT);
        let (words, opens, joins) = match piece {
            Piece::Module(file) => (Words::Named(text::OF_MODULE, name(file)), false, false),
            Piece::Global => (Words::Code("globalThis".to_owned()), true, false),
            Piece::Root(category) => (Words::Code(name(category)), false, false),
            Piece::Scope(function) if function.is_empty() => {
                (Words::Named(text::OF_SCOPE_UNNAMED, String::new()), false, false)
            }
            Piece::Scope(function) => (Words::Named(text::OF_SCOPE, name(function)), false, false),
            Piece::Function(function) if function.is_empty() => {
                (Words::Named(text::OF_FUNCTION_UNNAMED, String::new()), true, false)
            }
            Piece::Function(function) => (Words::Code(format!("{}()", name(function))), true, false),
            Piece::Variable(variable) => (Words::Code(name(variable)), true, false),
            Piece::Object(class) => (Words::Code(name(class)), true, false),
            Piece::Property(property) => (Words::Code(property_text(property, is_open, secrets)), true, true),
            Piece::Index(index) => (Words::Code(format!("[{index}]")), true, true),
            Piece::Entry => (Words::Code("[…]".to_owned()), true, true),
        };
        let joint = match (steps.is_empty(), joins && is_open) {
            (true, _) | (_, true) => "",
            (false, false) => ARROW,
        };
        steps.push(Step { joint, words, object: hop.object.id });
        is_open = opens;
    }
    if let Some(object) = path.last().map(|hop| hop.object.id).filter(|_| entries && is_open) {
        steps.push(Step { joint: "", words: Words::Code("[…]".to_owned()), object });
    }
    steps
}

/// Whether a name can stand in code as it is. One that cannot may be data, such as a session's id used as a key.
pub(super) fn is_identifier(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '#'))
}

/// `.name`, `["a name"]`, `[kSymbol]`; without the dot where nothing stands before it. A name that is no identifier is
/// hidden with the texts.
pub fn property_text(property: &str, is_open: bool, secrets: Secrets) -> String {
    let shown = middle(&visible(property), SHORT);
    if let Some(symbol) = property.strip_prefix("<symbol").and_then(|rest| rest.strip_suffix('>')) {
        let symbol = middle(&visible(symbol.trim()), SHORT);
        return if symbol.is_empty() { "[symbol]".to_owned() } else { format!("[{symbol}]") };
    }
    match (is_identifier(property), is_open, secrets) {
        (true, true, _) => format!(".{shown}"),
        (true, false, _) => shown,
        (false, _, Secrets::Shown) => format!("[\"{shown}\"]"),
        (false, _, Secrets::Hidden) => "[\"…\"]".to_owned(),
    }
}

/// The notation as text.
pub fn plain(steps: &[Step], lang: Lang) -> String {
    steps.iter().map(|step| format!("{}{}", step.joint, step.words.say(lang))).collect()
}
