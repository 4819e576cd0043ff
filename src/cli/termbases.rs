//! Which termbases are loaded: ours, the reader's configuration folder, `MEDGLOSS_GLOSSARY`, `--glossary`; later ones go first.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use medgloss::glossary::load::parse_glossary;
use medgloss::glossary::{GlossaryFile, Layer};
use medgloss::lexicon::compile::is_compiled;
use medgloss::{Error, Glossary};

use super::{GlossaryArguments, files};

/// Paths of glossaries, divided as the system divides paths.
const VARIABLE: &str = "MEDGLOSS_GLOSSARY";

/// A glossary of the reader's, as read.
enum Own {
    Entries(GlossaryFile),
    Compiled(PathBuf, Vec<u8>),
}

/// The termbases that arguments, environment and configuration name. `--only` leaves all others out.
pub(crate) fn load(arguments: &GlossaryArguments) -> Result<Glossary, Error> {
    let mut glossary = Glossary::shipped();
    if !arguments.only.is_empty() {
        glossary.without_shipped();
    }
    let mut waiting: Vec<GlossaryFile> = Vec::new();
    for path in own_paths(arguments) {
        for own in read(&path)? {
            match own {
                Own::Entries(file) => waiting.push(file),
                Own::Compiled(path, image) => {
                    add(&mut glossary, &mut waiting)?;
                    let fail = |error: Error| Error::Document {
                        path: files::shown(&path),
                        message: error.to_string(),
                    };
                    glossary.add_compiled(image).map_err(fail)?;
                }
            }
        }
    }
    add(&mut glossary, &mut waiting)?;
    Ok(glossary)
}

fn add(glossary: &mut Glossary, waiting: &mut Vec<GlossaryFile>) -> Result<(), Error> {
    if waiting.is_empty() {
        return Ok(());
    }
    glossary.add(&std::mem::take(waiting))
}

/// The reader's own files and folders, the one that goes first last.
pub(crate) fn own_paths(arguments: &GlossaryArguments) -> Vec<PathBuf> {
    if !arguments.only.is_empty() {
        return arguments
            .glossary
            .iter()
            .chain(&arguments.only)
            .cloned()
            .collect();
    }
    let mut paths: Vec<PathBuf> = configuration_folder(|name| std::env::var_os(name))
        .filter(|folder| folder.is_dir())
        .into_iter()
        .collect();
    let variable = std::env::var_os(VARIABLE).unwrap_or_default();
    paths.extend(std::env::split_paths(&variable).filter(|path| !path.as_os_str().is_empty()));
    paths.extend(arguments.glossary.iter().cloned());
    paths
}

/// `$XDG_CONFIG_HOME/medgloss` or `~/.config/medgloss` (XDG Base Directory Specification); a relative path is ignored, as that asks.
fn configuration_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| {
        variable(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?;
    Some(base.join("medgloss"))
}

/// The glossaries of a file, or of a folder in the order of their names: TOML, or compiled with `glossary compile`.
fn read(path: &Path) -> Result<Vec<Own>, Error> {
    let paths = if path.is_dir() {
        in_folder(path)?
    } else {
        vec![path.to_owned()]
    };
    paths.into_iter().map(read_one).collect()
}

fn read_one(path: PathBuf) -> Result<Own, Error> {
    let bytes = files::read_bytes(&path)?;
    if is_compiled(&bytes) {
        return Ok(Own::Compiled(path, bytes));
    }
    let text = text_of(&path, bytes)?;
    Ok(Own::Entries(parse_glossary(
        &files::shown(&path),
        &text,
        Layer::User,
    )?))
}

/// A glossary's text: UTF-8, with or without a byte order mark.
pub(crate) fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Error> {
    let text = String::from_utf8(bytes).map_err(|error| Error::Encoding {
        path: files::shown(path),
        offset: error.utf8_error().valid_up_to(),
        help: "a glossary is written in UTF-8".to_owned(),
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let fail = |cause| Error::File {
        path: files::shown(folder),
        cause,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml" || extension == "image")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_folder_is_found() {
        let folder = |xdg: Option<&str>, home: Option<&str>| {
            configuration_folder(|name| {
                if name == "HOME" {
                    home.map(OsString::from)
                } else {
                    xdg.map(OsString::from)
                }
            })
        };
        assert_eq!(
            folder(Some("/x"), Some("/h")),
            Some(PathBuf::from("/x/medgloss"))
        );
        assert_eq!(
            folder(None, Some("/h")),
            Some(PathBuf::from("/h/.config/medgloss"))
        );
        assert_eq!(folder(Some("relative"), None), None);
    }
}
