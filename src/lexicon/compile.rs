//! Compiling glossary files and the language into an image.

use hashbrown::{HashMap, HashSet};

use crate::glossary::language::{Auxiliary, Cost, Language};
use crate::glossary::{Entry, FileInfo, GlossaryFile, Layer};
use crate::lexicon::forms::{Respellings, WordForm, changes, forms_of, inflected};
use crate::lexicon::image::{FILE_FIELDS, assemble, bytes_of};
use crate::lexicon::tables::Tables;
use crate::lexicon::{LexemeKind, starts, trie};
use crate::text::fold::FoldTable;
use crate::text::kana::{hiragana, is_kana};
use crate::text::script::Script;
use crate::text::spelling::{Spelling, words_as_written};

/// What never stands beside each other.
pub(crate) const NEVER: i16 = i16::MAX;

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The whole termbase, with the language.
    Shipped,
    /// Entries that stand over a shipped termbase: nothing that costs time to build.
    Added,
}

/// Compiles `files` with `language` into an image.
#[must_use]
pub fn compile(language: &Language, files: &[GlossaryFile], purpose: Purpose) -> Vec<u8> {
    let fold = language.characters.fold_table();
    let mut compiler = Compiler::new(language, &fold);
    if purpose == Purpose::Shipped {
        compiler.add_language();
    }
    for file in files {
        compiler.add_file(file);
    }
    compiler.finish(purpose == Purpose::Shipped)
}

#[derive(Clone, Debug)]
struct Lexeme {
    entry: u32,
    left: u8,
    right: u8,
    kind: LexemeKind,
    flags: u8,
    cost: i32,
    means: u32,
    payload: u32,
    layer: Layer,
}

struct Compiler<'l> {
    language: &'l Language,
    fold: &'l FoldTable<'l>,
    spelling: Spelling,
    respellings: Respellings<'l>,
    strings: Vec<String>,
    string_ids: HashMap<String, u32>,
    lists: Vec<u32>,
    list_ids: HashMap<Vec<u32>, u32>,
    entries: Vec<u32>,
    classes: Vec<String>,
    features: Vec<String>,
    keys: HashMap<String, Vec<Lexeme>>,
    files: Vec<u32>,
    readings: Vec<(String, u32)>,
    english: HashMap<String, Vec<u32>>,
    /// English words as written, in their compared form: most come again and again.
    compared: HashMap<String, String>,
    homographs: HashMap<(usize, String), u32>,
    /// Entries that hold only in certain company.
    conditional: HashSet<u32>,
}

impl<'l> Compiler<'l> {
    fn new(language: &'l Language, fold: &'l FoldTable<'l>) -> Self {
        let mut compiler = Self {
            language,
            fold,
            spelling: language.spelling(),
            respellings: Respellings::of(language),
            strings: Vec::new(),
            string_ids: HashMap::new(),
            lists: vec![0],
            list_ids: HashMap::from([(Vec::new(), 0)]),
            entries: Vec::new(),
            classes: Vec::new(),
            features: language.features.keys().cloned().collect(),
            keys: HashMap::new(),
            files: Vec::new(),
            readings: Vec::new(),
            english: HashMap::new(),
            compared: HashMap::new(),
            homographs: HashMap::new(),
            conditional: HashSet::new(),
        };
        compiler.string("");
        compiler.collect_classes();
        compiler
    }

    fn string(&mut self, text: &str) -> u32 {
        if let Some(id) = self.string_ids.get(text) {
            return *id;
        }
        let id = u32::try_from(self.strings.len()).unwrap_or(0);
        self.strings.push(text.to_owned());
        self.string_ids.insert(text.to_owned(), id);
        id
    }

    fn list(&mut self, numbers: Vec<u32>) -> u32 {
        if let Some(id) = self.list_ids.get(&numbers) {
            return *id;
        }
        let id = u32::try_from(self.lists.len()).unwrap_or(0);
        self.lists.push(u32::try_from(numbers.len()).unwrap_or(0));
        self.lists.extend(&numbers);
        self.list_ids.insert(numbers, id);
        id
    }

    fn string_list(&mut self, texts: &[String]) -> u32 {
        let ids = texts.iter().map(|text| self.string(text)).collect();
        self.list(ids)
    }

