//! 1–25: bytes and characters.

use super::run::{Folder, glossed, places_are_right, words};

/// Bytes of a text in another encoding.
fn encoded(text: &str, label: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("an encoding");
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn h01_a_byte_that_fits_no_encoding_is_named() {
    let folder = Folder::with("a.txt", b"\xe9\xbb\x84\xff\xe7\x96\xb8");
    folder
        .run(&["gloss", "a.txt"])
        .refused("a.txt: byte 3 is not valid text");
}

#[test]
fn h02_a_byte_order_mark_is_skipped_and_not_counted() {
    let folder = Folder::with("a.txt", "\u{feff}黄疸あり");
    let gloss = folder.json("a.txt");
    assert_eq!(gloss["source"]["bom_bytes"], 3);
    places_are_right("黄疸あり", &words(&gloss));
}

#[test]
fn h03_utf_16_is_read_by_its_mark_or_by_name() {
    let text = "黄疸あり\nCT\n";
    let marked = "\u{feff}黄疸あり\nCT\n";
    let folder = Folder::new();
    folder.write("le.txt", utf16(marked, u16::to_le_bytes));
    folder.write("be.txt", utf16(marked, u16::to_be_bytes));
    folder.write("bare-le.txt", utf16(text, u16::to_le_bytes));
    folder.write("bare-be.txt", utf16(text, u16::to_be_bytes));
    for name in ["le.txt", "be.txt"] {
        places_are_right(text, &folder.words(name));
    }
    for (name, encoding) in [("bare-le.txt", "utf-16le"), ("bare-be.txt", "utf-16be")] {
        folder
            .run(&["gloss", name])
            .refused(&format!("--encoding {encoding}"));
        let named = ["gloss", "-f", "json", "--encoding", encoding, name];
        places_are_right(text, &words(&folder.run(&named).done().json()));
    }
}

/// Trail bytes of 表, ソ (0x5C, a backslash) and ポ (0x7C, a bar) are no markup.
#[test]
fn h04_shift_jis_trail_byte_5c() {
    let plain = "体表面のソマトスタチン。\n";
    let table = "| 部位 | 薬剤 |\n|---|---|\n| 表皮 | ソマトスタチン |\n| ポリープ | 黄疸 |\n";
    let folder = Folder::with("a.txt", encoded(plain, "shift_jis"));
    folder.write("a.md", encoded(table, "shift_jis"));
    let read = words(&folder.json("a.txt"));
    places_are_right(plain, &read);
    glossed(&read, "somatostatin");
    let gloss = folder.json("a.md");
    assert_eq!(gloss["source"]["encoding"], "Shift_JIS");
    places_are_right(table, &words(&gloss));
    let blocks = gloss["blocks"].as_array().expect("blocks");
    assert_eq!(blocks.len(), 6);
    assert!(blocks.iter().all(|block| block["kind"] == "table-cell"));
}

#[test]
fn h05_iso_2022_jp_is_told_by_its_escapes() {
    let folder = Folder::with("a.txt", encoded("黄疸あり\n", "iso-2022-jp"));
    let gloss = folder.json("a.txt");
    assert_eq!(gloss["source"]["encoding"], "ISO-2022-JP");
    places_are_right("黄疸あり\n", &words(&gloss));
    let forced = folder.run(&["gloss", "-f", "json", "--encoding", "jis", "a.txt"]);
    assert_eq!(words(&forced.done().json()).len(), words(&gloss).len());
}

#[test]
fn h06_two_encodings_in_one_file_are_an_error_at_the_first_byte() {
    let mut bytes = "黄疸あり\n".as_bytes().to_vec();
    let first = bytes.len();
    bytes.extend(encoded("腹水なし\n", "shift_jis"));
    let folder = Folder::with("a.txt", bytes);
    folder
        .run(&["gloss", "a.txt"])
        .refused(&format!("byte {first} is not valid text"));
}

#[test]
fn h07_a_last_character_cut_off_is_an_error() {
    for (label, at) in [("utf-8", 9), ("shift_jis", 6), ("euc-jp", 6)] {
        let mut bytes = encoded("黄疸あり", label);
        bytes.pop();
        let folder = Folder::with("a.txt", bytes);
        let refused = folder.run(&["gloss", "--encoding", label, "a.txt"]);
        refused.refused(&format!("byte {at} is not valid text"));
    }
}

#[test]
fn h08_line_ends_of_every_kind_are_kept() {
    let text = "黄疸あり\r\n腹水なし\r浮腫あり\n\n\r\n終わり\r";
    let folder = Folder::with("a.txt", text);
    places_are_right(text, &folder.words("a.txt"));
    let rows = folder.run(&["gloss", "-f", "tsv", "a.txt"]).done();
    let lines: Vec<&str> = rows
        .text()
        .lines()
        .skip(1)
        .filter_map(|row| row.split('\t').nth(3))
        .collect();
    assert_eq!((lines.first(), lines.last()), (Some(&"1"), Some(&"6")));
}

#[test]
fn h09_a_file_with_nul_is_no_document() {
    for bytes in [
        "黄疸\0腹水\n".as_bytes(),
        b"\0\x01\x02\0",
        "報告\0\0\0".as_bytes(),
    ] {
        let folder = Folder::with("a.txt", bytes);
        folder.run(&["gloss", "a.txt"]).refused("binary file");
    }
}

/// In `batch` only a line feed ends a line.
#[test]
fn h10_other_separators_end_no_line_of_json() {
    let input = "{\"id\":1,\"text\":\"黄疸\u{2028}腹水\u{2029}浮腫\u{85}\\r\\n終\"}\n{\"id\":2,\"text\":\"黄疸\"}\n";
    let answers = Folder::new().feed(&["batch"], input).done().lines();
    assert_eq!(answers.len(), 2);
    let text = "黄疸\u{2028}腹水\u{2029}浮腫\u{85}\r\n終";
    places_are_right(text, &words(&answers[0]));
}

#[test]
fn h11_a_missing_last_line_end_is_not_added() {
    let folder = Folder::with("a.txt", "黄疸あり");
    assert_eq!(folder.words("a.txt").last().map(|word| word.end), Some(12));
}

#[test]
fn h12_nothing_is_glossed_as_nothing() {
    for text in ["", "\u{feff}", " \n\u{3000}\r\n\t\n"] {
        let folder = Folder::with("a.txt", text);
        for format in ["text", "html", "markdown", "json", "tsv"] {
            folder.run(&["gloss", "-f", format, "a.txt"]).done();
        }
        let gloss = folder.json("a.txt");
        assert_eq!(gloss["summary"]["segments"], 0);
        assert_eq!(gloss["blocks"].as_array().map(Vec::len), Some(0));
    }
}

/// That the time is linear is a matter of the slope test; here, that one long line is read like many short ones.
#[test]
fn h13_one_long_line() {
    let text = "右季肋部痛を訴え、黄疸と腹水を認めたが浮腫はなかった。".repeat(1500);
    let folder = Folder::with("a.txt", &text);
    let read = folder.words("a.txt");
    places_are_right(&text, &read);
    assert_eq!(
        read.iter().filter(|word| word.surface == "黄疸").count(),
        1500
    );
}

#[test]
fn h14_half_width_kana_with_voicing_marks() {
    let text = "ｽﾃﾛｲﾄﾞﾊﾟﾙｽ療法とｱﾙﾌﾞﾐﾝ";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert_eq!(glossed(&read, "albumin").surface, "ｱﾙﾌﾞﾐﾝ");
}

#[test]
fn h15_a_combining_voicing_mark_stays_with_its_kana() {
    let text = "アルフ\u{3099}ミンと、か\u{3099}ん";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert_eq!(glossed(&read, "albumin").surface, "アルフ\u{3099}ミン");
    assert!(
        read.iter()
            .all(|word| !word.surface.starts_with('\u{3099}'))
    );
}

#[test]
fn h16_variation_selectors_are_inside_the_word() {
    let text = "黄\u{e0100}疸\u{fe00}あり。☺\u{fe0f}";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert_eq!(glossed(&read, "jaundice").surface, "黄\u{e0100}疸\u{fe00}");
    assert!(read.iter().any(|word| word.surface == "☺\u{fe0f}"));
}

#[test]
fn h17_compatibility_ideographs_and_radicals_are_folded() {
    let text = "⼼不全、⾻折、⾁芽、神\u{fa19}経";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert_eq!(glossed(&read, "heart failure").surface, "⼼不全");
    assert_eq!(glossed(&read, "fracture").surface, "⾻折");
}

#[test]
fn h18_full_width_letters_and_units_are_folded() {
    let text = "ＭＲＩで５ｍｇ";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert!(
        read.iter()
            .any(|word| word.surface == "ＭＲＩ" && word.kind == "abbreviation")
    );
    assert!(
        read.iter()
            .any(|word| word.surface == "５ｍｇ" && word.kind == "quantity")
    );
}

#[test]
fn h19_one_character_that_folds_to_several_moves_nothing() {
    let text = "㌘と①で５㎎、38℃の黄疸";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    glossed(&read, "jaundice");
    for surface in ["５㎎", "38℃"] {
        assert!(
            read.iter()
                .any(|word| word.surface == surface && word.kind == "quantity"),
            "{read:?}"
        );
    }
}

#[test]
fn h20_characters_without_width_inside_a_word_are_seen_through() {
    for joint in ['\u{200b}', '\u{200d}', '\u{ad}', '\u{2060}'] {
        let text = format!("黄{joint}疸あり");
        let folder = Folder::with("a.txt", &text);
        let read = folder.words("a.txt");
        places_are_right(&text, &read);
        assert_eq!(glossed(&read, "jaundice").surface, format!("黄{joint}疸"));
    }
}

#[test]
fn h21_signs_that_turn_the_direction_are_shown_and_not_obeyed() {
    let text = "A\u{202e}黄疸\u{2066}なし\u{200f}";
    let folder = Folder::with("a.txt", text);
    places_are_right(text, &folder.words("a.txt"));
    for format in ["text", "markdown", "html"] {
        let shown = folder.run(&["gloss", "-f", format, "a.txt"]).done();
        let turning = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!shown.text().contains(turning), "{format}");
        let escaped = if format == "html" {
            "U+202E"
        } else {
            "u{202e}"
        };
        assert!(
            shown
                .text()
                .to_uppercase()
                .contains(&escaped.to_uppercase()),
            "{format}"
        );
    }
}

