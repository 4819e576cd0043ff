//! `medgloss schema`.

use medgloss::{Error, render};

use super::{Status, files};

pub(crate) fn run() -> Result<Status, Error> {
    files::to_stdout(|out| render::schema::write(out))?;
    Ok(Status::Done)
}
