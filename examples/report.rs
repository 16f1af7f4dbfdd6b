//! Prints the leak report of one snapshot: what the page shows, on a terminal.
//!
//! `report FILE [--lang zh|en] [--json|--html] [--texts]`. Markdown unless asked otherwise. The texts of strings are left
//! out, as in the page's exports; `--texts` shows them.

use heapsky::analysis::Heap;
use heapsky::parse::Parser;
use heapsky::present::report::{Exported, Secrets, html, json, markdown};
use heapsky::present::text::Lang;
use heapsky::question::Report;
use std::error::Error;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// Bytes read and parsed at once.
const PIECE: usize = 4 << 20;

const USAGE: &str = "usage: report FILE [--lang zh|en] [--json|--html] [--texts]";

fn main() -> Result<(), Box<dyn Error>> {
    let (mut path, mut lang, mut form, mut secrets) = (None, Lang::En, "markdown", Secrets::Hidden);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--lang" => lang = args.next().and_then(|tag| Lang::parse(&tag)).ok_or(USAGE)?,
            "--json" => form = "json",
            "--html" => form = "html",
            "--texts" => secrets = Secrets::Shown,
            _ if path.is_none() && !arg.starts_with("--") => path = Some(arg),
            _ => return Err(USAGE.into()),
        }
    }
    let path = path.ok_or(USAGE)?;
    let mut file = File::open(&path)?;
    let file_size = file.metadata()?.len();
    let mut parser = Parser::new(Some(file_size));
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            break;
        }
        parser.push(&piece[..read])?;
    }
    let heap = Heap::open(parser.finish()?, &mut |_| {});
    let report = Report::default().answer(&heap).map_err(|refusal| format!("{refusal:?}"))?;
    let name = Path::new(&path).file_name().unwrap_or_default().to_string_lossy();
    let exported = Exported { report: &report, summary: &heap.summary(), file: &name, file_size, lang, secrets };
    let text = match form {
        "json" => json(&exported),
        "html" => html(&exported),
        _ => markdown(&exported),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
