//! Terminal text, Markdown and TSV: columns that line up, foreign text that is shown and never obeyed, nothing lost.

use medgloss::render::markdown::{MarkdownOptions, escape, render_markdown};
use medgloss::render::text::{TextOptions, render_text};
use medgloss::render::tsv::{COLUMNS, TsvOptions, render_tsv, render_tsv_header};
use medgloss::{Document, Glossary};
use pulldown_cmark::{Event, Options, Parser, Tag};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Invented; kanji, kana of both kinds and widths, Latin, numbers, a word that no glossary knows.
const REPORT: &str = "# 症例報告\n\n\
    42歳男性。3日前からの発熱と右季肋部痛を主訴に受診した。胸部CTで両側胸水は認めなかったが、AST 320 U/L と著明な肝機能障害を認めた。\n\n\
    - ｱﾙﾌﾞﾐﾝ製剤：12.5 g を 4時間で点滴静注\n- ゾゲムリン様の所見（-）\n\n\
    | 項目 | 入院時 | 退院時 |\n|---|---|---|\n| 黄疸 | 高度 | 消失 |\n\n\
    薬剤性肝障害が示唆されたが，確定診断には至らなかった。\n";

/// Invented, and hostile.
const HOSTILE: &str = "黄疸\u{1b}[31mあり\u{202e}なし|<script>alert(1)</script> [x](javascript:y) `黄疸` *腹水* $x$ &lt; \u{7}\u{9b}終\t腹水\n\n=1+1|腹水\n";

fn text(document: &Document, options: &TextOptions) -> String {
    let mut out = Vec::new();
    render_text(
        &mut out,
        document,
        &Glossary::shipped().gloss(document),
        options,
    )
    .expect("memory can be written");
    String::from_utf8(out).expect("text")
}

fn at_width(document: &Document, width: usize) -> String {
    text(
        document,
        &TextOptions {
            width,
            ..TextOptions::default()
        },
    )
}

fn markdown(document: &Document) -> String {
    let mut out = Vec::new();
    render_markdown(
        &mut out,
        document,
        &Glossary::shipped().gloss(document),
        &MarkdownOptions::default(),
    )
    .expect("memory can be written");
    String::from_utf8(out).expect("text")
}

fn tsv(document: &Document, options: TsvOptions) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    render_tsv_header(&mut out).expect("memory can be written");
    render_tsv(
        &mut out,
        document,
        &Glossary::shipped().gloss(document),
        &options,
    )
    .expect("memory can be written");
    let out = String::from_utf8(out).expect("text");
    out.lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// The stacks of a page: runs of indented lines between the header and the legend; the later lines of a label stand further in.
fn stacks(page: &str) -> Vec<Vec<&str>> {
    let body = page.split("\nLegend\n").next().unwrap_or_default();
    let mut stacks = vec![Vec::new()];
    for line in body.lines().skip(3) {
        match line.strip_prefix("  ") {
            Some(inside) => {
                let stack = stacks.last_mut().expect("one at least");
                if !stack.is_empty() || !inside.starts_with(' ') {
                    stack.push(inside);
                }
            }
            None => stacks.push(Vec::new()),
        }
    }
    stacks
        .into_iter()
        .filter(|stack| !stack.is_empty())
        .collect()
}

