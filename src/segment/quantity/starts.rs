//! With which characters a quantity may begin, so that grammar is asked only where it can answer.

use hashbrown::HashMap;

use crate::lexicon::tables::Tables;
use crate::segment::quantity::shapes::Shapes;

/// What may begin with a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Start {
    /// A number, a date, an era.
    pub(crate) number: bool,
    /// A bound before a number: 約.
    pub(crate) before: bool,
    /// A fixed expression: 隔日.
    pub(crate) expression: bool,
    /// A label: 図1.
    pub(crate) label: bool,
    /// A grade, a Roman number, a sign, a masked year.
    pub(crate) special: bool,
}

/// What may begin with which folded character.
#[derive(Clone, Debug, Default)]
pub(crate) struct Starts {
    by_character: HashMap<char, Start>,
    /// One bit for each character, so that the others are turned away at once.
    known: Vec<u64>,
    /// The shapes of the data.
    pub(crate) shapes: Shapes,
}

impl Starts {
    pub(crate) fn of(tables: &Tables) -> Self {
        let mut starts = Self {
            shapes: Shapes::of(&tables.shapes, &tables.range),
            ..Self::default()
        };
        let signs: Vec<char> = starts.shapes.first_signs().collect();
        for sign in signs {
            starts.at(sign).special = true;
        }
        for character in ('0'..='9')
            .chain(tables.digits.keys().copied())
            .chain(tables.powers.keys().copied())
        {
            starts.at(character).number = true;
        }
        let eras = tables.eras.iter().flat_map(|era| [&era.form, &era.letter]);
        for word in tables.vague.keys().chain(eras) {
            starts.begin(word, |start| start.number = true);
        }
        let bounds = tables
            .before
            .iter()
            .flat_map(|bound| std::iter::once(&bound.form).chain(&bound.variants));
        for word in bounds {
            starts.begin(word, |start| start.before = true);
        }
        for word in tables.expressions.keys() {
            starts.begin(word, |start| start.expression = true);
        }
        for word in tables.labels.keys() {
            starts.begin(word, |start| start.label = true);
        }
        for word in &tables.half {
            starts.begin(word, |start| start.number = true);
        }
        for word in tables.grades.keys() {
            starts.begin(word, |start| start.special = true);
        }
        let roman = ['i', 'v', 'x', '-']
            .into_iter()
            .chain('Ⅰ'..='Ⅻ')
            .chain('ⅰ'..='ⅻ');
        for character in tables.masks.iter().copied().chain(roman) {
            starts.at(character).special = true;
        }
        starts
    }

    fn at(&mut self, character: char) -> &mut Start {
        let place = character as usize / 64;
        if self.known.len() <= place {
            self.known.resize(place + 1, 0);
        }
        if let Some(known) = self.known.get_mut(place) {
            *known |= 1 << (character as usize % 64);
        }
        self.by_character.entry(character).or_default()
    }

    fn begin(&mut self, word: &str, mark: impl Fn(&mut Start)) {
        for character in word.chars().take(1).flat_map(char::to_lowercase) {
            mark(self.at(character));
        }
    }

    /// What may begin with the folded character, if anything does.
    #[inline]
    pub(crate) fn get(&self, character: char) -> Option<Start> {
        let bits = self.known.get(character as usize / 64)?;
        if bits >> (character as usize % 64) & 1 == 0 {
            return None;
        }
        self.by_character.get(&character).copied()
    }
}
