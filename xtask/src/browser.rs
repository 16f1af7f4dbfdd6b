//! Browsers on this machine.
//!
//! Opens an address in the reader's own browser; finds a Chrome or Chromium for the tests, and on Debian and Ubuntu
//! installs one when it may.

use crate::command::{command, run, works};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Opens the address; `false` when nothing here can.
pub fn show(address: &str) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}

/// A Chrome or Chromium, installed if need be.
pub fn chrome(root: &Path) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME") {
        let path = PathBuf::from(path);
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROME={} is no file", path.display());
    }
    if let Some(path) = installed() {
        return Ok(path);
    }
    install(root)?;
    match installed() {
        Some(path) => Ok(path),
        None => bail!("the package chromium was installed, but its program was not found"),
    }
}

fn installed() -> Option<PathBuf> {
    let names: &[&str] = if cfg!(windows) {
        &["chrome.exe", "chromium.exe"]
    } else {
        &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
    };
    let folders = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let in_path = |folders: &Vec<PathBuf>| {
        names.iter().find_map(|name| folders.iter().map(|f| f.join(name)).find(|p| p.is_file()))
    };
    in_path(&folders).or_else(|| usual_places().into_iter().find(|path| path.is_file()))
}

/// Where installers put it when PATH does not know.
fn usual_places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/opt/google/chrome/chrome",
        "/snap/bin/chromium",
    ]
    .into_iter()
    .map(PathBuf::from)
    .collect();
    for variable in ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"] {
        if let Some(folder) = std::env::var_os(variable) {
            places.push(Path::new(&folder).join("Google/Chrome/Application/chrome.exe"));
            places.push(Path::new(&folder).join("Chromium/Application/chrome.exe"));
        }
    }
    places
}

/// Debian's and Ubuntu's package, as root or with a sudo that asks no password.
fn install(root: &Path) -> Result<()> {
    let advice = "the browser tests need Chrome or Chromium: install one (Debian, Ubuntu: `apt install chromium`; \
                  Fedora: `dnf install chromium`; macOS: `brew install --cask chromium`), or set CHROME to its program";
    if !cfg!(target_os = "linux") || !works(command("apt-get", root).arg("--version")) {
        bail!("{advice}");
    }
    let sudo: &[&str] = if is_root(root) {
        &[]
    } else if works(command("sudo", root).args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        bail!("{advice}");
    };
    println!("no Chrome or Chromium here: installing Debian's package chromium");
    for words in [&["apt-get", "update"][..], &["apt-get", "install", "-y", "--no-install-recommends", "chromium"]] {
        let mut line = sudo.iter().chain(words);
        let Some(program) = line.next() else { bail!("{advice}") };
        run(command(program, root).args(line).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

/// Chromium refuses its sandbox to root, so the tests must know too.
pub fn is_root(root: &Path) -> bool {
    cfg!(unix) && crate::command::output(command("id", root).arg("-u")).is_ok_and(|id| id.trim() == "0")
}
