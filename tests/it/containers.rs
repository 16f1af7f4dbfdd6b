//! What a snapshot may be packed in: each container, in any pieces, cut off anywhere, damaged anyhow, and the bombs.

use crate::chance::Chance;
use crate::damage::small;
use crate::packed::{Member, crc, fixture, gzip, tar, tar_entry, tar_header, zip, zstd, zstd_bomb};
use crate::written::file_of;
use heapsky::container::zip::{Asked, Finder};
use heapsky::container::{Container, ContainerError, ContainerFault, SNIFF, Step, Unpacker, sniff};

/// What comes out of a file.
#[derive(Debug, Default, PartialEq)]
struct Unpacked {
    bytes: Vec<u8>,
    cut: bool,
    inside: Option<String>,
    left_out: u32,
}

/// Unpacks as the worker does, in pieces of the given lengths, over and over.
fn run(mut unpacker: Unpacker, file: &[u8], pieces: &[usize]) -> Result<Unpacked, ContainerError> {
    let mut out = Unpacked::default();
    let (mut at, mut piece) = (0, pieces.iter().cycle());
    let mut most = 0;
    loop {
        match unpacker.pull()? {
            Step::Bytes => {
                most = most.max(unpacker.bytes().len());
                out.bytes.extend(unpacker.bytes());
            }
            Step::Input if at == file.len() => unpacker.end(),
            Step::Input => {
                let end = file.len().min(at + piece.next().unwrap());
                unpacker.room(end - at).copy_from_slice(&file[at..end]);
                at = end;
            }
            Step::Again => {
                assert!(out.bytes.is_empty(), "nothing came out before");
                at = 0;
            }
            Step::End { cut } => {
                assert!(most <= (1 << 20) + pieces.iter().max().unwrap(), "{most} bytes at once");
                out.cut = cut;
                out.inside = unpacker.inside().map(str::to_owned);
                out.left_out = unpacker.left_out();
                return Ok(out);
            }
        }
    }
}

/// As a stream, from the start to the end.
fn stream(file: &[u8]) -> Result<Unpacked, ContainerError> {
    run(Unpacker::new(), file, &[1 << 20])
}

/// As a file on the disk: a zip by its directory.
fn on_disk(file: &[u8]) -> Result<Unpacked, ContainerError> {
    if sniff(&file[..file.len().min(SNIFF)]) != Some(Container::Zip) {
        return stream(file);
    }
    let (mut finder, mut asked) = Finder::new(file.len() as u64);
    for _ in 0..200 {
        match asked {
            Asked::Range(range) => {
                assert!(range.end <= file.len() as u64);
                asked = finder.take(&file[range.start as usize..range.end as usize])?;
            }
            Asked::Found { entry, begins, left_out } => {
                let data = &file[begins as usize..(begins + entry.packed) as usize];
                let unpacked = run(Unpacker::of_entry(entry)?, data, &[1 << 20])?;
                return Ok(Unpacked { left_out: left_out + unpacked.left_out, ..unpacked });
            }
            Asked::NoDirectory => return stream(file),
        }
    }
    panic!("the finder asks without end");
}

fn whole(bytes: &[u8], inside: Option<&str>, left_out: u32) -> Unpacked {
    Unpacked { bytes: bytes.to_vec(), cut: false, inside: inside.map(str::to_owned), left_out }
}

fn fault(file: &[u8]) -> ContainerFault {
    on_disk(file).map(|out| out.bytes.len()).expect_err("a fault").fault
}

fn snapshot() -> Vec<u8> {
    file_of(&small())
}

