//! The parts of `/dial` that only the server draws: the number field with its questions and refusals (`public/dial.js`
//! brings them to life), one's own last calls, one's own numbers, and a caller's earlier calls.

mod dialer;
mod earlier;
mod mine;
mod recent;
mod words;

#[cfg(test)]
mod tests;

use wire::{Direction, Millis};

use super::Reader;
use crate::calls::CallResult;
use crate::dial::Phone;

/// What the address asks to call: a link may fill in a number, and never calls by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Nothing,
    Number(String),
    /// What is in the link is no number.
    Unfit(String),
    /// The far party of that call, as this reader sees their number.
    Call {
        id: String,
        number: String,
    },
    /// There is no such call, or it has no number, or it is not this reader's to see.
    NoSuchCall,
}

/// An agent's day so far: the same figures, of the same desk, that a supervisor sees of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mine {
    /// Calls they talked on.
    pub calls: i64,
    /// All their talk in milliseconds, and of how many calls.
    pub talk: (i64, i64),
    /// Offers that they let ring.
    pub missed: i64,
    /// Milliseconds; `None` while the day is too young to count an agent's time.
    pub paused: Option<Millis>,
}

/// One call of a list, as this reader's sight has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    pub at: Millis,
    pub direction: Direction,
    pub number: Option<String>,
    pub queue: Option<String>,
    pub agent: Option<String>,
    pub result: CallResult,
    /// Milliseconds of talk.
    pub talked: Option<Millis>,
    /// Its far party can be called again from here.
    pub can_call: bool,
}

/// The earlier calls of one far party, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// How often they called within the week, with this call.
    pub called: usize,
    pub rows: Vec<Row>,
}

impl Reader {
    pub fn dialer(&self, phone: Phone, asked: &Asked) -> String {
        dialer::dialer(self, phone, asked)
    }

    pub fn recent(&self, rows: &[Row], now: Millis) -> String {
        recent::recent(self, rows, now)
    }

    pub fn mine(&self, mine: &Mine) -> String {
        mine::mine(self, mine)
    }

    pub fn earlier(&self, earlier: &Earlier) -> String {
        earlier::earlier(self, earlier)
    }

    /// "14:32" of today, "20/11 14:32" of another day.
    fn when(&self, at: Millis, now: Millis) -> String {
        let day = |at: Millis| (at + i64::from(self.utc_offset_seconds) * 1_000).div_euclid(86_400_000);
        match day(at) == day(now) {
            true => self.clock(at),
            false => self.day_and_clock(at),
        }
    }

    fn day_and_clock(&self, at: Millis) -> String {
        let days = (at + i64::from(self.utc_offset_seconds) * 1_000).div_euclid(86_400_000);
        let (month, day) = crate::format::month_and_day(days);
        format!("{} {}", (self.lang.dial().day_month)(day, month), self.clock(at))
    }
}