/// The display columns at which the fields of a line begin, and what stands in them.
fn fields(line: &str) -> Vec<(usize, String)> {
    let mut fields: Vec<(usize, String)> = Vec::new();
    let (mut column, mut blanks) = (0, 2);
    for c in line.chars() {
        if c == ' ' {
            blanks += 1;
        } else {
            match fields.last_mut() {
                Some((_, field)) if blanks < 2 => {
                    field.extend(" ".repeat(blanks).chars().chain([c]));
                }
                _ => fields.push((column, c.to_string())),
            }
            blanks = 0;
        }
        column += c.width().unwrap_or_default();
    }
    fields
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn columns_line_up_at_every_width() {
    let document = Document::markdown(REPORT);
    for width in [24, 40, 60, 100, 160] {
        let page = at_width(&document, width);
        for stack in stacks(&page) {
            let starts: Vec<usize> = fields(stack[0])
                .into_iter()
                .map(|(column, _)| column)
                .collect();
            for line in &stack {
                for (column, field) in fields(line) {
                    assert!(
                        starts.contains(&column),
                        "{width}: `{field}` stands under no word\n{}",
                        stack.join("\n")
                    );
                }
            }
            let english = stack
                .iter()
                .map(|line| fields(line).len())
                .filter(|count| *count == starts.len());
            assert!(
                english.count() >= 2,
                "{width}: every word has its English\n{}",
                stack.join("\n")
            );
        }
    }
}

#[test]
fn no_line_is_wider_than_the_page() {
    let long = format!(
        "{REPORT}\n{}\n\n{}\n",
        "ゾゲムリ".repeat(60),
        "Loremipsum".repeat(30)
    );
    for document in [
        Document::markdown(&long),
        Document::plain(&long),
        Document::plain(HOSTILE),
    ] {
        for width in [20, 41, 60, 100, 160] {
            let page = at_width(&document, width);
            let too_wide = page.lines().find(|line| line.width() > width);
            assert_eq!(too_wide, None, "{width}");
        }
    }
    assert_eq!(
        at_width(&Document::plain(REPORT), 0),
        at_width(&Document::plain(REPORT), 20)
    );
}

#[test]
fn text_loses_no_letter() {
    let document = Document::plain(REPORT);
    let page = at_width(&document, 200);
    let japanese: String = stacks(&page)
        .iter()
        .map(|stack| letters(stack[0]))
        .collect();
    assert_eq!(japanese, letters(REPORT));
}

#[test]
fn markdown_loses_no_letter() {
    let document = Document::plain(REPORT);
    let page = markdown(&document);
    let body = page.split("## Legend").next().unwrap_or_default();
    let lines: Vec<&str> = body.lines().collect();
    let heads = lines
        .windows(2)
        .filter(|pair| pair[1].starts_with("| --- |"))
        .map(|pair| letters(pair[0]));
    assert_eq!(heads.collect::<String>(), letters(REPORT));
}

#[test]
fn tsv_loses_no_letter_and_tells_where_each_stands() {
    let document = Document::markdown(&format!("{REPORT}\n```\nlet 黄疸 = 1;\n```\n"));
    let rows = tsv(&document, TsvOptions::default());
    assert_eq!(rows[0], COLUMNS);
    let column = |name: &str| {
        COLUMNS
            .iter()
            .position(|column| *column == name)
            .expect("a column")
    };
    let mut last = 0;
    for row in &rows[1..] {
        assert_eq!(row.len(), COLUMNS.len());
        let number = |name: &str| row[column(name)].parse::<usize>().expect("a number");
        let (start, end) = (number("start"), number("end"));
        assert!(last <= start && start < end);
        assert_eq!(letters(&document.text[last..start]), "", "between two rows");
        assert_eq!(
            letters(&row[column("surface")]),
            letters(&document.text[start..end])
        );
        let place = document.place(start);
        assert_eq!(
            (number("line"), number("column")),
            (place.line, place.column)
        );
        last = end;
    }
    assert!(rows.last().is_some_and(
        |row| row[column("kind")] == "code" && row[column("surface")].contains("黄疸")
    ));
}

#[test]
fn the_terminal_obeys_nothing_of_the_document() {
    for document in [Document::plain(HOSTILE), Document::markdown(HOSTILE)] {
        let page = at_width(&document, 80);
        let obeyed = page
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
        assert_eq!(obeyed, None);
        assert!(
            page.contains(r"\u{1b}") && page.contains(r"\u{202e}"),
            "{page}"
        );
        let rows = tsv(&document, TsvOptions::default());
        assert!(
            rows.iter()
                .flatten()
                .all(|field| !field.contains(char::is_control))
        );
    }
    let code = Document::markdown("```\n黄疸\u{1b}[2J\n```\n");
    assert!(at_width(&code, 80).contains(r"黄疸\u{1b}[2J"));
}

#[test]
fn markdown_is_nothing_but_what_we_wrote() {
    let mut document = Document::plain(HOSTILE);
    document.path = Some("<b>a|b`.md".to_owned());
    let page = markdown(&document);
    let mut shown = String::new();
    for event in Parser::new_ext(
        &page,
        Options::ENABLE_TABLES | Options::ENABLE_MATH | Options::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                panic!("{dest_url}")
            }
            Event::InlineMath(formula) | Event::DisplayMath(formula) => panic!("{formula}"),
            Event::Code(code) => assert_eq!(*code, *document.sha256),
            Event::Text(text) => shown.push_str(&text),
            _ => {}
        }
    }
    for foreign in ["<b>a|b`.md", "script", "alert", "`", "*", "|", "&"] {
        assert!(shown.contains(foreign), "{foreign}");
    }
    assert_eq!(escape("a\nb"), "a b");
}