/// One of each container, around the same snapshot.
pub fn each(text: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let cut = text.len() / 3;
    let described = Member { described: true, ..Member::new("a.heapsnapshot", 8, text) };
    vec![
        ("gzip", gzip(text)),
        ("gzip of two members", [gzip(&text[..cut]), gzip(&text[cut..])].concat()),
        ("gzip of gzip", gzip(&gzip(text))),
        ("zstd", zstd(text)),
        (
            "zstd of two frames",
            [zstd(&text[..cut]), b"\x5a\x2a\x4d\x18\x02\0\0\0hi".to_vec(), zstd(&text[cut..])].concat(),
        ),
        ("stored zip", zip(&[Member::new("a.heapsnapshot", 0, text)])),
        ("deflated zip", zip(&[Member::new("notes", 8, b"hello"), Member::new("a.heapsnapshot", 8, text)])),
        ("zstd zip", zip(&[Member::new("a.heapsnapshot", 93, text)])),
        ("described zip", zip(&[Member { described: true, ..Member::new("notes", 8, b"hello") }, described])),
        ("tar", tar(&[("notes", b"hello"), ("a.heapsnapshot", text)])),
        ("tar.gz", gzip(&tar(&[("a.heapsnapshot", text)]))),
        ("zip of gzip", zip(&[Member::new("a.heapsnapshot.gz", 0, &gzip(text))])),
        ("zip in tar.zst", zstd(&tar(&[("a.zip", &zip(&[Member::new("a.heapsnapshot", 8, text)]))]))),
    ]
}

#[test]
fn every_container_gives_the_same_bytes_however_it_comes() {
    let text = snapshot();
    for (name, file) in each(&text) {
        for out in [
            on_disk(&file),
            stream(&file),
            run(Unpacker::new(), &file, &[1]),
            run(Unpacker::new(), &file, &[7, 1, 600]),
        ] {
            let out = out.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!((out.bytes == text, out.cut, out.left_out), (true, false, 0), "{name}");
        }
        for cut in 0..file.len() {
            let out = run(Unpacker::new(), &file, &[cut.max(1), file.len()]);
            assert!(out.as_ref().is_ok_and(|out| out.bytes == text), "{name} in two pieces at {cut}: {out:?}");
        }
    }
}

#[test]
fn what_real_tools_write_is_read() {
    let text = fixture("small.heapsnapshot");
    for name in ["checked.zst", "streamed.zst", "long.zst", "frames.zst"] {
        assert_eq!(on_disk(&fixture(name)), Ok(whole(&text, None, 0)), "{name}");
    }
    let inside = "small.heapsnapshot";
    for name in ["deflated.zip", "stored.zip", "described.zip", "v7.tar.gz"] {
        assert_eq!(on_disk(&fixture(name)), Ok(whole(&text, Some(inside), 0)), "{name}");
        assert_eq!(stream(&fixture(name)), Ok(whole(&text, Some(inside), 0)), "{name} as a stream");
    }
    assert_eq!(on_disk(&fixture("zip64.zip")), Ok(whole(&text, Some("-"), 0)));
    assert_eq!(stream(&fixture("zip64.zip")), Ok(whole(&text, Some("-"), 0)));
    let long = "long-name-".repeat(13) + ".heapsnapshot";
    assert_eq!(on_disk(&fixture("gnu.tar.gz")), Ok(whole(&text, Some(&long), 0)));
    // The first of two is opened; the other one has a name in a pax header.
    assert_eq!(on_disk(&fixture("pax.tar.zst")), Ok(whole(&text, Some("deep/er/b.heapsnapshot"), 1)));
    for open in [on_disk, stream] {
        assert_eq!(open(&fixture("several.zip")), Ok(whole(&text, Some("deep/er/b.heapsnapshot"), 1)));
        let none = ContainerFault::NoSnapshot { files: 2, names: vec!["notes.txt".into(), "b.txt".into()] };
        assert_eq!(open(&fixture("none.zip")).unwrap_err().fault, none);
        let locked = ContainerFault::Encrypted { name: inside.into() };
        assert_eq!(open(&fixture("locked.zip")).unwrap_err().fault, locked);
        let bzip2 = ContainerFault::Method { name: inside.into(), method: 12 };
        assert_eq!(open(&fixture("bzip2.zip")).unwrap_err().fault, bzip2);
    }
    assert_eq!(fault(&fixture("window.zst")), ContainerFault::Window { needed: 1 << 31, limit: 128 << 20 });
}

