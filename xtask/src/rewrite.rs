//! Names of files inside other files.
//!
//! Owns the content hash and the one way a reference is renamed: the whole quoted path, so that a word in a comment is
//! left alone. A reference that must be there and is not is an error: a build that renamed nothing would not start.

use anyhow::{Result, bail};

/// Ten hex digits of the content (64-bit FNV-1a): enough to tell versions of one file apart.
pub fn hash(bytes: &[u8]) -> String {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{:010x}", hash >> 24)
}

/// `boot.js` → `boot-0123456789.js`.
pub fn hashed(name: &str, bytes: &[u8]) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{}.{ending}", hash(bytes)),
        None => format!("{name}-{}", hash(bytes)),
    }
}

/// Replaces every quoted `name` or `./name` in `text` by `new`, keeping the `./`.
pub fn rename(file: &str, text: &str, name: &str, new: &str) -> Result<String> {
    let mut renamed = text.to_owned();
    for quote in ['"', '\''] {
        for dot in ["", "./"] {
            renamed = renamed.replace(&format!("{quote}{dot}{name}{quote}"), &format!("{quote}{dot}{new}{quote}"));
        }
    }
    if renamed == text {
        bail!("{file} does not refer to \"{name}\", so it could not be renamed to {new}");
    }
    Ok(renamed)
}

/// The values of `src="…"` and `href="…"` in a page.
pub fn references(page: &str) -> impl Iterator<Item = &str> {
    [" src=\"", " href=\""].into_iter().flat_map(move |attribute| {
        page.split(attribute).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_quoted_names_are_renamed() {
        let text = "/* boot.js */ import './page.js'; new URL(\"./page.js\", x)";
        let renamed = rename("boot.js", text, "page.js", "page-1.js").unwrap();
        assert_eq!(renamed, "/* boot.js */ import './page-1.js'; new URL(\"./page-1.js\", x)");
    }

    #[test]
    fn a_missing_reference_is_an_error() {
        let error = rename("boot.js", "/* page.js */", "page.js", "page-1.js").unwrap_err();
        assert!(error.to_string().contains("boot.js does not refer to \"page.js\""));
    }

    #[test]
    fn a_name_carries_its_content() {
        assert_eq!(hashed("a.css", b""), "a-cbf29ce484.css");
        assert_ne!(hashed("a.css", b"a"), hashed("a.css", b"b"));
    }

    #[test]
    fn references_of_a_page() {
        let page = r#"<link rel="icon" href="i.svg"><script type="module" src="boot.js"></script>"#;
        assert_eq!(references(page).collect::<Vec<_>>(), ["boot.js", "i.svg"]);
    }
}
