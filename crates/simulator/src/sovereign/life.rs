//! What becomes of a call: ringing, talking, a human or the end, and the report.

use serde_json::json;

use super::call::{Turn, VoiceCall, VoiceKey, VoiceStatus};
use super::notice::NoticeKind;
use super::script::CONVERSATIONS;
use super::voice::{Voice, VoiceEffect, VoiceStep, uuid};

/// What becomes of calls that come by themselves.
const FAILED: f64 = 0.04;
const NOT_REACHED: f64 = 0.25;
const WRONG: [&str; 3] = ["STT connection failed", "LLM timeout", "TTS provider error"];
const UNREACHED: [&str; 3] = ["SIP 486 Busy Here", "SIP 480 Temporarily Unavailable", "SIP 404 Not Found"];

impl Voice {
    /// A call begins to ring. Unless held, it goes on by itself.
    pub fn begin(
        &mut self,
        customer: String,
        line: usize,
        assistant: Option<usize>,
        is_outbound: bool,
        is_held: bool,
    ) -> VoiceKey {
        self.counter += 1;
        let key = self.counter;
        let rand = self.chance.text(b"ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", 12);
        let room = if is_outbound { format!("outbound-{rand}") } else { format!("call-_{customer}_{rand}") };
        let line = self.lines[line].clone();
        let assistant = self.assistants[assistant.unwrap_or(line.assistant)].clone();
        let call = VoiceCall {
            key,
            id: if is_outbound { format!("call-{room}") } else { room.clone() },
            webhook_id: uuid(&mut self.chance),
            room,
            is_outbound,
            is_held,
            customer,
            line,
            assistant,
            status: VoiceStatus::Connecting,
            error: None,
            end_reason: None,
            created: self.now,
            started: None,
            ended: None,
            updated: self.now,
            turns: vec![],
            script: self.chance.whole(0, CONVERSATIONS.len() as u64 - 1) as usize,
            said: 0,
            is_reported: false,
            summary: None,
            analysis: None,
            is_recorded: self.options.recordings,
            transferred_to: None,
            commands: vec![],
        };
        self.calls.insert(key, call);
        self.forget_the_oldest();
        if !is_outbound && self.options.assistant_requests {
            self.notice(key, NoticeKind::AssistantRequest);
        }
        if !is_held {
            self.schedule_answer(key, is_outbound);
        }
        key
    }

    fn schedule_answer(&mut self, call: VoiceKey, is_outbound: bool) {
        let (longest, lost, errors) =
            if is_outbound { (12.0, NOT_REACHED, &UNREACHED) } else { (3.0, FAILED, &WRONG) };
        let rings = self.chance.between(1.0, longest);
        let step = if self.chance.happens(lost) {
            VoiceStep::Fail { call, error: self.chance.pick::<&str>(errors) }
        } else {
            VoiceStep::Answer(call)
        };
        self.in_seconds(rings, step);
    }

