//! Writes `dist/`.
//!
//! Takes index.html, www/ and the two browser programs; gives a static folder that any web server can host under any
//! path: relative URLs, content hashes in the names. Guarantees: index.html is replaced last and at once, so that a server
//! never hands out a page whose files are not there; every reference was found and renamed, or the build fails.

use crate::command::{cargo, output, run};
use crate::rewrite::{hash, hashed, references, rename};
use crate::shorten::shorten;
use crate::split::{is_late, split};
use crate::toolchain::{WASM, ensure_target};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// How hard the compiler tries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What users get.
    Release,
    /// Compiles faster.
    Dev,
}

/// The files of the folder by their path in it, `/` between the parts.
type Files = BTreeMap<String, Vec<u8>>;

/// Builds and writes `dist/`; gives its path.
pub fn build(root: &Path, profile: Profile) -> Result<PathBuf> {
    ensure_target(root, WASM)?;
    let target = target_folder(root)?;
    let mut files = Files::new();

    let page = program(root, &target, profile, "page", "page", &mut files)?;
    let worker = program(root, &target, profile, "worker", "worker_glue", &mut files)?;

    let mut start = read(root, "www/worker.js")?;
    start = rename("www/worker.js", &start, "worker_glue.js", &worker)?;
    let worker = put(&mut files, "worker.js", start.into_bytes());

    let mut boot = read(root, "www/boot.js")?;
    boot = rename("www/boot.js", &boot, "page.js", &page)?;
    boot = rename("www/boot.js", &boot, "worker.js", &worker)?;
    let boot = put(&mut files, "boot.js", boot.into_bytes());

    let mut index = rename("index.html", &read(root, "index.html")?, "boot.js", &boot)?;
    for (name, bytes) in assets(&root.join("www"))? {
        let new = put(&mut files, &name, bytes);
        index = rename("index.html", &index, &name, &new)?;
    }
    let offline = offline(&read(root, "www/sw.js")?, &files, &index)?;
    files.insert("sw.js".to_owned(), offline.into_bytes());
    for folder in ["samples", "icons"] {
        copy(&root.join("www").join(folder), folder, &mut files)?;
    }
    for reference in references(&index) {
        let outside = reference.starts_with('#') || reference.contains(':') && !reference.starts_with("./");
        let name = reference.strip_prefix("./").unwrap_or(reference);
        ensure!(outside || files.contains_key(name), "index.html refers to \"{reference}\", which is not in dist/");
    }

    let dist = root.join("dist");
    write(&dist, &files, &index)?;
    Ok(dist)
}

/// Compiles one browser program and puts its wasm and glue; gives the glue's name.
fn program(root: &Path, target: &Path, profile: Profile, bin: &str, glue: &str, files: &mut Files) -> Result<String> {
    let (name, folder) = match profile {
        Profile::Release => (format!("wasm-{bin}"), format!("wasm-{bin}")),
        // Cargo keeps the `dev` profile in `debug`.
        Profile::Dev => ("dev".to_owned(), "debug".to_owned()),
    };
    let what = ["--no-default-features", "--features", bin, "--bin", bin];
    // A profile has one level for library and binary. The library is the hot loops; what the worker's binary adds is glue
    // and is built for size: 17 KB of brotli, and no time was lost on a file of 215 MB.
    let level: &[&str] = if name == "wasm-worker" { &["-C", "opt-level=z"] } else { &[] };
    // What `split` cuts by.
    let addresses = ["--", "-C", "link-arg=--emit-relocs"];
    run(cargo(root).args(["rustc", "--target", WASM, "--profile", &name]).args(what).args(addresses).args(level))?;

    let made = target.join("xtask").join(bin);
    if made.exists() {
        fs::remove_dir_all(&made).with_context(|| format!("emptying {}", made.display()))?;
    }
    let linked = target.join(WASM).join(folder).join(format!("{bin}.wasm"));
    Bindgen::new()
        .input_path(&linked)
        .out_name(glue)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        // `split` goes by the names as they are.
        .demangle(profile == Profile::Dev)
        .remove_producers_section(true)
        .generate(&made)
        .with_context(|| format!("wasm-bindgen on {bin}.wasm"))?;
    ensure!(!made.join("snippets").exists(), "{bin}: a crate brings JavaScript snippets, which dist/ does not carry");

    let wasm_name = format!("{glue}_bg.wasm");
    let wasm = fs::read(made.join(&wasm_name)).with_context(|| wasm_name.clone())?;
    let script_name = format!("{glue}.js");
    let script = fs::read_to_string(made.join(&script_name)).with_context(|| script_name.clone())?;
    let (wasm, script) = match profile {
        Profile::Release => {
            let loader = read(root, "www/late.js")?;
            let parts = split(&fs::read(&linked)?, &wasm, &script, &loader, &|name| is_late(bin, name))
                .with_context(|| format!("cutting {bin}"))?;
            let (first, script) = shorten(&parts.first, &parts.script).with_context(|| format!("shortening {bin}"))?;
            let late = put(files, &format!("{bin}_late.wasm"), parts.late);
            (first, rename(&script_name, &script, "late.wasm", &late)?)
        }
        // Compiled for a person who waits: in one part.
        Profile::Dev => (wasm, script + "export async function prefetch() {}\n"),
    };
    let wasm = put_as(files, hashed(&format!("{glue}.wasm"), &wasm), wasm);
    let script = rename(&script_name, &script, &wasm_name, &wasm)?;
    Ok(put(files, &script_name, script.into_bytes()))
}

