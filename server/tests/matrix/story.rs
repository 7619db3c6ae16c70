//! A story: orders to the simulated centre, and the board that must follow.
//!
//! ```text
//! # A comment.
//! call A queue=1 caller=0912345678     an order of the control API; A stands for the call it makes
//! ring A agent=1001                    a verb of calls, with its body
//! consult A agent=1003 = C             a verb that makes another call
//! wait 2                               seconds that go by
//! start                                the server starts; without this line, before the first order
//! | A: inbound ringing, 1001 …         the board, line by line, once it has caught up
//! ? flat A: inbound ringing, queue 1   … where that key style cannot know the line above, with
//! ? because …                          the reason
//! ```

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use simulator::KeyStyle;

pub struct Story {
    pub name: &'static str,
    pub steps: Vec<Step>,
    /// By key style: why some line of it differs.
    pub reasons: BTreeMap<&'static str, String>,
}

#[derive(Debug)]
pub enum Step {
    /// `makes` is the letter of the call that comes of it.
    Order {
        verb: String,
        call: String,
        body: Value,
        makes: Option<String>,
    },
    Wait(f64),
    Start,
    Board(Vec<Line>),
}

/// A line of the board, and what stands there instead in key styles that know less.
#[derive(Debug)]
pub struct Line {
    text: String,
    instead: BTreeMap<&'static str, String>,
}

/// All stories, in the order of the table.
pub fn all() -> Vec<Story> {
    [
        ("answered", include_str!("stories/answered.story")),
        ("missed then answered", include_str!("stories/missed_then_answered.story")),
        ("ring-all", include_str!("stories/ring_all.story")),
        ("abandoned", include_str!("stories/abandoned.story")),
        ("transfer", include_str!("stories/transfer.story")),
        ("attended transfer", include_str!("stories/attended_transfer.story")),
        ("outbound busy", include_str!("stories/outbound_busy.story")),
        ("internal", include_str!("stories/internal.story")),
        ("under way at start", include_str!("stories/under_way_at_start.story")),
    ]
    .map(|(name, text)| read(name, text))
    .into()
}

/// The name of a key style, as stories write it.
pub const fn style_name(keys: KeyStyle) -> &'static str {
    match keys {
        KeyStyle::Flat => "flat",
        KeyStyle::Kazoo3 => "kazoo3",
        KeyStyle::Kazoo4 => "kazoo4",
    }
}

impl Line {
    pub fn differs_in(&self, keys: KeyStyle) -> bool {
        self.instead.contains_key(style_name(keys))
    }

    pub fn in_style(&self, keys: KeyStyle) -> &str {
        self.instead.get(style_name(keys)).unwrap_or(&self.text)
    }
}

fn read(name: &'static str, text: &str) -> Story {
    let mut story = Story { name, steps: Vec::new(), reasons: BTreeMap::new() };
    let mut style = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        take(&mut story, &mut style, line).unwrap_or_else(|| panic!("{name}: {line}"));
    }
    story
}

/// Takes in one line; `style` is the key style that the last line was for. `None` when it is not understood.
fn take(story: &mut Story, style: &mut Option<&'static str>, line: &str) -> Option<()> {
    if let Some(text) = line.strip_prefix('|') {
        let line = Line { text: text.trim().to_owned(), instead: BTreeMap::new() };
        match story.steps.last_mut() {
            Some(Step::Board(lines)) => lines.push(line),
            _ => story.steps.push(Step::Board(vec![line])),
        }
    } else if let Some(reason) = line.strip_prefix("? because ") {
        story.reasons.insert((*style)?, reason.to_owned());
    } else if let Some(instead) = line.strip_prefix('?') {
        let (named, text) = instead.trim().split_once(' ')?;
        let styles = [KeyStyle::Flat, KeyStyle::Kazoo3, KeyStyle::Kazoo4].map(style_name);
        let named = styles.into_iter().find(|style| *style == named)?;
        *style = Some(named);
        let Some(Step::Board(lines)) = story.steps.last_mut() else { return None };
        lines.last_mut()?.instead.insert(named, text.trim().to_owned());
    } else {
        story.steps.push(order(line)?);
    }
    Some(())
}

fn order(line: &str) -> Option<Step> {
    let mut words = line.split_whitespace();
    let verb = words.next()?;
    match verb {
        "start" => return Some(Step::Start),
        "wait" => return Some(Step::Wait(words.next()?.parse().ok()?)),
        _ => {}
    }
    let call = words.next()?.to_owned();
    let mut makes = ["call", "outbound", "internal"].contains(&verb).then(|| call.clone());
    let mut body = Map::new();
    while let Some(word) = words.next() {
        if word == "=" {
            makes = Some(words.next()?.to_owned());
            continue;
        }
        let (key, value) = word.split_once('=')?;
        let value = match value.split_once(',') {
            Some(_) => json!(value.split(',').collect::<Vec<_>>()),
            None => json!(value),
        };
        body.insert(key.to_owned(), value);
    }
    Some(Step::Order { verb: verb.to_owned(), call, body: body.into(), makes })
}
