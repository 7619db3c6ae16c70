//! What the journal rests on: a floor that was written and read goes on as if it had never stopped, and events that
//! were written and read make the same floor.

use proptest::prelude::*;

use super::days::day;
use super::played;
use crate::{Event, Floor, Settings};

fn kept(floor: &Floor) -> Floor {
    let bytes = postcard::to_stdvec(floor).expect("a floor can be written");
    postcard::from_bytes(&bytes).expect("what was written can be read")
}

fn journaled(day: &[Event]) -> Vec<Event> {
    let texts = day.iter().map(|event| serde_json::to_string(event).expect("an event can be written"));
    texts.map(|text| serde_json::from_str(&text).expect("what was written can be read")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_floor_that_was_kept_goes_on_as_if_it_had_never_stopped(
        day in day(),
        stop in any::<prop::sample::Index>(),
    ) {
        let (before, after) = day.split_at(stop.index(day.len() + 1));
        let mut never_stopped = played(before);
        let mut restored = kept(&never_stopped);
        prop_assert_eq!(&restored, &never_stopped);
        for event in journaled(after) {
            prop_assert_eq!(restored.apply(event.clone()), never_stopped.apply(event));
        }
        prop_assert_eq!(restored, never_stopped);
    }

    #[test]
    fn the_journal_makes_the_same_floor(day in day()) {
        let read = journaled(&day);
        prop_assert_eq!(&read, &day);
        prop_assert_eq!(played(&read), played(&day));
    }

    #[test]
    fn equal_floors_are_equal_bytes(day in day()) {
        let bytes = |floor: &Floor| postcard::to_stdvec(floor).expect("a floor can be written");
        prop_assert_eq!(bytes(&played(&day)), bytes(&played(&day)));
    }
}

#[test]
fn other_settings_are_kept_too() {
    let mut floor = Floor::new(Settings::default());
    floor.adopt(Settings { silent_after: 7, ..Settings::default() });
    assert_eq!(kept(&floor), floor);
    assert_ne!(floor, Floor::new(Settings::default()));
}
