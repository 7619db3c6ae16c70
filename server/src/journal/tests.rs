//! The law the replay rests on, tried on random days; and the bytes that stand for them.

use proptest::prelude::*;
use wire::Millis;

use super::entry::{self, What};
use super::keyframe;
use crate::live::laws::{day, sight, stage};
use crate::live::{Stage, View};

fn journaled(day: &[(Millis, What)]) -> Vec<What> {
    let bodies = day.iter().map(|(_, what)| entry::encode(what).expect("an entry can be written"));
    bodies.map(|body| entry::decode(&body).expect("what was written can be read")).collect()
}

fn kept(stage: &Stage) -> Stage {
    keyframe::decode(&keyframe::encode(stage).expect("a stage can be written")).expect("it can be read")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What viewers saw at every moment, frame by frame, is what a replay from any keyframe shows of that moment.
    #[test]
    fn a_replay_shows_the_boards_that_viewers_saw(
        day in day(),
        from in any::<prop::sample::Index>(),
        sight in sight(),
    ) {
        let from = from.index(day.len());
        let mut live = stage();
        let mut seen = View::of(&live, sight.clone());
        let mut replay = None;
        for ((turn, (_, what)), recorded) in day.iter().enumerate().zip(journaled(&day)) {
            if turn == from {
                let stage = kept(&live);
                prop_assert_eq!(&stage, &live);
                replay = Some((View::of(&stage, sight.clone()), stage));
            }
            let touched = live.take(what.clone());
            seen.catch_up(&live, &touched);
            if let Some((view, stage)) = &mut replay {
                let touched = stage.take(recorded);
                view.catch_up(stage, &touched);
                prop_assert_eq!(&view.board, &seen.board);
                prop_assert_eq!(&View::of(stage, sight.clone()).board, &seen.board);
            }
        }
        prop_assert_eq!(replay.map(|(_, stage)| stage), Some(live));
    }
}
