//! `cargo xtask bench`: how fast snapshots open, here and beside the other tools.
//!
//! Takes sizes, shapes and rounds; builds what is measured, finds the browser, installs the peers when they are wanted, and
//! starts `tests/bench/bench.mjs`, which makes the snapshots, measures and prints the tables. Snapshots, rows and tables
//! stay in the cache folder. No part of the tests: its figures depend on the machine.

use crate::args::Flags;
use crate::browser;
use crate::bundle::{self, Profile, target_folder};
use crate::command::{cargo, command, run as call};
use crate::toolchain::{WASI, ensure_target};
use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf, absolute};

/// Who needs a browser, by their names in `tests/bench/runners.mjs`.
const IN_CHROMIUM: [&str; 3] = ["chromium", "cancel", "devtools"];

/// What the worker is compiled with, so that the figures in Node are those of the code that users get.
const PROFILE: &str = "wasm-worker";

/// What is measured.
pub struct Options {
    folder: PathBuf,
    sizes: Vec<String>,
    shapes: Vec<String>,
    repeat: u32,
    timeout: u32,
    only: Option<Vec<String>>,
    peers: bool,
    floor: Option<PathBuf>,
    dist: Option<PathBuf>,
    /// Counts of bodies; layouts are compared then, and nothing else.
    layout: Option<Vec<String>>,
}

impl Options {
    /// Takes the flags of this command.
    pub fn take(root: &Path, flags: &mut Flags) -> Result<Self> {
        let path = |flag: &str, flags: &mut Flags| -> Result<Option<PathBuf>> {
            let path: Option<PathBuf> = flags.value(flag)?;
            path.map(|path| absolute(&path).with_context(|| format!("{flag} {}", path.display()))).transpose()
        };
        let list = |flag: &str, flags: &mut Flags| -> Result<Option<Vec<String>>> {
            let list: Option<String> = flags.value(flag)?;
            let words = |list: String| list.split(',').filter(|word| *word != "none").map(str::to_owned).collect();
            Ok(list.map(words))
        };
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        let options = Self {
            folder: path("--in", flags)?.unwrap_or_else(|| root.join("target").join("bench")),
            sizes: list("--sizes", flags)?.unwrap_or_else(|| words(&["30", "215"])),
            shapes: list("--shapes", flags)?
                .unwrap_or_else(|| words(&["chain", "fanout", "cliques", "hub", "strings"])),
            repeat: flags.value("--repeat")?.unwrap_or(3),
            timeout: flags.value("--timeout")?.unwrap_or(600),
            only: list("--only", flags)?,
            peers: flags.has("--peers"),
            floor: path("--floor", flags)?,
            dist: path("--dist", flags)?,
            layout: list("--layout", flags)?,
        };
        ensure!(options.repeat > 0, "--repeat 0 measures nothing");
        for size in &options.sizes {
            ensure!(size.parse::<u32>().is_ok_and(|size| size > 0), "--sizes takes megabytes, not {size}");
        }
        for file in [&options.floor, &options.dist].into_iter().flatten() {
            ensure!(file.exists(), "{} is not there", file.display());
        }
        Ok(options)
    }

    fn wants(&self, who: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|name| name == who))
    }
}

/// Measures.
pub fn run(root: &Path, options: Options) -> Result<()> {
    fs::create_dir_all(&options.folder).with_context(|| options.folder.display().to_string())?;
    let target = target_folder(root)?;
    ensure_target(root, WASI)?;
    if let Some(counts) = &options.layout {
        return layouts(root, &target, &options, counts);
    }
    call(cargo(root).args(["build", "--release", "--example", "open"]))?;
    call(cargo(root).args(["build", "--profile", PROFILE, "--target", WASI, "--example", "open"]))?;
    let examples = |folder: &Path| folder.join("examples");
    let native = examples(&target.join("release")).join(format!("open{}", std::env::consts::EXE_SUFFIX));
    let wasm = examples(&target.join(WASI).join(PROFILE)).join("open.wasm");
    let peer = if options.peers { Some(peers(root, &options)?) } else { None };

    let mut node = command("node", &root.join("tests").join("bench"));
    let browser = IN_CHROMIUM.iter().any(|who| options.wants(who));
    if browser {
        let dist = match &options.dist {
            Some(dist) => dist.clone(),
            None => bundle::build(root, Profile::Release)?,
        };
        npm(&root.join("tests").join("browser"))?;
        node.env("CHROME", browser::chrome(root)?).env("DIST", absolute(dist)?);
        if browser::is_root(root) {
            node.env("CHROME_NO_SANDBOX", "1");
        }
    }
    let told = json!({
        "folder": options.folder, "sizes": options.sizes, "shapes": options.shapes, "repeat": options.repeat,
        "timeout": options.timeout, "only": options.only, "peers": options.peers, "floor": options.floor,
        "native": native, "wasm": wasm, "peer": peer, "dist": browser,
    });
    // Not as an argument: it would hide what failed.
    node.arg("bench.mjs").env("BENCH", told.to_string());
    call(&mut node).context("the measuring itself; what it has measured is in the rows")
}

/// Lays the heaviest objects of the first file out, here and by others.
fn layouts(root: &Path, target: &Path, options: &Options, counts: &[String]) -> Result<()> {
    let size = options.sizes.first().context("--layout needs a file: --sizes")?;
    call(cargo(root).args(["build", "--profile", PROFILE, "--target", WASI, "--example", "layout"]))?;
    let program = target.join(WASI).join(PROFILE).join("examples").join("layout.wasm");
    let bench = root.join("tests").join("bench");
    npm(&bench)?;
    call(command("node", &bench).arg("layout.mjs").arg(program).arg(&options.folder).arg(size).arg(counts.join(",")))
}

/// Installs the peers by their lock files; gives the native one's program, which may be missing: then its rows say so.
fn peers(root: &Path, options: &Options) -> Result<PathBuf> {
    let bench = root.join("tests").join("bench");
    npm(&bench)?;
    call(command("node", &bench).arg("peers/devtools-build.mjs").arg(&options.folder))?;
    let target = options.folder.join("build");
    let manifest = bench.join("peers").join("native").join("Cargo.toml");
    let built = call(
        cargo(root)
            .args(["build", "--release", "--locked", "--manifest-path"])
            .arg(&manifest)
            .arg("--target-dir")
            .arg(&target),
    );
    if let Err(error) = built {
        eprintln!("the native peer was not built: {error:#}");
    }
    Ok(target.join("release").join(format!("heapsky-bench-peer{}", std::env::consts::EXE_SUFFIX)))
}

/// What the lock file in a folder names. Packages must not download browsers of their own.
fn npm(folder: &Path) -> Result<()> {
    if !folder.join("package-lock.json").is_file() {
        bail!("{} has no package-lock.json", folder.display());
    }
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    call(command("npm", folder).args(flags).env("PUPPETEER_SKIP_DOWNLOAD", "1"))
}
