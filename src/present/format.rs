//! Numbers, sizes, times and foreign text, as a person reads them.
//!
//! Owns how each is written, the same in both languages. Takes numbers and hostile text; gives strings. Guarantees: a
//! size is exact or rounded to one decimal, never both; text from a snapshot shows each character that could deceive
//! (controls, direction marks, invisible ones) as a visible mark.

use crate::ids::Bytes;

/// Between number and unit.
const THIN: char = '\u{202f}';

/// `134.8 MB`: decimal units, one decimal from kB on.
pub fn bytes(bytes: Bytes) -> String {
    const UNITS: [&str; 6] = ["B", "kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return format!("{bytes}{THIN}B");
    }
    let (mut value, mut unit) = (bytes as f64, 0);
    // 999.95 would be written 1000.0.
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{}{THIN}{}", fixed(value, 1), UNITS[unit])
}

/// A number with so many decimals, half a unit rounded up. Rust's own way (`{:.1}`) is exact for every float there is, and
/// 5 KB (brotli) to download.
pub fn fixed(number: f64, decimals: u32) -> String {
    let scale = 10u64.pow(decimals);
    let scaled = (number.abs() * scale as f64 + 0.5) as u64;
    let sign = if number < 0.0 && scaled > 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{scaled}"),
        _ => format!("{sign}{}.{:0width$}", scaled / scale, scaled % scale, width = decimals as usize),
    }
}

/// The number, or the nearer of two limits. Not `clamp`: it panics with its limits in words, which is Rust's exact way again.
pub fn within(number: f64, low: f64, high: f64) -> f64 {
    number.max(low).min(high)
}

/// A share of 1 as a percentage with so many decimals.
pub fn percent(share: f64, decimals: u32) -> String {
    format!("{}%", fixed(share * 100.0, decimals))
}

/// `204,100,080`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share of 1 with one decimal: `86.5%`. What is there but rounds to nothing is `<0.1%`.
pub fn share(share: f64) -> String {
    match share {
        s if s > 0.0 && s < 0.0005 => "<0.1%".to_owned(),
        s => percent(s, 1),
    }
}

/// A share of 1 with two decimals, for sentences: `86.52%`.
pub fn exact_share(share: f64) -> String {
    percent(share, 2)
}

/// `part` of `whole` as a share of 1; of nothing, nothing.
pub fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Milliseconds as `<0.1 s`, `0.8 s`, `12 s`, `2 min 05 s`.
pub fn duration(ms: f64) -> String {
    let seconds = (ms / 1000.0).max(0.0);
    if seconds < 0.095 {
        format!("<0.1{THIN}s")
    } else if seconds < 9.95 {
        format!("{}{THIN}s", fixed(seconds, 1))
    } else if seconds < 59.5 {
        format!("{}{THIN}s", fixed(seconds, 0))
    } else {
        let whole = seconds.round().min(359_999.0) as u64;
        format!("{}{THIN}min {:02}{THIN}s", whole / 60, whole % 60)
    }
}

/// Cuts the middle out of a long text, so that both telling ends stay: `aLongFunc…atTheEnd`. Counts characters.
pub fn middle(text: &str, limit: usize) -> String {
    let length = text.chars().take(limit + 1).count();
    if length <= limit {
        return text.to_owned();
    }
    let total = text.chars().count();
    let keep = limit.saturating_sub(1);
    let tail = keep / 3;
    let mut out: String = text.chars().take(keep - tail).collect();
    out.push('…');
    out.extend(text.chars().skip(total - tail));
    out
}

/// The end of a path or URL, from a slash on, as long as fits; a single long name is cut in its middle.
pub fn end_of_path(path: &str, limit: usize) -> String {
    let count = |text: &str| text.chars().count();
    if count(path) <= limit {
        return path.to_owned();
    }
    let slashes = path.char_indices().filter(|(_, char)| matches!(char, '/' | '\\')).map(|(at, _)| at);
    let end = slashes.map(|at| &path[at..]).find(|end| count(end) < limit && count(end) > 1);
    match end {
        Some(end) => format!("…{end}"),
        None => middle(path.rsplit(['/', '\\']).find(|name| !name.is_empty()).unwrap_or(path), limit),
    }
}

/// Foreign text with every character visible: line ends and tabs as arrows, other controls, direction marks, invisible
/// characters and marks piled upon others by their code point (the control pictures of Unicode are missing from many
/// fonts).
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut piled = 0;
    for char in text.chars() {
        piled = if is_stacked(char) { piled + 1 } else { 0 };
        match char {
            '\n' => out.push('↵'),
            '\t' => out.push('⇥'),
            char if is_unseen(char) || piled > PILE => out.push_str(&format!("[U+{:04X}]", char as u32)),
            _ => out.push(char),
        }
    }
    out
}

