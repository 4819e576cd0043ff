//! Folding: text made comparable, with a map back.
//!
//! `ＣＴ`, `CT` and `ct`, `ｶﾞｽ` and `ガス`, `胃癌` with a variation selector and without: one folded form each. The fold goes
//! character by character by a named table (`glossary/language/characters.toml`), never by a blanket normalisation: `10⁵` must
//! not become `105`. Folded text is for matching and is never shown.

use std::borrow::Cow;

use crate::span::{Piece, PieceKind, Span};
use crate::text::script::Script;

/// What one character folds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    Same,
    Ignored,
    Char(char),
    /// Index into the table's strings.
    Text(usize),
}

const IGNORED: u32 = 0xffff_ffff;
const TEXT: u32 = 0x8000_0000;
const PAGES: usize = 0x1100;

/// Pages, texts and marked kana of a table.
pub(crate) type Parts<'t, 'a> = (&'t [u8], &'t [Cow<'a, str>], &'t [(char, char, char)]);

/// The fold of every character: two levels, pages of 256 characters.
#[derive(Clone, Debug, Default)]
pub struct FoldTable<'a> {
    pages: Cow<'a, [u8]>,
    texts: Vec<Cow<'a, str>>,
    /// (base, mark, composed), sorted.
    marked: Vec<(char, char, char)>,
    /// The marks of `marked`, each once.
    marks: Vec<char>,
}

impl<'a> FoldTable<'a> {
    /// A table of single characters, of characters that become several, and of bases with a mark that become one.
    #[must_use]
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a number for the page of every character, and a page has 256 places"
    )]
    pub fn build(
        pairs: &[(char, Option<char>)],
        expansions: &[(char, String)],
        marked: &[(char, char, char)],
    ) -> FoldTable<'static> {
        let mut page_of = vec![0u16; PAGES];
        let mut pages: Vec<[u32; 256]> = vec![[0; 256]];
        let mut set = |from: char, value: u32| {
            let (page, at) = ((from as usize) >> 8, (from as usize) & 0xff);
            if page_of[page] == 0 {
                page_of[page] = u16::try_from(pages.len()).unwrap_or(0);
                pages.push([0; 256]);
            }
            pages[usize::from(page_of[page])][at] = value;
        };
        for (from, to) in pairs {
            set(*from, to.map_or(IGNORED, |to| to as u32));
        }
        for (index, (from, _)) in expansions.iter().enumerate() {
            set(*from, TEXT | u32::try_from(index).unwrap_or(0));
        }
        let mut bytes: Vec<u8> = page_of.iter().flat_map(|page| page.to_le_bytes()).collect();
        bytes.extend(pages.iter().flatten().flat_map(|value| value.to_le_bytes()));
        let mut marked = marked.to_vec();
        marked.sort_unstable();
        FoldTable {
            marks: marks_of(&marked),
            pages: Cow::Owned(bytes),
            texts: expansions
                .iter()
                .map(|(_, to)| Cow::Owned(to.clone()))
                .collect(),
            marked,
        }
    }

    /// A table over bytes made by [`FoldTable::build`], used in place.
    pub(crate) fn from_parts(
        pages: &'a [u8],
        texts: Vec<Cow<'a, str>>,
        marked: Vec<(char, char, char)>,
    ) -> Self {
        Self {
            marks: marks_of(&marked),
            pages: Cow::Borrowed(pages),
            texts,
            marked,
        }
    }

    pub(crate) fn parts(&self) -> Parts<'_, 'a> {
        (&self.pages, &self.texts, &self.marked)
    }

    #[inline]
    fn u16_at(&self, at: usize) -> usize {
        self.pages
            .get(at..)
            .and_then(<[u8]>::first_chunk)
            .map_or(0, |number| usize::from(u16::from_le_bytes(*number)))
    }

    #[inline]
    pub(crate) fn of(&self, character: char) -> Folded {
        let code = character as usize;
        let page = self.u16_at((code >> 8) * 2);
        if page == 0 {
            return Folded::Same;
        }
        let at = PAGES * 2 + (page * 256 + (code & 0xff)) * 4;
        let value = self
            .pages
            .get(at..)
            .and_then(<[u8]>::first_chunk)
            .map_or(0, |number| u32::from_le_bytes(*number));
        match value {
            0 => Folded::Same,
            IGNORED => Folded::Ignored,
            value if value & TEXT != 0 => Folded::Text((value & !TEXT) as usize),
            value => char::from_u32(value).map_or(Folded::Same, Folded::Char),
        }
    }

    /// Whether a character folds to itself, whatever stands before it.
    #[inline]
    fn is_folded(&self, character: char) -> bool {
        if character.is_ascii() {
            return !character.is_ascii_uppercase()
                && (character == ' ' || !character.is_ascii_whitespace());
        }
        self.of(character) == Folded::Same
            && !self.is_mark(character)
            && lower(character) == character
    }

    #[inline]
    fn is_mark(&self, character: char) -> bool {
        // The marks of voicing stand side by side, so nearly all else is turned away here.
        self.marks.first().is_some_and(|first| *first <= character)
            && self.marks.last().is_some_and(|last| character <= *last)
            && self.marks.contains(&character)
    }

    fn compose(&self, base: char, mark: char) -> Option<char> {
        let at = self
            .marked
            .binary_search_by_key(&(base, mark), |(base, mark, _)| (*base, *mark))
            .ok()?;
        self.marked.get(at).map(|row| row.2)
    }

    /// Kana without their marks of voicing, all else as it is: for telling what is nearly the same.
    #[must_use]
    pub(crate) fn unvoiced(&self, text: &str) -> String {
        let base = |c: char| {
            self.marked
                .iter()
                .find(|(_, _, composed)| *composed == c)
                .map_or(c, |(base, _, _)| *base)
        };
        text.chars().map(base).collect()
    }

    /// Folds a text with its case kept.
    #[must_use]
    pub(crate) fn fold_cased(&self, text: &str) -> String {
        let mut folded = FoldedText::default();
        folded.push_text(self, text, Advance::Source(0));
        folded.shown.into_iter().collect()
    }

    /// Folds a key, a query or any text that needs no way back.
    ///
    /// ```
    /// use medgloss::Glossary;
    /// assert_eq!(Glossary::shipped().fold_table().fold("ＭＲＩ　所見"), "mri 所見");
    /// ```
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        if self.is_folded_text(text) {
            return text.to_owned();
        }
        let mut folded = FoldedText::default();
        folded.push_text(self, text, Advance::Source(0));
        folded.folded.into_iter().collect()
    }

    /// Whether the text folds to itself.
    pub(crate) fn is_folded_text(&self, text: &str) -> bool {
        text.chars().all(|c| self.is_folded(c))
    }

    /// Folds the running text of a block.
    #[must_use]
    pub fn fold_pieces(&self, text: &str, pieces: &[Piece]) -> FoldedText {
        let mut folded = FoldedText::default();
        self.fold_pieces_into(text, pieces, &mut folded);
        folded
    }

    /// Folds the running text of a block into the room of another.
    pub(crate) fn fold_pieces_into(&self, text: &str, pieces: &[Piece], folded: &mut FoldedText) {
        folded.clear();
        for piece in pieces {
            let source = piece.span.of(text);
            match &piece.kind {
                PieceKind::Verbatim => {
                    folded.push_text(self, source, Advance::Source(piece.span.start));
                }
                PieceKind::Replaced(shown) => {
                    folded.push_text(self, shown, Advance::Fixed(piece.span));
                }
                PieceKind::SoftBreak => folded.push_break(piece.span, SOFT_BREAK),
                PieceKind::HardBreak => folded.push_break(piece.span, HARD_BREAK),
            }
        }
    }
}

