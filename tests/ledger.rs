//! The ledgers: every row has its place, and what the text does not say is not supplied.

use medgloss::gloss::ledger::{Row, Survey, Value, Which};
use medgloss::glossary::{Layer, load::parse_glossary};
use medgloss::render::ledger::{LedgerFormat, render_ledger};
use medgloss::render::terms::{TermsFormat, render_terms};
use medgloss::render::tsv::TsvOptions;
use medgloss::{Document, Gloss, Glossary};

/// An invented report; no patient stands behind it.
const REPORT: &str = "# 架空例\n\n60歳代の男性。入院3日目に試験薬 ABX-1 を5 mg投与した。翌日、発熱は消失した。\n\n## 検査\n\n| 項目 | 投与後 |\n| --- | --- |\n| 発熱 | なし |\n\nAbx-1 の有効性が報告されている[3]。ヌメロポカの合併が疑われた。試験薬の副作用は認めなかった。\n";

fn glossed(text: &str) -> (Glossary, Document, Gloss) {
    let (glossary, document) = (Glossary::shipped(), Document::markdown(text));
    let gloss = glossary.gloss(&document);
    (glossary, document, gloss)
}

fn rows(text: &str, which: Which) -> Vec<Row> {
    let (glossary, document, gloss) = glossed(text);
    Survey::new(&document, &gloss, &glossary).rows(which)
}

fn text(row: &Row, which: Which, name: &str) -> String {
    let at = which
        .fields()
        .iter()
        .position(|field| *field == name)
        .expect("the field exists");
    match row.fields.get(at) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        other => format!("{other:?}"),
    }
}

fn written(text: &str, write: impl Fn(&mut Vec<u8>, &Document, &Gloss, &Glossary)) -> String {
    let (glossary, mut document, gloss) = glossed(text);
    document.path = Some("架空.md".to_owned());
    let mut out = Vec::new();
    write(&mut out, &document, &gloss, &glossary);
    String::from_utf8(out).expect("UTF-8")
}

fn ledger(text: &str, which: Which, format: LedgerFormat) -> String {
    written(text, |out, document, gloss, glossary| {
        render_ledger(out, document, gloss, glossary, which, format).expect("writing to memory");
    })
}

#[test]
fn every_row_of_every_ledger_has_a_true_place() {
    let (glossary, document, gloss) = glossed(REPORT);
    let survey = Survey::new(&document, &gloss, &glossary);
    for which in Which::ALL {
        for row in survey.rows(which) {
            assert_eq!(row.fields.len(), which.fields().len(), "{which:?}");
            for stand in std::iter::once(&row.stand).chain(&row.others) {
                let sentence = survey.sentences()[stand.sentence - 1].sentence;
                assert!(
                    sentence.span.start <= stand.span.start && stand.span.end <= sentence.span.end,
                    "{which:?} {row:?}"
                );
                assert_eq!(
                    stand.place,
                    document.place(stand.span.start),
                    "{which:?} {row:?}"
                );
            }
            assert!(!row.provenance.is_empty());
        }
    }
}

#[test]
fn every_sentence_is_accounted_for_among_the_claims() {
    let (glossary, document, gloss) = glossed(REPORT);
    let survey = Survey::new(&document, &gloss, &glossary);
    let rows = survey.rows(Which::Claims);
    for numbered in survey.sentences() {
        assert!(
            rows.iter().any(|row| row.stand.sentence == numbered.number),
            "sentence {}",
            numbered.number
        );
    }
    let without = rows
        .iter()
        .find(|row| row.text.is_empty())
        .expect("a sentence without a cue");
    assert_eq!(text(without, Which::Claims, "type"), "no listed cue found");
}

#[test]
fn a_claim_names_its_cue_its_reference_and_no_one_who_is_not_named() {
    let rows = rows(REPORT, Which::Claims);
    let reported = rows
        .iter()
        .find(|row| {
            row.gloss
                .as_deref()
                .is_some_and(|gloss| gloss.contains("reported"))
        })
        .expect("reported");
    assert_eq!(text(reported, Which::Claims, "type"), "evidential");
    assert_eq!(text(reported, Which::Claims, "holder"), "not named");
    assert_eq!(text(reported, Which::Claims, "reference"), "[3]");
    let absent = rows
        .iter()
        .find(|row| row.gloss.as_deref() == Some("was not observed"))
        .expect("not observed");
    assert_eq!(text(absent, Which::Claims, "reference"), "Some(Nothing)");
    assert!(absent.clause.contains("副作用"), "{}", absent.clause);
}

