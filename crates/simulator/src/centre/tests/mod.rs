//! The centre without sockets, at moments the tests choose.

mod calls;
mod day;
mod disorder;
mod past;
mod people;
mod stories;
mod transfers;

use super::{Centre, Effect, EventName, LegEvent};
use crate::moment::Moment;
use crate::options::{Load, Options};

/// 2026-02-06 11:41:13 in Vietnam, the fixtures' "now".
const NOON: Moment = Moment::from_unix_seconds(1_770_352_873);

fn centre(load: Load) -> Centre {
    Centre::open(&Options { load, ..Options::default() }, NOON)
}

/// Lets `seconds` pass and returns the channel events of that time.
fn pass(centre: &mut Centre, seconds: f64) -> Vec<LegEvent> {
    let until = centre.now().after(seconds);
    legs(centre.advance(until))
}

fn legs(effects: Vec<Effect>) -> Vec<LegEvent> {
    let leg = |effect| match effect {
        Effect::Leg(event) => Some(*event),
        Effect::Fault(_) | Effect::Assistant { .. } | Effect::Mishap(_) => None,
    };
    effects.into_iter().filter_map(leg).collect()
}

/// Events as `A CREATE`, `B1 ANSWER`, `B1 DESTROY NORMAL_CLEARING`: A is the first leg, B1 the next that appeared.
fn drawn(events: &[LegEvent]) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let draw = |event: &LegEvent, index: usize| {
        let name = if index == 0 { "A".to_owned() } else { format!("B{index}") };
        let word = event.name.word().trim_start_matches("CHANNEL_");
        match event.leg.ended.filter(|_| event.name == EventName::Destroy) {
            Some((_, cause)) => format!("{name} {word} {}", cause.word()),
            None => format!("{name} {word}"),
        }
    };
    let mut lines = Vec::new();
    for event in events {
        let index = seen.iter().position(|id| *id == event.leg.id).unwrap_or_else(|| {
            seen.push(&event.leg.id);
            seen.len() - 1
        });
        lines.push(draw(event, index));
    }
    lines
}
