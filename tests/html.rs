//! The page: everything of the document is there, nothing of it becomes markup, and what is linked exists.

use std::collections::BTreeSet;

use medgloss::render::html::render_html;
use medgloss::{Document, Glossary};
use sha2::{Digest, Sha256};

/// An invented report; no patient stands behind it.
const REPORT: &str = "# 架空例 A\n\n## 経過\n\n- 60歳代の男性。腹水は認めなかった。\n- 投与後4時間以内に黄疸が消失した[2]。\n\n| 項目 | 前 | 後 |\n| --- | --- | --- |\n| 発熱 | あり | なし |\n| CRP | 3.2 mg/dL | |\n\n> 有効性が示唆される。\n\n```\ncode 黄疸\n```\n\nヌメロポカの安全性は不明である。\n";

fn page_of(document: &Document) -> String {
    let glossary = Glossary::shipped();
    let gloss = glossary.gloss(document);
    let mut page = Vec::new();
    render_html(&mut page, document, &gloss, &glossary).expect("writing to memory");
    String::from_utf8(page).expect("the page is UTF-8")
}

/// The tags and the text of a page, its style and script left out. In attributes `>` is always escaped, so a tag ends at the first one.
fn taken_apart(page: &str) -> (Vec<String>, String) {
    let (mut tags, mut text, mut rest) = (Vec::new(), String::new(), page);
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').expect("a tag ends");
        let raw = tags
            .last()
            .is_some_and(|tag| tag == "style" || tag == "script");
        if !raw {
            text.push_str(before);
        }
        tags.push(tag.to_owned());
        rest = behind;
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    (tags, text)
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let value = tag.get(at..)?;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(' ').next(),
    }
}

fn element<'p>(page: &'p str, name: &str) -> &'p str {
    let after = page
        .split_once(&format!("<{name}>"))
        .expect("the element is there")
        .1;
    after
        .split_once(&format!("</{name}>"))
        .expect("the element ends")
        .0
}

#[test]
fn every_letter_of_the_document_is_there_in_order() {
    let document = Document::markdown(REPORT);
    let page = page_of(&document);
    let article = page
        .split_once("<article")
        .and_then(|(_, rest)| rest.split_once("</article>"))
        .expect("an article")
        .0;
    let mut shown = String::new();
    let mut rest = article;
    // Only Japanese runs: what stands under lang=ja, readings taken out.
    while let Some((_, after)) = rest.split_once(" lang=ja>") {
        let end = ["</span><span class=g", "</span>\n", "</pre>"]
            .iter()
            .filter_map(|end| after.find(end))
            .min()
            .expect("the run ends");
        let mut run = after[..end].to_owned();
        while let Some(at) = run.find("<rp>") {
            let length = run[at..].find("</ruby>").expect("a ruby ends");
            run.replace_range(at..at + length, "");
        }
        shown.push_str(&taken_apart(&format!("{run}<b>")).1);
        rest = &after[end..];
    }
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let mut expected = String::new();
    for block in &document.blocks {
        expected.push_str(&block.visible(&document.text, block.span));
    }
    assert_eq!(letters(&shown), letters(&expected));
}

#[test]
fn ids_are_unique_and_every_link_leads_to_one() {
    let (tags, _) = taken_apart(&page_of(&Document::markdown(REPORT)));
    let mut ids = BTreeSet::new();
    for tag in &tags {
        if let Some(id) = attribute(tag, "id") {
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
        }
    }
    let links: Vec<&str> = tags
        .iter()
        .filter_map(|tag| attribute(tag, "href"))
        .collect();
    assert!(links.len() > 50, "{links:?}");
    for link in links {
        let target = link.strip_prefix('#').expect("all links stay on the page");
        assert!(ids.contains(target), "{link} leads nowhere");
    }
}

#[test]
fn nothing_is_asked_for_from_outside() {
    let page = page_of(&Document::markdown(REPORT));
    let (tags, _) = taken_apart(&page);
    assert!(tags.iter().all(|tag| attribute(tag, "src").is_none()
        && !tag.starts_with("link")
        && !tag.starts_with("img")));
    let (style, script) = (element(&page, "style"), element(&page, "script"));
    for word in [
        "http:",
        "https:",
        "url(",
        "@import",
        "fetch(",
        "XMLHttpRequest",
        "eval(",
        "innerHTML",
    ] {
        assert!(!style.contains(word) && !script.contains(word), "{word}");
    }
    assert!(
        tags.iter()
            .all(|tag| attribute(tag, "style").is_none() && !tag.contains(" on")),
        "inline styles and handlers would break the policy"
    );
}

