//! A reader's terms are found in a text wherever a plain search finds them, from a list read at run time as from a compiled one.

use medgloss::glossary::Layer;
use medgloss::glossary::load::parse_glossary;
use medgloss::lexicon::compile::{Purpose, compile};
use medgloss::{Document, Glossary};

/// Letters that no shipped word is made of, so that only the reader's terms can be found.
const LETTERS: [char; 5] = ['鱻', '麤', '龘', '靐', '齉'];

/// Numbers that look thrown; the generator of Numerical Recipes.
fn thrown(state: &mut u32, below: usize) -> usize {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*state >> 16) as usize % below
}

#[test]
fn terms_are_found_where_a_plain_search_finds_them() {
    let mut state = 11;
    let mut word = |longest: usize| -> String {
        let length = 2 + thrown(&mut state, longest - 1);
        (0..length)
            .map(|_| LETTERS[thrown(&mut state, LETTERS.len())])
            .collect()
    };
    let mut words: Vec<String> = (0..120).map(|_| word(6)).collect();
    words.sort();
    words.dedup();
    let entries: String = words
        .iter()
        .map(|word| format!("{{ headword = \"{word}\", english = [\"term {word}\"] }},\n"))
        .collect();
    let toml = format!("glossary.name = \"own\"\nentries = [\n{entries}]\n");
    let file = parse_glossary("own.toml", &toml, Layer::User).expect("it is a glossary");
    let mut read = Glossary::shipped();
    read.add(std::slice::from_ref(&file)).expect("it is added");
    let mut compiled = Glossary::shipped();
    let language = Glossary::language().expect("the program's own");
    compiled
        .add_compiled(compile(&language, &[file], Purpose::Added))
        .expect("it is added");
    for word in &words {
        let document = Document::plain(&format!("{word}を認めた。"));
        for glossary in [&read, &compiled] {
            let gloss = glossary.gloss(&document);
            let first = gloss.segments().next().expect("a segment");
            assert_eq!(first.surface(&document), word);
            assert_eq!(
                first.gloss.as_deref(),
                Some(format!("term {word}").as_str())
            );
        }
    }
}
