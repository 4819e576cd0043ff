//! What must hold of every gloss, on generated documents of mixed scripts and markup.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::sync::OnceLock;

use medgloss::batch::answer_line;
use medgloss::source::Format;
use medgloss::{Document, Glossary};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn glossary() -> &'static Glossary {
    static GLOSSARY: OnceLock<Glossary> = OnceLock::new();
    GLOSSARY.get_or_init(Glossary::shipped)
}

/// Pieces of reports, of charts, and of what no report should hold.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "黄疸",
        "腹水",
        "肝硬変",
        "認めなかった",
        "投与した",
        "は",
        "を",
        "の",
        "、",
        "。",
        "（",
        "）",
        "「",
        "」",
        "・",
        "10兆個",
        "38℃台",
        "ＭＲＩ",
        "ﾊﾟﾙｽ",
        "か\u{3099}",
        "葛\u{e0100}",
        "IL-6",
        "TNF $\\alpha$",
        "**",
        "*",
        "# ",
        "- ",
        "| ",
        "|",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        " ",
        "　",
        "5 mg",
        "1,240",
        "２，３日",
        "R5.4.1",
        "\u{200b}",
        "\u{202e}",
        "😷",
        "👨‍👩‍👧",
        "&amp;",
        "<b>",
        "</b>",
        "`",
        "$",
        "\\",
        "ㇰ",
        "㎎",
        "①",
        "𠮟る",
        "HGF（肝細胞増殖因子）",
        "エクソソーム",
        "ー",
        "ゝ",
        "々",
        "〇",
        "～",
        "\u{0}",
        "\u{feff}",
        "é",
        "ß",
        "Ⅲ期",
        "10⁵",
    ]);
    prop_oneof![
        6 => words.prop_map(str::to_owned),
        1 => "[ぁ-んァ-ヶ一-龠]{1,6}",
        1 => "[a-zA-Z0-9 ./-]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// Segments lie in order, inside their sentences, on grapheme boundaries of the block's text, and say their own surface.
fn check(text: &str, format: Format) -> Result<(), TestCaseError> {
    let document = Document::of_text(text, format);
    let gloss = glossary().gloss(&document);
    let mut at = 0;
    for sentence in gloss.sentences() {
        prop_assert!(sentence.span.start >= at && sentence.span.end <= document.text.len());
        for segment in &sentence.segments {
            prop_assert!(
                segment.span.start >= at,
                "segments overlap at {}",
                segment.span.start
            );
            prop_assert!(
                segment.span.start < segment.span.end && segment.span.end <= sentence.span.end
            );
            prop_assert!(
                document.text.is_char_boundary(segment.span.start)
                    && document.text.is_char_boundary(segment.span.end)
            );
            let mut inner = segment.span.start;
            for part in &segment.parts {
                prop_assert!(part.span.start >= inner && part.span.end <= segment.span.end);
                inner = part.span.end;
            }
            at = segment.span.end;
        }
        for mark in &sentence.marks {
            prop_assert!(
                mark.span.start < mark.span.end
                    && mark.scope.start <= mark.span.start
                    && mark.span.end <= mark.scope.end
            );
        }
    }
    prop_assert_eq!(
        &gloss,
        &glossary().gloss(&document),
        "the same document gives the same gloss"
    );
    Ok(())
}

fn check_cuts(text: &str) -> Result<(), TestCaseError> {
    let document = Document::plain(text);
    let gloss = glossary().gloss(&document);
    for block in &gloss.blocks {
        let span = document.blocks[block.block].span;
        let source = &document.text[span.start..span.end];
        for segment in block
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.segments)
        {
            let at = segment.span.start - span.start;
            let fits = source.grapheme_indices(true).any(|(start, _)| start == at);
            prop_assert!(
                fits,
                "byte {} of {text:?} is inside a grapheme",
                segment.span.start
            );
        }
    }
    Ok(())
}

/// A page of the same pieces, with elements between them.
fn page() -> impl Strategy<Value = String> {
    let tags = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "<br>",
        "<td>",
        "<table><tr>",
        "</table>",
        "<li>",
        "<ruby>",
        "<rt>",
        "</ruby>",
        "<pre>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "&nbsp;",
        "&#x9ec4;",
        "&#0;",
        "<p title='",
        "'>",
        "</div>",
        "<h1>",
    ]);
    let piece = prop_oneof![2 => piece(), 1 => tags.prop_map(str::to_owned)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Hard cases of one kind each: half-width kana with marks of voicing, full-width digits and units, combining marks, line ends of every kind.
fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ｦ-ﾝ][ﾞﾟ]?",
        "[か-ほカ-ホ]\u{3099}",
        "[０-９]{1,4}[．，]?[０-９]{0,2}(ｍｇ|㎎|％|℃|個|歳)?",
        "(\r\n|\r|\n|\t|\u{2028}|\u{85}| |　)",
        "[一-龠]{1,3}[\u{e0100}\u{fe00}\u{fe0f}\u{200d}]?",
        "(😷|👨‍👩‍👧|🇯🇵|☺\u{fe0f}|𩸽)",
        r"(\*\*|`|\$|\||\[|\]|# |- |> )",
        "[α-ωA-Z]-?[0-9]{0,2}",
        piece(),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// A mark on a space makes one character with it.