#[test]
fn a_holder_is_who_the_sentence_names_and_nobody_else() {
    for (sentence, holder) in [
        ("WHOは早期の接種を推奨している。", "WHO"),
        ("山田らは有効であると報告した。", "山田ら"),
        ("Smithら[3]は有効であると報告した。", "Smithら"),
        ("患者は腹痛を訴えた。", "patient"),
        ("患者は、痛みはないと訴えた。", "patient"),
        ("本人によると痛みはない。", "patient"),
        ("有効性が山田らにより報告された。", "山田ら"),
        ("患者は入院し、肺炎と診断した。", "not named"),
        ("有効性が報告されている。", "not named"),
        ("腹痛を訴えた。", "not named"),
    ] {
        let claims = rows(sentence, Which::Claims);
        let named: Vec<String> = claims
            .iter()
            .filter(|row| text(row, Which::Claims, "type") != "negation")
            .map(|row| text(row, Which::Claims, "holder"))
            .collect();
        assert_eq!(named, [holder], "{sentence}");
    }
}

#[test]
fn abbreviations_used_before_they_are_defined_or_defined_twice_are_told() {
    let document = "MSCを投与した。間葉系幹細胞（MSC）は有用である。HGFを測定した。\n\n肝細胞増殖因子（HGF）。別に、MSC（多発性硬化症）もある。\n\n急性骨髄性白血病（AML）。AMLは改善した。急性骨髄性白血病（AML）。CRPを測定した。\n";
    let found: Vec<[String; 4]> = rows(document, Which::Abbreviations)
        .iter()
        .map(|row| {
            let field = |name| text(row, Which::Abbreviations, name);
            [
                row.text.clone(),
                field("defined"),
                field("used_before_defined"),
                field("defined_otherwise"),
            ]
        })
        .collect();
    let of = |form: &str| {
        let row = found.iter().find(|row| row[0] == form);
        row.unwrap_or_else(|| panic!("{form}: {found:?}"))[1..].to_vec()
    };
    let (yes, no, nothing) = ("Some(Flag(true))", "Some(Flag(false))", "Some(Nothing)");
    assert_eq!(
        of("MSC"),
        ["here, 1:10", yes, "multiple sclerosis (多発性硬化症), 3:17"]
    );
    assert_eq!(of("HGF"), ["here, 3:1", yes, nothing]);
    assert_eq!(of("AML"), ["here, 5:1", no, nothing]);
    assert_eq!(
        of("CRP"),
        ["not defined here; the glossary's reading", no, nothing]
    );
    let page = written(document, |out, document, gloss, _| {
        use medgloss::render::text::{TextOptions, render_text};
        render_text(
            out,
            document,
            gloss,
            &TextOptions {
                width: 200,
                ..TextOptions::default()
            },
        )
        .expect("writing to memory");
    });
    assert!(
        page.contains("used before, at L1:1; defined otherwise at L3:17: 多発性硬化症"),
        "{page}"
    );
}

#[test]
fn a_cell_carries_the_heads_of_its_row_and_column() {
    let rows = rows(REPORT, Which::Claims);
    let none = rows
        .iter()
        .find(|row| row.text == "なし")
        .expect("the cell");
    assert!(
        none.clause.starts_with("発熱 / 投与後: "),
        "{}",
        none.clause
    );
    assert!(
        none.clause_gloss.starts_with("fever / "),
        "{}",
        none.clause_gloss
    );
}

#[test]
fn times_have_the_anchor_of_the_text_or_none() {
    let rows = rows(REPORT, Which::Times);
    let of = |word: &str| {
        rows.iter().find(|row| row.text.contains(word)).map(|row| {
            (
                text(row, Which::Times, "kind"),
                text(row, Which::Times, "anchor"),
            )
        })
    };
    assert_eq!(of("60歳代").map(|(kind, _)| kind).as_deref(), Some("age"));
    let third = of("3日目").expect("the third day").1;
    assert!(
        ["admission", "hospital"]
            .iter()
            .any(|word| third.contains(word)),
        "{third}"
    );
    assert_eq!(
        of("翌日").map(|(_, anchor)| anchor).as_deref(),
        Some("anchor not stated")
    );
    assert!(of("mg").is_none(), "a dose is no time");
}

