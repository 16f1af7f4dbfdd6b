//! Words for packed files that cannot be opened.
//!
//! Owns the way from a [`ContainerError`] to sentences. Names of files inside an archive are hostile text.

use super::{Lang, Phrase, Told, phrases};
use crate::container::{ContainerError, ContainerFault};
use crate::present::format::{bytes, count, isolated, middle, visible};

phrases! {
    PACKED_AT = "压缩文件的第 {byte} 字节", "byte {byte} of the packed file";
    PACKED_DAMAGED = "这个 {container} 文件已损坏，解压到这里无法继续。", "This {container} file is damaged: it cannot be unpacked past this place.";
    PACKED_DAMAGED_DO = "下载或复制时可能出了错，请重新传输一次；也可以先用压缩工具检查它，例如 gzip -t 或 unzip -t。",
        "Downloading or copying it probably went wrong: transfer it again. A tool can check it, for example gzip -t or unzip -t.";
    PACKED_CHECKSUM = "这个 {container} 文件已损坏：解压后的内容与校验和不符。",
        "This {container} file is damaged: what is in it does not match its checksum.";
    PACKED_EXPANDS = "这个 {container} 文件膨胀得可疑：{packed} 已解压出 {unpacked}，远超堆快照能压缩的程度。",
        "This {container} file expands suspiciously: {packed} became {unpacked}, far more than any heap snapshot is compressed.";
    PACKED_EXPANDS_DO = "请确认它的来源。如果它确实是快照，请先在本机解压，再打开解压后的文件。",
        "Make sure where it comes from. If it is a snapshot after all, unpack it yourself and open what comes out.";
    PACKED_DEEP = "压缩包套了太多层，这里最多打开四层。", "Too many archives in each other; at most four are opened here.";
    PACKED_UNPACK_DO = "请先在本机解压，再打开里面的 .heapsnapshot 文件。", "Unpack it yourself, then open the .heapsnapshot file in it.";
    PACKED_NONE = "这个 {container} 压缩包里没有堆快照，只有 {count} 个文件：{names}。",
        "There is no heap snapshot in this {container} archive, but {count} files: {names}.";
    PACKED_NONE_ONE = "这个 {container} 压缩包里没有堆快照，只有 {names}。",
        "There is no heap snapshot in this {container} archive, only {names}.";
    PACKED_EMPTY = "这个 {container} 压缩包是空的。", "This {container} archive is empty.";
    PACKED_NONE_DO = "请选择装有 .heapsnapshot 文件的压缩包，或直接打开快照文件。",
        "Choose an archive that holds a .heapsnapshot file, or open the snapshot itself.";
    PACKED_ENCRYPTED = "压缩包里的 {name} 有密码保护，这里无法打开。", "{name} in this archive is protected by a password and cannot be opened here.";
    PACKED_ENCRYPTED_DO = "请先用密码在本机解压，再打开里面的快照。", "Unpack it with its password yourself, then open the snapshot.";
    PACKED_METHOD = "压缩包里的 {name} 用了这里不支持的压缩方法（{method}）。", "{name} in this archive is compressed by a method that is not read here ({method}).";
    PACKED_WINDOW = "这个 zstd 文件解压时要占用 {needed} 内存，这里最多给 {limit}。",
        "This zstd file needs {needed} of memory to be unpacked; here it gets {limit} at most.";
    PACKED_WINDOW_DO = "请先用 zstd -d --long=31 解压；或者重新压缩，不要使用大于 27 的 --long。",
        "Unpack it with zstd -d --long=31, or compress it again with --long=27 or less.";
    PACKED_DICTIONARY = "这个 zstd 文件是用字典压缩的，而字典不在文件里。", "This zstd file was compressed with a dictionary, which is not in the file.";
    PACKED_DICTIONARY_DO = "请用 zstd -d -D 字典文件 解压，再打开解压后的快照。", "Unpack it with zstd -d -D DICTIONARY, then open the snapshot.";
}

