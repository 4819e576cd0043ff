//! 26–36: markup that is no markup, and markup that would be obeyed.

use super::run::{Folder, Outcome, glossed, places_are_right, words};

/// A field as somebody would write it who wants to be obeyed.
const SCRIPT: &str = "</style></script>--><script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1))";

/// The elements of a page, and those of its attributes that lead somewhere or do something.
fn obeyed(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1);
    tags.map(|tag| tag.split(['>', ' ', '\n']).next().unwrap_or_default())
        .filter(|name| {
            matches!(
                *name,
                "script" | "img" | "iframe" | "object" | "link" | "form" | "style"
            )
        })
        .collect()
}

#[test]
fn h26_a_fence_that_is_never_closed_holds_code() {
    let folder = Folder::with("a.md", "腹水なし\n\n```\n黄疸あり\n\n黄疸なし\n");
    let read = folder.words("a.md");
    assert!(
        read.iter().all(|word| !word.surface.contains("黄疸")),
        "{read:?}"
    );
    let page = folder.run(&["gloss", "a.md"]).done();
    assert!(page.text().contains("code, not glossed"));
}

#[test]
fn h27_a_hundred_thousand_lists_in_one_another() {
    let quotes = ">".repeat(100_000) + "黄疸\n";
    let lists = "- ".repeat(100_000) + "黄疸\n";
    let steps: String = (0..1500)
        .map(|depth| "  ".repeat(depth) + "- 黄疸\n")
        .collect();
    for text in [quotes, lists, steps] {
        let folder = Folder::with("a.md", &text);
        glossed(&folder.words("a.md"), "jaundice");
    }
    let page = "<div><ul><li>".repeat(50_000) + "黄疸";
    let folder = Folder::with("a.html", page);
    glossed(&folder.words("a.html"), "jaundice");
}

/// That the time is linear is a matter of the slope test; here, that it ends and nothing is lost.
#[test]
fn h28_runs_of_signs_that_might_be_markup() {
    for sign in [
        "[", "***", "!-- <", "| a |\n", "`", "<!--", "](", "$", "\\", "&#", "**黄",
    ] {
        let text = sign.repeat(10_000) + "\n\n黄疸あり\n";
        for name in ["a.md", "a.txt", "a.html"] {
            let folder = Folder::with(name, &text);
            let gloss = folder.json(name);
            if name == "a.txt" {
                glossed(&words(&gloss), "jaundice");
            }
        }
    }
}

#[test]
fn h29_what_is_not_text_is_not_glossed() {
    let text = "---\ntitle: 黄疸\n---\n\n本文は[腹水](http://example.com/黄疸)。\n\n```\n黄疸\n```\n\n`黄疸`\n\n![浮腫](黄疸.png)\n";
    let folder = Folder::with("a.md", text);
    folder.write("a.html", "<p title='黄疸'>腹水、<a href='黄疸'>浮腫</a><script>黄疸</script><style>黄疸{}</style><!-- 黄疸 --></p>");
    for name in ["a.md", "a.html"] {
        let read = folder.words(name);
        glossed(&read, "ascites");
        glossed(&read, "edema");
        let of_jaundice = read
            .iter()
            .filter(|word| word.gloss.as_deref() == Some("jaundice"));
        // Code inside a line is read as text: reports write words so.
        let in_line = if name == "a.md" { 1 } else { 0 };
        assert_eq!(of_jaundice.count(), in_line, "{name}: {read:?}");
    }
}

#[test]
fn h30_a_word_that_markup_runs_through_is_found_whole() {
    let text = "**黄**疸と_腹_水、線**維**化。";
    let folder = Folder::with("a.md", text);
    let read = folder.words("a.md");
    places_are_right(text, &read);
    let jaundice = glossed(&read, "jaundice");
    assert_eq!(
        (jaundice.surface.as_str(), jaundice.text.as_str()),
        ("黄**疸", "黄疸")
    );
    folder.write("a.html", "<p><b>黄</b>疸あり</p>");
    glossed(&folder.words("a.html"), "jaundice");
}

#[test]
fn h31_script_in_a_report_stays_text() {
    let folder = Folder::with("a.txt", format!("黄疸{SCRIPT}\n"));
    folder.write(
        "a.md",
        format!("# 黄疸{SCRIPT}\n\n{SCRIPT}\n\n| {SCRIPT} |\n|---|\n| {SCRIPT} |\n"),
    );
    folder.write("plain.txt", "黄疸\n");
    let page = |name: &str| folder.run(&["gloss", "-f", "html", name]).done();
    let ours = page("plain.txt");
    for name in ["a.txt", "a.md"] {
        let theirs = page(name);
        assert_eq!(obeyed(theirs.text()), obeyed(ours.text()), "{name}");
        assert!(theirs.text().contains("content-security-policy"));
        assert!(
            !theirs.text().contains("href=\"javascript")
                && !theirs.text().contains("href=javascript")
        );
    }
}

