//! A call centre's past as it could have been: weekdays and hours, Vietnamese numbers, people who call again, who wait,
//! give up, are handed on, and agents who let it ring. Benchmarks of other crates take it in by its path.

use kpi::{Call, CallResult, Direction, Join, Left, Millis, Miss, Passage, Text};

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;
/// Of numbers in Vietnam, mobile and fixed, and how many of a hundred have it.
const BEGINNINGS: [(&str, u64); 8] =
    [("090", 16), ("098", 16), ("091", 14), ("093", 12), ("035", 14), ("077", 12), ("0283", 10), ("0247", 6)];

/// Who takes calls, and when.
#[derive(Debug, Clone)]
pub struct Past {
    pub queues: Vec<Text>,
    pub agents: Vec<Text>,
    /// No call begins later.
    pub until: Millis,
    pub calls_a_day: u64,
}

impl Past {
    /// The newest is 0, as when history is fetched backwards.
    pub fn call(&self, number: u64) -> Call {
        let mut chance = Chance(mixed(number));
        let started = self.started(number);
        let is_inbound = chance.of(100) < 78;
        let number_of = far_number(number);
        let key: Text = format!("{:016x}{:016x}@203.0.113.7", mixed(number), mixed(!number)).into();
        let leg: Text = format!("{:032x}", u128::from(mixed(number ^ 0xA1)) << 64 | 7).into();
        let mut call = Call {
            key: key.clone(),
            started,
            ended: None,
            direction: if is_inbound { Direction::Inbound } else { Direction::Outbound },
            number: Some(number_of),
            line: Some("19001234".into()),
            agent: None,
            result: CallResult::NoAnswer,
            talked: None,
            recording: None,
            legs: vec![key],
            passages: Vec::new(),
            misses: Vec::new(),
            join: Join::ByQueue,
        };
        let end = if is_inbound {
            self.inbound(&mut call, &mut chance)
        } else {
            self.outbound(&mut call, &mut chance)
        };
        call.ended = Some(end);
        if call.talked.is_some() {
            call.recording = Some(format!("call_recording_{}.mp3", call.key).into());
            call.legs.push(leg);
        }
        call
    }

    fn inbound(&self, call: &mut Call, chance: &mut Chance) -> Millis {
        let menu = 4_000 + chance.of(12_000) as Millis;
        if chance.of(100) < 6 {
            call.result = CallResult::LeftEarly;
            return call.started + menu;
        }
        let entered = call.started + menu;
        // The first queues take the most.
        let first = chance.of(self.queues.len() as u64).min(chance.of(self.queues.len() as u64));
        let queue = self.queues[first as usize].clone();
        let waited = 3_000 + (chance.of(300) * chance.of(300)) as Millis;
        if chance.of(100) < 25 {
            let miss =
                Miss { agent: self.agent(chance), at: entered + waited / 2, queue: Some(queue.clone()) };
            call.misses.push(miss);
        }
        let passage = |queue: Text, entered, left| Passage {
            queue: Some(queue),
            entered,
            entered_is_call_start: false,
            transferred_in: false,
            left: Some(left),
        };
        let at = entered + waited;
        if chance.of(100) < 9 {
            call.result = CallResult::Abandoned;
            call.passages.push(passage(queue, entered, Left::Abandoned { at }));
            return at;
        }
        let is_handed_on = chance.of(100) < 4;
        let (queue, entered, at) = if is_handed_on {
            call.passages.push(passage(queue, entered, Left::FlowedOut { at }));
            let other = self.queues[chance.of(self.queues.len() as u64) as usize].clone();
            (other, at, at + 15_000)
        } else {
            (queue, entered, at)
        };
        let agent = self.agent(chance);
        let talked = 20_000 + (chance.of(700) * chance.of(700)) as Millis;
        let left = Left::Answered { at, agent: Some(agent.clone()), talked: Some(talked) };
        call.passages.push(Passage { transferred_in: is_handed_on, ..passage(queue, entered, left) });
        call.agent = Some(agent);
        call.talked = Some(talked);
        call.result = CallResult::Answered;
        at + talked
    }

    fn outbound(&self, call: &mut Call, chance: &mut Chance) -> Millis {
        let rang = 5_000 + chance.of(30_000) as Millis;
        call.agent = Some(self.agent(chance));
        let outcome = chance.of(1_000);
        call.result = match outcome {
            0..620 => CallResult::Answered,
            620..900 => CallResult::NoAnswer,
            900..995 => CallResult::Busy,
            _ => CallResult::Failed,
        };
        call.talked = (outcome < 620).then(|| 10_000 + (chance.of(600) * chance.of(600)) as Millis);
        call.started + rang + call.talked.unwrap_or(0)
    }

    /// Between eight and eighteen o'clock in Vietnam, evenly.
    fn started(&self, number: u64) -> Millis {
        let (day, place) = (number / self.calls_a_day, number % self.calls_a_day);
        let evening = self.until - self.until.rem_euclid(DAY) - day as Millis * DAY + 11 * 60 * MINUTE;
        let evening = if evening > self.until { evening - DAY } else { evening };
        evening - (place * 600 / self.calls_a_day) as Millis * MINUTE - (mixed(number) % 60_000) as Millis
    }

    fn agent(&self, chance: &mut Chance) -> Text {
        self.agents[chance.of(self.agents.len() as u64) as usize].clone()
    }
}

/// Every third call is of somebody who has called before.
fn far_number(number: u64) -> Text {
    let mut chance = Chance(mixed((number / 3) ^ 0xFA));
    let mut which = chance.of(100);
    let mut beginning = BEGINNINGS[0].0;
    for (of, share) in BEGINNINGS {
        beginning = of;
        if which < share {
            break;
        }
        which -= share;
    }
    let rest = 10 - beginning.len();
    let digits = format!("{:08}", chance.of(100_000_000));
    format!("{beginning}{}", &digits[..rest.min(8)]).into()
}

/// One draw after the other.
struct Chance(u64);

impl Chance {
    fn of(&mut self, sides: u64) -> u64 {
        self.0 = mixed(self.0);
        self.0 % sides
    }
}

/// Mixes a number well enough for a table (SplitMix64).
pub fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
