//! Reads call records: `60 records from 10 until 50`, and a row for each call below:
//! `a for sales from 0987 began 12 entered 13 by an since 20 ended 45 answered`, with `missed binh` where one did.

use floor::{Direction, Outcome, PastCall, PastMiss, Records};

use super::script::{Words, instant};

pub fn records(words: &mut Words, rows: &[&str]) -> Result<Records, String> {
    let mut records = Records::default();
    while let Some(word) = words.next() {
        let value = instant(words.next().ok_or(format!("{word} when?"))?)?;
        match word {
            "from" => records.from = value,
            "until" => records.until = value,
            other => return Err(format!("{other}?")),
        }
    }
    records.calls = rows.iter().map(|row| past_call(row)).collect::<Result<_, _>>()?;
    Ok(records)
}

fn past_call(row: &str) -> Result<PastCall, String> {
    let mut words = row.split_whitespace();
    let leg = words.next().ok_or("whose record?")?;
    let rest: Vec<&str> = words.collect();
    let value =
        |name: &str| rest.iter().position(|word| *word == name).and_then(|at| rest.get(at + 1)).copied();
    let time = |name: &str| value(name).map(instant).transpose();
    let outcome = match rest.last().copied().unwrap_or_default() {
        "answered" => Outcome::Answered,
        "abandoned" => Outcome::Abandoned,
        "left-early" => Outcome::LeftEarly,
        other => return Err(format!("a call does not end {other}")),
    };
    let miss = |agent: &str| PastMiss { agent: agent.into(), at: None };
    Ok(PastCall {
        legs: vec![leg.into()],
        direction: Direction::Inbound,
        caller_number: value("from").map(Into::into),
        callee_number: None,
        line: None,
        queue: value("for").map(Into::into),
        started_at: time("began")?.ok_or("when did it begin?")?,
        entered_at: time("entered")?,
        handled_at: time("since")?,
        ended_at: time("ended")?,
        agent: value("by").map(Into::into),
        outcome,
        misses: value("missed").map(miss).into_iter().collect(),
    })
}
