//! What REST and scripts order of calls.

use serde_json::Value;

use super::call::{VoiceCall, VoiceKey, VoiceStatus};
use super::notice::NoticeKind;
use super::voice::{Voice, uuid};

/// A command of REST (`protocols.md` §4.2), understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    InjectContext { content: String, trigger_response: bool },
    Say { content: String, end_after: bool },
    EndCall { message: Option<String> },
    Transfer { destination: String, message: Option<String> },
}

/// Why an order changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Unknown,
    NotInProgress,
}

impl Voice {
    /// The newest first.
    pub fn calls(&self) -> impl Iterator<Item = &VoiceCall> {
        self.calls.values().rev()
    }

    pub fn call(&self, key: VoiceKey) -> Option<&VoiceCall> {
        self.calls.get(&key)
    }

    /// By REST's id alone, as upstream's REST does.
    pub fn find(&self, id: &str) -> Option<VoiceKey> {
        self.calls().find(|call| call.id == id).map(|call| call.key)
    }

    /// By either id: for scripts.
    pub fn find_by_any_id(&self, id: &str) -> Option<VoiceKey> {
        self.calls().find(|call| call.id == id || call.webhook_id == id).map(|call| call.key)
    }

    /// Carries a command out; `body` is kept with the call as it came.
    pub fn command(&mut self, id: &str, command: Command, body: Value) -> Result<(), Refused> {
        let key = self.find(id).ok_or(Refused::Unknown)?;
        let call = self.calls.get_mut(&key).ok_or(Refused::Unknown)?;
        if call.status != VoiceStatus::InProgress {
            return Err(Refused::NotInProgress);
        }
        call.commands.push(body);
        match command {
            Command::InjectContext { content, trigger_response } => {
                self.say(key, "system", content);
                if trigger_response {
                    self.say(key, "assistant", "Dạ, em vừa nhận thêm thông tin.".to_owned());
                }
            }
            Command::Say { content, end_after } => {
                self.say(key, "assistant", content);
                if end_after {
                    self.end(key, "assistant_ended");
                }
            }
            Command::EndCall { message } => {
                self.last_words(key, message);
                self.end(key, "assistant_ended");
            }
            Command::Transfer { destination, message } => {
                self.last_words(key, message);
                self.transfer(key, destination);
            }
        }
        Ok(())
    }

    /// The assistant asks for something by webhook.
    pub fn ask_tool(&mut self, key: VoiceKey, name: String, arguments: Value) {
        let id = format!("tool_{}", &uuid(&mut self.chance)[..8]);
        self.notice(key, NoticeKind::ToolCalls { id, name, arguments });
    }

    /// `assistant-request` was answered with an error: nobody takes the call.
    pub fn refuse(&mut self, key: VoiceKey) {
        if self.calls.get(&key).is_some_and(|call| call.status == VoiceStatus::Connecting) {
            self.fail(key, "rejected by webhook");
        }
    }

    /// By name, id or position from 1.
    pub fn find_assistant(&self, text: &str) -> Option<usize> {
        self.assistants.iter().position(|assistant| assistant.id == text || assistant.name == text)
    }

    pub fn find_line(&self, text: &str) -> Option<usize> {
        self.lines.iter().position(|line| line.id == text || line.number == text)
    }

    fn last_words(&mut self, key: VoiceKey, message: Option<String>) {
        if let Some(message) = message {
            self.say(key, "assistant", message);
        }
    }
}