/// The same for a text that is shown in lines of its own: line ends and tabs stay what they are.
pub fn visible_lines(text: &str) -> String {
    let line = |line: &str| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split('\t').map(visible).collect::<Vec<_>>().join("\t")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Marks upon one character, at most: Vietnamese has two, vocalised Hebrew and Arabic three. Piles of dozens run over
/// the rows above and below.
const PILE: u32 = 4;

/// Characters that show nothing, or that turn what stands around them.
fn is_unseen(char: char) -> bool {
    matches!(char,
        // Controls of C0 and C1.
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Soft hyphen, grapheme joiner, the letter marks of Arabic, Khmer and Mongolian.
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        // Fillers of Hangul and the empty pattern of Braille: letters without ink.
        | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
        // Zero-width characters, line ends, embeddings, overrides and isolates.
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        // Variants of a form; the last two choose between text and emoji and are common.
        | '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}'
        // Annotations, shorthand, musical beams, tags, and what is no character.
        | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e007f}'
    )
}

/// Marks that stand above, below or through the character before them, of the scripts that piles are made with.
fn is_stacked(char: char) -> bool {
    matches!(char,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6ed}' | '\u{730}'..='\u{74a}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{eb1}' | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ecd}' | '\u{f71}'..='\u{f84}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}'
        | '\u{3099}'..='\u{309a}' | '\u{a66f}'..='\u{a67d}' | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Text that HTML and SVG leave as it is, also in an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Foreign text for places that cannot hold an element (titles, labels): visible, and isolated so that a right-to-left
/// name does not turn the words around it.
pub fn isolated(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", visible(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_path_the_end_is_told() {
        let end = |path| end_of_path(path, 20);
        assert_eq!(end("node:events"), "node:events");
        assert_eq!(end("/srv/app/node_modules/express/lib/router.js"), "…/lib/router.js");
        assert_eq!(end("C:\\srv\\very-long-folder-name\\list.js"), "…\\list.js");
        assert_eq!(end("/srv/a-name-that-is-far-too-long.js"), middle("a-name-that-is-far-too-long.js", 20));
        assert_eq!(end("https://a.example/with/a/slash/at/the/end/"), "…/slash/at/the/end/");
    }

    #[test]
    fn sizes_have_one_decimal_and_never_read_1000() {
        let plain = |n| bytes(n).replace(THIN, " ");
        assert_eq!(plain(0), "0 B");
        assert_eq!(plain(999), "999 B");
        assert_eq!(plain(1000), "1.0 kB");
        assert_eq!(plain(134_812_345), "134.8 MB");
        assert_eq!(plain(999_949), "999.9 kB");
        assert_eq!(plain(999_950), "1.0 MB");
        assert_eq!(plain(999_999_999), "1.0 GB");
        assert_eq!(plain(u64::MAX), "18446.7 PB");
    }

    #[test]
    fn counts_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (204_100_080, "204,100,080")] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn shares_do_not_hide_what_is_there() {
        assert_eq!(share(0.0), "0.0%");
        assert_eq!(share(0.0001), "<0.1%");
        assert_eq!(share(0.8652), "86.5%");
        assert_eq!(exact_share(0.8652), "86.52%");
        assert_eq!(ratio(1, 0), 0.0);
    }

    #[test]
    fn times() {
        let plain = |ms| duration(ms).replace(THIN, " ");
        assert_eq!(plain(840.0), "0.8 s");
        assert_eq!(plain(12_400.0), "12 s");
        assert_eq!(plain(59_600.0), "1 min 00 s");
        assert_eq!(plain(125_000.0), "2 min 05 s");
        assert_eq!(plain(40.0), "<0.1 s");
        assert_eq!(plain(-1.0), "<0.1 s");
    }

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(middle("short", 5), "short");
        assert_eq!(middle("abcdefghij", 7), "abcd…ij");
        assert_eq!(middle("监听器监听器监听器", 4), "监听…器");
        assert_eq!(middle("abc", 1), "…");
    }

    #[test]
    fn nothing_invisible_survives() {
        assert_eq!(visible("a\nb\u{202e}c\u{200b}d\u{7f}"), "a↵b[U+202E]c[U+200B]d[U+007F]");
        assert_eq!(visible("监听器 שלום"), "监听器 שלום");
        assert!(isolated("x").starts_with('\u{2068}'));
        let turning = "\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{61c}";
        let empty = "\u{0}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{115f}\u{3164}\u{2800}\u{e0041}\u{ffff}";
        for char in turning.chars().chain(empty.chars()) {
            assert_eq!(visible(&char.to_string()), format!("[U+{:04X}]", char as u32));
        }
    }

    #[test]
    fn marks_do_not_pile_up() {
        let pile = format!("Z{}x", "\u{309}\u{489}".repeat(50));
        let shown = visible(&pile);
        assert_eq!(shown.chars().filter(|char| is_stacked(*char)).count(), PILE as usize);
        assert!(shown.starts_with("Z\u{309}") && shown.ends_with("[U+0489]x"), "{shown}");
        // Vietnamese, pointed Hebrew, Thai, Hindi, an emoji with its variant.
        for word in ["ê\u{323}\u{302}", "בְּרֵאשִׁ֖ית", "น้ำที่", "क्षत्रिय", "❤\u{fe0f}"]
        {
            assert_eq!(visible(word), word);
        }
    }
}
