//! Rows of text for several lanes, each with the name of its lane before it, or for one without.

use super::{BAR_LINE, REST, STRIKES, TextError, parse_row, steps_per_bar};
use crate::pattern::{Lane, LaneIndex, LaneName, Pattern, Step};
use crate::time::Meter;

/// The letters that drummers write before a row, with the keys of their drums.
const LETTERS: [(&str, u8); 11] = [
    ("K", 36),
    ("S", 38),
    ("H", 42),
    ("O", 46),
    ("P", 44),
    ("R", 51),
    ("C", 49),
    ("T", 45),
    ("F", 41),
    ("x", 37),
    ("c", 39),
];

/// A row of text, as what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line that it stands on, from 1.
    pub line: usize,
    /// The lane that is named before it.
    pub lane: Option<LaneIndex>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// Why a text is no rows, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowsError {
    /// A row is none.
    #[error(transparent)]
    Row(#[from] TextError),
    /// No lane is called so.
    #[error(
        "line {line}, column {column}: expected a lane's name, or K S H O P R C T F x c, found `{found}`"
    )]
    Name {
        /// The line, from 1.
        line: usize,
        /// The character of the line, from 1.
        column: usize,
        /// What is there.
        found: String,
    },
    /// There are bar lines, but no bar is a whole number of the lane's steps.
    #[error("line {line}: | has no place, since a bar is no whole number of the lane's steps")]
    NoBars {
        /// The line, from 1.
        line: usize,
    },
    /// There is nothing.
    #[error("expected a row of steps, as x..x..x.")]
    Empty,
}

/// The rows of `text`, for the lanes of `pattern`; a row without a name is for one like `selected`.
///
/// `K 9...7... S ....9...` or `Closed hat 7.5.7.5.`: names and rows in turn, on one line or many. What
/// a lane is called is its name, though a word of it may look like a row. A row may stand in groups,
/// as `K 9... 7...`: what follows it on its line without a name is of it.
/// Lines that begin with `#` are for people. Bars are of `meter`.
///
/// # Errors
/// The first place that is not as it should be, and what should be there.
pub fn parse_rows(
    text: &str,
    pattern: &Pattern,
    meter: Meter,
    selected: LaneIndex,
) -> Result<Vec<Row>, RowsError> {
    let mut rows = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        if content.trim_start().starts_with('#') {
            continue;
        }
        let words = words(content);
        let mut left = words.as_slice();
        while !left.is_empty() {
            let (name, row, rest) = next_row(left, pattern);
            left = rest;
            let lane = named(name, pattern).map_err(|(column, found)| RowsError::Name {
                line,
                column,
                found,
            })?;
            let like = &pattern.lanes[lane.unwrap_or(selected)];
            let steps = steps(row, line, (like, meter))?;
            rows.push(Row { line, lane, steps });
        }
    }
    if rows.is_empty() {
        return Err(RowsError::Empty);
    }
    Ok(rows)
}

/// Whether `text` is meant as rows, right or wrong: not any text that somebody has copied.
pub fn looks_like_rows(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let last = first.and_then(|line| line.split_whitespace().last());
    last.is_some_and(|row| {
        let count = |is: fn(char) -> bool| row.chars().filter(|letter| is(*letter)).count();
        let (all, known) = (count(|_| true), count(is_of_rows));
        let rests = count(|letter| letter == REST);
        // A long one may have its mistakes.
        let is_long = all >= 8 && 4 * known >= 3 * all;
        is_long || (all >= 4 && known == all && rests >= 2)
    })
}

/// A word of a line.
struct Word<'a> {
    text: &'a str,
    /// Where it begins, in characters from 1.
    column: usize,
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut at, mut column) = (0, 1);
    for text in line.split_whitespace() {
        let found = line.get(at..).and_then(|rest| rest.find(text)).unwrap_or(0);
        let gap = line.get(at..at + found).unwrap_or_default();
        column += gap.chars().count();
        words.push(Word { text, column });
        at += found + text.len();
        column += text.chars().count();
    }
    words
}

fn is_of_rows(letter: char) -> bool {
    let is_strike = STRIKES.iter().any(|(strike, _)| *strike == letter);
    is_strike || letter == REST || letter == BAR_LINE
}

