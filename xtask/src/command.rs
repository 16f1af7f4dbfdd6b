//! Running other programs.
//!
//! Owns how a child's failure is told: a program that is missing says how to get it, one that fails passes its exit code
//! on through [`Failed`].

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};

/// A child ended with this code.
#[derive(Debug)]
pub struct Failed {
    line: String,
    /// Never 0.
    pub code: u8,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ended with code {}", self.line, self.code)
    }
}

impl std::error::Error for Failed {}

/// A command in a folder. On Windows `npm` is a script, which only its full name starts.
pub fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let program = program.as_ref();
    let mut command = if cfg!(windows) && program == "npm" { Command::new("npm.cmd") } else { Command::new(program) };
    command.current_dir(folder);
    command
}

/// The same cargo that runs this program.
pub fn cargo(folder: &Path) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), folder)
}

/// Runs to the end with this program's own output.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_start(&line))?;
    if status.success() {
        return Ok(());
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0).unwrap_or(1);
    Err(Failed { line, code }.into())
}

/// Runs to the end and gives what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().with_context(|| cannot_start(&line))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed something that is not UTF-8"))
}

/// Whether the program starts at all and ends well, without a sound.
pub fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn cannot_start(line: &str) -> String {
    let hint = match line.split(' ').next() {
        Some("node" | "npm" | "npm.cmd") => "; install Node 20 or newer from nodejs.org",
        Some("rustup") => "; install Rust from rustup.rs",
        _ => "",
    };
    format!("cannot start `{line}`{hint}")
}

fn line(command: &Command) -> String {
    let mut line = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}
