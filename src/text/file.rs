//! Where a file that people write goes wrong.

/// A file that is not what it should be: where it goes wrong, and what should be there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column {column}: {problem}")]
pub struct FileError {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// What is wrong, with what was expected.
    pub problem: String,
}

/// Something wrong at a byte of the text.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The byte, from 0.
    pub(crate) at: usize,
    /// What is wrong, with what was expected.
    pub(crate) what: String,
}

impl Problem {
    /// What the form of the file has wrong.
    pub(crate) fn from_toml(error: &toml::de::Error) -> Self {
        Self {
            at: error.span().map_or(0, |span| span.start),
            what: error.message().trim().replace('\n', ", "),
        }
    }

    /// The error of this problem in `text`.
    pub(crate) fn in_file(self, file: &str, text: &str) -> FileError {
        let (line, column) = place(text, self.at);
        FileError {
            file: file.into(),
            line,
            column,
            problem: self.what,
        }
    }
}

/// Line and column, both from 1, of the byte `at`.
pub(crate) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    let column = before
        .get(line_start..)
        .map_or(0, |row| row.chars().count())
        + 1;
    (line, column)
}
