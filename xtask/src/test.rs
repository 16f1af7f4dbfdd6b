//! The one command that says whether the project is sound.
//!
//! Runs, in order and each timed: format check, lints on this machine and on wasm32, Rust tests on this machine and as
//! WebAssembly, the leak report on real programs, the build and its size, the browser tests. The first step that fails ends the run with its exit code; node's own summary is the last thing printed.

use crate::browser;
use crate::bundle::{self, Profile};
use crate::command::{cargo, command, run as call};
use crate::leaks;
use crate::sizes;
use crate::toolchain::{WASI, WASM, ensure_target};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Runs all, or only `lint`, `rust`, `wasm`, `leaks` or `browser`.
pub fn run(root: &Path, only: Option<String>) -> Result<()> {
    match only.as_deref() {
        None => {
            lint(root)?;
            rust(root)?;
            wasm(root)?;
            leak_reports(root)?;
            browser_tests(root)
        }
        Some("lint") => lint(root),
        Some("rust") => rust(root),
        Some("wasm") => wasm(root),
        Some("leaks") => leak_reports(root),
        Some("browser") => browser_tests(root),
        Some(other) => bail!("--only takes lint, rust, wasm, leaks or browser, not {other}"),
    }
}

fn lint(root: &Path) -> Result<()> {
    step("format", || call(cargo(root).args(["fmt", "--all", "--check"])))?;
    step("clippy, this machine", || {
        call(cargo(root).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    step("target wasm32", || ensure_target(root, WASM))?;
    for bin in ["page", "worker"] {
        step(&format!("clippy, wasm32, {bin}"), || {
            let flags = ["--no-default-features", "--features", bin, "--bin", bin, "--", "-D", "warnings"];
            call(cargo(root).args(["clippy", "--target", WASM]).args(flags))
        })?;
    }
    Ok(())
}

fn rust(root: &Path) -> Result<()> {
    step("cargo test", || call(cargo(root).args(["test", "--workspace"])))
}

/// The same tests where the product runs: on a machine of 32 bits, whose memory ends at 4 GiB. Those inside the library too:
/// the fast readers of numbers and strings are other instructions there.
fn wasm(root: &Path) -> Result<()> {
    step("target wasm32 with files", || ensure_target(root, WASI))?;
    step("cargo test, wasm32", || {
        call(
            cargo(root)
                .args(["test", "--target", WASI, "--lib", "--test", "it"])
                .env("CARGO_TARGET_WASM32_WASIP1_RUNNER", "node tests/wasm/run.mjs"),
        )
    })
}

/// The leak report on real programs.
fn leak_reports(root: &Path) -> Result<()> {
    leaks::test(root)
}

fn browser_tests(root: &Path) -> Result<()> {
    let folder = root.join("tests").join("browser");
    let dist = step("build dist/", || bundle::build(root, Profile::Release))?;
    step("size of the download", || sizes::check(&dist))?;
    let chrome = driven_browser(root)?;
    let firefox = step("find Firefox", || browser::firefox(root))?;
    let mut files = Vec::new();
    for entry in folder.read_dir().with_context(|| folder.display().to_string())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(name);
        }
    }
    files.sort();
    let downloads = fs::canonicalize(&dist).with_context(|| dist.display().to_string())?;
    // No line after this step: node's summary is the last word.
    eprintln!("── browser tests");
    // One file at a time: each starts a browser, and a busy machine makes timings lie.
    // A test that waits for ever must fail, not hold the machine until the whole run is killed.
    let flags = ["--test", "--test-reporter=spec", "--test-concurrency=1", "--test-timeout=300000"];
    let mut node = command("node", &folder);
    node.args(flags).args(&files).env("CHROME", &chrome).env("FIREFOX", &firefox).env("DIST", &downloads);
    if browser::is_root(root) {
        node.env("CHROME_NO_SANDBOX", "1");
    }
    call(&mut node).context("step \"browser tests\"")
}

/// A browser and what drives it, for the tests that need one.
pub fn driven_browser(root: &Path) -> Result<PathBuf> {
    let folder = root.join("tests").join("browser");
    step("npm ci", || call(command("npm", &folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])))?;
    step("find Chrome or Chromium", || browser::chrome(root))
}

/// Announces a step and says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    eprintln!("── {name}");
    let done = work();
    eprintln!("── {name}: {:.1} s{}", start.elapsed().as_secs_f64(), if done.is_ok() { "" } else { ", failed" });
    done.with_context(|| format!("step \"{name}\""))
}
