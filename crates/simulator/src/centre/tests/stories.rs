//! The shipped stories, played to their end.

use super::{centre, legs};
use crate::centre::{Effect, LegEvent};
use crate::options::Load;
use crate::story::Story;

#[test]
fn every_line_of_the_shipped_stories_can_happen() {
    for (text, received) in [
        (include_str!("../../../days/quiet.story"), 3),
        (include_str!("../../../days/abandoned.story"), 4),
        (include_str!("../../../days/whole-floor.story"), 10),
        (include_str!("../../../days/busy-morning.story"), 100),
        (include_str!("../../../days/handed-over.story"), 1),
    ] {
        let mut centre = centre(Load::Quiet);
        centre.tell(Story::parse(text).unwrap());
        let until = centre.now().after(1800.0);
        let effects = centre.advance(until);
        let mishaps: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::Mishap(_))).collect();
        assert!(mishaps.is_empty(), "{mishaps:?}");
        assert!(centre.counters().received >= received, "{:?}", centre.counters());
        assert_eq!(centre.live_calls().count(), 0, "every call of a story ends");
    }
}

#[test]
fn what_cannot_happen_is_reported_with_its_line() {
    let mut centre = centre(Load::Quiet);
    centre.tell(
        Story::parse("00:01 answer A\n00:02 call A from 0912345678 to \"Nhà bếp\"\n00:03 login nobody")
            .unwrap(),
    );
    let until = centre.now().after(60.0);
    let reported = |effect: Effect| match effect {
        Effect::Mishap(text) => text,
        other => panic!("{other:?}"),
    };
    let mishaps: Vec<String> = centre.advance(until).into_iter().map(reported).collect();
    assert_eq!(
        mishaps,
        [
            "line 1 of the story: there is no call \"A\" here",
            "line 2 of the story: there is no queue \"Nhà bếp\" here",
            "line 3 of the story: there is no agent \"nobody\" here",
        ]
    );
}

#[test]
fn a_story_breaks_the_feed_between_the_events_around_it() {
    let mut centre = centre(Load::Quiet);
    let story = "00:01 call A from 0912345678 to 1\n00:02 fault feed drop\n00:03 abandon A";
    centre.tell(Story::parse(story).unwrap());
    let until = centre.now().after(60.0);
    let effects = centre.advance(until);
    let fault = effects.iter().position(|effect| matches!(effect, Effect::Fault(_))).unwrap();
    let before: Vec<LegEvent> = legs(effects[..fault].to_vec());
    assert_eq!((before.len(), effects.len()), (2, 4));
}
