//! Sample snapshots for the landing page.
//!
//! Runs two of the leak programs with Node and packs what they write: the same program, seed and Node give the same heap
//! but for what Node itself holds. gzip without name or time, so that only the heap decides the bytes.

use crate::command::{command, output, run};
use anyhow::{Context, Result, ensure};
use flate2::{Compression, GzBuilder};
use std::fs;
use std::io::Write;
use std::path::Path;

/// The programs shown on the landing page.
const SAMPLES: [&str; 2] = ["listeners", "array"];
/// A sample must load at once on a slow line.
const LIMIT: usize = 1_200_000;

/// Writes `www/samples/`.
pub fn write(root: &Path) -> Result<()> {
    let programs = root.join("tests").join("fixtures").join("leaks");
    let folder = root.join("www").join("samples");
    fs::create_dir_all(&folder)?;
    let version = output(command("node", root).arg("--version"))?;
    let mut table = String::new();
    for name in SAMPLES {
        let raw = folder.join(format!("{name}.heapsnapshot.tmp"));
        run(command("node", &programs).arg(format!("{name}.js")).arg(&raw))?;
        let bytes = fs::read(&raw).with_context(|| raw.display().to_string())?;
        fs::remove_file(&raw)?;
        let mut packed = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
        packed.write_all(&bytes)?;
        let packed = packed.finish()?;
        ensure!(packed.len() <= LIMIT, "{name}: {} bytes packed, at most {LIMIT} are wanted", packed.len());
        let file = format!("{name}.heapsnapshot.gz");
        fs::write(folder.join(&file), &packed)?;
        println!("{file}: {} bytes, unpacked {}", packed.len(), bytes.len());
        table.push_str(&format!("| `{file}` | `node {name}.js` | {} | {} |\n", packed.len(), bytes.len()));
    }
    fs::write(folder.join("README.md"), readme(version.trim(), &table)).context("www/samples/README.md")
}

fn readme(version: &str, table: &str) -> String {
    format!(
        "# Sample snapshots\n\n\
         Heaps of this project's own leak programs (`tests/fixtures/leaks/`), written by `cargo xtask samples` with Node\n\
         {version}. Nothing in them comes from a real service: names and texts are made up by a seeded generator.\n\n\
         | file | program | bytes | unpacked |\n|---|---|---:|---:|\n{table}"
    )
}
