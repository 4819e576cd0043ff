//! A sentence has the same number, line and column in every format: a reviewer cites one and a translator finds it in the other.

use medgloss::gloss::ledger::Which;
use medgloss::render::html::render_html;
use medgloss::render::json::write_gloss;
use medgloss::render::ledger::{LedgerFormat, render_ledger};
use medgloss::render::markdown::{MarkdownOptions, render_markdown};
use medgloss::render::text::{TextOptions, render_text};
use medgloss::render::tsv::{TsvOptions, render_tsv};
use medgloss::source::Format;
use medgloss::{Document, Gloss, Glossary};
use serde_json::Value;

/// Number, line and column of a sentence.
type Place = (usize, usize, usize);

/// Invented documents: line ends of every kind, markup around the first word, tables, lists, code, several sentences a line.
const DOCUMENTS: [(Format, &str); 4] = [
    (
        Format::Markdown,
        "# 架空例\r\n\r\n**腹水**を認めた。黄疸なし。\r\n\r\n- 咳あり。\r\n  - 熱なし。発疹も認めない。\r\n\r\n| 項目 | 後 |\r\n|---|---|\r\n| 発熱 | なし。咳あり。 |\r\n\r\n```\r\nコード\r\n```\r\n\r\n> 有効と\r\n> 考えられた。改善した。\r\n\r\n予後は不明[^1]。\r\n\r\n[^1]: 文献による。\r\n",
    ),
    (
        Format::Plain,
        "【経過】\n　腹水を認めた。𠮟責なし。\r黄疸は消失した。\n\nＣＲＰ　3.2 mg/dL。\tAST 40\u{2028}咳なし",
    ),
    (
        Format::Html,
        "<h1>架空例</h1>\n<p>腹水を<b>認</b>めた。黄疸&amp;咳なし。</p><ul><li>発熱<li>なし</ul>\n<table><tr><th>項目<th>後<tr><td>咳<td>なし</table>",
    ),
    (
        Format::Jats,
        "<article><front><article-meta><title-group><article-title>架空の一例</article-title></title-group></article-meta></front>\n<body><sec><title>経過</title><p>腹水を認めた。咳はなかった。</p></sec></body></article>",
    ),
];

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("writing to memory");
    String::from_utf8(out).expect("UTF-8")
}

/// Number, line and column of every sentence, counted here: a line ends at CR LF, LF or CR.
fn counted(document: &Document, gloss: &Gloss) -> Vec<Place> {
    let place = |(at, start): (usize, usize)| {
        let before = document.text[..start].replace("\r\n", "\n");
        let lines: Vec<&str> = before.split(['\n', '\r']).collect();
        let column = lines.last().map_or(0, |line| line.chars().count()) + 1;
        (at + 1, lines.len(), column)
    };
    let starts = gloss.sentences().map(|sentence| sentence.span.start);
    starts.enumerate().map(place).collect()
}

fn numbers<const N: usize>(text: &str) -> Option<[usize; N]> {
    let mut pieces = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|piece| !piece.is_empty());
    let mut found = [0; N];
    for number in &mut found {
        *number = pieces.next()?.parse().ok()?;
    }
    Some(found)
}

/// `L3:14 s2` at the beginning of a line, in bold or not.
fn in_lines(page: &str) -> Vec<Place> {
    let lines = page.lines().map(|line| line.trim_start_matches('*'));
    let lines = lines.filter(|line| {
        line.starts_with('L')
            && line[1..].starts_with(|c: char| c.is_ascii_digit())
            && line.contains(" s")
    });
    // The legend explains the notation with an example.
    let lines = lines.filter(|line| !line.contains("over a sentence"));
    let places = lines.filter_map(|line| numbers(line.split('·').next()?));
    places
        .map(|[line, column, number]| (number, line, column))
        .collect()
}

fn in_html(page: &str) -> Vec<Place> {
    let article = page.split_once("<article").expect("an article").1;
    let article = article.split_once("</article>").expect("it ends").0;
    let place = |sentence: &str| {
        let number = sentence.split('>').next()?.parse().ok()?;
        let shown = sentence.split_once("<span class=l>")?.1;
        let [line, column] = numbers(shown.split_once("</span>")?.0)?;
        Some((number, line, column))
    };
    article
        .split("<span class=s id=s")
        .skip(1)
        .filter_map(place)
        .collect()
}

/// The first row of each sentence.
fn in_tsv(rows: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for row in rows.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let [number, line, column] = [2, 3, 4].map(|at| cells[at].parse().unwrap_or(0));
        if number > 0 && places.last().is_none_or(|last| last.0 != number) {
            places.push((number, line, column));
        }
    }
    places
}

#[test]
fn numbers_lines_and_columns_are_the_same_in_every_format() {
    let glossary = Glossary::shipped();
    for (format, text) in DOCUMENTS {
        let document = Document::read(text.as_bytes(), None, Some(format), None).expect("it reads");
        let gloss = glossary.gloss(&document);
        let expected = counted(&document, &gloss);
        assert!(expected.len() > 2, "{format:?}: {expected:?}");
        let options = TextOptions {
            width: 400,
            ..TextOptions::default()
        };
        let page = written(|out| render_text(out, &document, &gloss, &options));
        assert_eq!(in_lines(&page), expected, "{format:?} as text");
        let options = MarkdownOptions { romaji: false };
        let page = written(|out| render_markdown(out, &document, &gloss, &options));
        assert_eq!(in_lines(&page), expected, "{format:?} as Markdown");
        let page = written(|out| render_html(out, &document, &gloss, &glossary));
        assert_eq!(in_html(&page), expected, "{format:?} as HTML");
        let rows = written(|out| render_tsv(out, &document, &gloss, &TsvOptions::default()));
        assert_eq!(in_tsv(&rows), expected, "{format:?} as TSV");
        let line = written(|out| write_gloss(out, &document, &gloss, None));
        assert_eq!(in_json(&line), expected, "{format:?} as JSON");
        let claims = written(|out| {
            render_ledger(
                out,
                &document,
                &gloss,
                &glossary,
                Which::Claims,
                LedgerFormat::Json,
            )
        });
        for (number, start) in in_claims(&claims) {
            let sentence = gloss
                .sentences()
                .nth(number - 1)
                .expect("the sentence is there");
            assert!(
                sentence.span.start <= start && start < sentence.span.end,
                "{format:?}: {number}"
            );
        }
        let first: Vec<usize> = in_claims(&claims)
            .into_iter()
            .map(|(number, _)| number)
            .collect();
        let all: Vec<usize> = (1..=expected.len()).collect();
        let mut once = first.clone();
        once.dedup();
        assert_eq!(
            once, all,
            "{format:?}: every sentence among the claims, in order"
        );
    }
}

fn in_json(line: &str) -> Vec<Place> {
    let gloss: Value = serde_json::from_str(line).expect("JSON");
    let blocks = gloss["blocks"].as_array().expect("blocks");
    let sentences = blocks
        .iter()
        .filter_map(|block| block["sentences"].as_array())
        .flatten();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap_or(0)).unwrap_or(0);
    sentences
        .map(|sentence| {
            (
                number(&sentence["number"]),
                number(&sentence["line"]),
                number(&sentence["column"]),
            )
        })
        .collect()
}

fn in_claims(line: &str) -> Vec<(usize, usize)> {
    let ledger: Value = serde_json::from_str(line).expect("JSON");
    let rows = ledger["rows"].as_array().expect("rows");
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap_or(0)).unwrap_or(0);
    rows.iter()
        .map(|row| (number(&row["sentence"]), number(&row["start"])))
        .collect()
}