/// Everything that was unpacked before the cut comes out, and it is never taken for the whole.
#[test]
fn every_truncation_gives_what_is_before_it() {
    let text = snapshot();
    for (name, file) in each(&text) {
        let mut best = 0;
        let container = sniff(&file[..SNIFF]);
        let known = (1..).find(|length| sniff(&file[..*length]) == container).unwrap();
        for length in 0..known {
            assert_eq!(on_disk(&file[..length]), Ok(whole(&file[..length], None, 0)), "{name}: too short to tell");
        }
        for length in known..file.len() {
            match on_disk(&file[..length]) {
                // Of a container inside, so little came out that it could not be told.
                Ok(out)
                    if out.cut && !text.starts_with(&out.bytes) && name.contains('.') | name.contains("of gzip") =>
                {
                    assert!(out.bytes.len() < SNIFF, "{name}: {length} bytes");
                }
                Ok(out) => {
                    assert!(text.starts_with(&out.bytes), "{name}: {length} bytes");
                    // Between two members a file may end; only the snapshot in it tells that it does not.
                    let between = name.contains(" of two ") && out.bytes.len() == text.len() / 3;
                    assert!(out.cut || out.bytes == text || between, "{name}: {length} bytes are not the whole");
                    assert!(out.bytes.len() >= best, "{name}: {length} bytes give less than fewer bytes");
                    best = out.bytes.len();
                }
                Err(error) => assert!(error.byte <= length as u64, "{name}: {length}: {error}"),
            }
        }
        assert!(best * 10 >= text.len() * 9, "{name}: {best} of {} bytes before the last byte", text.len());
    }
}

