//! The language of the stories.
//!
//! ```text
//! an 8001 sales, support                  an agent, their extension, their queues
//! 0    a created in from 0987 to 0287     seconds, leg, what happened, and what the event says of the leg
//! 1.5  a answered outside                 a leg's words are said again with each of its later events
//! 30   a ended busy billed 12
//! 40   poll asked 39, received 7          a dashboard, and its rows below:
//!        an ready since 5
//!        waiting a for sales since 1
//!        talking a for sales by an since 9
//! 41   tick
//! 42   events lost                        or `heard`, `connected`, `overflow`
//! 50   records from 42 until 50           the call history of a stretch, and its rows below (see `records`)
//! explain a                               what made this leg's call is drawn here
//! show                                    the floor is drawn here, and must look like this:
//! | an   ready since 5
//! ```
//! Words of a leg: `in`, `out`, `outside`, `device`, `carrier`, `from N`, `to N`, `agent A`, `queue Q`, `billed S`,
//! `stamped T` (upstream's clock), `message M`; links `digest L`, `member L`, `bridge L`, `other L`, `replaced L`,
//! `history L`, `interaction I`.
//!
//! With `REDRAW=1` in the environment the drawings are written anew, to be read before they are committed.

mod dashboard;
mod draw;
mod explain;
mod records;
mod script;

use script::{Line, Script};

/// Plays a story and compares every drawing in it.
pub fn check(name: &str, story: &str) {
    let mut script = Script::default();
    let mut played = String::new();
    let mut lines = story.lines().peekable();
    while let Some(line) = lines.next() {
        // Drawings are made anew.
        if line.starts_with('|') {
            continue;
        }
        played.push_str(line);
        played.push('\n');
        let mut rows = Vec::new();
        while let Some(row) = lines.next_if(|line| line.starts_with("  ")) {
            rows.push(row);
            played.push_str(row);
            played.push('\n');
        }
        match script.play(line, &rows) {
            Ok(Line::Played) => {}
            Ok(Line::Show) => played.push_str(&draw::draw(&script)),
            Ok(Line::Explain(leg)) => played.push_str(&explain::explain(&script, &leg)),
            Err(why) => panic!("{name}: {why}: {line}"),
        }
    }
    if std::env::var_os("REDRAW").is_some() {
        let path = format!("{}/tests/stories/{name}.story", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, &played).expect("the story can be written");
    } else if played != story {
        panic!("{name}: the floor looks different (- expected, + drawn)\n{}", difference(story, &played));
    }
}

/// The two texts line by line: what differs is marked.
fn difference(expected: &str, drawn: &str) -> String {
    let mut marked = String::new();
    let mut drawn = drawn.lines().peekable();
    for line in expected.lines() {
        let is_drawing = line.starts_with('|');
        if !is_drawing {
            while let Some(extra) = drawn.next_if(|extra| extra.starts_with('|')) {
                marked.push_str(&format!("+ {extra}\n"));
            }
        }
        match drawn.next_if_eq(&line) {
            Some(same) => marked.push_str(&format!("  {same}\n")),
            None => marked.push_str(&format!("- {line}\n")),
        }
    }
    drawn.for_each(|extra| marked.push_str(&format!("+ {extra}\n")));
    marked
}