#[test]
fn quantities_are_listed_without_times_and_numbers_of_headings() {
    let rows = rows(
        "# 1. 経過\n\n5 mgを2錠、4時間以内に投与した。\n",
        Which::Quantities,
    );
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    assert!(texts.iter().any(|text| text.contains("mg")), "{texts:?}");
    assert!(
        texts
            .iter()
            .all(|text| !text.contains("時間") && *text != "1"),
        "{texts:?}"
    );
}

#[test]
fn spellings_of_one_thing_stand_side_by_side() {
    let rows = rows(REPORT, Which::Spelling);
    let forms: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(forms, ["ABX-1", "Abx-1"]);
    assert_eq!(
        text(&rows[0], Which::Spelling, "group"),
        text(&rows[1], Which::Spelling, "group")
    );
    let counts = self::rows("細胞10兆個を投与した。10兆個相当を2回。\n", Which::Spelling);
    assert_eq!(
        counts
            .iter()
            .map(|row| row.text.as_str())
            .collect::<Vec<_>>(),
        ["10兆個", "10兆個相当"]
    );
}

#[test]
fn terms_are_counted_and_unknown_words_have_no_english() {
    let terms = rows(REPORT, Which::Terms);
    let fever = terms
        .iter()
        .find(|row| row.text == "発熱")
        .expect("the term");
    assert_eq!(
        (fever.count(), text(fever, Which::Terms, "count").as_str()),
        (2, "2")
    );
    let unknown = rows(REPORT, Which::Unknown);
    assert!(
        unknown
            .iter()
            .any(|row| row.text.starts_with("ヌメロポカ") && row.gloss.is_none()),
        "{unknown:?}"
    );
}

#[test]
fn where_to_look_finds_or_says_that_nothing_was_found() {
    let (glossary, document, gloss) = glossed(REPORT);
    let looks = Survey::new(&document, &gloss, &glossary).look();
    assert_eq!(looks.len(), 7);
    let adverse = looks
        .iter()
        .find(|look| look.topic == "adverse events")
        .expect("the topic");
    assert_eq!(adverse.found.len(), 1);
    assert!(
        looks
            .iter()
            .find(|look| look.topic == "consent")
            .is_some_and(|look| look.found.is_empty() && !look.words.is_empty())
    );
}

#[test]
fn the_end_of_a_sentence_is_told_in_english() {
    let (glossary, document, gloss) = glossed(
        "発熱は認めなかった（図1）。再発の可能性がある。腹水の減少。根治は困難であることが多い。",
    );
    let survey = Survey::new(&document, &gloss, &glossary);
    let ends: Vec<_> = survey
        .sentences()
        .iter()
        .filter_map(|numbered| survey.end_of(numbered.sentence))
        .collect();
    assert!(
        ends[0].predicate && ends[0].english.ends_with("was not observed"),
        "{ends:?}"
    );
    assert!(
        ends[1].predicate && ends[1].english == "there is possibility",
        "{ends:?}"
    );
    assert!(!ends[2].predicate, "{ends:?}");
    assert!(
        ends[3].predicate && ends[3].english == "is difficult · often",
        "{ends:?}"
    );
}

#[test]
fn tsv_has_one_row_a_line_and_as_many_cells_in_each() {
    for which in Which::ALL {
        let table = ledger(
            &format!("{REPORT}\n発熱\tあり\u{7}。\n"),
            which,
            LedgerFormat::Tsv(TsvOptions::default()),
        );
        let mut widths = table.lines().map(|line| line.split('\t').count());
        let head = widths.next().expect("a head");
        assert!(widths.all(|width| width == head), "{which:?}: {table}");
        assert!(
            table.starts_with("document\tsha256\tsentence\tline:column\tstart\tend\tsection\t")
        );
    }
}

