//! Makes what wasm-bindgen wrote shorter to download.
//!
//! Takes a program and its glue; gives both with short names for what the program imports, and the glue without comments
//! and indents. The names end in a hash each, which no compression shortens, and stand in both files: 7 KB of brotli in
//! all. Guarantee: each import was found in the glue once and renamed there too, or the build fails.

use anyhow::{Context, Result, bail, ensure};

/// Magic number and version.
const HEAD: usize = 8;
/// Sections for tools, of no use in a browser.
const CUSTOM: u8 = 0;
/// The section of imports.
const IMPORTS: u8 = 2;

/// The program and the glue, renamed alike.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Vec::new();
    let mut out = wasm.get(..HEAD).context("no wasm")?.to_vec();
    let mut rest = Reader { bytes: wasm, at: HEAD };
    while rest.at < wasm.len() {
        let id = rest.byte()?;
        let size = rest.number()? as usize;
        let section = rest.take(size)?;
        if id == CUSTOM {
            continue;
        }
        let renamed = if id == IMPORTS { imports(section, &mut names)? } else { section.to_vec() };
        out.push(id);
        write_number(&mut out, renamed.len() as u32);
        out.extend(renamed);
    }
    let mut script = script.to_owned();
    for (at, name) in names.iter().enumerate() {
        let (from, to) = (format!("\n        {name}: "), format!("\n        {}: ", short(at)));
        ensure!(script.matches(&from).count() == 1, "the glue must give the import `{name}` once");
        script = script.replace(&from, &to);
    }
    Ok((out, bare(&script)?))
}

/// A name for the import of this number.
fn short(at: usize) -> String {
    format!("i{at}")
}

/// The section with short names; `names` are the old ones, in order.
fn imports(section: &[u8], names: &mut Vec<String>) -> Result<Vec<u8>> {
    let mut from = Reader { bytes: section, at: 0 };
    let count = from.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for _ in 0..count {
        let module = from.text()?;
        let name = from.text()?;
        // The glue gives functions alone; their description is the number of their type.
        ensure!(from.byte()? == 0, "the import `{name}` is no function");
        let of = from.number()?;
        let new = short(names.len());
        names.push(name.to_owned());
        for text in [module, &new] {
            write_number(&mut out, text.len() as u32);
            out.extend(text.as_bytes());
        }
        out.push(0);
        write_number(&mut out, of);
    }
    ensure!(from.at == section.len(), "the imports end before their section");
    Ok(out)
}

/// The script without comments and indents, which stand on lines of their own in what wasm-bindgen writes.
fn bare(script: &str) -> Result<String> {
    let mut out = String::new();
    for line in script.lines() {
        ensure!(line.matches('`').count() % 2 == 0, "a template of several lines in the glue: {line}");
        let line = line.trim();
        if !line.is_empty() && !["//", "/*", "*"].iter().any(|mark| line.starts_with(mark)) {
            out.push_str(line);
            out.push('\n');
        }
    }
    Ok(out)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let end = self.at.saturating_add(length);
        let taken = self.bytes.get(self.at..end).context("the wasm ends too early")?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number in LEB128.
    fn number(&mut self) -> Result<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        bail!("a number of the wasm has more than 32 bits")
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).context("a name of the wasm")
    }
}

fn write_number(out: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        out.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that imports two functions, and a section of another kind.
    const WASM: &[u8] = b"\0asm\x01\0\0\0\x02\x13\x02\x01m\x04long\0\x05\x01m\x03two\0\x81\x01\x03\x01\x07\0\x02\x01n";

    #[test]
    fn imports_are_renamed_in_both() -> Result<()> {
        let script = "const import0 = {\n        long: function() {\n            /* why */\n            return `a`;\n        },\n        two: x,\n};\n";
        let (wasm, script) = shorten(WASM, script)?;
        assert_eq!(wasm, b"\0asm\x01\0\0\0\x02\x10\x02\x01m\x02i0\0\x05\x01m\x02i1\0\x81\x01\x03\x01\x07");
        assert_eq!(script, "const import0 = {\ni0: function() {\nreturn `a`;\n},\ni1: x,\n};\n");
        Ok(())
    }

    #[test]
    fn an_import_that_the_glue_does_not_give_is_refused() {
        let error = shorten(WASM, "\n        long: x").err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("the glue must give the import `two` once"));
    }
}
