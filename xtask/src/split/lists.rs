//! Where the late part of each program begins: with what no one needs to drop a file and read its report.
//!
//! Beginnings of functions' names. What only they lead to is late too. One that is missing here costs a visitor bytes, one
//! that is here in vain costs a wait: `tests/browser/parts.test.mjs` sees that a report is read without the late parts.

/// The page's.
const PAGE: &[&str] = &[
    "page::shell::views::",
    "page::view::help::sheet",
    "page::view::object::details",
    "page::view::search::__component_search_view",
    "page::widget::picture::blob_of",
    "page::widget::picture::inks",
    "page::widget::picture::png",
    "page::widget::save::",
    "heapsky::container::fault::",
    "heapsky::parse::error::",
    "heapsky::present::picture::",
    "heapsky::present::report::html::",
    "heapsky::present::report::json::",
    "heapsky::present::report::markdown::",
    "heapsky::question::apart::",
];

/// The worker's.
const WORKER: &[&str] = &[
    "heapsky::container::choice::",
    "heapsky::container::crc::",
    "heapsky::container::fault::",
    "heapsky::container::gzip::Gzip",
    "heapsky::container::inflate::",
    "heapsky::container::tar::Tar",
    "heapsky::container::zip::",
    "heapsky::container::zstd::Zstd",
    "heapsky::layout::",
    "heapsky::parse::Parser>::foreign",
    "heapsky::parse::error::",
    "heapsky::parse::foreign::",
    "heapsky::parse::salvage::",
    "heapsky::question::answer_in_strides",
    "heapsky::question::apart::",
    "worker::lay_out",
    "worker::paint",
    "worker::plain::Plain>::rewind",
    "worker::plain::Plain>::take_over",
];

/// The report's question and answer.
const REPORT: &str = "heapsky::question::apart::<heapsky::question::report::";

/// Whether a function of the program begins the late part, by its name as the compiler wrote it.
pub fn is_late(program: &str, name: &str) -> bool {
    let list = if program == "page" { PAGE } else { WORKER };
    // Without the hashes of crates.
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let name = name.trim_start_matches('<');
    list.iter().any(|path| name.starts_with(path)) && !name.starts_with(REPORT)
}
