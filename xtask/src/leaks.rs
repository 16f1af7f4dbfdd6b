//! The proof of the leak report: real leaking programs, run by real runtimes, and what the report says of each.
//!
//! Takes nothing but the machine: fetches the newest Node and Deno from npm (pinned in `tests/leaks/runtimes.mjs`), takes
//! the Node and the Chromium that the other tests use. Snapshots go to `target/leaks`.

use crate::browser;
use crate::bundle::target_folder;
use crate::command::{cargo, command, run};
use crate::test::{driven_browser, step};
use anyhow::{Context, Result};
use std::path::Path;

/// Makes the snapshots and compares the reports.
pub fn test(root: &Path) -> Result<()> {
    step("example report", || run(cargo(root).args(["build", "--release", "--example", "report"])))?;
    let chrome = driven_browser(root)?;
    let target = target_folder(root)?;
    let out = target.join("leaks");
    let report = target.join("release").join("examples").join(format!("report{}", std::env::consts::EXE_SUFFIX));
    step("leaking programs", || {
        let mut node = command("node", root);
        node.arg(root.join("tests").join("leaks").join("make.mjs")).arg(&out).env("CHROME", &chrome);
        if browser::is_root(root) {
            node.env("CHROME_NO_SANDBOX", "1");
        }
        run(&mut node)
    })?;
    step("leak reports", || {
        let mut node = command("node", root);
        node.args(["--test", "--test-reporter=spec"]).arg(root.join("tests").join("leaks").join("leaks.test.mjs"));
        run(node.env("LEAKS", &out).env("REPORT", &report)).context("the leak report is not what it should be")
    })
}
