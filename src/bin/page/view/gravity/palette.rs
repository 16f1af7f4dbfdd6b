//! The colours and fonts of the canvas, read from the style sheet.
//!
//! Takes the canvas element; gives strings the 2D context understands. CSS stays the one place where a colour is chosen.

use crate::view::cell::kind_name;
use heapsky::present::format;
use heapsky::present::gravity::HueName;
use heapsky::present::text::{self, Lang};
use heapsky::question::Category;
use web_sys::{CssStyleDeclaration, HtmlCanvasElement};

/// What the painter dips into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    kinds: Vec<String>,
    /// Behind everything; also the halo around text.
    pub ground: String,
    pub line: String,
    pub spine: String,
    pub label: String,
    pub muted: String,
    /// A category's mark on its disc.
    pub mark: String,
    pub rim: String,
    pub selection: String,
    pub focus: String,
    /// Font families.
    pub code: String,
    pub sans: String,
}

impl Palette {
    /// Reads the custom properties that hold on the canvas now.
    pub fn of(canvas: &HtmlCanvasElement) -> Self {
        let style = web_sys::window().and_then(|window| window.get_computed_style(canvas).ok()).flatten();
        let Some(style) = style else { return Self::default() };
        let read = |name: &str| property(&style, name);
        Self {
            kinds: Category::ALL.iter().map(|&kind| read(&format!("--kind-{}", kind_name(kind)))).collect(),
            ground: read("--gravity-ground"),
            line: read("--gravity-line"),
            spine: read("--gravity-spine"),
            label: read("--gravity-label"),
            muted: read("--gravity-muted"),
            mark: read("--gravity-mark"),
            rim: read("--gravity-rim"),
            selection: read("--gravity-selection"),
            focus: read("--focus"),
            code: read("--gravity-code"),
            sans: read("--gravity-sans"),
        }
    }

    /// The colour of a category.
    pub fn kind(&self, category: Category) -> &str {
        let row = Category::ALL.iter().position(|&kind| kind == category);
        row.and_then(|row| self.kinds.get(row)).map_or("", String::as_str)
    }
}

fn property(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default().trim().to_owned()
}

/// What a colour stands for.
pub fn hue_words(name: &HueName, lang: Lang) -> String {
    match name {
        HueName::Kind(kind) => text::category(*kind).say(lang).to_owned(),
        HueName::Class(class) => format::middle(&format::visible(class), 26),
        HueName::Script(path) => format::end_of_path(&format::visible(path), 26),
        HueName::Others => text::GRAVITY_OTHERS.say(lang).to_owned(),
    }
}

/// The same as a mark; classes have none.
pub fn hue_mark(name: &HueName) -> &'static str {
    match name {
        HueName::Kind(kind) => mark(*kind),
        HueName::Class(_) | HueName::Script(_) | HueName::Others => "",
    }
}

/// Says again what the colour says, for those who do not see it.
pub fn mark(category: Category) -> &'static str {
    match category {
        Category::Object => "{}",
        Category::Array => "[]",
        Category::Closure => "ƒ",
        Category::String => "Aa",
        Category::Code => "<>",
        Category::Number => "1",
        Category::Native => "◇",
        Category::System => "V8",
        Category::Synthetic => "GC",
        Category::Detached => "⊘",
    }
}