fn marks_of(marked: &[(char, char, char)]) -> Vec<char> {
    let mut marks: Vec<char> = marked.iter().map(|(_, mark, _)| *mark).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

const NO_CUT: u8 = 1;
const SOFT_BREAK: u8 = 2;
const HARD_BREAK: u8 = 4;

#[derive(Clone, Copy)]
enum Advance {
    /// Each character stands for its own source bytes, from here on.
    Source(usize),
    /// All characters stand for this span together.
    Fixed(Span),
}

/// Folded text and the source bytes of each of its characters.
#[derive(Clone, Debug, Default)]
pub struct FoldedText {
    /// Characters for matching: width, case and variants folded.
    pub folded: Vec<char>,
    /// The same characters with their case kept.
    pub shown: Vec<char>,
    /// The script of each folded character.
    pub(crate) scripts: Vec<Script>,
    places: Vec<Place>,
    /// Flags for the next character.
    pending: u8,
    has_soft_breaks: bool,
}

/// The source bytes of a folded character, and what holds before it.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    end: u32,
    flags: u8,
}

impl FoldedText {
    fn clear(&mut self) {
        self.folded.clear();
        self.shown.clear();
        self.scripts.clear();
        self.places.clear();
        self.pending = 0;
        self.has_soft_breaks = false;
    }

    /// Number of folded characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// Whether nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The source bytes that the folded characters `from..to` stand for.
    #[must_use]
    #[inline]
    pub fn span(&self, from: usize, to: usize) -> Span {
        let start = self.places.get(from).map_or(0, |place| place.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.places.get(last))
            .map_or(start, |place| place.end);
        Span::new(start as usize, end as usize)
    }

    /// Whether a segment may begin at folded character `at`.
    #[must_use]
    #[inline]
    pub fn may_cut(&self, at: usize) -> bool {
        self.places
            .get(at)
            .is_none_or(|place| place.flags & NO_CUT == 0)
    }

