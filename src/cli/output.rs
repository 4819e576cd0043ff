//! A file to write, whole or not at all.
//!
//! Everything that can be known beforehand is refused before any work: a folder, a missing parent, one of the inputs, a file that
//! is there already. The text goes to a temporary file in the same folder, to the disk, and only then under its name, so that a
//! full disk or a power cut leaves the old file as it was. A symbolic link stays and what it points to is replaced; the file keeps
//! its permissions.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use medgloss::Error;
use tempfile::NamedTempFile;

use super::files::{is_stream, shown};

/// A file that may be written.
#[derive(Debug)]
pub(crate) struct Output {
    /// As given, for messages.
    name: String,
    /// Links followed.
    target: PathBuf,
    existing: Option<Metadata>,
}

impl Output {
    /// Checks that `path` can be written and is none of `inputs`, documents and glossaries; what is there already is replaced only if `force` is given.
    pub(crate) fn new(path: &Path, inputs: &[PathBuf], force: bool) -> Result<Self, Error> {
        let refuse = |cause| Error::File {
            path: shown(path),
            cause,
        };
        let target = target_of(path).map_err(refuse)?;
        let existing = fs::metadata(&target).ok();
        if let Some(existing) = &existing {
            may_replace(existing, &target, inputs, force).map_err(refuse)?;
        }
        let output = Self {
            name: shown(path),
            target,
            existing,
        };
        output.temporary().map_err(refuse)?;
        Ok(output)
    }

    /// Writes the file whole; where that fails, what was there stays.
    pub(crate) fn write_whole(
        self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let name = self.name.clone();
        self.replace(write)
            .map_err(|cause| Error::File { path: name, cause })
    }

    fn replace(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = io::BufWriter::new(self.temporary()?);
        write(&mut out)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some(existing) = &self.existing {
            file.as_file().set_permissions(existing.permissions())?;
        }
        file.as_file().sync_all()?;
        let kept = if self.existing.is_some() {
            file.persist(&self.target)
        } else {
            file.persist_noclobber(&self.target)
        };
        kept.map_err(|failed| failed.error)?;
        sync_folder(folder_of(&self.target))
    }

    /// A file beside the target; it vanishes unless it is given the target's name.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".medgloss-").suffix(".tmp");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder_of(&self.target))
    }
}

/// Where the bytes go: the path, or what it points to.
fn target_of(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => fs::canonicalize(path).map_err(|cause| {
            io::Error::new(
                cause.kind(),
                "is a symbolic link to nowhere; give the path of the file itself",
            )
        }),
        Ok(_) => Ok(path.to_owned()),
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        Err(_) => match (path.file_name(), folder_of(path).is_dir()) {
            (Some(_), true) => Ok(path.to_owned()),
            (Some(_), false) => {
                let message = format!(
                    "the folder {} does not exist; make it first",
                    shown(folder_of(path))
                );
                Err(io::Error::new(io::ErrorKind::NotFound, message))
            }
            (None, _) => Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "is not the name of a file",
            )),
        },
    }
}

fn may_replace(
    existing: &Metadata,
    target: &Path,
    inputs: &[PathBuf],
    force: bool,
) -> io::Result<()> {
    let refuse = |kind, message: &str| Err(io::Error::new(kind, message));
    if existing.is_dir() {
        return refuse(
            io::ErrorKind::IsADirectory,
            "is a folder; give the name of a file",
        );
    }
    if !existing.is_file() {
        return refuse(
            io::ErrorKind::InvalidInput,
            "is not a plain file; leave -o out and use standard output",
        );
    }
    if inputs
        .iter()
        .any(|input| is_same_file(existing, target, input))
    {
        return refuse(
            io::ErrorKind::InvalidInput,
            "is one of the documents or glossaries to read; give another name",
        );
    }
    if !force {
        return refuse(
            io::ErrorKind::AlreadyExists,
            "is there already; give another name, or --force to replace it",
        );
    }
    Ok(())
}

#[cfg(unix)]
fn is_same_file(existing: &Metadata, _: &Path, input: &Path) -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let input = if is_stream(input) {
        io::stdin()
            .as_fd()
            .try_clone_to_owned()
            .and_then(|input| fs::File::from(input).metadata())
    } else {
        fs::metadata(input)
    };
    input.is_ok_and(|input| input.dev() == existing.dev() && input.ino() == existing.ino())
}

#[cfg(not(unix))]
fn is_same_file(_: &Metadata, target: &Path, input: &Path) -> bool {
    !is_stream(input)
        && matches!((fs::canonicalize(target), fs::canonicalize(input)), (Ok(target), Ok(input)) if target == input)
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Makes sure that the new name reaches the disk, where the system lets a folder be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
