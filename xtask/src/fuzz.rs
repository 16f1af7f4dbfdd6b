//! `cargo xtask fuzz`: random bytes against the parser and everything behind it, for as long as one likes.
//!
//! Takes a target and minutes; runs libFuzzer through cargo-fuzz on nightly Rust, which it adds when they are missing.
//! What it finds stays in `target/fuzz`: `corpus/TARGET` from run to run, `crashes/TARGET`. With `--keep` the smallest
//! inputs that together reach all that was reached go to `tests/fixtures/corpus`, for the fuzz properties of `cargo test`.

use crate::command::{cargo, command, output, run, works};
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The targets, the longest input of each (room for a small heap, short enough to be fast) and where they start from.
const TARGETS: [(&str, u32, Option<&str>); 4] = [
    ("parse", 6000, Some("files")),
    ("open", 6000, Some("files")),
    ("structured", 2000, None),
    ("container", 6000, Some("packed")),
];

/// The version of cargo-fuzz that is installed when there is none.
const CARGO_FUZZ: &str = "0.13";

/// Kept inputs stop growing here: the fixtures are part of every clone.
const KEPT: usize = 78_000;

/// Runs one target or all, each so many minutes.
pub fn fuzz(root: &Path, target: Option<String>, minutes: u32, keep: bool) -> Result<()> {
    let targets: Vec<_> = TARGETS.iter().filter(|(name, ..)| target.as_ref().is_none_or(|t| t == name)).collect();
    if targets.is_empty() {
        let names: Vec<_> = TARGETS.iter().map(|(name, ..)| *name).collect();
        bail!("there is no fuzz target {}; there are {}", target.unwrap_or_default(), names.join(", "));
    }
    prepare(root)?;
    let place = root.join("target").join("fuzz");
    let seeds = place.join("seeds");
    run(cargo(root).args(["test", "--quiet", "--test", "it", "seeds_are_small"]).env("HEAPSKY_SEEDS", &seeds))?;
    for (name, longest, seeded) in targets {
        let (corpus, crashes) = (place.join("corpus").join(name), place.join("crashes").join(name));
        for folder in [&corpus, &crashes] {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let mut fuzzer = cargo_fuzz(root);
        // The code has no `unsafe`, so there is nothing that AddressSanitizer could find, and it halves the speed.
        fuzzer.args(["run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", name]).arg(&corpus);
        fuzzer.args(seeded.map(|kind| seeds.join(kind)));
        fuzzer.arg("--").args([
            format!("-artifact_prefix={}/", crashes.display()),
            format!("-max_total_time={}", minutes * 60),
            format!("-max_len={longest}"),
            "-dict=tests/fuzz/snapshot.dict".into(),
            "-timeout=10".into(),
            "-rss_limit_mb=2048".into(),
            "-print_final_stats=1".into(),
        ]);
        run(&mut fuzzer).with_context(|| format!("an input for a new fixture is in {}", crashes.display()))?;
        if keep {
            keep_corpus(root, name, &corpus)?;
        }
    }
    Ok(())
}

/// cargo-fuzz on nightly Rust: the compiler's coverage counters are not in stable.
fn cargo_fuzz(root: &Path) -> std::process::Command {
    let mut cargo = command("cargo", root);
    // The cargo that runs this program has set these for its own toolchain.
    cargo.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN").env("CARGO_TARGET_DIR", root.join("target/fuzz/build"));
    cargo.args(["+nightly", "fuzz"]);
    cargo
}

fn prepare(root: &Path) -> Result<()> {
    if !output(command("rustup", root).args(["toolchain", "list"]))?.contains("nightly") {
        run(command("rustup", root).args(["toolchain", "install", "nightly", "--profile", "minimal"]))?;
    }
    if !works(cargo(root).args(["fuzz", "--version"])) {
        run(cargo(root).args(["install", "--locked", "--version", CARGO_FUZZ, "cargo-fuzz"]))?;
    }
    Ok(())
}

/// Lets libFuzzer choose the inputs that are needed for what all reach, and packs them: each after its length.
fn keep_corpus(root: &Path, target: &str, corpus: &Path) -> Result<()> {
    let least = corpus.with_extension("least");
    if least.exists() {
        fs::remove_dir_all(&least)?;
    }
    fs::create_dir_all(&least)?;
    let mut merge = cargo_fuzz(root);
    merge.args(["run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", target]).args([&least, corpus]);
    run(merge.args(["--", "-set_cover_merge=1"]))?;
    let mut files: Vec<PathBuf> = fs::read_dir(&least)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    // Their names are hashes: whatever fits is a fair sample of all lengths.
    files.sort();
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let mut count = 0;
    for file in &files {
        let input = fs::read(file)?;
        packed.write_all(&u32::try_from(input.len())?.to_le_bytes())?;
        packed.write_all(&input)?;
        packed.flush()?;
        count += 1;
        if packed.get_ref().len() > KEPT {
            break;
        }
    }
    let kept = root.join("tests/fixtures/corpus").join(format!("{target}.gz"));
    fs::write(&kept, packed.finish()?).with_context(|| kept.display().to_string())?;
    println!("{}: {count} of {} inputs", kept.display(), files.len());
    Ok(())
}