/// The number of a zip's compression, as a person may know it (APPNOTE 4.4.5).
fn method(number: u16) -> String {
    let known = [(6, "implode"), (9, "Deflate64"), (12, "bzip2"), (14, "LZMA"), (95, "xz"), (98, "PPMd")];
    known.iter().find(|(known, _)| *known == number).map_or(number.to_string(), |(_, name)| (*name).to_owned())
}

/// Says why a packed file was not opened.
pub(super) fn tell_container(error: &ContainerError, lang: Lang) -> Told {
    let quoted = |name: &str| format!("“{}”", isolated(&middle(name, 60)));
    let container = error.container.name();
    let fill =
        |phrase: Phrase, values: &[(&str, &str)]| phrase.fill(lang, &[&[("container", container)], values].concat());
    let mut place = None;
    let (what, advice) = match &error.fault {
        ContainerFault::Damaged { .. } => {
            place = Some(PACKED_AT.fill(lang, &[("byte", &count(error.byte))]));
            (fill(PACKED_DAMAGED, &[]), PACKED_DAMAGED_DO)
        }
        ContainerFault::Checksum => (fill(PACKED_CHECKSUM, &[]), PACKED_DAMAGED_DO),
        ContainerFault::Expands { packed, unpacked } => {
            let values = [("packed", &*bytes(*packed)), ("unpacked", &*bytes(*unpacked))];
            (fill(PACKED_EXPANDS, &values), PACKED_EXPANDS_DO)
        }
        ContainerFault::TooDeep => (fill(PACKED_DEEP, &[]), PACKED_UNPACK_DO),
        ContainerFault::NoSnapshot { files: 0, .. } => (fill(PACKED_EMPTY, &[]), PACKED_NONE_DO),
        ContainerFault::NoSnapshot { files, names } => {
            let mut list: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            if *files > list.len() as u64 {
                list.push("…".to_owned());
            }
            let phrase = if *files == 1 { PACKED_NONE_ONE } else { PACKED_NONE };
            (fill(phrase, &[("count", &count(*files)), ("names", &list.join(" "))]), PACKED_NONE_DO)
        }
        ContainerFault::Encrypted { name } => (fill(PACKED_ENCRYPTED, &[("name", &quoted(name))]), PACKED_ENCRYPTED_DO),
        ContainerFault::Method { name, method: number } => {
            (fill(PACKED_METHOD, &[("name", &quoted(name)), ("method", &method(*number))]), PACKED_UNPACK_DO)
        }
        ContainerFault::Window { needed, limit } => {
            let values = [("needed", &*bytes(*needed)), ("limit", &*bytes(*limit))];
            (fill(PACKED_WINDOW, &values), PACKED_WINDOW_DO)
        }
        ContainerFault::Dictionary => (fill(PACKED_DICTIONARY, &[]), PACKED_DICTIONARY_DO),
    };
    Told { what, place, advice: advice.say(lang), detail: visible(&error.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::Container;

    #[test]
    fn names_in_an_archive_cannot_deceive() {
        let names = vec!["a\u{202e}b\n".repeat(1000); 4];
        let fault = ContainerFault::NoSnapshot { files: 9, names };
        for lang in [Lang::Zh, Lang::En] {
            let told =
                tell_container(&ContainerError { container: Container::Zip, fault: fault.clone(), byte: 7 }, lang);
            assert!(!told.what.contains('\u{202e}') && !told.what.contains('\n'), "{}", told.what);
            assert!(told.what.chars().count() < 3000 && told.what.contains('…'), "{}", told.what);
        }
    }

    #[test]
    fn a_damaged_file_says_where() {
        let fault = ContainerFault::damaged("the compressed bytes make no sense");
        let told = tell_container(&ContainerError { container: Container::Gzip, fault, byte: 91_233 }, Lang::En);
        assert_eq!(told.place.as_deref(), Some("byte 91,233 of the packed file"));
        assert_eq!(told.what, "This gzip file is damaged: it cannot be unpacked past this place.");
    }
}
