//! A static server for this machine only.
//!
//! Takes a folder; answers GET and HEAD on 127.0.0.1, one thread and one response a connection. Guarantees: nothing
//! outside the folder is read, whatever the path says; no header is sent that a plain web server would not send.

use crate::browser;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

const PORT: u16 = 7878;
/// How many ports after the default are tried when it is taken.
const TRIES: u16 = 20;

/// Serves until the program is stopped.
pub fn serve(dist: &Path, port: Option<u16>, open: bool) -> Result<()> {
    let listener = listen(port)?;
    let address = format!("http://127.0.0.1:{}/", listener.local_addr()?.port());
    println!("Heapsky is at {address} (Ctrl+C stops it)");
    if open && !browser::show(&address) {
        println!("no browser could be opened; open the address yourself");
    }
    for stream in listener.incoming() {
        // A visitor that went away is no reason to stop.
        let Ok(stream) = stream else { continue };
        let dist = dist.to_path_buf();
        std::thread::spawn(move || {
            let _ = answer(stream, &dist);
        });
    }
    Ok(())
}

/// An asked port or none; without one the first free from the default on.
fn listen(port: Option<u16>) -> Result<TcpListener> {
    let ports = port.map_or(PORT..=PORT + TRIES, |port| port..=port);
    let mut last = None;
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some((port, error)),
        }
    }
    match last {
        Some((port, error)) => Err(error).with_context(|| format!("cannot listen on port {port}")),
        None => bail!("no port to listen on"),
    }
}

fn answer(stream: TcpStream, dist: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    // A request line longer than this is no request of a browser.
    let mut lines = BufReader::new((&stream).take(64 * 1024)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The headers say nothing that matters here, but unread bytes would reset the connection.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut out = &stream;
    if method != "GET" && method != "HEAD" {
        return out.write_all(&head("405 Method Not Allowed", "text/plain", 0, "no-store"));
    }
    let Some((path, bytes)) = find(dist, target).and_then(|path| fs::read(&path).ok().map(|bytes| (path, bytes)))
    else {
        let words = b"not here\n";
        out.write_all(&head("404 Not Found", "text/plain; charset=utf-8", words.len(), "no-store"))?;
        return out.write_all(words);
    };
    out.write_all(&head("200 OK", mime(&path), bytes.len(), "no-cache"))?;
    if method == "GET" { out.write_all(&bytes) } else { Ok(()) }
}

fn head(status: &str, mime: &str, length: usize, cache: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\nCache-Control: {cache}\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    .into_bytes()
}

/// The file a request means; `None` when it is not in the folder.
fn find(dist: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let path = decode(path.strip_prefix('/')?)?;
    // Plain names only: no `..`, no drive, no root, no backslash that Windows would split at.
    let plain = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.contains(['\\', '\0', ':']) {
        return None;
    }
    let file = dist.join(&path);
    let file = if file.is_dir() { file.join("index.html") } else { file };
    // Links in the folder must not lead out of it either.
    let (real, folder) = (file.canonicalize().ok()?, dist.canonicalize().ok()?);
    (real.is_file() && real.starts_with(folder)).then_some(real)
}

/// `%20` and the like; `None` when it is not UTF-8 or not complete.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("gz") => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This package's own source folder stands for a site.
    fn found(target: &str) -> bool {
        find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), target).is_some()
    }

    #[test]
    fn files_of_the_folder_are_found() {
        assert!(found("/serve.rs"));
        assert!(found("/serve.rs?lang=zh#x"));
        assert!(found("/%73erve.rs"));
    }

    #[test]
    fn nothing_outside_is_found() {
        for target in
            ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "//etc/passwd", "/..\\Cargo.toml", "/%", ""]
        {
            assert!(!found(target), "{target}");
        }
    }
}