#[test]
fn h22_escape_sequences_of_a_report_or_a_glossary_are_shown() {
    let own = "glossary.name = \"own\"\nentries = [{ headword = \"黄疸\", reading = \"お\\u001b[1mう\", english = \"jaundice\\u001b]0;x\\u0007\\u009b31m\", note = \"\\u001b[2J\" }]\n";
    let folder = Folder::with("a.txt", "黄疸\x1b[31mあり\x1b]8;;http://x\x07\u{9b}2J\x7f");
    folder.write("own.toml", own);
    let runs: [&[&str]; 6] = [
        &["gloss", "-f", "text", "a.txt"],
        &["gloss", "-f", "markdown", "a.txt"],
        &["gloss", "-f", "tsv", "a.txt"],
        &["gloss", "-f", "html", "a.txt"],
        &["lookup", "--all", "--why", "黄疸"],
        &["terms", "a.txt"],
    ];
    for run in runs {
        let out = folder
            .run(&[&["--glossary", "own.toml"], run].concat())
            .done();
        let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(!out.text().contains(obeyed), "{run:?}: {:?}", out.text());
        assert!(out.text().contains("jaundice"), "{run:?}");
    }
}

#[test]
fn h23_a_word_broken_over_lines_is_one_where_lines_are_full() {
    let text = "患者は前日より全身の倦怠感を自覚し当院の外来を受診し間葉系幹細\n胞を点滴で投与されたのちに経過をみていたところ黄疸が出現して\nいた。\n";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert!(
        read.iter()
            .any(|word| word.surface == "間葉系幹細\n胞" && word.gloss.is_some()),
        "{read:?}"
    );
    let choices = Folder::with("b.txt", "肝\n硬変\n");
    assert!(
        choices
            .words("b.txt")
            .iter()
            .all(|word| !word.surface.contains('\n'))
    );
}

