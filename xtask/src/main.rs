//! `cargo xtask`: everything one does to this repository, in one program.
//!
//! Owns the command line. Takes a command and its flags; gives the exit code of the first step that failed. Needs rustup
//! (or a Rust with the wasm32 target) to build, Node, a Chrome or Chromium and a Firefox to test, and nothing else.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod args;
mod bench;
mod browser;
mod bundle;
mod command;
mod fuzz;
mod leaks;
mod pictures;
mod rewrite;
mod samples;
mod serve;
mod shorten;
mod sizes;
mod split;
mod test;
mod toolchain;

const HELP: &str = "\
cargo xtask build [--dev]                        write dist/: a static folder for any web server
cargo xtask serve [--port N] [--no-open] [--dev] build, serve on this machine, open the browser
cargo xtask test  [--only lint|rust|wasm|leaks|browser] lints, tests here and as WebAssembly, leak reports, browser tests
cargo xtask fuzz  [--target T] [--minutes N] [--keep] random bytes through parser, analysis and questions
cargo xtask bench [--sizes 30,215] [--shapes chain,hub|none] [--repeat N] [--peers] how fast snapshots open
                  [--only native,chromium] [--timeout S] [--in DIR] [--dist DIR] [--floor FILE.wasm]
cargo xtask bench --layout 1000,10000 [--sizes 215] [--in DIR]  layouts of so many bodies, ours and others'
cargo xtask samples [--in FOLDER]                run the leak programs there and write www/samples/
cargo xtask pictures [--dist DIR]                leak programs as gravity graphs: writes docs/gravity-*.png

--release is the default; --dev builds faster and runs slower.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(error.downcast_ref::<command::Failed>().map_or(1, |failed| failed.code))
        }
    }
}

fn run(words: &[String]) -> Result<()> {
    let root = root()?;
    let Some((command, flags)) = words.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    let mut flags = args::Flags::new(flags);
    match command.as_str() {
        "build" => {
            let profile = flags.profile();
            flags.done()?;
            let dist = bundle::build(&root, profile)?;
            sizes::print(&dist)
        }
        "serve" => {
            let profile = flags.profile();
            let port = flags.value("--port")?;
            let open = !flags.has("--no-open");
            flags.done()?;
            let dist = bundle::build(&root, profile)?;
            serve::serve(&dist, port, open)
        }
        "test" => {
            let only = flags.value("--only")?;
            flags.done()?;
            test::run(&root, only)
        }
        "fuzz" => {
            let target = flags.value("--target")?;
            let minutes = flags.value("--minutes")?.unwrap_or(5);
            let keep = flags.has("--keep");
            flags.done()?;
            fuzz::fuzz(&root, target, minutes, keep)
        }
        "bench" => {
            let options = bench::Options::take(&root, &mut flags)?;
            flags.done()?;
            bench::run(&root, options)
        }
        "samples" => {
            let place = flags.value("--in")?;
            flags.done()?;
            samples::write(&root, place)
        }
        "pictures" => {
            let dist = flags.value("--dist")?;
            flags.done()?;
            pictures::write(&root, dist)
        }
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// The repository: the parent of this package. Cargo says at run time which one it runs; with a target directory that
/// two checkouts share, what was compiled in may be the other's.
fn root() -> Result<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    match Path::new(&package).parent() {
        Some(root) => Ok(root.to_path_buf()),
        None => bail!("xtask stands outside its repository"),
    }
}
