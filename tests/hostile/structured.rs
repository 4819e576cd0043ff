//! 37–47: JSON lines, XML, Word documents.

use std::io::{Cursor, Write};

use serde_json::json;

use super::run::{Folder, glossed, words};

#[test]
fn h37_a_lone_surrogate_is_an_error_in_its_place() {
    let input = "{\"id\":\"a\",\"text\":\"黄\\ud800疸\"}\n{\"id\":\"b\",\"text\":\"黄疸\"}\n";
    let run = Folder::new().feed(&["batch"], input);
    assert_eq!((run.status, run.message.as_str()), (Some(1), ""));
    let answers = run.lines();
    assert_eq!(
        (&answers[0]["id"], &answers[0]["line"]),
        (&json!("a"), &json!(1))
    );
    assert!(answers[0]["error"].is_string());
    glossed(&words(&answers[1]), "jaundice");
}

#[test]
fn h38_a_key_that_stands_twice_is_an_error() {
    for twice in [
        "\"text\":\"腹水\"",
        "\"id\":2",
        "\"format\":\"plain\",\"format\":\"plain\"",
    ] {
        let line = format!("{{\"id\":1,\"text\":\"黄疸\",{twice}}}\n");
        let run = Folder::new().feed(&["batch"], line);
        assert_eq!(run.status, Some(1), "{twice}");
        let message = run.lines()[0]["error"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(message.contains("duplicate"), "{twice}: {message}");
    }
}

#[test]
fn h39_a_line_that_is_no_document_is_answered_and_the_run_goes_on() {
    let long = format!("{{\"id\":8,\"text\":\"{}\"}}", "黄疸なし。".repeat(20_000));
    let lines = [
        "",
        "  ",
        "[1]",
        "7",
        "null",
        "{}",
        "{\"text\":7}",
        "nonsense",
        &long,
        "{\"id\":9,\"text\":\"黄疸\"}",
    ];
    let run = Folder::new().feed(&["batch"], lines.join("\n"));
    assert_eq!(run.status, Some(1));
    let answers = run.lines();
    assert_eq!(answers.len(), lines.len());
    for (at, answer) in answers[..8].iter().enumerate() {
        assert_eq!(
            (&answer["line"], answer["error"].is_string()),
            (&json!(at + 1), true),
            "{answer}"
        );
    }
    assert!(answers[8].get("error").is_none() && answers[9].get("error").is_none());
    assert_eq!(answers[9]["id"], 9);
}

#[test]
fn h40_any_id_comes_back_as_it_was_written() {
    let ids = [
        "9007199254740993",
        "-0.10e+05",
        "{\"b\":[1, 2],\"a\":null}",
        "\"\\u9ec4\"",
        "null",
    ];
    let input: String = ids
        .iter()
        .map(|id| format!("{{\"text\":\"黄疸\",\"id\":{id}}}\n"))
        .collect();
    let run = Folder::new()
        .feed(&["batch"], input + "{\"text\":\"黄疸\"}\n")
        .done();
    for (line, id) in run.text().lines().zip(ids.iter().chain(&["null"])) {
        assert!(line.contains(&format!("\"id\":{id},")), "{id}: {line}");
    }
}

fn article(head: &str, body: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n{head}<article><body><p>{body}</p></body></article>")
}

#[test]
fn h41_entities_that_grow_are_not_known() {
    let doctype = "<!DOCTYPE article [<!ENTITY a \"黄疸黄疸\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let folder = Folder::with("a.xml", article(doctype, "&c;"));
    folder
        .run(&["gloss", "a.xml"])
        .refused("the entity `&c;` is not known");
}

#[test]
fn h42_nothing_outside_a_document_is_read() {
    let folder = Folder::with("secret", "極秘");
    let entity = |system: &str| format!("<!DOCTYPE article [<!ENTITY x SYSTEM \"{system}\">]>");
    for system in ["secret", "file:///etc/hostname", "http://127.0.0.1:9/"] {
        folder.write("a.xml", article(&entity(system), "&x;"));
        folder
            .run(&["gloss", "a.xml"])
            .refused("the entity `&x;` is not known");
    }
    folder.write(
        "a.xml",
        article(
            "<!DOCTYPE article SYSTEM \"http://127.0.0.1:9/a.dtd\">",
            "黄疸",
        ),
    );
    glossed(&folder.words("a.xml"), "jaundice");
}

#[test]
fn h43_a_declared_encoding_that_is_not_the_bytes_own() {
    let declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><article><body><p>黄疸を認めた</p></body></article>";
    let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(declared);
    let folder = Folder::with("a.xml", &bytes);
    folder
        .run(&["gloss", "a.xml"])
        .refused("it was read as UTF-8");
    let forced = folder.run(&["gloss", "-f", "json", "--encoding", "shift_jis", "a.xml"]);
    glossed(&words(&forced.done().json()), "jaundice");
}

/// There is no TBX; in JSON control characters are escaped, in TSV they never end a cell.
#[test]
fn h44_control_characters_do_not_leave_as_they_came() {
    let folder = Folder::with("a.txt", "黄疸\u{1}\u{8}\u{b}\u{1f}あり\n");
    for format in ["json", "tsv", "html", "markdown", "text"] {
        let run = folder.run(&["gloss", "-f", format, "a.txt"]).done();
        assert!(
            !run.text()
                .contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')),
            "{format}"
        );
    }
}

const RELATIONS: &str = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

fn body(inside: &str) -> String {
    format!("<w:document><w:body>{inside}</w:body></w:document>")
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

#[test]
fn h45_archives_that_are_traps() {
    let good = body(&format!("<w:p>{}{}あり</w:p>", run("黄"), run("疸")));
    let bomb = body(&" ".repeat(8 << 20));
    let many: Vec<String> = (0..10_001).map(|at| format!("n{at}")).collect();
    let mut entries: Vec<(&str, &[u8])> = many
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .collect();
    entries.push(("word/document.xml", good.as_bytes()));
    let folder = Folder::new();
    for (bytes, reason) in [
        (
            packed(&[("word/document.xml", bomb.as_bytes())]),
            "200 times",
        ),
        (packed(&entries), "10000 files"),
        (
            encrypted(packed(&[("word/document.xml", good.as_bytes())])),
            "encrypted",
        ),
        (
            packed(&[("word/document.xml", good.as_bytes())])[..60].to_vec(),
            "damaged",
        ),
    ] {
        folder.write("a.docx", bytes);
        folder.run(&["gloss", "a.docx"]).refused(reason);
    }
    // A name that leads out of the archive is a name: nothing is ever unpacked to a disk.
    folder.write(
        "a.docx",
        packed(&[
            ("../../out.xml", b"x"),
            ("/out.xml", b"x"),
            ("word/document.xml", good.as_bytes()),
        ]),
    );
    glossed(&folder.words("a.docx"), "jaundice");
    assert_eq!(folder.names(), ["a.docx"]);
}

/// The archive with the sign of encryption set in both headers of its one part.
fn encrypted(mut bytes: Vec<u8>) -> Vec<u8> {
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let header = bytes
            .windows(4)
            .position(|four| four == signature)
            .expect("a header");
        bytes[header + flags] |= 1;
    }
    bytes
}

#[test]
fn h46_a_word_document_asks_for_nothing_outside() {
    let outside = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"http://127.0.0.1:9/d.xml\" TargetMode=\"External\"/><Relationship Id=\"b\" Type=\"x/image\" Target=\"http://127.0.0.1:9/i.png\" TargetMode=\"External\"/></Relationships>";
    let text = body(&format!("<w:p>{}</w:p>", run("黄疸")));
    let folder = Folder::with(
        "a.docx",
        packed(&[
            ("_rels/.rels", outside.as_bytes()),
            ("word/document.xml", text.as_bytes()),
        ]),
    );
    glossed(&folder.words("a.docx"), "jaundice");
    let doctype = format!("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>{text}");
    folder.write(
        "a.docx",
        packed(&[
            ("_rels/.rels", RELATIONS.as_bytes()),
            ("word/document.xml", doctype.as_bytes()),
        ]),
    );
    folder
        .run(&["gloss", "a.docx"])
        .refused("document type declaration");
}

#[test]
fn h47_what_a_file_really_is_is_said() {
    let folder = Folder::new();
    for (bytes, kind) in [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(),
            "old Office file (.doc)",
        ),
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1 ", "an RTF file"),
        (b"\x1f\x8b\x08", "gzip"),
        ("黄疸".as_bytes(), "--from plain"),
    ] {
        folder.write("a.docx", bytes);
        folder.run(&["gloss", "a.docx"]).refused(kind);
    }
    folder.write("a.docx", packed(&[("xl/workbook.xml", b"<a/>")]));
    folder.run(&["gloss", "a.docx"]).refused("no Word document");
}