#[test]
fn a_mark_on_a_space_is_not_parted_from_it() -> Result<(), TestCaseError> {
    check_cuts("A \u{1133b}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn plain_text_is_tiled(text in text()) {
        check(&text, Format::Plain)?;
    }

    #[test]
    fn markdown_is_tiled(text in text()) {
        check(&text, Format::Markdown)?;
    }

    /// What stands between segments is white space, signs or markup: every letter and number of a plain text is in one.
    #[test]
    fn no_letter_of_a_plain_text_is_lost(text in text()) {
        let document = Document::plain(&text);
        let gloss = glossary().gloss(&document);
        let mut covered = vec![false; document.text.len()];
        for segment in gloss.segments() {
            covered[segment.span.start..segment.span.end].fill(true);
        }
        for (at, character) in document.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            prop_assert!(covered[at], "{character:?} at byte {at} of {text:?} is in no segment");
        }
    }

    /// A cut never parts what a reader sees as one character.
    #[test]
    fn cuts_lie_between_graphemes(text in text()) {
        check_cuts(&text)?;
    }

    /// Order, tiling, graphemes, the map of the fold, valid JSON, the same twice: see `fuzz/bodies.rs`.
    #[test]
    fn every_promise_holds_of_mixed_scripts(text in mixed()) {
        let plain = Document::plain(&text);
        bodies::holds(&plain);
        bodies::is_tiled(&plain, &glossary().gloss(&plain));
        bodies::holds(&Document::markdown(&text));
    }

    #[test]
    fn every_promise_holds_of_pages(text in page()) {
        bodies::html_page(text.as_bytes());
    }

    /// What a line of `batch` says comes back: the id as it was, the surfaces of the text at their places.
    #[test]
    fn a_line_of_json_comes_back(text in mixed(), id in any::<String>()) {
        let line = serde_json::json!({ "id": id, "text": text }).to_string();
        let mut out = Vec::new();
        answer_line(&glossary().glosser(), line.as_bytes(), 1, &mut Vec::new(), &mut out)?;
        let answer: serde_json::Value = serde_json::from_slice(&out)?;
        prop_assert_eq!(answer["id"].as_str(), Some(id.as_str()));
        let list = |value: &serde_json::Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
        let sentences = list(&answer, "blocks").into_iter().flat_map(|block| list(&block, "sentences"));
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for segment in sentences.flat_map(|sentence| list(&sentence, "segments")) {
            let place = |key: &str| segment[key].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX);
            prop_assert_eq!(text.get(place("start")..place("end")), segment["surface"].as_str());
        }
    }

    /// 万, 億, 兆 and 京 say the value that was written.
    #[test]
    fn large_numbers_keep_their_value(head in 1u64..9999, scale in 0usize..4) {
        let (sign, zeros) = [("万", 4), ("億", 8), ("兆", 12), ("京", 16)][scale];
        let document = Document::plain(&format!("{head}{sign}個を投与した。"));
        let gloss = glossary().gloss(&document);
        let quantity = gloss.segments().find_map(|segment| segment.quantity.clone());
        let wanted = format!("{head}{}", "0".repeat(zeros));
        prop_assert_eq!(quantity.and_then(|quantity| quantity.low), Some(wanted));
    }

    /// A number with a unit is one segment, and says its digits.
    #[test]
    fn a_dose_is_never_split(whole in 0u32..5000, tenths in 0u32..10, unit in prop::sample::select(vec!["mg", "mL/日", "mg/kg/日", "℃", "％", "日間", "歳", "か月", "mmHg"])) {
        let written = format!("{whole}.{tenths}{unit}");
        let document = Document::plain(&format!("値は{written}であった。"));
        let gloss = glossary().gloss(&document);
        let segment = gloss.segments().find(|segment| segment.quantity.is_some());
        prop_assert_eq!(segment.map(|segment| segment.text.clone()), Some(written));
        let english = segment.and_then(|segment| segment.gloss.clone()).unwrap_or_default();
        let value = format!("{whole}.{tenths}");
        prop_assert!(english.contains(&value), "{}", english);
    }
}