/// The styles and pictures in www/, which index.html must name.
fn assets(www: &Path) -> Result<Files> {
    let mut found = Files::new();
    for entry in www.read_dir().with_context(|| www.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() || ["boot.js", "late.js", "worker.js", "sw.js"].contains(&name.as_str()) {
            continue;
        }
        ensure!(
            name.ends_with(".css") || name.ends_with(".svg"),
            "www/{name}: only styles and pictures are expected here"
        );
        found.insert(name, fs::read(&path).with_context(|| path.display().to_string())?);
    }
    Ok(found)
}

/// The service worker with the list of what it keeps: all that one visit loads. Its own name must stay the same.
fn offline(script: &str, files: &Files, index: &str) -> Result<String> {
    let names: Vec<&String> = files.keys().collect();
    let list = serde_json::to_string(&names)?;
    let version = hash([list.as_str(), index].concat().as_bytes());
    let mut script = script.to_owned();
    for (from, to) in
        [("FILES = []", format!("FILES = {list}")), ("VERSION = 'none'", format!("VERSION = '{version}'"))]
    {
        ensure!(script.matches(from).count() == 1, "www/sw.js: `{from}` must stand there once");
        script = script.replace(from, &to);
    }
    Ok(script)
}

/// Takes a folder as it is, names kept; one that is not there has no files.
fn copy(folder: &Path, to: &str, files: &mut Files) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in folder.read_dir().with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() && !name.ends_with(".md") {
            files.insert(format!("{to}/{name}"), fs::read(&path).with_context(|| path.display().to_string())?);
        }
    }
    Ok(())
}

fn put(files: &mut Files, name: &str, bytes: Vec<u8>) -> String {
    put_as(files, hashed(name, &bytes), bytes)
}

fn put_as(files: &mut Files, name: String, bytes: Vec<u8>) -> String {
    files.insert(name.clone(), bytes);
    name
}

/// New files first, then the page, then what no page needs any more goes.
fn write(dist: &Path, files: &Files, index: &str) -> Result<()> {
    for (name, bytes) in files {
        replace(&dist.join(name), bytes)?;
    }
    replace(&dist.join("index.html"), index.as_bytes())?;
    remove_strangers(dist, "", files)
}

fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    let new = folder.join(format!(".{}.new", path.file_name().unwrap_or_default().to_string_lossy()));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&new, bytes))
        .and_then(|()| fs::rename(&new, path))
        .with_context(|| format!("writing {}", path.display()))
}

fn remove_strangers(folder: &Path, prefix: &str, files: &Files) -> Result<()> {
    for entry in folder.read_dir().with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            remove_strangers(&path, &format!("{name}/"), files)?;
            // Fails when something is left in it, which is what we want.
            let _ = fs::remove_dir(&path);
        } else if name != "index.html" && !files.contains_key(&name) {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
    }
    Ok(())
}

pub fn target_folder(root: &Path) -> Result<PathBuf> {
    let text = output(cargo(root).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata")?;
    match metadata["target_directory"].as_str() {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => bail!("cargo metadata names no target_directory"),
    }
}

fn read(root: &Path, name: &str) -> Result<String> {
    fs::read_to_string(root.join(name)).with_context(|| format!("reading {name}"))
}