    fn feature_list(&mut self, means: &[String]) -> u32 {
        let ids = means
            .iter()
            .filter_map(|name| self.features.iter().position(|feature| feature == name))
            .filter_map(|at| u32::try_from(at).ok())
            .collect();
        self.list(ids)
    }

    /// Every class that a file names gets a number, in a fixed order: the first are those the program knows.
    fn collect_classes(&mut self) {
        let mut names: Vec<String> = crate::lexicon::KNOWN_CLASSES
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let language = self.language;
        let mut more: Vec<String> = Vec::new();
        more.extend(
            language
                .parts
                .values()
                .flat_map(|sides| [sides.left.clone(), sides.right.clone()]),
        );
        more.extend(
            language
                .paradigm
                .iter()
                .flat_map(|paradigm| paradigm.forms.iter().map(|form| form.right.clone())),
        );
        more.extend(
            language
                .particles
                .iter()
                .map(|particle| particle.class.clone()),
        );
        for auxiliary in language.auxiliary.iter().chain(&language.attached) {
            more.push(auxiliary.after.clone());
            more.extend(auxiliary.right.clone());
        }
        for name in more {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        self.classes = names;
    }

    fn class(&self, name: &str) -> u8 {
        self.class_of(name).unwrap_or(0)
    }

    /// The number of a class that some word or form shows.
    fn class_of(&self, name: &str) -> Option<u8> {
        self.classes
            .iter()
            .position(|class| class == name)
            .and_then(|at| u8::try_from(at).ok())
    }

    fn cost(&self, name: &str) -> i32 {
        self.language.costs.get(name).copied().unwrap_or_default()
    }

    fn push_key(&mut self, text: &str, lexeme: Lexeme) {
        let key = self.fold.fold(text.trim());
        if !key.is_empty() {
            self.keys.entry(key).or_default().push(lexeme);
        }
    }

    fn add_language(&mut self) {
        let info = FileInfo {
            name: "language".to_owned(),
            title: "Particles, auxiliaries and inflection".to_owned(),
            license: "CC0-1.0".to_owned(),
            attribution: String::new(),
            path: "glossary/language".to_owned(),
            layer: Layer::General,
            version: String::new(),
            sha256: self.language.sha256.clone(),
        };
        let file = self.add_file_info(&info);
        let language = self.language;
        for particle in &language.particles {
            let mut english = vec![particle.gloss.clone()];
            english.extend(particle.alternatives.iter().cloned());
            let entry = self.function_entry(file, &particle.form, english, "particle");
            let class = self.class(&particle.class);
            let cost = self.cost("particle") + 10
                - i32::try_from(particle.form.chars().count().min(8)).unwrap_or(0);
            let lexeme = self.lexeme(entry, class, class, LexemeKind::Particle, cost);
            self.push_key(&particle.form, lexeme);
        }
        for auxiliary in language.auxiliary.iter().chain(&language.attached) {
            self.add_auxiliary(file, auxiliary);
        }
        for copula in &language.copula {
            let entry =
                self.function_entry(file, &copula.form, vec![copula.english.clone()], "copula");
            let forms = match (&copula.pos, &copula.right) {
                (Some(pos), _) => inflected(&copula.form, pos, language),
                (None, right) => vec![plain_form(
                    &copula.form,
                    right.as_deref().unwrap_or("verb-end"),
                )],
            };
            for form in forms {
                let means: Vec<String> = copula.means.iter().chain(&form.means).cloned().collect();
                let cost = self.cost("particle") + copula.cost + form.cost;
                let mut lexeme = self.lexeme(
                    entry,
                    self.class("copula"),
                    self.class(&form.right),
                    LexemeKind::Copula,
                    cost,
                );
                lexeme.means = self.feature_list(&means);
                lexeme.flags |= crate::lexicon::CHANGING;
                self.push_key(&form.text, lexeme);
            }
        }
        self.add_quantity_words(file);
    }

    fn add_auxiliary(&mut self, file: usize, auxiliary: &Auxiliary) {
        let entry = self.auxiliary_entry(file, auxiliary);
        for spelling in std::iter::once(&auxiliary.form).chain(&auxiliary.variants) {
            let forms = match (&auxiliary.pos, &auxiliary.right) {
                (Some(pos), _) => inflected(spelling, pos, self.language),
                (None, right) => vec![plain_form(spelling, right.as_deref().unwrap_or("verb-end"))],
            };
            for form in forms {
                let means: Vec<String> =
                    auxiliary.means.iter().chain(&form.means).cloned().collect();
                let cost = self.cost("auxiliary") + auxiliary.cost + form.cost;
                let mut lexeme = self.lexeme(
                    entry,
                    self.class(&auxiliary.after),
                    self.class(&form.right),
                    LexemeKind::Auxiliary,
                    cost,
                );
                lexeme.means = self.feature_list(&means);
                lexeme.flags |= crate::lexicon::CHANGING;
                self.push_key(&form.text, lexeme);
            }
        }
    }

    /// Alone an auxiliary shows what it says as a verb, or the features that it adds.
    fn auxiliary_entry(&mut self, file: usize, auxiliary: &Auxiliary) -> u32 {
        let is_verb = !auxiliary.verb.is_empty();
        let entry = Entry {
            headword: auxiliary.form.clone(),
            english: if is_verb {
                Vec::new()
            } else {
                auxiliary.means.clone()
            },
            verb: is_verb
                .then(|| auxiliary.verb.clone())
                .into_iter()
                .collect(),
            pos: "auxiliary".to_owned(),
            ..Entry::default()
        };
        self.add_entry(file, Layer::General, &entry)
    }

    /// Units and bounds are found through the same trie; the payload is their place in the tables.
    fn add_quantity_words(&mut self, file: usize) {
        let quantities = &self.language.quantities;
        let mut words: Vec<(String, LexemeKind, usize)> = Vec::new();
        for (at, unit) in quantities.units.iter().enumerate() {
            words.extend(
                std::iter::once(&unit.form)
                    .chain(&unit.variants)
                    .map(|form| (form.clone(), LexemeKind::Unit, at)),
            );
        }
        for (kind, bounds) in [
            (LexemeKind::Before, &quantities.before),
            (LexemeKind::After, &quantities.after),
        ] {
            for (at, bound) in bounds.iter().enumerate() {
                words.extend(
                    std::iter::once(&bound.form)
                        .chain(&bound.variants)
                        .map(|form| (form.clone(), kind, at)),
                );
            }
        }
        for (text, kind, at) in words {
            let entry = self.function_entry(file, &text, Vec::new(), "quantity");
            let mut lexeme = self.lexeme(entry, 0, 0, kind, 0);
            lexeme.payload = u32::try_from(at).unwrap_or(0);
            if Script::of(text.chars().next().unwrap_or(' ')).is_latin() {
                lexeme.flags |= crate::lexicon::CASE_SENSITIVE;
                lexeme.means = self.string(&text);
            }
            self.push_key(&text, lexeme);
        }
    }

    fn lexeme(&self, entry: u32, left: u8, right: u8, kind: LexemeKind, cost: i32) -> Lexeme {
        Lexeme {
            entry,
            left,
            right,
            kind,
            flags: 0,
            cost,
            means: 0,
            payload: 0,
            layer: Layer::General,
        }
    }

    fn function_entry(
        &mut self,
        file: usize,
        headword: &str,
        english: Vec<String>,
        pos: &str,
    ) -> u32 {
        let entry = Entry {
            headword: headword.to_owned(),
            english,
            pos: pos.to_owned(),
            ..Entry::default()
        };
        self.add_entry(file, Layer::General, &entry)
    }

    fn add_file_info(&mut self, info: &FileInfo) -> usize {
        let layer = format!("{:?}", info.layer).to_lowercase();
        let fields: [&String; FILE_FIELDS] = [
            &info.name,
            &info.title,
            &info.license,
            &info.attribution,
            &info.path,
            &layer,
            &info.version,
            &info.sha256,
        ];
        for field in fields {
            let id = self.string(field);
            self.files.push(id);
        }
        self.files.len() / FILE_FIELDS - 1
    }

    fn add_entry(&mut self, file: usize, layer: Layer, entry: &Entry) -> u32 {
        let id =
            u32::try_from(self.entries.len() / crate::lexicon::image::ENTRY_FIELDS).unwrap_or(0);
        let homograph = {
            let count = self
                .homographs
                .entry((file, entry.headword.clone()))
                .or_insert(0);
            *count += 1;
            *count
        };
        let codes: Vec<String> = entry
            .codes
            .iter()
            .flat_map(|(system, code)| [system.clone(), code.clone()])
            .collect();
        let when = self.when_list(entry);
        let record = [
            self.string(&entry.headword),
            self.string(&entry.reading),
            self.string_list(&entry.english),
            self.string_list(&entry.variants),
            self.string(&entry.pos),
            self.string(&entry.class),
            self.string(&entry.modifier),
            self.string_list(&entry.verb),
            self.string(&entry.abbreviation),
            self.string(&entry.field),
            self.string(&entry.note),
            u32::try_from(file).unwrap_or(0),
            u32::from(entry.ambiguous) | u32::from(entry.minds_case()) << 1,
            when,
            homograph,
            self.string_list(&entry.deprecated),
            self.string_list(&entry.forbidden),
            self.string_list(&codes),
            layer as u32,
            u32::try_from(entry.line).unwrap_or(0),
        ];
        self.entries.extend(record);
        id
    }

    fn when_list(&mut self, entry: &Entry) -> u32 {
        if entry.when.is_empty() {
            return 0;
        }
        let when = &entry.when;
        let lists: Vec<u32> = [
            &when.left,
            &when.right,
            &when.left_class,
            &when.right_class,
            &when.section,
        ]
        .into_iter()
        .map(|texts| self.string_list(texts))
        .collect();
        self.list(lists)
    }

    fn add_file(&mut self, file: &GlossaryFile) {
        let number = self.add_file_info(&file.info);
        for entry in &file.entries {
            let id = self.add_entry(number, file.info.layer, entry);
            if !entry.when.is_empty() {
                self.conditional.insert(id);
            }
            self.index_for_lookup(entry, id);
            for form in forms_of(entry, self.language, &self.respellings) {
                self.add_form(file.info.layer, entry, id, &form);
            }
        }
    }

    fn add_form(&mut self, layer: Layer, entry: &Entry, id: u32, form: &WordForm) {
        let left = self
            .language
            .parts
            .get(&entry.pos)
            .map_or("noun", |sides| sides.left.as_str());
        let kind = LexemeKind::of_class(left);
        let mut lexeme = self.lexeme(
            id,
            self.class(left),
            self.class(&form.right),
            kind,
            self.form_cost(layer, entry, form),
        );
        lexeme.layer = layer;
        lexeme.means = self.feature_list(&form.means);
        let katakana = |c: Option<char>| c.is_some_and(|c| Script::of(c) == Script::Katakana);
        if entry.minds_case() {
            lexeme.flags |= crate::lexicon::CASE_SENSITIVE;
            lexeme.payload = self.string(&form.text);
        }
        if katakana(form.text.chars().next()) {
            lexeme.flags |= crate::lexicon::KATAKANA_START;
        }
        if katakana(form.text.chars().last()) {
            lexeme.flags |= crate::lexicon::KATAKANA_END;
        }
        if form.variant {
            lexeme.flags |= crate::lexicon::VARIANT;
        }
        if changes(&entry.pos) || !form.means.is_empty() {
            lexeme.flags |= crate::lexicon::CHANGING;
        }
        if layer == Layer::Fallback {
            lexeme.flags |= crate::lexicon::FALLBACK;
        }
        self.push_key(&form.text, lexeme);
    }

    /// Costs are explained in `connections.toml`.
    fn form_cost(&self, layer: Layer, entry: &Entry, form: &WordForm) -> i32 {
        let count = i32::try_from(form.text.chars().count()).unwrap_or(i32::MAX);
        let scripts: Vec<Script> = form.text.chars().map(Script::of).collect();
        let affix = matches!(
            entry.pos.as_str(),
            "prefix" | "suffix" | "joint" | "title" | "suru-suffix" | "na-suffix"
        );
        let mut cost = form.cost
            + if affix {
                self.cost("affix")
            } else {
                self.cost("word")
            };
        cost += match layer {
            Layer::Medical => 0,
            Layer::General => self.cost("general"),
            Layer::Fallback => self.cost("fallback"),
            Layer::User => self.cost("user"),
        };
        cost += self.cost("long_word") * (count.min(10) - 2).max(0);
        if count == 1 && scripts == [Script::Kanji] && !affix {
            cost += self.cost("single_kanji");
        }
        if scripts.iter().all(|script| *script == Script::Hiragana) && !affix {
            cost += match count {
                _ if form.variant
                    && entry
                        .headword
                        .chars()
                        .any(|c| Script::of(c) == Script::Kanji) =>
                {
                    self.cost("kana_variant")
                }
                1 => self.cost("kana_word_1"),
                2 => self.cost("kana_word_2"),
                3 => self.cost("kana_word_3"),
                _ => 0,
            };
        }
        cost
    }

    fn index_for_lookup(&mut self, entry: &Entry, id: u32) {
        let reading = if entry.reading.is_empty() && entry.headword.chars().all(is_kana) {
            &entry.headword
        } else {
            &entry.reading
        };
        if !reading.is_empty() {
            let letters = hiragana(reading)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            self.readings.push((letters, id));
        }
        let forms = entry.english.iter().chain(&entry.deprecated);
        let forms = forms
            .chain(&entry.verb)
            .chain([&entry.modifier, &entry.abbreviation]);
        for word in forms.flat_map(|form| words_as_written(form)) {
            let compared = self
                .compared
                .entry_ref(word)
                .or_insert_with(|| self.spelling.fold_word(word));
            let ids = self.english.entry_ref(compared.as_str()).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
    }

    /// Where reviewed entries speak, the fallback is silent.
    fn drop_shadowed(&mut self) {
        for lexemes in self.keys.values_mut() {
            let reviewed = lexemes
                .iter()
                .any(|lexeme| lexeme.layer != Layer::Fallback && lexeme.kind.is_word());
            if reviewed {
                lexemes.retain(|lexeme| lexeme.layer != Layer::Fallback);
            }
            if lexemes
                .iter()
                .any(|lexeme| self.conditional.contains(&lexeme.entry))
            {
                for lexeme in lexemes.iter_mut() {
                    lexeme.flags |= crate::lexicon::CONDITIONAL;
                }
            }
            lexemes.sort_by_key(|lexeme| {
                (
                    lexeme.layer,
                    lexeme.flags & crate::lexicon::VARIANT,
                    lexeme.entry,
                )
            });
        }
    }

    fn finish(mut self, with_trie: bool) -> Vec<u8> {
        self.drop_shadowed();
        let keys = std::mem::take(&mut self.keys);
        let mut sorted: Vec<(Vec<char>, Vec<Lexeme>)> = keys
            .into_iter()
            .map(|(key, lexemes)| (key.chars().collect(), lexemes))
            .collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let (mut postings, mut lexemes, mut key_strings) = (vec![0u32], Vec::new(), Vec::new());
        for (key, group) in &sorted {
            for lexeme in group {
                let sides = u32::from_le_bytes([
                    lexeme.left,
                    lexeme.right,
                    lexeme.kind as u8,
                    lexeme.flags,
                ]);
                lexemes.extend([
                    lexeme.entry,
                    sides,
                    lexeme.cost.cast_unsigned(),
                    lexeme.means,
                    lexeme.payload,
                ]);
            }
            postings.push(
                u32::try_from(lexemes.len() / crate::lexicon::image::LEXEME_FIELDS).unwrap_or(0),
            );
            let text: String = key.iter().collect();
            key_strings.push(self.string(&text));
        }
        let only_keys: Vec<Vec<char>> = sorted.into_iter().map(|(key, _)| key).collect();
        let mut reversed: Vec<u32> = (0..u32::try_from(only_keys.len()).unwrap_or(0)).collect();
        reversed.sort_by_cached_key(|at| {
            only_keys
                .get(*at as usize)
                .into_iter()
                .flatten()
                .rev()
                .copied()
                .collect::<Vec<char>>()
        });
        let (trie, starts) = if with_trie {
            (trie::build(&only_keys), Vec::new())
        } else {
            (trie::TrieBytes::default(), starts::build(&only_keys))
        };
        let readings = self.reading_section();
        let english = self.english_section();
        let class_strings: Vec<u32> = self
            .classes
            .clone()
            .iter()
            .map(|name| self.string(name))
            .collect();
        let tables = self.tables_section();
        let matrix = self.matrix();
        let (arena, offsets) = self.arena();
        assemble(vec![
            arena,
            bytes_of(&offsets),
            bytes_of(&self.lists),
            bytes_of(&self.entries),
            bytes_of(&lexemes),
            bytes_of(&postings),
            bytes_of(&key_strings),
            bytes_of(&reversed),
            trie.codes,
            trie.units,
            bytes_of(&starts),
            matrix.iter().flat_map(|cost| cost.to_le_bytes()).collect(),
            bytes_of(&class_strings),
            bytes_of(&self.files),
            self.fold.parts().0.to_vec(),
            bytes_of(&readings),
            bytes_of(&english),
            tables,
        ])
    }

    fn arena(&self) -> (Vec<u8>, Vec<u32>) {
        let (mut arena, mut offsets) = (Vec::new(), vec![0u32]);
        for text in &self.strings {
            arena.extend_from_slice(text.as_bytes());
            offsets.push(u32::try_from(arena.len()).unwrap_or(0));
        }
        (arena, offsets)
    }

    fn reading_section(&mut self) -> Vec<u32> {
        let mut readings = std::mem::take(&mut self.readings);
        readings.sort();
        readings
            .iter()
            .flat_map(|(reading, entry)| [self.string(reading), *entry])
            .collect()
    }

    fn english_section(&mut self) -> Vec<u32> {
        let mut english: Vec<(String, Vec<u32>)> =
            std::mem::take(&mut self.english).into_iter().collect();
        english.sort_unstable();
        english
            .into_iter()
            .flat_map(|(word, ids)| [self.string(&word), self.list(ids)])
            .collect()
    }

    fn tables_section(&self) -> Vec<u8> {
        let (_, texts, marked) = self.fold.parts();
        let texts: Vec<String> = texts.iter().map(|text| text.clone().into_owned()).collect();
        let tables = Tables::of(self.language, self.features.clone());
        let mut section = postcard::to_stdvec(&(tables, texts, marked)).unwrap_or_default();
        section.extend(
            postcard::to_stdvec(&(&self.language.cues, &self.language.persons)).unwrap_or_default(),
        );
        section
    }

    fn matrix(&self) -> Vec<i16> {
        let count = self.classes.len();
        let default = self
            .language
            .default
            .get("cost")
            .copied()
            .unwrap_or_default();
        let mut matrix = vec![small(default); count * count];
        for rule in &self.language.rule {
            let cost = match &rule.cost {
                Cost::Of(cost) => small(*cost),
                Cost::Never(_) => NEVER,
            };
            let (left, right) = (self.members(&rule.left), self.members(&rule.right));
            for l in &left {
                for r in &right {
                    let cell = matrix.get_mut(usize::from(*l) * count + usize::from(*r));
                    cell.into_iter().for_each(|cell| *cell = cost);
                }
            }
        }
        matrix
    }

    /// The numbers of the classes that a rule names; all of them where it names none.
    fn members(&self, names: &[String]) -> Vec<u8> {
        if names.is_empty() {
            return (0..u8::try_from(self.classes.len()).unwrap_or(u8::MAX)).collect();
        }
        let mut members = Vec::new();
        for name in names {
            match name
                .strip_prefix('@')
                .and_then(|group| self.language.groups.get(group))
            {
                Some(group) => {
                    members.extend(group.iter().filter_map(|class| self.class_of(class)));
                }
                None => members.extend(self.class_of(name)),
            }
        }
        members
    }
}

fn small(cost: i32) -> i16 {
    i16::try_from(cost).unwrap_or(NEVER - 1)
}

fn plain_form(text: &str, right: &str) -> WordForm {
    WordForm {
        text: text.to_owned(),
        right: right.to_owned(),
        means: Vec::new(),
        cost: 0,
        variant: false,
    }
}

/// Whether bytes begin as a compiled termbase does.
#[must_use]
pub fn is_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(crate::lexicon::image::MAGIC)
}
