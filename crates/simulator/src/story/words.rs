//! A story's line as words: blanks separate, quotation marks join, `#` begins a comment.

use std::collections::VecDeque;

/// The words still to be read of one line.
#[derive(Debug)]
pub struct Words(VecDeque<String>);

impl Words {
    pub fn of(line: &str) -> Result<Self, String> {
        let mut words = VecDeque::new();
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next().filter(|first| *first != '#') {
            let word = if first == '"' {
                let quoted = &rest[1..];
                let end = quoted.find('"').ok_or("a quotation mark is not closed")?;
                rest = &quoted[end + 1..];
                &quoted[..end]
            } else {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                rest = after;
                word
            };
            words.push_back(word.to_owned());
            rest = rest.trim_start();
        }
        Ok(Self(words))
    }

    pub fn optional(&mut self) -> Option<String> {
        self.0.pop_front()
    }

    /// The next word, or what is missing.
    pub fn next(&mut self, what: &str) -> Result<String, String> {
        self.optional().ok_or_else(|| format!("{what} is missing"))
    }

    /// Takes the next word if it is this one.
    pub fn skip(&mut self, word: &str) -> bool {
        let found = self.0.front().is_some_and(|next| next == word);
        if found {
            self.0.pop_front();
        }
        found
    }

    pub fn expect(&mut self, word: &str) -> Result<(), String> {
        if self.skip(word) {
            return Ok(());
        }
        Err(match self.0.front() {
            Some(found) => format!("expected \"{word}\", found \"{found}\""),
            None => format!("expected \"{word}\" at the end"),
        })
    }

    pub fn number<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, String> {
        let word = self.next(what)?;
        word.parse().map_err(|_| format!("{what} should be a number, not \"{word}\""))
    }

    pub fn finish(self) -> Result<(), String> {
        self.0.front().map_or(Ok(()), |word| Err(format!("\"{word}\" is one word too many")))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
