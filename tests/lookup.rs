//! The lookup, on a small glossary of its own, so that the shipped one can grow without breaking it.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use medgloss::Glossary;
use medgloss::glossary::{Layer, load::parse_glossary};
use medgloss::lookup::{Found, LookupResult, MatchKind};
use medgloss::render::lookup::{LookupText, write_text};

const TOY: &str = r#"
entries = [
  { headword = "黄疸", variants = ["黃疸"], reading = "おうだん", english = ["jaundice", "icterus"], class = "symptom", note = "of skin and eyes" },
  { headword = "横断", reading = "おうだん", english = ["transverse section"] },
  { headword = "疑陽性", reading = "ぎようせい", english = ["equivocal result"] },
  { headword = "偽陽性", reading = "ぎようせい", english = ["false positive"] },
  { headword = "肝炎", reading = "かんえん", english = ["hepatitis"], class = "disease" },
  { headword = "胃炎", reading = "いえん", english = ["gastritis"], class = "disease" },
  { headword = "肝硬変", variants = ["肝硬変症"], reading = "かんこうへん", english = ["cirrhosis (of the liver)"], class = "disease", modifier = "cirrhotic" },
  { headword = "代償性肝硬変", reading = "だいしょうせいかんこうへん", english = ["compensated cirrhosis"] },
  { headword = "自己免疫性肝炎", reading = "じこめんえきせいかんえん", english = ["autoimmune hepatitis"], abbreviation = "AIH" },
  { headword = "食道静脈瘤", reading = "しょくどうじょうみゃくりゅう", english = ["esophageal varix"] },
  { headword = "クローン病", reading = "くろーんびょう", english = ["Crohn disease"] },
  { headword = "エクソソーム", reading = "えくそそーむ", english = ["exosome"] },
  { headword = "線維化", reading = "せんいか", english = ["fibrosis"], verb = "fibrose" },
  { headword = "認める", variants = ["みとめる"], reading = "みとめる", english = ["be observed"], pos = "ichidan" },
  { headword = "行う", reading = "おこなう", english = ["perform"], pos = "godan" },
  { headword = "行く", reading = "いく", english = ["go"], pos = "godan-iku" },
  { headword = "抗", reading = "こう", english = ["anti-{}"], pos = "prefix" },
  { headword = "BT", english = ["body temperature", "bladder tumor", "brain tumor"], pos = "abbreviation", ambiguous = true },
  { headword = "Bt", english = ["bathing"], pos = "abbreviation", case_sensitive = true },
  { headword = "HT", english = ["hypertension"], pos = "abbreviation", ambiguous = true, note = "also height" },
  { headword = "IL-6", english = ["interleukin 6"], pos = "symbol" },
]
[glossary]
name = "toy"
title = "Words for these tests"
license = "CC0-1.0"
"#;

fn toy() -> &'static Glossary {
    static TOY_GLOSSARY: OnceLock<Glossary> = OnceLock::new();
    TOY_GLOSSARY.get_or_init(|| {
        let mut glossary = Glossary::shipped();
        glossary.without_shipped();
        let file = parse_glossary("toy.toml", TOY, Layer::User).expect("the toy glossary is sound");
        glossary.add(&[file]).expect("it compiles");
        glossary
    })
}

fn kinds(result: &LookupResult) -> Vec<(&str, MatchKind)> {
    result
        .entries
        .iter()
        .map(|found| (found.headword.as_str(), found.kind))
        .collect()
}

fn suggested(result: &LookupResult) -> Vec<&str> {
    assert!(result.entries.is_empty(), "{:?}", kinds(result));
    result
        .suggestions
        .iter()
        .map(|found| found.headword.as_str())
        .collect()
}

fn first(query: &str) -> Found {
    toy()
        .lookup(query, None)
        .entries
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("nothing found for {query}"))
}

#[test]
fn kanji_and_their_variants() {
    assert_eq!(
        kinds(&toy().lookup("黄疸", None)),
        [("黄疸", MatchKind::Exact)]
    );
    assert_eq!(
        kinds(&toy().lookup("肝硬変症", None)),
        [("肝硬変", MatchKind::Variant)]
    );
    assert_eq!(kinds(&toy().lookup(" 黃疸 ", None))[0].0, "黄疸");
    assert_eq!(
        kinds(&toy().lookup("ＢＴ", None))[0],
        ("BT", MatchKind::Exact)
    );
}