#[test]
fn the_policy_allows_exactly_this_style_and_script() {
    let page = page_of(&Document::plain("黄疸あり。"));
    let policy = page
        .split_once("content-security-policy content=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .expect("a policy")
        .0;
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    for (name, directive) in [("style", "style-src"), ("script", "script-src")] {
        let hash = base64(&Sha256::digest(element(&page, name).as_bytes()));
        assert!(
            policy.contains(&format!("{directive} 'sha256-{hash}'")),
            "{name}: {policy}"
        );
    }
}

fn base64(bytes: &[u8]) -> String {
    let signs: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['+', '/'])
        .collect();
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let mut text: String = bits
        .chunks(6)
        .map(|six| {
            signs[six
                .iter()
                .chain(&[0; 6])
                .take(6)
                .fold(0, |sum, bit| sum << 1 | usize::from(*bit))]
        })
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[test]
fn markup_in_the_document_stays_text() {
    let hostile = "黄疸</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>javascript:alert(1)--> &amp; 腹水";
    let page = page_of(&Document::plain(hostile));
    let calm = page_of(&Document::plain("黄疸と腹水"));
    let names = |page: &str| {
        taken_apart(page)
            .0
            .iter()
            .filter_map(|tag| tag.split([' ', '\n']).next().map(str::to_owned))
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        names(&page)
            .difference(&names(&calm))
            .filter(|name| *name != "small")
            .count(),
        0,
        "{:?}",
        names(&page)
    );
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn quotes_in_a_glossary_stay_inside_their_attribute() {
    use medgloss::glossary::{Layer, load::parse_glossary};
    let own = "glossary.name = \"x\\\"><script>\"\nglossary.license = \"<i>\"\nentries = [{ headword = \"ヌメロポカ\", english = \"<b onclick='x'>\\\"\", reading = \"ぬめ\\\" onfocus=\\\"x\", note = \"</dd><script>\" }]";
    let mut glossary = Glossary::shipped();
    glossary
        .add(&[parse_glossary("own.toml", own, Layer::User).expect("it reads")])
        .expect("it loads");
    let mut document = Document::plain("ヌメロポカあり。");
    document.path = Some("a\"<script>\u{202e}.md".to_owned());
    let mut page = Vec::new();
    render_html(&mut page, &document, &glossary.gloss(&document), &glossary)
        .expect("writing to memory");
    let page = String::from_utf8(page).expect("UTF-8");
    let (tags, text) = taken_apart(&page);
    assert!(
        tags.iter()
            .all(|tag| !tag.contains("onclick") && attribute(tag, "onfocus").is_none()),
        "an attribute was opened"
    );
    assert_eq!(
        tags.iter().filter(|tag| tag.starts_with("script")).count(),
        1
    );
    assert!(
        text.contains("<b onclick='x'>"),
        "the gloss is shown as it is"
    );
}

#[test]
fn what_cannot_be_seen_is_made_visible() {
    let page = page_of(&Document::plain("黄疸\u{202e}逆\u{202c}あり\u{7}。שלום"));
    for hidden in ['\u{202e}', '\u{202c}', '\u{7}'] {
        assert!(!page.contains(hidden), "{:04X} stands raw", hidden as u32);
    }
    assert!(page.contains("U+202E") && page.contains("U+0007"));
    assert!(
        page.contains("<bdi>"),
        "text from right to left is kept apart"
    );
}

#[test]
fn blocks_stay_what_they_are() {
    let page = page_of(&Document::markdown(REPORT));
    for element in [
        "<h3 class=b>",
        "<h4 class=b>",
        "<ul class=ul>",
        "<table class=doc>",
        "<th scope=col>",
        "<blockquote",
        "<pre",
    ] {
        assert!(page.contains(element), "{element}");
    }
    let table = page
        .split_once("<table class=doc>")
        .and_then(|(_, rest)| rest.split_once("</table>"))
        .expect("a table")
        .0;
    assert_eq!(table.matches("<tr>").count(), 3);
    assert_eq!(
        (table.matches("<th ").count(), table.matches("<td>").count()),
        (3, 5),
        "the last cell is empty and left out"
    );
}

#[test]
fn each_sentence_opens_with_its_end_and_its_marks() {
    let page = page_of(&Document::plain("腹水は認めなかった。"));
    let opening = page
        .split_once("<span class=e>")
        .and_then(|(_, rest)| rest.split_once("<span class=i>"))
        .expect("an opening")
        .0;
    assert!(opening.contains("was not observed"), "{opening}");
    assert!(opening.contains("negation: was not observed"), "{opening}");
}

#[test]
fn nothing_is_told_by_colour_alone() {
    let page = page_of(&Document::markdown(REPORT));
    assert!(
        page.contains("composed</i>") || !page.contains("\"w c"),
        "composed words say so"
    );
    let unknown = page.split_once("class=\"w u\"").expect("an unknown word").1;
    assert!(
        unknown
            .split_once("</a>")
            .is_some_and(|(word, _)| word.contains("no entry"))
    );
    assert!(page.contains("<small class=\"m negation\">negation</small>"));
    assert!(!page.contains(" title="), "nothing is told on hover alone");
}

#[test]
fn everything_japanese_is_marked_as_japanese() {
    let report = "# 架空例\n\n腹水は認めなかった[2]。山田らは有効性を報告した（文献3）。MSCを用いた。間葉系幹細胞（MSC）と多発性硬化症（MSC）。\n\n| 項目 | 後 |\n| --- | --- |\n| 発熱 | 5 mg、翌日になし |\n\nヌメロポカやヌメロポ カが疑われるもよおす。BM-MSCとBM-MScを比べた。予後は不明。\n";
    let glossary = Glossary::shipped();
    let mut document = Document::markdown(report);
    document.path = Some("報告/症例.md".to_owned());
    let mut page = Vec::new();
    render_html(&mut page, &document, &glossary.gloss(&document), &glossary)
        .expect("writing to memory");
    let page = String::from_utf8(page).expect("UTF-8");
    let is_japanese = |c: char| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿');
    let mut languages = vec![("html".to_owned(), "en".to_owned())];
    let body = page.split_once("<body>").expect("a body").1;
    let body = body.split_once("<script>").expect("a script").0;
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect();
        if let Some(closed) = name.strip_prefix('/') {
            let open = languages.iter().rposition(|(open, _)| open == closed);
            languages.truncate(open.unwrap_or(languages.len()));
        } else {
            let above = languages.last().map(|(_, language)| language.clone());
            let own =
                attribute(tag, "lang").map(|language| language.trim_end_matches('>').to_owned());
            languages.push((name, own.or(above).unwrap_or_default()));
        }
        let language = languages.last().map(|(_, language)| language.as_str());
        let fits = language == Some("ja") || !text.contains(is_japanese);
        assert!(fits, "in {language:?}, under {tag}: {text}");
    }
}

#[test]
fn the_head_names_the_document_the_program_and_every_termbase_with_its_licence_and_state() {
    use medgloss::glossary::{Layer, load::parse_glossary};
    let own = "glossary.name = \"own\"\nglossary.version = \"7b\"\nglossary.license = \"CC0-1.0\"\nentries = [{ headword = \"ヌメロポカ\", english = \"numeropoca\" }]";
    let mut glossary = Glossary::shipped();
    glossary
        .add(&[parse_glossary("own.toml", own, Layer::User).expect("it reads")])
        .expect("it loads");
    let document = Document::plain("黄疸あり。");
    let mut page = Vec::new();
    render_html(&mut page, &document, &glossary.gloss(&document), &glossary)
        .expect("writing to memory");
    let (_, text) = taken_apart(&String::from_utf8(page).expect("UTF-8"));
    assert!(text.contains("a gloss, not a translation") && text.contains(&document.sha256));
    assert!(text.contains(&format!("medgloss {}", env!("CARGO_PKG_VERSION"))));
    let list = text
        .rsplit("Termbases")
        .next()
        .expect("a list of termbases");
    for file in glossary.files() {
        assert!(
            !file.license.is_empty() && file.sha256.len() == 64,
            "{file:?}"
        );
        let line = list.lines().find(|line| line.contains(&file.sha256[..12]));
        let line = line.unwrap_or_else(|| panic!("{} is not listed", file.path));
        assert!(
            line.contains(&file.license) && line.contains(&file.title),
            "{line}"
        );
    }
    assert!(list.contains("version 7b"), "{list}");
}

#[test]
fn the_second_sense_stands_in_the_line() {
    for (sentence, word, both) in [
        (
            "黄疸の消失。",
            "消失",
            "resolution of a finding, or loss of a function",
        ),
        (
            "薬を減量した。",
            "減量した",
            "dose reduction, or loss of body weight",
        ),
        (
            "肺炎が疑われた。",
            "疑われた",
            "suspects it to be so (not: doubts it)",
        ),
        (
            "肺炎疑いで入院した。",
            "疑い",
            "suspicion that it is so (not: doubt)",
        ),
    ] {
        let page = page_of(&Document::plain(sentence));
        let shown = page
            .split_once(&format!(">{word}<"))
            .and_then(|(_, rest)| rest.split_once("</a>"))
            .unwrap_or_else(|| panic!("{word} in {page}"))
            .0;
        assert!(shown.contains(both), "{shown}");
    }
}

#[test]
fn long_and_hostile_texts_take_time_in_proportion() {
    use std::time::Instant;
    let time = |text: &str| {
        let began = Instant::now();
        let size = page_of(&Document::plain(text)).len();
        (began.elapsed().as_secs_f64(), size)
    };
    for unit in ["（", "）", "「", "3", "黄疸", "[1]", "ない", "a、"] {
        let (short, long) = (time(&unit.repeat(500)), time(&unit.repeat(4_000)));
        assert!(long.1 < short.1 * 9, "{unit}: {short:?} {long:?}");
        assert!(
            long.0 < (short.0 + 0.05) * 40.0,
            "{unit}: {short:?} {long:?}"
        );
    }
}