    pub(super) fn answer(&mut self, key: VoiceKey) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(&key).filter(|call| call.status == VoiceStatus::Connecting)
        else {
            return;
        };
        call.status = VoiceStatus::InProgress;
        call.started = Some(now);
        call.updated = now;
        let (script, is_held) = (call.script, call.is_held);
        self.notice(key, NoticeKind::StatusUpdate);
        if is_held {
            return;
        }
        let talk = self.chance.log_normal(self.options.talk_seconds, 0.4).clamp(1.0, 900.0);
        let turns = CONVERSATIONS[script].turns.len();
        for turn in 0..turns {
            self.in_seconds(talk * turn as f64 / turns as f64, VoiceStep::Speak(key));
        }
        let step = if self.chance.happens(FAILED) {
            VoiceStep::Fail { call: key, error: self.chance.pick::<&str>(&WRONG) }
        } else {
            VoiceStep::Conclude(key)
        };
        self.in_seconds(talk, step);
    }

    pub(super) fn speak(&mut self, key: VoiceKey) {
        let Some(call) = self.calls.get(&key) else { return };
        let Some(text) = CONVERSATIONS[call.script].turns.get(call.said) else { return };
        let role = if call.said % 2 == 0 { "assistant" } else { "user" };
        self.say(key, role, (*text).to_owned());
        if let Some(call) = self.calls.get_mut(&key) {
            call.said += 1;
        }
    }

    pub(super) fn say(&mut self, key: VoiceKey, role: &'static str, content: String) {
        let now = self.now;
        if let Some(call) = self.calls.get_mut(&key).filter(|call| call.status == VoiceStatus::InProgress) {
            call.turns.push(Turn { role, content });
            call.updated = now;
        }
    }

    /// Who asked for something that the assistant could not do wants a human.
    pub(super) fn conclude(&mut self, key: VoiceKey) {
        let Some(call) = self.calls.get(&key) else { return };
        let wants_a_human = !call.is_outbound && !CONVERSATIONS[call.script].is_answered;
        match self.humans.is_empty() {
            false if wants_a_human => {
                let destination = self.chance.pick(&self.humans).clone();
                self.transfer(key, destination);
            }
            _ => self.end(key, "customer_hangup"),
        }
    }

    /// The caller reaches the human's number as an ordinary caller, and the assistant's call ends.
    pub(super) fn transfer(&mut self, key: VoiceKey, destination: String) {
        let talking = self.calls.get(&key).filter(|call| call.status == VoiceStatus::InProgress);
        let Some(customer) = talking.map(|call| call.customer.clone()) else { return };
        self.effects.push(VoiceEffect::HandOver { customer, destination: destination.clone() });
        self.handed_to(key, destination);
    }

    /// The assistant's side of it alone.
    pub(super) fn handed_to(&mut self, key: VoiceKey, destination: String) {
        let talking = self.calls.get_mut(&key).filter(|call| call.status == VoiceStatus::InProgress);
        let Some(call) = talking else { return };
        call.transferred_to = Some(destination);
        self.end(key, "transferred");
    }

    pub(super) fn end(&mut self, key: VoiceKey, reason: &'static str) {
        self.finish(key, VoiceStatus::Ended, Some(reason), None);
    }

    pub(super) fn fail(&mut self, key: VoiceKey, error: &str) {
        self.finish(key, VoiceStatus::Failed, None, Some(error.to_owned()));
    }

    fn finish(
        &mut self,
        key: VoiceKey,
        status: VoiceStatus,
        reason: Option<&'static str>,
        error: Option<String>,
    ) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(&key).filter(|call| !call.status.is_over()) else { return };
        call.status = status;
        call.end_reason = reason;
        call.error = error;
        call.ended = Some(now);
        call.updated = now;
        let was_talked_on = call.started.is_some();
        self.notice(key, NoticeKind::StatusUpdate);
        if was_talked_on {
            self.in_seconds(self.options.report_seconds, VoiceStep::Report(key));
        }
    }

    pub(super) fn report(&mut self, key: VoiceKey) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(&key) else { return };
        let conversation = &CONVERSATIONS[call.script];
        call.is_reported = true;
        call.updated = now;
        call.summary = Some(conversation.summary.to_owned());
        call.analysis = self.options.analysis.then(|| {
            json!({
                "sentiment": conversation.sentiment,
                "primary_topic": conversation.topic,
                "question_answered": conversation.is_answered,
                "conversation_quality": if conversation.sentiment > 5 { "Good" } else { "Poor" },
            })
        });
        self.notice(key, NoticeKind::EndOfCallReport);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::moment::Moment;
    use crate::sovereign::SovereignOptions;

    fn opened(calls_per_minute: f64) -> Voice {
        let options = SovereignOptions { calls_per_minute, ..SovereignOptions::default() };
        Voice::open(options, vec!["+842873019555".to_owned()], 7, Moment::from_unix_seconds(1_770_352_873))
    }

    /// Everything that happens within an hour.
    fn an_hour(voice: &mut Voice) -> Vec<VoiceEffect> {
        let until = voice.now.after(3600.0);
        voice.advance(until)
    }

    #[test]
    fn calls_that_come_by_themselves_end_in_every_way() {
        let mut voice = opened(20.0);
        let effects = an_hour(&mut voice);
        let count = |is: fn(&VoiceCall) -> bool| voice.calls.values().filter(|call| is(call)).count();
        assert!((900..1500).contains(&voice.calls.len()), "{}", voice.calls.len());
        assert!(count(|call| call.status == VoiceStatus::InProgress) > 5);
        assert!(count(|call| call.end_reason == Some("customer_hangup")) > 200);
        assert!(count(|call| call.error.as_deref() == Some("SIP 486 Busy Here")) > 5);
        let handed = effects.iter().filter(|effect| matches!(effect, VoiceEffect::HandOver { .. })).count();
        assert_eq!(handed, count(|call| call.transferred_to.is_some()));
        assert!(handed > 200, "{handed}");
    }

    #[test]
    fn each_call_that_was_talked_on_is_told_in_order_and_reported_once() {
        let mut voice = opened(20.0);
        let mut told: BTreeMap<VoiceKey, Vec<&'static str>> = BTreeMap::new();
        for effect in an_hour(&mut voice) {
            if let VoiceEffect::Notice(notice) = effect {
                let word = match notice.kind {
                    NoticeKind::StatusUpdate => notice.call.status.webhook_word(),
                    other => other.word(),
                };
                told.entry(notice.call.key).or_default().push(word);
            }
        }
        voice.set_load(0.0);
        let reported = told.values().filter(|words| words.contains(&"end-of-call-report"));
        assert!(reported.clone().count() > 500);
        for words in reported {
            assert_eq!(words[0], "in-progress");
            assert!(["ended", "ended-with-error"].contains(&words[1]), "{words:?}");
            assert_eq!(words[2..], ["end-of-call-report"]);
        }
    }

    #[test]
    fn a_held_call_waits_for_orders_and_its_transcript_grows() {
        let mut voice = opened(0.0);
        let key = voice.begin("+84912345678".to_owned(), 0, None, false, true);
        assert!(an_hour(&mut voice).is_empty());
        voice.answer(key);
        voice.say(key, "user", "Xin chào".to_owned());
        assert_eq!(an_hour(&mut voice).len(), 1, "in progress, and nothing else by itself");
        let call = &voice.calls[&key];
        assert_eq!((call.turns.len(), call.status), (1, VoiceStatus::InProgress));
        assert!(call.messages(false).is_null() && call.messages(true).as_array().is_some());
    }
}
