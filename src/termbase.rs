//! A [`Glossary`]: the shipped termbase and what a reader put over it.

use std::sync::OnceLock;

use crate::error::Error;
use crate::gloss::english::English;
use crate::gloss::marks::Cues;
use crate::glossary::GlossaryFile;
use crate::glossary::language::{Cue, Language, Person};
use crate::lexicon::Lexicon;
use crate::lexicon::compile::{Purpose, compile};
use crate::lexicon::tables::Tables;
use crate::segment::quantity::starts::Starts;
use crate::text::fold::FoldTable;

static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/glossary.image"));
static LANGUAGE_TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/language.texts"));

/// A termbase to gloss with and to look up in: the shipped one, and over it any number of a reader's own.
#[derive(Clone, Debug)]
pub struct Glossary {
    added: Vec<Vec<u8>>,
    use_shipped: bool,
    pub(crate) tables: Tables,
    pub(crate) fold: FoldTable<'static>,
    pub(crate) english: English,
    cue_bytes: &'static [u8],
    cues: OnceLock<Cues>,
    quantity_starts: OnceLock<Starts>,
}

impl Glossary {
    /// The termbase that comes with the program.
    ///
    /// # Panics
    /// Never: the image was made by the same code when the program was built.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "the image was made by the same code when the program was built, and every test opens it"
    )]
    pub fn shipped() -> Self {
        let (tables, fold, cue_bytes) = Lexicon::open(SHIPPED)
            .and_then(|lexicon| lexicon.language())
            .expect("the image was compiled with this program");
        Self {
            added: Vec::new(),
            use_shipped: true,
            english: English::new(&tables),
            tables,
            fold,
            cue_bytes,
            cues: OnceLock::new(),
            quantity_starts: OnceLock::new(),
        }
    }

    /// The cues of the language: only a gloss needs them.
    pub(crate) fn cues(&self) -> &Cues {
        self.cues.get_or_init(|| {
            let (cues, persons): (Vec<Cue>, Vec<Person>) =
                postcard::from_bytes(self.cue_bytes).unwrap_or_default();
            Cues::new(&cues, &persons, &self.tables, &self.fold)
        })
    }

    pub(crate) fn quantity_starts(&self) -> &Starts {
        self.quantity_starts
            .get_or_init(|| Starts::of(&self.tables))
    }

    /// The language tables that the program was built with, for compiling further termbases.
    ///
    /// # Errors
    /// [`Error::Image`] where the program's own data is damaged.
    pub fn language() -> Result<Language, Error> {
        let texts: Vec<(String, String)> =
            postcard::from_bytes(LANGUAGE_TEXTS).map_err(|cause| Error::Image {
                message: cause.to_string(),
            })?;
        let mut language = Language::default();
        for (path, text) in texts {
            language.read(&path, &text)?;
        }
        Ok(language)
    }

    /// Puts a reader's own files over what is there; later ones go before earlier ones.
    ///
    /// # Errors
    /// [`Error::Image`] where the program's own data is damaged.
    ///
    /// ```
    /// use medgloss::{Glossary, Document, glossary::{Layer, load::parse_glossary}};
    /// let own = "glossary.name = \"mine\"\nentries = [{ headword = \"黄疸\", english = \"yellowness\" }]";
    /// let mut glossary = Glossary::shipped();
    /// glossary.add(&[parse_glossary("mine.toml", own, Layer::User).unwrap()]).unwrap();
    /// let document = Document::plain("黄疸あり");
    /// assert_eq!(glossary.gloss(&document).segments().next().unwrap().gloss.as_deref(), Some("yellowness"));
    /// ```
    pub fn add(&mut self, files: &[GlossaryFile]) -> Result<(), Error> {
        let language = Self::language()?;
        for file in files {
            self.added.push(compile(
                &language,
                std::slice::from_ref(file),
                Purpose::Added,
            ));
        }
        Ok(())
    }

    /// Puts a compiled termbase over what is there.
    ///
    /// # Errors
    /// [`Error::Image`] where the bytes are not a compiled termbase of this version.
    pub fn add_compiled(&mut self, image: Vec<u8>) -> Result<(), Error> {
        Lexicon::open(&image)?;
        self.added.push(image);
        Ok(())
    }

    /// Leaves the shipped entries out; the language stays.
    pub fn without_shipped(&mut self) {
        self.use_shipped = false;
    }

    /// The table by which text is made comparable.
    #[must_use]
    pub fn fold_table(&self) -> &FoldTable<'static> {
        &self.fold
    }

    /// The lexicons, the one that goes first last; the shipped one is number 0.
    pub(crate) fn lexicons(&self) -> Vec<Lexicon<'_>> {
        std::iter::once(SHIPPED)
            .chain(self.added.iter().map(Vec::as_slice))
            .filter_map(|image| Lexicon::open(image).ok())
            .collect()
    }

    pub(crate) fn uses_shipped(&self) -> bool {
        self.use_shipped
    }

    /// What is loaded: each file with its licence, version and number of entries, in order.
    #[must_use]
    pub fn files(&self) -> Vec<LoadedFile> {
        let mut files = Vec::new();
        for (number, lexicon) in self.lexicons().iter().enumerate() {
            if number == 0 && !self.use_shipped {
                continue;
            }
            let counts = lexicon.entries_by_file();
            for (file, entries) in counts.into_iter().enumerate() {
                let [
                    name,
                    title,
                    license,
                    attribution,
                    path,
                    layer,
                    version,
                    sha256,
                ] = lexicon.file(file).map(str::to_owned);
                files.push(LoadedFile {
                    name,
                    title,
                    license,
                    attribution,
                    path,
                    layer,
                    version,
                    sha256,
                    entries,
                });
            }
        }
        files
    }
}

/// A glossary file that is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedFile {
    /// Short name.
    pub name: String,
    /// What it holds.
    pub title: String,
    /// SPDX licence expression.
    pub license: String,
    /// Whom to name.
    pub attribution: String,
    /// Where it came from.
    pub path: String,
    /// `medical`, `general`, `fallback` or `user`.
    pub layer: String,
    /// Its version, where its author gives one.
    pub version: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Number of entries.
    pub entries: usize,
}

impl LoadedFile {
    /// `version 3, SHA-256 1a2b3c4d5e6f`: what tells this state of the file from others; the hash is cut.
    #[must_use]
    pub fn state(&self) -> String {
        let hash = self.sha256.get(..12).unwrap_or(&self.sha256);
        let parts = [("version", self.version.as_str()), ("SHA-256", hash)];
        let parts = parts.iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = parts
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        parts.join(", ")
    }
}
