//! The compiler's wasm32 targets, and nightly Rust for the fuzzer.
//!
//! Guarantees that a target can be compiled for, adding it through rustup when it is missing.

use crate::command::{command, output, run, works};
use anyhow::{Result, bail};
use std::path::Path;

/// The only target the browser programs are built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The same machine with files and printing: the tests run on it.
pub const WASI: &str = "wasm32-wasip1";

/// Adds the target if it is missing.
pub fn ensure_target(root: &Path, target: &str) -> Result<()> {
    if has(root, target)? {
        return Ok(());
    }
    if !works(command("rustup", root).arg("--version")) {
        bail!(
            "this Rust has no standard library for {target}, and rustup is not here to add it\n\
             install Rust from rustup.rs, or your distribution's package for that target"
        );
    }
    println!("adding the target {target}");
    run(command("rustup", root).args(["target", "add", target]))?;
    if has(root, target)? {
        return Ok(());
    }
    bail!("rustup added {target}, but the rustc in use has it not: is another Rust first in PATH?")
}

/// Asks rustc, not rustup: a distribution's Rust may have the target too.
fn has(root: &Path, target: &str) -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = output(command(rustc, root).args(["--print", "target-libdir", "--target", target]))?;
    let Ok(mut files) = Path::new(folder.trim()).read_dir() else { return Ok(false) };
    Ok(files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libcore"))))
}