#[test]
fn h24_characters_beyond_the_basic_plane_are_counted_in_bytes() {
    let text = "𠮟責された。𩸽と😷の後の黄疸";
    let folder = Folder::with("a.txt", text);
    let read = folder.words("a.txt");
    places_are_right(text, &read);
    assert_eq!(glossed(&read, "jaundice").start, text.len() - "黄疸".len());
    let rows = folder.run(&["gloss", "-f", "tsv", "a.txt"]).done();
    let row = rows
        .text()
        .lines()
        .last()
        .expect("a row")
        .split('\t')
        .collect::<Vec<_>>();
    assert_eq!(
        row[4],
        (text.chars().count() - 1).to_string(),
        "columns count characters"
    );
}

#[test]
fn h25_a_long_run_of_one_character() {
    let own = "glossary.name = \"own\"\nentries = [{ headword = \"aaaa\", english = \"four\" }, { headword = \"ああああ\", english = \"four\" }, { headword = \"ああ\", english = \"two\" }]\n";
    for character in ["a", "あ", "ー", "肝", "1", " ", "（"] {
        let folder = Folder::with("a.txt", character.repeat(50_000));
        folder.write("own.toml", own);
        let gloss = folder
            .run(&["--glossary", "own.toml", "gloss", "-f", "json", "a.txt"])
            .done();
        let covered: usize = words(&gloss.json())
            .iter()
            .map(|word| word.end - word.start)
            .sum();
        assert!(
            character == " " || covered == 50_000 * character.len(),
            "{character}: {covered}"
        );
    }
}