#[test]
fn kana_of_either_kind_and_any_width_find_all_homophones() {
    for query in ["おうだん", "オウダン", "ｵｳﾀﾞﾝ", "おーだん"] {
        let result = toy().lookup(query, None);
        let mut found = kinds(&result);
        found.sort_unstable();
        assert_eq!(
            found,
            [("横断", MatchKind::Reading), ("黄疸", MatchKind::Reading)],
            "{query}"
        );
    }
    let result = toy().lookup("ぎようせい", None);
    let english: Vec<&str> = result
        .entries
        .iter()
        .map(|found| found.english[0].as_str())
        .collect();
    assert_eq!(english, ["equivocal result", "false positive"]);
}

#[test]
fn romaji_of_every_system() {
    for query in ["oudan", "ōdan", "odan", "Ôdan", "ｏｕｄａｎ"] {
        assert!(
            kinds(&toy().lookup(query, None)).contains(&("黄疸", MatchKind::Romaji)),
            "{query}"
        );
    }
    for (query, headword) in [
        ("ekusosōmu", "エクソソーム"),
        ("ekusosoumu", "エクソソーム"),
        ("kan'en", "肝炎"),
        ("kanen", "肝炎"),
        ("kurōnbyō", "クローン病"),
        ("kuronbyo", "クローン病"),
        ("syokudouzyoumyakuryuu", "食道静脈瘤"),
        ("shokudōjōmyakuryū", "食道静脈瘤"),
        ("mitomeru", "認める"),
    ] {
        assert_eq!(first(query).headword, headword, "{query}");
    }
}

#[test]
fn english_by_any_word_with_spelling_and_number_folded() {
    assert_eq!(first("icterus").headword, "黄疸");
    assert_eq!(first("oesophageal varices").headword, "食道静脈瘤");
    assert_eq!(first("crohn’s disease").headword, "クローン病");
    assert_eq!(first("disease crohn").headword, "クローン病");
    assert_eq!(first("AIH").headword, "自己免疫性肝炎");
    assert_eq!(first("cirrhotic").headword, "肝硬変");
    assert!(
        toy()
            .lookup("autoimmune gastritis", None)
            .entries
            .is_empty(),
        "all words must stand in one form"
    );
}

#[test]
fn bracketed_parts_are_optional_and_whole_forms_come_first() {
    let result = toy().lookup("cirrhosis", None);
    assert_eq!(
        kinds(&result),
        [
            ("肝硬変", MatchKind::English),
            ("代償性肝硬変", MatchKind::English)
        ]
    );
    assert_eq!(first("cirrhosis of the liver").headword, "肝硬変");
    assert_eq!(first("cirrhosis (hepatic)").headword, "肝硬変");
    assert_eq!(kinds(&toy().lookup("hepatitis", None))[0].0, "肝炎");
}

#[test]
fn patterns() {
    let headwords = |query: &str| {
        toy()
            .lookup(query, None)
            .entries
            .into_iter()
            .map(|found| (found.headword, found.kind))
            .collect::<Vec<_>>()
    };
    let one = |headword: &str, kind: MatchKind| (headword.to_owned(), kind);
    assert_eq!(
        headwords("肝*"),
        [
            one("肝炎", MatchKind::Prefix),
            one("肝硬変", MatchKind::Prefix)
        ]
    );
    assert_eq!(
        headwords("*炎"),
        [
            one("肝炎", MatchKind::Suffix),
            one("胃炎", MatchKind::Suffix),
            one("自己免疫性肝炎", MatchKind::Suffix)
        ]
    );
    assert_eq!(
        headwords("*硬変*"),
        [
            one("肝硬変", MatchKind::Contains),
            one("代償性肝硬変", MatchKind::Contains)
        ]
    );
    assert_eq!(headwords("＊硬変").len(), 2);
    assert_eq!(headwords("かんこ*"), [one("肝硬変", MatchKind::Prefix)]);
    assert_eq!(headwords("kanko*"), [one("肝硬変", MatchKind::Prefix)]);
    assert_eq!(
        headwords("hepat*"),
        [
            one("肝炎", MatchKind::Prefix),
            one("自己免疫性肝炎", MatchKind::Prefix)
        ]
    );
    assert!(headwords("*").is_empty());
}

#[test]
fn inflected_forms_find_their_word() {
    for query in ["認められた", "認めなかった", "みとめられた"] {
        assert_eq!(
            kinds(&toy().lookup(query, None)),
            [("認める", MatchKind::Inflected)],
            "{query}"
        );
    }
    let found = first("認められた");
    assert!(
        found.why.contains("passive") && found.why.contains("was observed"),
        "{}",
        found.why
    );
    let both = toy().lookup("行った", None);
    assert_eq!(
        both.entries.len(),
        2,
        "行う and 行く look alike: {:?}",
        kinds(&both)
    );
}

