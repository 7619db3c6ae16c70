//! Since when the feed has been heard without a break, and whether it tells of anything.

use crate::polls::IN_FLIGHT;
use crate::{Changes, Floor, Millis, Source, SourceReport, Trouble};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Listening {
    /// `None` while the feed is down.
    since: Option<Millis>,
    told_at: Option<Millis>,
    /// A poll that was asked since then has shown what was under way.
    polled: bool,
    /// A poll showed a call that began since then and that events should have told of.
    untold: bool,
}

impl Listening {
    fn heard(&mut self, at: Millis) {
        self.since.get_or_insert(at);
    }

    fn connected(&mut self, at: Millis) {
        *self = Self { since: Some(at), told_at: self.told_at, polled: false, untold: false };
    }

    fn failed(&mut self) {
        *self = Self { told_at: self.told_at, ..Self::default() };
    }

    fn told(&mut self, at: Millis) {
        self.heard(at);
        self.told_at = Some(at);
        self.untold = false;
    }

    /// A whole dashboard has been taken in that was asked at this time.
    pub(crate) fn polled(&mut self, asked_at: Millis) {
        self.polled |= self.since.is_some_and(|since| asked_at >= since);
    }

    /// Whether events should have told of what began then: the feed was connected, and a poll since had shown what
    /// was under way.
    pub(crate) fn should_have_told(&self, began: Millis) -> bool {
        self.polled && self.since.is_some_and(|since| began > since + IN_FLIGHT)
    }

    /// Nobody listened for a while between this word and that poll: what the poll says otherwise was told to no one,
    /// and is not on its way.
    pub(crate) fn was_deaf_between(&self, heard_at: Millis, asked_at: Millis) -> bool {
        self.since.is_some_and(|since| heard_at < since && since <= asked_at)
    }

    /// The feed is connected.
    pub(crate) fn is_on(&self) -> bool {
        self.since.is_some()
    }

    /// It has been for a whole turn of the polls.
    pub(crate) fn is_steady(&self) -> bool {
        self.polled
    }

    pub(crate) fn untold(&mut self) {
        self.untold = true;
    }

    fn is_silent(&self, now: Millis, silent_after: Millis) -> bool {
        let quiet_since = self.since.map(|since| self.told_at.map_or(since, |told_at| told_at.max(since)));
        self.untold && quiet_since.is_some_and(|since| now - since >= silent_after)
    }
}

impl Floor {
    /// What a source says of itself.
    pub(crate) fn source_report(&mut self, source: Source, report: SourceReport, at: Millis) -> Changes {
        let mut changes = Changes { sources: true, ..Changes::default() };
        let heard_at = self.sources.get(source).heard_at;
        self.sources.report(source, report, at);
        if source == Source::Events {
            match report {
                SourceReport::Heard => {
                    changes.gaps = self.gaps.close(at);
                    self.listening.heard(at);
                }
                SourceReport::Connected => {
                    changes.gaps = self.gaps.close(at);
                    self.listening.connected(at);
                }
                SourceReport::Overflowed => {
                    let told_at = self.listening.told_at.unwrap_or(at);
                    changes.gaps = self.gaps.overflowed(told_at, at);
                    self.listening.heard(at);
                }
                SourceReport::Failed(_) => {
                    changes.gaps = heard_at.is_some_and(|heard_at| self.gaps.open(heard_at));
                    self.listening.failed();
                }
            }
            self.note_silence(at, &mut changes);
        }
        changes
    }

    /// The feed told of a leg.
    pub(crate) fn feed_told(&mut self, at: Millis, changes: &mut Changes) {
        changes.gaps |= self.gaps.close(at);
        self.sources.told(at);
        self.listening.told(at);
        changes.sources = true;
    }

    /// Says that the feed is silent once it clearly is. A quiet night is none: the polls must show what was not told.
    pub(crate) fn note_silence(&mut self, at: Millis, changes: &mut Changes) {
        if self.listening.is_silent(at, self.settings.silent_after)
            && self.sources.get(Source::Events).trouble.is_none()
        {
            self.sources.report(Source::Events, SourceReport::Failed(Trouble::Silent), at);
            changes.sources = true;
        }
    }
}