#[test]
fn random_damage_never_panics_and_never_passes_unseen_where_there_is_a_checksum() {
    let text = snapshot();
    let chance = &mut Chance::new(11);
    let (mut refused, mut cut, mut same) = (0, 0, 0);
    let all = each(&text);
    for round in 0..6000 {
        let (name, file) = &all[round % all.len()];
        let mut damaged = file.clone();
        for _ in 0..=chance.below(2) {
            let at = chance.below(damaged.len());
            match chance.below(4) {
                0 => damaged[at] ^= 1 << chance.below(8),
                1 => damaged[at] = chance.below(256) as u8,
                2 => drop(damaged.remove(at)),
                _ => damaged.insert(at, chance.pick(b"\0\xff\x50\x4b\x01")),
            }
        }
        for out in [on_disk(&damaged), run(Unpacker::new(), &damaged, &[3, 700])] {
            match out {
                Ok(out) if out.cut => cut += 1,
                Ok(out) if out.bytes == text => same += 1,
                Ok(out) => {
                    let unchecked = name.contains("tar") || name.contains("zstd") || sniff(&damaged).is_none();
                    // Where a header was hit, it may be another container, or none.
                    assert!(unchecked || out.bytes.len() != text.len(), "{name}: other bytes of the same length");
                }
                Err(error) => {
                    assert!(error.byte <= damaged.len() as u64, "{name}: {error}");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 1000 && cut > 100 && same > 100, "{refused} refused, {cut} cut, {same} the same");
}

#[test]
fn a_damaged_stream_is_told_with_the_place_of_the_packed_byte() {
    let text = snapshot();
    let mut broken = gzip(&text);
    // A block of the kind that there is none.
    broken[10] |= 0b110;
    let error = stream(&broken).unwrap_err();
    assert_eq!((error.container, error.byte), (Container::Gzip, 11), "{error}");
    assert!(error.to_string().starts_with("gzip: the compressed bytes make no sense (packed byte 11)"), "{error}");
    let mut wrong = gzip(&text);
    let trailer = wrong.len() - 8;
    wrong[trailer] ^= 1;
    assert_eq!(fault(&wrong), ContainerFault::Checksum);
    let mut wrong = fixture("checked.zst");
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    assert_eq!(fault(&wrong), ContainerFault::Checksum);
    let mut wrong = zip(&[Member::new("a.heapsnapshot", 0, &text)]);
    wrong[60] ^= 1;
    assert_eq!(fault(&wrong), ContainerFault::Checksum);
    assert_ne!(crc(&text), crc(&wrong[44..44 + text.len()]));
}

#[test]
fn bombs_are_refused_while_they_are_small() {
    let blank = vec![b' '; 200 << 20];
    let bombs = [("gzip", gzip(&blank)), ("zstd", zstd_bomb(b' ', 100_000)), ("zstd of [", zstd_bomb(b'[', 100_000))];
    for (name, bomb) in &bombs {
        let error = stream(bomb).unwrap_err();
        let ContainerFault::Expands { packed, unpacked } = error.fault else { panic!("{name}: {error}") };
        assert!(packed <= bomb.len() as u64 && unpacked < 100 << 20, "{name}: {packed} to {unpacked}");
    }
    // Each layer multiplies.
    let error = stream(&gzip(&bombs[1].1)).unwrap_err();
    assert!(matches!(error.fault, ContainerFault::Expands { .. }), "{error}");
    // What is dropped costs time too.
    let described = Member { described: true, ..Member::new("blank", 8, &blank) };
    let dropped = gzip(&zip(&[described, Member::new("a.heapsnapshot", 8, b"{}")]));
    assert!(matches!(stream(&dropped).unwrap_err().fault, ContainerFault::Expands { .. }));
    let deep = (0..5).fold(snapshot(), |file, _| gzip(&file));
    assert_eq!(fault(&deep), ContainerFault::TooDeep);
    let four = (0..4).fold(snapshot(), |file, _| gzip(&file));
    assert_eq!(stream(&four), Ok(whole(&snapshot(), None, 0)));
}

#[test]
fn the_snapshot_in_an_archive_is_found() {
    let text = snapshot();
    let sorted = b"{\"edges\":[],\"nodes\":[]}";
    let check = |files: &[(&str, &[u8])], expect: Option<(&str, u32)>| {
        let members: Vec<_> = files.iter().map(|(name, bytes)| Member::new(name, 8, bytes)).collect();
        let outs = [stream(&tar(files)), stream(&gzip(&tar(files))), on_disk(&zip(&members)), stream(&zip(&members))];
        for out in outs {
            let found = out.as_ref().ok().map(|out| (out.inside.as_deref().unwrap(), out.left_out));
            assert_eq!(found, expect, "{out:?}");
            if let (Ok(out), Some((name, _))) = (out, expect) {
                let (_, bytes) = files.iter().find(|(other, _)| *other == name).unwrap();
                assert_eq!(&out.bytes, bytes, "{name}");
            }
        }
    };
    check(&[("only", &text)], Some(("only", 0)));
    check(&[("only.txt", b"hello")], Some(("only.txt", 0)));
    check(&[("package.json", &b"{\"name\":1}"[..]), ("dump", &text)], Some(("dump", 0)));
    check(&[("a.json", b"{\"name\":1}"), ("b.json", sorted), ("c", b"no")], Some(("a.json", 1)));
    check(
        &[("._x.heapsnapshot", b"mac"), ("__MACOSX/x.heapsnapshot", b"mac"), ("x.heapsnapshot", &text)],
        Some(("x.heapsnapshot", 0)),
    );
    check(&[("x.heapsnapshot", b"anything"), ("y.heaptimeline", &text)], Some(("x.heapsnapshot", 1)));
    check(&[("a", b"no"), ("b", b"no either")], None);
    check(&[("dir/", b""), (".hidden", &text)], None);
    // A tar of nothing is zeros, which nobody can tell from anything.
    let empty = ContainerFault::NoSnapshot { files: 0, names: Vec::new() };
    assert_eq!(fault(&zip(&[])), empty);
    assert_eq!(stream(&zip(&[])).unwrap_err().fault, empty);
}

#[test]
fn the_odder_headers_of_tar_are_read() {
    let text = snapshot();
    let end = vec![0; 1024];
    let check = |parts: &[Vec<u8>], name: &str| {
        let file = parts.concat();
        for out in [stream(&file), run(Unpacker::new(), &file, &[1])] {
            assert_eq!(out, Ok(whole(&text, Some(name), 0)));
        }
    };
    // A size in binary.
    let mut size = [0; 12];
    size[0] = 0x80;
    size[4..].copy_from_slice(&(text.len() as u64).to_be_bytes());
    let mut entry = tar_header("big.heapsnapshot", &size, b'0').to_vec();
    entry.extend(&text);
    entry.resize(entry.len().next_multiple_of(512), 0);
    check(&[entry.clone(), end.clone()], "big.heapsnapshot");
    // Without the blocks of zeros, as some writers end.
    check(&[entry], "big.heapsnapshot");
    // A pax header with a path and a size, after a global one; the ustar header has neither.
    let record = |key: &str, value: &str| {
        let body = format!(" {key}={value}\n");
        (1..)
            .map(|n| format!("{n}{body}"))
            .find(|text| text.split(' ').next().unwrap() == text.len().to_string())
            .unwrap()
    };
    let pax = record("path", "堆/a.heapsnapshot") + &record("size", &text.len().to_string());
    let mut entry = tar_header("cut", b"00000000000", b'0').to_vec();
    entry.extend(&text);
    entry.resize(entry.len().next_multiple_of(512), 0);
    check(
        &[
            tar_entry("g", b'g', record("comment", "x").as_bytes()),
            tar_entry("x", b'x', pax.as_bytes()),
            entry,
            end.clone(),
        ],
        "堆/a.heapsnapshot",
    );
    // Folders and links have no bytes, whatever their size says.
    let link = tar_header("link", b"00000007777", b'2').to_vec();
    check(&[link, tar_entry("a.heapsnapshot", 0, &text), end.clone()], "a.heapsnapshot");
    // A name of a terabyte.
    let name = tar_header("././@LongLink", b"77777777777", b'L').to_vec();
    assert!(matches!(stream(&[name, end].concat()).unwrap_err().fault, ContainerFault::Damaged { .. }));
}

#[test]
fn a_zip_behind_a_program_is_read_by_its_directory() {
    let text = snapshot();
    let plain = zip(&[Member::new("a.heapsnapshot", 8, &text)]);
    let shifted = [b"PK\x03\x04 no entry at all ".to_vec(), plain].concat();
    assert_eq!(on_disk(&shifted), Ok(whole(&text, Some("a.heapsnapshot"), 0)));
    assert!(stream(&shifted).is_err(), "a stream has no directory to ask");
}

/// Only what is opened has to be whole: a file beside it is read no further than to see what it is, however the bytes come.
#[test]
fn a_broken_file_before_the_snapshot_is_passed_over() {
    let text = snapshot();
    let notes = "note to self\n".repeat(100);
    for method in [0, 8] {
        let file = zip(&[Member::new("notes", method, notes.as_bytes()), Member::new("a.heapsnapshot", 8, &text)]);
        let mut broken = file.clone();
        // The first entry's crc.
        broken[14] ^= 1;
        for pieces in [1 << 20, 600, 1] {
            assert_eq!(
                run(Unpacker::new(), &broken, &[pieces]),
                Ok(whole(&text, Some("a.heapsnapshot"), 0)),
                "{pieces}"
            );
        }
    }
}