/// The words of the next name, those of its row, and the rest. The last word of a line is always of
/// a row.
fn next_row<'a, 'b>(
    words: &'a [Word<'b>],
    pattern: &Pattern,
) -> (&'a [Word<'b>], &'a [Word<'b>], &'a [Word<'b>]) {
    let last = words.len().saturating_sub(1);
    let is_begin = |(n, word): (usize, &Word<'_>)| n == last || is_row(word.text, n > 0);
    let begin = own_name(words, pattern)
        .or_else(|| words.iter().enumerate().position(is_begin))
        .unwrap_or(last);
    let (name, words) = words.split_at(begin);
    let is_group = |n: &usize| {
        let left = words.get(*n..).unwrap_or_default();
        let of_rows = |word: &Word<'_>| is_row(word.text, false) || is_level(word.text);
        left.first().is_some_and(of_rows) && own_name(left, pattern).is_none()
    };
    let groups = (1..words.len()).take_while(is_group);
    let mut end = (1 + groups.count()).min(words.len());
    if end + 1 == words.len() {
        // A name with nothing behind it is none.
        end += 1;
    }
    let (row, rest) = words.split_at(end);
    (name, row, rest)
}

/// How many words are a lane's own name, if a row can follow it: the most that are one's.
fn own_name(words: &[Word<'_>], pattern: &Pattern) -> Option<usize> {
    let is_name = |count: &usize| {
        let name = joined(words.get(..*count).unwrap_or_default());
        called(&name, pattern).is_some()
    };
    // A line may have thousands of words, and a name has no more than bytes.
    let most = words.len().saturating_sub(1).min(LaneName::MAX_BYTES);
    (1..=most).rev().find(is_name)
}

/// The name that some words are.
fn joined(words: &[Word<'_>]) -> String {
    let texts: Vec<_> = words.iter().map(|word| word.text).collect();
    texts.join(" ").trim_end_matches(':').to_owned()
}

/// The lane of this name.
fn called(name: &str, pattern: &Pattern) -> Option<LaneIndex> {
    let is_called = |lane: &Lane| lane.voice.name.as_str().eq_ignore_ascii_case(name);
    let mut lanes = pattern.lanes.iter();
    lanes.find(|(_, lane)| is_called(lane)).map(|(at, _)| at)
}

/// Whether a word is one strike that no drum is called by.
fn is_level(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_digit()) && letters.next().is_none()
}

/// Whether a word amid a line is a row, and not of a name: `x` alone is a name.
fn is_row(word: &str, has_name: bool) -> bool {
    let has_rest = word.contains([REST, BAR_LINE]);
    has_rest || (word.chars().all(is_of_rows) && (has_name || word.chars().nth(1).is_some()))
}

/// The lane that some words name: by its own name, or by the letter of its key.
fn named(words: &[Word<'_>], pattern: &Pattern) -> Result<Option<LaneIndex>, (usize, String)> {
    let Some(first) = words.first() else {
        return Ok(None);
    };
    let name = joined(words);
    let letter = LETTERS.iter().find(|(letter, _)| *letter == name);
    let has_key = |lane: &Lane| letter.is_some_and(|(_, key)| lane.voice.key.get() == *key);
    let by_letter = || pattern.lanes.iter().find(|(_, lane)| has_key(lane));
    let found = called(&name, pattern).or_else(|| by_letter().map(|(at, _)| at));
    match found {
        Some(at) => Ok(Some(at)),
        None => Err((first.column, name)),
    }
}

/// The steps of a row for a lane like `lane`, with its mistakes at their own columns.
fn steps(
    words: &[Word<'_>],
    number: usize,
    (lane, meter): (&Lane, Meter),
) -> Result<Vec<Step>, RowsError> {
    let text: String = words.iter().map(|word| word.text).collect();
    let bar = if text.contains(BAR_LINE) {
        let bar = steps_per_bar(lane.rate, meter);
        Some(bar.ok_or(RowsError::NoBars { line: number })?)
    } else {
        None
    };
    let refused = |error: TextError| TextError {
        column: column_of(words, error.column),
        ..error
    };
    Ok(parse_row(&text, number, bar).map_err(refused)?)
}

/// The column of the nth character of words that are read as one, both from 1.
fn column_of(words: &[Word<'_>], n: usize) -> usize {
    let mut before = 0;
    let mut column = n;
    for word in words {
        // Behind the last word is where something is missing.
        if n > before {
            column = word.column + n - before - 1;
        }
        before += word.text.chars().count();
    }
    column
}
