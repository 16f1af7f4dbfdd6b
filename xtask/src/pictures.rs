//! The README's pictures of leaks.
//!
//! Builds the page, or takes a built one, writes the snapshots of the leak programs with this machine's Node and has
//! `tests/browser/pictures.mjs` show each in a browser without a window. Gives `docs/gravity-*.png`; the snapshots stay in
//! `target/pictures`. The same programs, page and browser give the same pictures but for what Node itself holds.

use crate::browser;
use crate::bundle::{self, Profile};
use crate::command::{command, run};
use crate::test::{driven_browser, step};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The programs that `pictures.mjs` shows.
const PROGRAMS: [&str; 5] = ["listeners", "module-reload", "timer", "array", "closure"];

/// Writes `docs/gravity-*.png`.
pub fn write(root: &Path, dist: Option<PathBuf>) -> Result<()> {
    let dist = match dist {
        Some(dist) => dist,
        None => step("build dist/", || bundle::build(root, Profile::Release))?,
    };
    let dist = fs::canonicalize(&dist).with_context(|| dist.display().to_string())?;
    let chrome = driven_browser(root)?;
    let out = root.join("target").join("pictures");
    step("leaking programs", || {
        let mut node = command("node", root);
        node.arg(root.join("tests").join("leaks").join("make.mjs")).arg(&out).args(["--runtime", "node"]);
        node.args(PROGRAMS.iter().flat_map(|program| ["--only", program]));
        run(&mut node)
    })?;
    step("pictures", || {
        let folder = root.join("tests").join("browser");
        let mut node = command("node", &folder);
        node.arg("pictures.mjs").arg(out.join("node")).arg(root.join("docs"));
        node.env("CHROME", &chrome).env("DIST", &dist);
        if browser::is_root(root) {
            node.env("CHROME_NO_SANDBOX", "1");
        }
        run(&mut node)
    })
}
