//! What stories tell of calls with voice assistants.

use std::collections::BTreeMap;

use super::call::VoiceKey;
use super::live::international;
use super::voice::Voice;
use crate::story::AssistantOrder;

/// Calls of stories, by the names they have there.
#[derive(Debug, Default)]
pub struct StoryCalls(BTreeMap<String, VoiceKey>);

impl StoryCalls {
    /// Plays one line, or says why it cannot happen.
    pub fn play(&mut self, voice: &mut Voice, call: String, order: AssistantOrder) -> Result<(), String> {
        if let AssistantOrder::Begin { from, line } = order {
            let line = match line {
                Some(line) => {
                    voice.find_line(&line).ok_or_else(|| format!("no assistant answers the line {line:?}"))?
                }
                None => 0,
            };
            self.0.insert(call, voice.begin(international(&from), line, None, false, true));
            return Ok(());
        }
        let key = self.0.get(&call).copied();
        let key = key.ok_or_else(|| format!("the story has no assistant's call {call:?}"))?;
        match order {
            AssistantOrder::Begin { .. } => {}
            AssistantOrder::Answer => voice.answer(key),
            AssistantOrder::Say { role, text } => voice.say(key, role, text),
            AssistantOrder::HandedTo(number) => voice.handed_to(key, international(&number)),
            AssistantOrder::End => voice.end(key, "customer_hangup"),
            AssistantOrder::Fail(error) => {
                voice.fail(key, error.as_deref().unwrap_or("STT connection failed"))
            }
        }
        Ok(())
    }
}
