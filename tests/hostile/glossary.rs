//! 48–61: glossaries of a reader's own.

use super::run::{Folder, Outcome, glossed, words};

fn own(entries: &str) -> String {
    format!("glossary.name = \"own\"\nentries = [{entries}]\n")
}

/// `glossary validate` of one file.
fn validated(text: impl AsRef<[u8]>) -> Outcome {
    Folder::with("own.toml", text).run(&["glossary", "validate", "own.toml"])
}

/// One finding of that rule, at that place, with status 1 for errors.
#[track_caller]
fn finds(text: impl AsRef<[u8]>, finding: &str) {
    let run = validated(text);
    assert!(
        run.text().lines().any(|line| line.contains(finding)),
        "no {finding}: {}",
        run.text()
    );
    let is_error = run.text().contains("error[");
    assert_eq!(
        (run.status, run.message.as_str()),
        (Some(i32::from(is_error)), "")
    );
    assert!(is_error || !finding.contains("error["));
}

#[test]
fn h48_a_key_twice_or_broken_toml_is_placed() {
    let twice = "[glossary]\nname = \"a\"\nname = \"b\"\n";
    finds(twice, "own.toml:3:1: error[syntax]: duplicate key");
    finds("[glossary]\nname = \"a\nentries = []\n", "own.toml:2:");
    let folder = Folder::with("own.toml", twice);
    folder
        .run(&["--glossary", "own.toml", "lookup", "黄疸"])
        .refused("own.toml:3:1: duplicate key");
}

#[test]
fn h49_deep_toml_is_refused_without_overflow() {
    let depth = 100_000;
    for text in [
        format!("a = {}", "[".repeat(depth)),
        format!("a = {}", "{a=".repeat(depth)),
        format!("[{}]", "a.".repeat(depth) + "a"),
        format!("{}a = 1", "a.".repeat(depth)),
    ] {
        let folder = Folder::with("own.toml", text);
        let run = folder.run(&["--glossary", "own.toml", "lookup", "黄疸"]);
        assert_eq!((run.status, run.out.len()), (Some(2), 0), "{}", run.message);
        assert!(
            run.message.starts_with("medgloss: own.toml:1:"),
            "{}",
            run.message
        );
    }
}

#[test]
fn h50_a_misspelt_key_is_told_with_the_right_one() {
    let text = own("{ headword = \"黄疸\", english = \"x\", defintion = \"y\", raeding = \"z\" }");
    finds(text, "error[unknown-key]");
    let near = own("{ headword = \"黄疸\", english = \"x\", raeding = \"z\" }");
    finds(near, "did you mean `reading`?");
}

#[test]
fn h51_a_headword_of_nothing_is_an_error() {
    for headword in ["", " ", "\u{3000}\u{200b}"] {
        let text = own(&format!("{{ headword = \"{headword}\", english = \"x\" }}"));
        let run = validated(&text);
        assert_eq!(run.status, Some(1), "{headword:?}: {}", run.text());
        // Loaded all the same, it does no harm.
        let folder = Folder::with("own.toml", text);
        folder.write("a.txt", "黄疸　あり");
        let gloss = folder.run(&["--glossary", "own.toml", "gloss", "-f", "json", "a.txt"]);
        glossed(&words(&gloss.done().json()), "jaundice");
    }
}

#[test]
fn h52_a_headword_that_matches_everywhere_is_told() {
    finds(own("{ headword = \"。\", english = \"x\" }"), "own.toml:2:");
    finds(
        own("{ headword = \"か\", english = \"x\" }"),
        "one-kana-headword",
    );
}

#[test]
fn h53_headwords_that_collide_are_told() {
    let pair = |second: &str| {
        own(&format!(
            "{{ headword = \"肝硬変\", reading = \"かんこうへん\", english = \"cirrhosis\" }},\n{{ headword = \"{second}"
        ))
    };
    finds(
        pair("肝硬変\", reading = \"かんこうへん\", english = \"cirrhosis\" }"),
        "duplicate-headword",
    );
    finds(
        pair("肝硬変\", reading = \"かんこうへん\", english = \"scarring\" }"),
        "conflict",
    );
    let folded = own(
        "{ headword = \"ＡＢＣ試験\", english = \"one\", reading = \"えーびーしーしけん\" },\n{ headword = \"ABC試験\", english = \"two\", reading = \"えーびーしーしけん\" }",
    );
    finds(folded, "conflict");
}

