//! Sample snapshots for the landing page.
//!
//! Runs two of the leak programs with Node and packs what they write: the same program, seed and Node give the same heap
//! but for what Node itself holds. A heap knows its process's environment, arguments and file paths, so the programs are
//! copied to a neutral folder and run with an empty environment. gzip without name or time: only the heap decides.

use crate::command::{command, output, run};
use anyhow::{Context, Result, ensure};
use flate2::{Compression, GzBuilder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The programs shown on the landing page.
const SAMPLES: [&str; 2] = ["listeners", "array"];
/// A sample must load at once on a slow line.
const LIMIT: usize = 1_200_000;

/// Writes `www/samples/`, running the programs in `place`.
pub fn write(root: &Path, place: Option<PathBuf>) -> Result<()> {
    let place = place.unwrap_or_else(|| std::env::temp_dir().join("heapsky-samples"));
    copy(&root.join("tests").join("fixtures").join("leaks"), &place)?;
    let folder = root.join("www").join("samples");
    fs::create_dir_all(&folder)?;
    let version = output(command("node", root).arg("--version"))?;
    let mut table = String::new();
    for name in SAMPLES {
        let raw = format!("{name}.heapsnapshot");
        run(command("node", &place).args([format!("{name}.js"), raw.clone()]).env_clear().envs(path()))?;
        let raw = place.join(raw);
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

/// PATH alone, to find Node; Windows does not start it without its own folder.
fn path() -> impl Iterator<Item = (String, String)> {
    std::env::vars().filter(|(name, _)| ["PATH", "SYSTEMROOT"].contains(&name.to_uppercase().as_str()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in from.read_dir().with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| target.display().to_string())?;
        }
    }
    Ok(())
}

fn readme(version: &str, table: &str) -> String {
    format!(
        "# Sample snapshots\n\n\
         Heaps of this project's own leak programs (`tests/fixtures/leaks/`), written by `cargo xtask samples` with Node\n\
         {version}. Nothing in them comes from a real service: names and texts are made up by a seeded generator.\n\n\
         | file | program | bytes | unpacked |\n|---|---|---:|---:|\n{table}"
    )
}