#[test]
fn compounds_that_are_no_entry_are_composed_and_say_so() {
    let found = first("抗線維化");
    assert_eq!(
        (found.headword.as_str(), found.kind, found.entry.as_deref()),
        ("抗線維化", MatchKind::Compound, None)
    );
    assert_eq!(found.english, ["anti-fibrosis"]);
    let parts: Vec<&str> = found.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(parts, ["抗", "線維化"]);
    assert!(found.why.contains("composed"));
    assert!(
        toy().lookup("肝炎魑魅", None).entries.is_empty(),
        "a compound with an unknown part is not found"
    );
}

#[test]
fn ambiguous_shorthand_shows_every_sense_and_case_counts() {
    let result = toy().lookup("BT", None);
    assert_eq!(
        result.entries[0].english,
        ["body temperature", "bladder tumor", "brain tumor"]
    );
    assert!(result.entries[0].ambiguous);
    assert_eq!(
        result.entries[1].headword, "Bt",
        "other letter case comes after"
    );
    assert_eq!(toy().lookup("Bt", None).entries[0].headword, "Bt");
    assert_eq!(first("IL 6").headword, "IL-6");
    assert_eq!(first("il6").headword, "IL-6");
}

#[test]
fn what_tells_homophones_and_readings_of_shorthand_apart_stands_in_the_line() {
    let line = |query: &str, headword: &str| {
        let mut text = Vec::new();
        let result = toy().lookup(query, None);
        write_text(&mut text, &result, LookupText::default()).expect("writing to memory");
        let text = String::from_utf8(text).expect("UTF-8");
        let line = text.lines().find(|line| line.starts_with(headword));
        line.unwrap_or_else(|| panic!("{headword} in {text}"))
            .to_owned()
    };
    assert!(line("おうだん", "黄疸").ends_with("(of skin and eyes)"));
    assert!(
        !line("黄疸", "黄疸").contains("of skin and eyes"),
        "a note is for --all"
    );
    let shorthand = line("HT", "HT");
    assert!(shorthand.contains("none is chosen") && shorthand.ends_with("(also height)"));
}

#[test]
fn near_misses_are_suggestions_and_never_entries() {
    for (query, headword) in [
        ("oudna", "黄疸"),
        ("jaundise", "黄疸"),
        ("黄だん", "黄疸"),
        ("かん炎", "肝炎"),
        ("hepatits", "肝炎"),
        ("黄疽", "黄疸"),
        ("肝硬辺", "肝硬変"),
        ("おうたん", "黄疸"),
    ] {
        assert!(
            suggested(&toy().lookup(query, None)).contains(&headword),
            "{query}"
        );
    }
    assert!(suggested(&toy().lookup("魑魅魍魎", None)).is_empty());
}

#[test]
fn a_near_miss_never_drops_a_kanji() {
    assert!(!suggested(&toy().lookup("非々代償性肝硬変", None)).contains(&"代償性肝硬変"));
    assert_eq!(
        suggested(&toy().lookup("償性肝硬変", None)),
        ["代償性肝硬変"]
    );
}

#[test]
fn a_readers_own_entry_stands_instead_of_ours_and_says_so() {
    let own = "entries = [{ headword = \"黄疸\", reading = \"おうだん\", english = \"yellowness\" }]\n[glossary]\nname = \"mine\"";
    let mut glossary = Glossary::shipped();
    glossary
        .add(&[parse_glossary("mine.toml", own, Layer::User).expect("sound")])
        .expect("it compiles");
    for query in ["黄疸", "おうだん", "yellowness"] {
        let result = glossary.lookup(query, None);
        assert_eq!(
            result.entries[0].entry.as_deref(),
            Some("mine:黄疸"),
            "{query}"
        );
        assert!(
            result.entries[0].why.contains("instead of"),
            "{}",
            result.entries[0].why
        );
        assert_eq!(
            result
                .entries
                .iter()
                .filter(|found| found.headword == "黄疸")
                .count(),
            1,
            "{query}"
        );
    }
    assert!(
        glossary
            .lookup("jaundice", None)
            .entries
            .iter()
            .all(|found| found.headword != "黄疸")
    );
}