#[test]
fn h54_a_headword_with_a_line_break_or_tab_is_an_error() {
    for inside in ["\\n", "\\t", "\\u0000", "\\u001b"] {
        finds(
            own(&format!(
                "{{ headword = \"黄{inside}疸\", english = \"x\" }}"
            )),
            "error[control-character]",
        );
    }
}

/// What a million entries cost is measured in `benches/`; here, that twenty thousand load and are used.
#[test]
fn h55_many_entries() {
    let entries: String = (0..20_000)
        .map(|n| format!("{{ headword = \"検体甲{n}号\", english = \"specimen {n}\" }},\n"))
        .collect();
    let folder = Folder::with("own.toml", own(&entries));
    folder.write("a.txt", "検体甲19999号を提出");
    let gloss = folder
        .run(&["--glossary", "own.toml", "gloss", "-f", "json", "a.txt"])
        .done();
    glossed(&words(&gloss.json()), "specimen 19999");
}

#[test]
fn h56_a_headword_without_end_is_told_and_does_no_harm() {
    let text = own(&format!(
        "{{ headword = \"{}\", reading = \"かん\", english = \"x\" }}",
        "肝".repeat(100_000)
    ));
    finds(&text, "error[too-long]");
    let folder = Folder::with("own.toml", text);
    folder.write("a.txt", "黄疸、".to_owned() + &"肝".repeat(1000));
    let gloss = folder
        .run(&["--glossary", "own.toml", "gloss", "-f", "json", "a.txt"])
        .done();
    glossed(&words(&gloss.json()), "jaundice");
}

#[test]
fn h56_english_without_end_is_told_and_does_no_harm() {
    let text = own(&format!(
        "{{ headword = \"来す\", english = \"{}cause\", pos = \"godan\" }}",
        "badly ".repeat(100_000)
    ));
    finds(&text, "error[too-long]");
    let folder = Folder::with("own.toml", text);
    folder.write("a.txt", "黄疸を来した。");
    let gloss = folder
        .run(&["--glossary", "own.toml", "gloss", "-f", "json", "a.txt"])
        .done();
    assert!(gloss.text().contains("badly caused"));
}

#[test]
fn h57_a_glossary_without_entries() {
    finds("glossary.name = \"own\"\n", "warning[empty-glossary]");
    let folder = Folder::with("own.toml", "glossary.name = \"own\"\n");
    folder.write("a.txt", "黄疸");
    folder
        .run(&["--glossary", "own.toml", "gloss", "a.txt"])
        .done();
    assert!(
        folder
            .run(&["--only", "own.toml", "gloss", "a.txt"])
            .done()
            .text()
            .contains("[?]")
    );
}

#[test]
fn h59_signs_of_regular_expressions_are_signs() {
    let text = own("{ headword = \"ゾゲ*(肝|[胆^$+?\", english = \"literal\" }");
    let folder = Folder::with("own.toml", text);
    folder.write("a.txt", "ゾゲ*(肝|[胆^$+?");
    folder.write("b.txt", "ゾゲゾゲ肝");
    for (name, found) in [("a.txt", true), ("b.txt", false)] {
        let gloss = folder
            .run(&["--glossary", "own.toml", "gloss", "-f", "json", name])
            .done();
        assert_eq!(gloss.text().contains("literal"), found, "{name}");
    }
}

/// A cell never spills over; formulas are told apart from terms only where somebody asks for it.
#[test]
fn h60_formulas_and_tabs_in_a_sheet() {
    let text =
        own("{ headword = \"黄疸\", english = [\"=HYPERLINK(\\\"http://x\\\")\", \"a\\tb\\nc\"] }");
    let folder = Folder::with("own.toml", text);
    folder.write("a.txt", "黄疸 =1+1 +α -5 @x \"引用\"\n");
    let sheet = |more: &[&str]| {
        let arguments = [
            &["--glossary", "own.toml", "gloss", "-f", "tsv", "a.txt"],
            more,
        ]
        .concat();
        folder.run(&arguments).done().text().to_owned()
    };
    for sheet in [sheet(&[]), sheet(&["--spreadsheet-safe"])] {
        let widths: Vec<usize> = sheet.lines().map(|row| row.split('\t').count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{sheet}");
    }
    let is_formula =
        |cell: &str| cell.starts_with(['=', '+', '@']) || (cell.starts_with('-') && cell.len() > 1);
    assert!(
        sheet(&[]).split(['\t', '\n']).any(is_formula),
        "as written, without being asked"
    );
    let safe = sheet(&["--spreadsheet-safe"]);
    assert!(!safe.split(['\t', '\n']).any(is_formula), "{safe}");
}