#[test]
fn h32_script_in_every_field_of_a_glossary_stays_text() {
    let field =
        serde_json::to_string(&format!("\" onmouseover=\"x' y {SCRIPT}")).expect("a string");
    let own = format!(
        "entries = [{{ headword = \"黄疸\", reading = {field}, english = [{field}, {field}], field = {field}, note = {field}, abbreviation = {field}, codes = {{ x = {field} }} }}]\n[glossary]\nname = {field}\ntitle = {field}\nlicense = {field}\nattribution = {field}\n"
    );
    let folder = Folder::with("a.txt", "黄疸\n");
    folder.write("own.toml", own);
    folder.write(
        "ours.toml",
        "glossary.name = \"own\"\nentries = [{ headword = \"黄疸\", english = \"x\" }]\n",
    );
    let page = |own: &str| {
        folder
            .run(&["--glossary", own, "gloss", "-f", "html", "a.txt"])
            .done()
    };
    let theirs = page("own.toml");
    assert_eq!(obeyed(theirs.text()), obeyed(page("ours.toml").text()));
    for tag in theirs
        .text()
        .split('<')
        .skip(1)
        .map(|tag| tag.split('>').next().unwrap_or_default())
    {
        let outside_quotes: String = tag.split('"').step_by(2).collect();
        assert!(!outside_quotes.contains("onmouseover"), "{tag}");
    }
}

#[test]
fn h33_what_would_end_a_style_or_a_comment_is_escaped() {
    let folder = Folder::with("a.txt", "黄疸</style>腹水-->浮腫]]></script>終\n");
    let page = folder.run(&["gloss", "-f", "html", "a.txt"]).done();
    let count = |end: &str| page.text().matches(end).count();
    assert_eq!(count("</style>"), page.text().matches("<style").count());
    assert_eq!(count("</script>"), page.text().matches("<script").count());
    assert_eq!(count("-->"), page.text().matches("<!--").count());
}

/// The tables of the gloss stay tables: no sign of a report or a glossary is markup in it.
#[test]
fn h34_signs_of_markdown_are_escaped() {
    let own = "glossary.name = \"own\"\nentries = [{ headword = \"黄疸\", english = \"a|b `c` [d](e) <i> *f* _g_ \\n# h\" }]\n";
    let folder = Folder::with("a.txt", "黄疸、|`腹水`[x](y)<b>*浮腫*#\n");
    folder.write("own.toml", own);
    let out: Outcome = folder
        .run(&["--glossary", "own.toml", "gloss", "-f", "markdown", "a.txt"])
        .done();
    let options = pulldown_cmark::Options::ENABLE_TABLES;
    let mut cells = Vec::new();
    for event in pulldown_cmark::Parser::new_ext(out.text(), options) {
        use pulldown_cmark::{Event, Tag};
        match event {
            Event::Start(Tag::TableCell) => cells.push(String::new()),
            Event::Text(text) => {
                if let Some(cell) = cells.last_mut() {
                    cell.push_str(&text);
                }
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis)
            | Event::Html(_)
            | Event::InlineHtml(_) => {
                panic!("{event:?} in {}", out.text());
            }
            _ => {}
        }
    }
    assert!(
        cells
            .iter()
            .any(|cell| cell.contains("a|b `c` [d](e) <i> *f* _g_")),
        "{cells:?}"
    );
}

#[test]
fn h35_readings_that_stand_in_a_page_are_not_glossed() {
    let folder = Folder::with(
        "a.html",
        "<p><ruby>黄疸<rp>(</rp><rt>おうだん</rt><rp>)</rp></ruby>あり</p>",
    );
    let read = folder.words("a.html");
    assert_eq!(
        read.iter()
            .map(|word| word.surface.as_str())
            .collect::<Vec<_>>(),
        ["黄疸", "あり"]
    );
}

/// A gloss is a text like any other: glossed again it is read, and nothing of it is taken for ours.
#[test]
fn h36_a_gloss_is_glossed_again_as_any_text() {
    let folder = Folder::with("a.txt", "黄疸なし\n");
    for (format, name) in [("text", "b.txt"), ("markdown", "b.md"), ("html", "b.html")] {
        let first = folder.run(&["gloss", "-f", format, "a.txt"]).done();
        folder.write(name, &first.out);
        glossed(&folder.words(name), "jaundice");
    }
}