    /// Whether a line of the source breaks before folded character `at`.
    #[must_use]
    pub fn soft_break_before(&self, at: usize) -> bool {
        self.places
            .get(at)
            .is_some_and(|place| place.flags & SOFT_BREAK != 0)
    }

    /// Whether a line of the source breaks anywhere inside.
    pub(crate) const fn has_soft_breaks(&self) -> bool {
        self.has_soft_breaks
    }

    /// Whether a sentence must end before folded character `at`.
    #[must_use]
    pub fn hard_break_before(&self, at: usize) -> bool {
        self.places
            .get(at)
            .is_some_and(|place| place.flags & HARD_BREAK != 0)
    }

    /// The first folded character whose source begins at or after `offset`.
    pub(crate) fn first_from(&self, offset: usize) -> usize {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.places.partition_point(|place| place.start < offset)
    }

    /// Forbids a cut before folded character `at`.
    pub fn forbid_cut(&mut self, at: usize) {
        if let Some(place) = self.places.get_mut(at) {
            place.flags |= NO_CUT;
        }
    }

    #[inline(always)]
    fn push(&mut self, folded: char, shown: char, span: Span, flags: u8) {
        self.folded.push(folded);
        self.shown.push(shown);
        self.scripts.push(Script::of(folded));
        self.places.push(Place {
            start: u32::try_from(span.start).unwrap_or(u32::MAX),
            end: u32::try_from(span.end).unwrap_or(u32::MAX),
            flags: flags | std::mem::take(&mut self.pending),
        });
    }

    fn reserve(&mut self, more: usize) {
        self.folded.reserve(more);
        self.shown.reserve(more);
        self.scripts.reserve(more);
        self.places.reserve(more);
    }

    fn extend_last(&mut self, end: usize) {
        if let Some(last) = self.places.last_mut() {
            last.end = u32::try_from(end).unwrap_or(u32::MAX);
        }
    }

    fn push_text(&mut self, table: &FoldTable<'_>, text: &str, advance: Advance) {
        self.reserve(text.len() / 3);
        for (at, character) in text.char_indices() {
            match advance {
                Advance::Source(base) => {
                    let start = base + at;
                    let span = Span::new(start, start + character.len_utf8());
                    self.push_char(table, character, span, 0);
                }
                Advance::Fixed(span) => {
                    let flags = if at > 0 { NO_CUT } else { 0 };
                    self.push_char(table, character, span, flags);
                }
            }
        }
    }

    #[inline(always)]
    fn push_char(&mut self, table: &FoldTable<'_>, character: char, span: Span, flags: u8) {
        if character.is_ascii() {
            let shown = if character.is_ascii_whitespace() {
                ' '
            } else {
                character
            };
            return self.push(shown.to_ascii_lowercase(), shown, span, flags);
        }
        match table.of(character) {
            Folded::Same => self.push_composed(table, character, span, flags),
            Folded::Char(to) => self.push_composed(table, to, span, flags),
            Folded::Ignored if self.folded.is_empty() => self.push(' ', ' ', span, flags),
            Folded::Ignored => self.extend_last(span.end),
            Folded::Text(index) => {
                let mut inner = flags;
                for to in table
                    .texts
                    .get(index)
                    .map_or("", |text| text.as_ref())
                    .chars()
                {
                    self.push(lower(to), to, span, inner);
                    inner |= NO_CUT;
                }
            }
        }
    }

    /// A mark of voicing joins the kana before it; all else stands for itself.
    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "the lists have one length, and a last character where one was composed with"
    )]
    fn push_composed(&mut self, table: &FoldTable<'_>, character: char, span: Span, flags: u8) {
        if table.is_mark(character)
            && let Some(composed) = self
                .shown
                .last()
                .and_then(|last| table.compose(*last, character))
        {
            let last = self.shown.len() - 1;
            self.shown[last] = composed;
            self.folded[last] = composed;
            self.scripts[last] = Script::of(composed);
            return self.extend_last(span.end);
        }
        self.push(lower(character), character, span, flags);
    }

    /// Between Japanese characters a soft break leaves only a flag, so that a word may run over it; elsewhere it is a space.
    fn push_break(&mut self, span: Span, flag: u8) {
        let after_japanese = self.folded.last().is_some_and(|last| {
            !Script::of(*last).is_latin() && *last < '\u{ff00}' && *last > '\u{2000}'
        });
        if flag == HARD_BREAK || !after_japanese {
            self.push(' ', ' ', span, 0);
        }
        self.pending |= flag;
        self.has_soft_breaks |= flag == SOFT_BREAK;
    }
}

#[inline]
fn lower(character: char) -> char {
    // Kana, kanji and their signs have no case.
    if matches!(character, '\u{2e80}'..='\u{a63f}') {
        return character;
    }
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    lower_of_rarer(character)
}

fn lower_of_rarer(character: char) -> char {
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => character,
    }
}
