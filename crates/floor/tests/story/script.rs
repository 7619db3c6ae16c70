//! Reads a story's lines and plays them to a floor.

use std::collections::BTreeMap;

use floor::{
    AgentEntry, Digest, Event, Floor, HangupCause, Happening, LegEvent, LegEventKind, LegId, LegSide, Links,
    Millis, Origin, QueueEntry, Settings, Source, SourceReport, Text, Trouble,
};

/// A day like any other: times in stories are seconds after this.
pub const START: Millis = 1_770_352_873_000;

pub enum Line {
    Played,
    Show,
    Explain(LegId),
}

pub struct Script {
    pub floor: Floor,
    legs: BTreeMap<String, LegEvent>,
    agents: Vec<AgentEntry>,
    queues: BTreeMap<String, QueueEntry>,
}

impl Default for Script {
    fn default() -> Self {
        let floor = Floor::new(Settings::default());
        Self { floor, legs: BTreeMap::new(), agents: Vec::new(), queues: BTreeMap::new() }
    }
}

pub type Words<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

impl Script {
    pub fn play(&mut self, line: &str, rows: &[&str]) -> Result<Line, String> {
        let text = line.split('#').next().unwrap_or_default();
        let mut words =
            text.split([' ', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>().into_iter().peekable();
        let Some(first) = words.next() else { return Ok(Line::Played) };
        if first == "show" {
            return Ok(Line::Show);
        }
        if first == "explain" {
            return Ok(Line::Explain(words.next().ok_or("explain what?")?.into()));
        }
        let Ok(at) = instant(first) else {
            self.agent(first, &mut words);
            return Ok(Line::Played);
        };
        let what = match words.next().ok_or("nothing happens")? {
            "tick" => Happening::Tick,
            "records" => Happening::Records(Box::new(super::records::records(&mut words, rows)?)),
            "poll" => Happening::Dashboard(Box::new(super::dashboard::dashboard(at, &mut words, rows)?)),
            "leaves" => self.leaves(words.next().ok_or("who?")?),
            "events" => Happening::Source(Source::Events, report(words.next())?),
            "dashboard" => Happening::Source(Source::Dashboard, report(words.next())?),
            leg => Happening::Leg(Box::new(self.leg(leg, &mut words)?)),
        };
        self.floor.apply(Event { at, what });
        Ok(Line::Played)
    }

    /// `an 8001 sales support`
    fn agent(&mut self, name: &str, words: &mut Words) {
        let extensions = words.next_if(|word| word.starts_with('8')).map(Into::into).into_iter().collect();
        let entry = AgentEntry { id: name.into(), username: None, name: name.into(), extensions };
        self.agents.push(entry);
        for queue in words {
            let new = || QueueEntry { id: queue.into(), name: queue.into(), agents: Vec::new() };
            self.queues.entry(queue.to_owned()).or_insert_with(new).agents.push(name.into());
        }
        self.floor.apply(Event { at: START, what: Happening::Agents(self.agents.clone()) });
        let queues = self.queues.values().cloned().collect();
        self.floor.apply(Event { at: START, what: Happening::Queues(queues) });
    }

    fn leaves(&mut self, name: &str) -> Happening {
        self.agents.retain(|entry| entry.id.as_str() != name);
        Happening::Agents(self.agents.clone())
    }

    fn leg(&mut self, name: &str, words: &mut Words) -> Result<LegEvent, String> {
        let leg = self.legs.entry(name.to_owned()).or_insert_with(|| blank(name));
        leg.happened_at = None;
        leg.message = None::<Text>;
        let mut cause = HangupCause::Normal;
        let mut billed_seconds = None;
        let verb = words.next().ok_or("what happens to it?")?;
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} what?"));
            match word {
                "in" => leg.side = Some(LegSide::Inbound),
                "out" => leg.side = Some(LegSide::Outbound),
                "outside" => leg.origin = Origin::Outside,
                "device" => leg.origin = Origin::Device,
                "carrier" => leg.to_carrier = true,
                "from" => leg.caller_number = Some(value()?.into()),
                "to" => leg.destination = Some(value()?.into()),
                "agent" => leg.agent = Some(value()?.into()),
                "queue" => leg.queue = Some(value()?.into()),
                "stamped" => leg.happened_at = Some(instant(value()?)?),
                "billed" => billed_seconds = value()?.parse().ok(),
                "digest" => leg.links.member_digest = Some(digest(value()?)),
                "member" => leg.links.member = Some(value()?.into()),
                "bridge" => leg.links.bridge = Some(value()?.into()),
                "other" => leg.links.other_leg = Some(value()?.into()),
                "replaced" => leg.links.replaced_by = Some(value()?.into()),
                "history" => leg.links.transfer_history.push(value()?.into()),
                "message" => leg.message = Some(value()?.into()),
                "transferred" => cause = HangupCause::Transferred,
                "interaction" => leg.links.interaction = Some(value()?.into()),
                "busy" => cause = HangupCause::Busy,
                "no-answer" => cause = HangupCause::NoAnswer,
                "cancelled" => cause = HangupCause::OriginatorCancelled,
                "elsewhere" => cause = HangupCause::AnsweredElsewhere,
                "unreachable" => cause = HangupCause::Unreachable,
                other => return Err(format!("{other}?")),
            }
        }
        leg.kind = match verb {
            "created" => LegEventKind::Created,
            "answered" => LegEventKind::Answered,
            "ended" => LegEventKind::Destroyed { cause, billed_seconds },
            other => return Err(format!("a leg is not {other}")),
        };
        Ok(leg.clone())
    }
}

fn blank(name: &str) -> LegEvent {
    LegEvent {
        leg: LegId::new(name),
        kind: LegEventKind::Created,
        happened_at: None,
        side: None,
        origin: Origin::Unknown,
        to_carrier: false,
        caller_number: None,
        caller_name: None,
        destination: None,
        agent: None,
        queue: None,
        links: Links::default(),
        digest: digest(name),
        message: None,
    }
}

/// Stands in for MD5: no two names of the stories share their first sixteen bytes.
pub fn digest(name: &str) -> Digest {
    let mut digest = [0; 16];
    digest.iter_mut().zip(name.bytes()).for_each(|(byte, letter)| *byte = letter);
    Digest(digest)
}

pub fn instant(seconds: &str) -> Result<Millis, String> {
    let seconds: f64 = seconds.parse().map_err(|_| format!("{seconds} is no time"))?;
    Ok(START + (seconds * 1000.0).round() as Millis)
}

fn report(word: Option<&str>) -> Result<SourceReport, String> {
    match word {
        Some("heard") => Ok(SourceReport::Heard),
        Some("connected") => Ok(SourceReport::Connected),
        Some("overflow") => Ok(SourceReport::Overflowed),
        Some("lost") => Ok(SourceReport::Failed(Trouble::Lost)),
        other => Err(format!("{other:?}?")),
    }
}