#[test]
fn a_fence_is_longer_than_the_code_in_it() {
    let document = Document::markdown("````\n```\n<b>\n````\n");
    let page = markdown(&document);
    assert!(page.contains("````\n```\n<b>\n````\n"), "{page}");
}

#[test]
fn signs_say_what_colours_repeat() {
    let document = Document::markdown(REPORT);
    let plain = at_width(&document, 100);
    let colored = text(
        &document,
        &TextOptions {
            color: true,
            ..TextOptions::default()
        },
    );
    assert!(!plain.contains('\u{1b}') && colored.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
    assert!(
        plain.contains("was not observed{N}") && plain.contains("negation: was not observed"),
        "{plain}"
    );
    assert!(plain.contains("[?]"), "an unknown word says so");
    for sign in ["!", "{N}", "{H}", "{R}", "{E}", "~", "?", "[?]", "°"] {
        assert!(
            plain
                .split("\nLegend\n")
                .nth(1)
                .is_some_and(|legend| legend.contains(&format!("\n    {sign} "))),
            "{sign}"
        );
    }
}

#[test]
fn every_page_says_what_it_is() {
    let document = Document::plain(REPORT);
    for page in [at_width(&document, 100), markdown(&document)] {
        assert!(page.contains("a gloss, not a translation"));
        assert!(page.contains("found is not the same as correct"));
        assert!(page.contains(&document.sha256[..12]));
        assert!(page.contains("standard input"));
    }
    assert_eq!(at_width(&document, 100), at_width(&document, 100));
}

#[test]
fn readings_can_be_left_out() {
    let document = Document::plain("黄疸");
    let without = text(
        &document,
        &TextOptions {
            romaji: false,
            ..TextOptions::default()
        },
    );
    assert!(at_width(&document, 100).contains("ōdan") && !without.contains("ōdan"));
    assert!(without.contains("  黄疸\n  jaundice\n"));
}

#[test]
fn a_document_without_words_has_a_page() {
    for empty in ["", "\n\n", "。", "---"] {
        let page = at_width(&Document::plain(empty), 60);
        assert!(
            page.contains("Legend") && page.contains("of the 0 letters"),
            "{page}"
        );
    }
}

#[test]
fn a_formula_gets_an_apostrophe_only_when_asked() {
    let document = Document::plain("=1+1は\n＋腹水\n@黄疸\n");
    let plain = tsv(&document, TsvOptions::default());
    let safe = tsv(
        &document,
        TsvOptions {
            spreadsheet_safe: true,
        },
    );
    assert!(plain.iter().flatten().any(|field| field.starts_with('=')));
    assert!(plain.iter().flatten().all(|field| !field.starts_with('\'')));
    assert!(
        safe.iter()
            .flatten()
            .all(|field| !field.starts_with(['=', '+', '-', '@', '＋']))
    );
    assert!(safe.iter().flatten().any(|field| field.starts_with("'=")));
}

#[test]
fn a_clause_that_goes_on_has_its_mark_at_the_word_and_no_second_comma() {
    let document = Document::plain("腹水を認めず、可動域は制限され、圧痛を認めた。");
    for page in [at_width(&document, 100), markdown(&document)] {
        let plain = page.replace("\\", "");
        assert!(plain.contains("not observed{N}, and"), "{page}");
        assert!(plain.contains("restricted, and"), "{page}");
        assert!(!plain.contains(", and,"), "{page}");
    }
}

#[test]
fn a_word_of_two_senses_shows_both_where_its_company_has_not_decided() {
    let open = Document::plain("所見の消失を確認した。");
    let decided = Document::plain("腱反射の消失を確認した。");
    for (open, decided) in [
        (at_width(&open, 100), at_width(&decided, 100)),
        (markdown(&open), markdown(&decided)),
    ] {
        let (open, decided) = (open.replace('\\', ""), decided.replace('\\', ""));
        assert!(open.contains("disappearance (resolution or"), "{open}");
        assert!(!decided.contains("(resolution or"), "{decided}");
    }
}