#[test]
fn json_rows_carry_document_hash_place_and_provenance() {
    for which in Which::ALL {
        let line = ledger(REPORT, which, LedgerFormat::Json);
        assert_eq!(line.matches('\n').count(), 1);
        let json: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(json["ledger"], which.name());
        assert_eq!(json["source"]["sha256"].as_str().map(str::len), Some(64));
        for row in json["rows"].as_array().expect("rows") {
            for field in [
                "sentence",
                "line",
                "column",
                "start",
                "end",
                "section",
                "text",
                "gloss",
                "clause",
                "clause_gloss",
                "provenance",
                "others",
            ] {
                assert!(row.get(field).is_some(), "{which:?} {field}: {row}");
            }
        }
    }
}

#[test]
fn text_shows_what_cannot_be_seen() {
    let shown = ledger(
        "黄疸\u{1b}[31m\u{202e}あり。\n",
        Which::Claims,
        LedgerFormat::Text,
    );
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{202e}'),
        "{shown:?}"
    );
}

#[test]
fn the_term_list_loads_as_it_is_and_filled_in() {
    let list = written(REPORT, |out, document, gloss, glossary| {
        render_terms(out, document, gloss, glossary, TermsFormat::Toml).expect("writing to memory");
    });
    let file = parse_glossary("terms.toml", &list, Layer::User).expect("it loads at once");
    assert!(
        file.entries.iter().any(|entry| entry.headword == "試験薬"),
        "{list}"
    );
    let empty: Vec<&str> = list
        .lines()
        .filter(|line| line.contains("english = [\"\"]"))
        .collect();
    assert!(
        !empty.is_empty()
            && empty
                .iter()
                .all(|line| line.trim_start().starts_with("# { headword = ")),
        "{empty:?}"
    );

    let filled: String = list
        .lines()
        .map(|line| {
            format!(
                "{}\n",
                line.replacen("# { headword", "{ headword", 1)
                    .replace("[\"\"]", "[\"filled in\"]")
            )
        })
        .collect();
    let file = parse_glossary("terms.toml", &filled, Layer::User).expect("it loads filled in");
    let (mut glossary, document, before) = glossed(REPORT);
    glossary.add(&[file]).expect("it compiles");
    let after = glossary.gloss(&document);
    let unknown = after
        .segments()
        .find(|segment| segment.text == "ヌメロポカ")
        .expect("the word");
    assert_eq!(unknown.gloss.as_deref(), Some("filled in"));
    let said = |gloss: &Gloss| {
        gloss
            .segments()
            .filter(|segment| segment.text.contains("投与"))
            .filter_map(|segment| segment.gloss.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said(&after),
        said(&before),
        "a する-noun of the list still has its verb"
    );
}

#[test]
fn the_term_list_is_a_table_in_tsv_and_markdown() {
    let with = |format| {
        written(
            "a|b <黄疸> `x` あり。\n",
            |out, document, gloss, glossary| {
                render_terms(out, document, gloss, glossary, format).expect("writing to memory");
            },
        )
    };
    let tsv = with(TermsFormat::Tsv(TsvOptions::default()));
    assert!(
        tsv.lines().all(|line| line.split('\t').count() == 7),
        "{tsv}"
    );
    let markdown = with(TermsFormat::Markdown);
    let rows: Vec<&str> = markdown
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    assert!(
        rows.len() > 2
            && rows
                .iter()
                .all(|row| row.replace("\\|", "").matches('|').count() == 7),
        "{markdown}"
    );
    assert!(!markdown.contains("<黄"), "{markdown}");
}

#[test]
fn spreadsheets_do_not_take_fields_for_formulas() {
    let report = "=1+1の腹水。-5点と判定した。\n";
    let safe = TsvOptions {
        spreadsheet_safe: true,
    };
    for which in Which::ALL {
        let sheet = ledger(report, which, LedgerFormat::Tsv(safe));
        for field in sheet.lines().skip(1).flat_map(|line| line.split('\t')) {
            assert!(
                !field.starts_with(['=', '+', '-', '@']),
                "{which:?}: {field}"
            );
        }
    }
    let claims = ledger(report, Which::Claims, LedgerFormat::Tsv(safe));
    assert!(claims.contains("\t'=1+1の腹水。"), "{claims}");
    let as_written = ledger(
        report,
        Which::Claims,
        LedgerFormat::Tsv(TsvOptions::default()),
    );
    assert!(as_written.contains("\t=1+1の腹水。"), "{as_written}");
}
