//! Browsers on this machine.
//!
//! Opens an address in the reader's own browser; finds a Chrome or Chromium and a Firefox for the tests, and on Debian and
//! Ubuntu installs them when it may.

use crate::command::{command, run, works};
use anyhow::{Context, Result, bail};
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

/// A kind of browser: how to find it and how to get it.
struct Kind {
    /// The variable that names its program.
    variable: &'static str,
    /// Its programs on the path.
    names: &'static [&'static str],
    /// Where installers put it when PATH does not know.
    places: &'static [&'static str],
    /// The same below Windows' folders for programs.
    windows: &'static [&'static str],
    /// Debian's package.
    package: &'static str,
    advice: &'static str,
}

const CHROME: Kind = Kind {
    variable: "CHROME",
    names: if cfg!(windows) {
        &["chrome.exe", "chromium.exe"]
    } else {
        &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
    },
    places: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/opt/google/chrome/chrome",
        "/snap/bin/chromium",
    ],
    windows: &["Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe"],
    package: "chromium",
    advice: "the browser tests need Chrome or Chromium: install one (Debian, Ubuntu: `apt install chromium`; \
             Fedora: `dnf install chromium`; macOS: `brew install --cask chromium`), or set CHROME to its program",
};

/// Not a snap: that one reads no profile below /tmp.
const FIREFOX: Kind = Kind {
    variable: "FIREFOX",
    names: if cfg!(windows) { &["firefox.exe"] } else { &["firefox-esr", "firefox"] },
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox", "/opt/firefox/firefox"],
    windows: &["Mozilla Firefox/firefox.exe"],
    package: "firefox-esr",
    advice: "the browser tests need Firefox: install it (Debian: `apt install firefox-esr`; Ubuntu: Mozilla's own package, \
             not the snap; Fedora: `dnf install firefox`; macOS: `brew install --cask firefox`), or set FIREFOX to its program",
};

/// A Chrome or Chromium, installed if need be.
pub fn chrome(root: &Path) -> Result<PathBuf> {
    get(root, &CHROME)
}

/// A Firefox, installed if need be.
pub fn firefox(root: &Path) -> Result<PathBuf> {
    get(root, &FIREFOX)
}

fn get(root: &Path, kind: &Kind) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(kind.variable) {
        let path = PathBuf::from(path);
        if path.is_file() {
            return Ok(path);
        }
        bail!("{}={} is no file", kind.variable, path.display());
    }
    if let Some(path) = installed(kind) {
        return Ok(path);
    }
    install(root, kind)?;
    match installed(kind) {
        Some(path) => Ok(path),
        None => bail!("the package {} was installed, but its program was not found", kind.package),
    }
}

fn installed(kind: &Kind) -> Option<PathBuf> {
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let in_path = kind.names.iter().find_map(|name| folders.iter().map(|f| f.join(name)).find(|p| p.is_file()));
    in_path.or_else(|| usual_places(kind).into_iter().find(|path| path.is_file()))
}

fn usual_places(kind: &Kind) -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = kind.places.iter().map(PathBuf::from).collect();
    for variable in ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"] {
        if let Some(folder) = std::env::var_os(variable) {
            places.extend(kind.windows.iter().map(|place| Path::new(&folder).join(place)));
        }
    }
    places
}

/// Debian's and Ubuntu's package, as root or with a sudo that asks no password.
fn install(root: &Path, kind: &Kind) -> Result<()> {
    let Kind { package, advice, .. } = kind;
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
    println!("{} is not set and nothing of the kind is here: installing Debian's package {package}", kind.variable);
    for words in [&["apt-get", "update"][..], &["apt-get", "install", "-y", "--no-install-recommends", package]] {
        let mut line = sudo.iter().chain(words);
        let Some(program) = line.next() else { bail!("{advice}") };
        // Ubuntu has no firefox-esr.
        run(command(program, root).args(line).env("DEBIAN_FRONTEND", "noninteractive")).context(*advice)?;
    }
    Ok(())
}

/// Chromium refuses its sandbox to root, so the tests must know too.
pub fn is_root(root: &Path) -> bool {
    cfg!(unix) && crate::command::output(command("id", root).arg("-u")).is_ok_and(|id| id.trim() == "0")
}
