//! What a visitor downloads.
//!
//! Prints each file of `dist/` raw and as brotli would send it, and the sum of what one visit loads (samples apart).
//! Keeps what must be there before a report can be read within [`FIRST`], and all that comes within [`LIMIT`].

use anyhow::{Context, Result, ensure};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Bytes (brotli) of page, worker and the scripts that start them, without the late parts (`split.rs`).
const FIRST: usize = 350_000;
/// The same with the late parts.
const LIMIT: usize = 756_000;

/// Fails when the programs have grown past the limit; the same sources give the same sizes.
pub fn check(dist: &Path) -> Result<()> {
    let mut names = Vec::new();
    collect(dist, "", &mut names)?;
    names.retain(|name| name.ends_with(".wasm") || name.ends_with(".js") && name != "sw.js");
    let (mut first, mut sum) = (0, 0);
    for name in names {
        let bytes = brotli(&fs::read(dist.join(&name)).context(name.clone())?)?;
        sum += bytes;
        first += if name.contains("_late-") { 0 } else { bytes };
    }
    for (what, bytes, limit) in [("to the first report", first, FIRST), ("in all", sum, LIMIT)] {
        ensure!(
            bytes <= limit,
            "page, worker and glue are {bytes} bytes (brotli) {what}, {limit} are allowed; CONTRIBUTING.md says what costs most"
        );
        eprintln!("page, worker and glue {what}: {bytes} of {limit} bytes (brotli)");
    }
    Ok(())
}

/// Prints the table.
pub fn print(dist: &Path) -> Result<()> {
    let mut names = Vec::new();
    collect(dist, "", &mut names)?;
    names.sort();
    println!("{:>10} {:>10}  dist/", "raw", "brotli");
    let mut sum = (0, 0);
    for name in names {
        let bytes = fs::read(dist.join(&name)).with_context(|| name.clone())?;
        let small = if name.ends_with(".gz") { bytes.len() } else { brotli(&bytes)? };
        println!("{:>10} {:>10}  {name}", bytes.len(), small);
        if !name.starts_with("samples/") {
            sum = (sum.0 + bytes.len(), sum.1 + small);
        }
    }
    println!("{:>10} {:>10}  in all, samples apart", sum.0, sum.1);
    Ok(())
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in folder.read_dir().with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() { collect(&path, &format!("{name}/"), names)? } else { names.push(name) }
    }
    Ok(())
}

/// Bytes after brotli at the level servers use for static files.
fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner().len())
}