#[test]
fn the_limit_cuts_and_the_total_tells() {
    let glossary = Glossary::shipped();
    let result = glossary.lookup("肝*", None);
    assert_eq!(result.entries.len(), 20);
    assert!(result.total > 20);
    assert_eq!(glossary.lookup("肝*", Some(3)).entries.len(), 3);
}

#[test]
fn odd_queries_do_no_harm() {
    let long = "肝".repeat(20_000);
    for query in [
        "",
        " ",
        "\u{200b}",
        "*",
        "**",
        "\0",
        "が\u{3099}",
        "🫀",
        long.as_str(),
        "a",
        "ん",
        "-",
        "'",
        "（",
        "n'n'n'",
    ] {
        let _ = toy().lookup(query, None);
    }
}

fn medgloss(arguments: &[&str], input: &str) -> Output {
    let mut child = command(arguments).spawn().expect("the program starts");
    child
        .stdin
        .take()
        .expect("it has an input")
        .write_all(input.as_bytes())
        .expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medgloss"));
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
        .env_remove("MEDGLOSS_GLOSSARY")
        .env("XDG_CONFIG_HOME", "/nowhere");
    command
}

fn toy_file() -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("toy-{:?}.toml", std::thread::current().id()));
    std::fs::write(&path, TOY).expect("the target folder can be written");
    path
}

#[test]
fn the_command_writes_one_line_an_entry() {
    let toy = toy_file();
    let toy = toy.to_str().expect("UTF-8");
    let output = medgloss(&["lookup", "--only", toy, "黄疸"], "");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "黄疸  おうだん ōdan  jaundice; icterus  [toy]\n"
    );
    assert_eq!(output.status.code(), Some(0));
    let all = medgloss(&["lookup", "--only", toy, "--all", "--why", "黄疸"], "");
    let text = String::from_utf8_lossy(&all.stdout);
    for part in [
        "spellings: 黃疸",
        "note: of skin and eyes",
        "source: Words for these tests; CC0-1.0",
        "why: the headword",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn the_command_ends_with_1_where_anything_is_not_found() {
    let toy = toy_file();
    let toy = toy.to_str().expect("UTF-8");
    let output = medgloss(
        &[
            "lookup", "--only", toy, "--format", "json", "黄疸", "jaundise",
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["entries"][0]["match"], "exact");
    assert_eq!(lines[1]["entries"], serde_json::json!([]));
    assert_eq!(lines[1]["suggestions"][0]["headword"], "黄疸");
    let text = medgloss(&["lookup", "--only", toy, "jaundise"], "");
    assert!(String::from_utf8_lossy(&text.stdout).contains("did you mean\n  黄疸"));
}

#[test]
fn queries_on_standard_input_are_answered_as_they_come() {
    let toy = toy_file();
    let mut child = command(&[
        "lookup",
        "--only",
        toy.to_str().expect("UTF-8"),
        "--format",
        "json",
        "-",
    ])
    .spawn()
    .expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    let mut answers = BufReader::new(child.stdout.take().expect("an output")).lines();
    for query in ["黄疸", "hepatitis"] {
        writeln!(input, "{query}\r").expect("it reads");
        let answer: serde_json::Value =
            serde_json::from_str(&answers.next().expect("an answer").expect("UTF-8"))
                .expect("JSON");
        assert_eq!(answer["query"], query);
    }
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn glossaries_of_the_environment_and_the_configuration_are_read() {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("config-home");
    std::fs::create_dir_all(home.join("medgloss")).expect("a folder");
    let entry = |english: &str| {
        format!(
            "glossary.name = \"{english}\"\nentries = [{{ headword = \"黄疸\", english = \"{english}\" }}]"
        )
    };
    std::fs::write(home.join("medgloss/own.toml"), entry("configured")).expect("a file");
    let named = home.join("named.toml");
    std::fs::write(&named, entry("named")).expect("a file");
    let first = |variable: Option<&PathBuf>, arguments: &[&str]| {
        let mut command = command(&[&["lookup", "--format", "json", "黄疸"], arguments].concat());
        command.env("XDG_CONFIG_HOME", &home);
        if let Some(path) = variable {
            command.env("MEDGLOSS_GLOSSARY", path);
        }
        let output = command.output().expect("it runs");
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        answer["entries"][0]["english"][0]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(first(None, &[]), "configured");
    assert_eq!(first(Some(&named), &[]), "named");
    let toy = toy_file();
    assert_eq!(
        first(Some(&named), &["--glossary", toy.to_str().expect("UTF-8")]),
        "jaundice"
    );
}
