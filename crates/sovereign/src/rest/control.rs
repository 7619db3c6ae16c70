//! POST `/calls/{id}/control`: the four commands to a call in progress (`protocols.md` §4.2).

use std::time::Duration;

use floor::Text;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::Client;
use crate::RestError;
use crate::raw::{flag, said};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Tells the assistant something that the human does not hear.
    InjectContext {
        content: Text,
        /// Whether the assistant speaks because of it.
        trigger_response: bool,
    },
    /// The assistant says this, word for word.
    Say { content: Text, end_after: bool },
    /// The assistant hangs up, after these last words.
    EndCall { message: Option<Text> },
    /// To a human: a number in E.164, or a `sip:` address.
    Transfer { destination: Text, message: Option<Text> },
}

impl Command {
    /// Its `type` on the wire.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::InjectContext { .. } => "inject-context",
            Self::Say { .. } => "say",
            Self::EndCall { .. } => "end-call",
            Self::Transfer { .. } => "transfer",
        }
    }

    fn body(&self) -> Value {
        let mut body = match self {
            Self::InjectContext { content, trigger_response } => {
                json!({ "content": &**content, "trigger_response": trigger_response })
            }
            Self::Say { content, end_after } => json!({ "content": &**content, "end_after": end_after }),
            Self::EndCall { .. } => json!({}),
            Self::Transfer { destination, .. } => json!({ "destination": &**destination }),
        };
        if let Self::EndCall { message: Some(message) } | Self::Transfer { message: Some(message), .. } = self
        {
            body["message"] = (**message).into();
        }
        body["type"] = self.word().into();
        body
    }

    fn check(&self) -> Result<(), RestError> {
        match self {
            Self::InjectContext { content, .. } | Self::Say { content, .. } if content.trim().is_empty() => {
                Err(RestError::Unsendable("there is nothing to say"))
            }
            Self::Transfer { destination, .. }
                if !destination.starts_with("sip:")
                    && !destination.contains(|character: char| character.is_ascii_digit()) =>
            {
                Err(RestError::Unsendable("a transfer needs a number or a sip: address"))
            }
            _ => Ok(()),
        }
    }
}

impl Client {
    /// Sends one command, once: never retried, because it would be said or done twice. `call_id` is REST's.
    ///
    /// # Errors
    /// [`RestError::TooManyCommands`] beyond ten a minute for this call, mostly before anything is sent;
    /// [`RestError::Rejected`] with 400 when the call is not in progress, [`RestError::NotFound`] when it is unknown;
    /// [`RestError::Unsendable`] for a command that says nothing; otherwise as any request.
    pub async fn control(&self, call_id: &str, command: &Command) -> Result<(), RestError> {
        command.check()?;
        let url = self.url(&["calls", call_id, "control"])?;
        let pace = &self.inner.command_pace;
        pace.count(call_id, Instant::now())
            .map_err(|retry_after| RestError::TooManyCommands { retry_after })?;
        let response = self.post(url, &command.body()).await?;
        let status = response.status().as_u16();
        match self.json(response).await {
            Ok(answer) if flag(&answer, &["success"]) == Some(false) => {
                Err(RestError::Rejected { status, said: said(&answer) })
            }
            Ok(_) => Ok(()),
            Err(RestError::Quota { retry_after }) => {
                let retry_after = retry_after.unwrap_or(Duration::from_secs(60));
                pace.hold(call_id, Instant::now(), retry_after);
                Err(RestError::TooManyCommands { retry_after })
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_the_documented_ones() {
        let inject = Command::InjectContext { content: "VIP".into(), trigger_response: true };
        let say = Command::Say { content: "Xin chờ".into(), end_after: false };
        let transfer =
            Command::Transfer { destination: "+84901234567".into(), message: Some("Một lát".into()) };
        for (command, body) in [
            (inject, json!({"type": "inject-context", "content": "VIP", "trigger_response": true})),
            (say, json!({"type": "say", "content": "Xin chờ", "end_after": false})),
            (Command::EndCall { message: None }, json!({"type": "end-call"})),
            (transfer, json!({"type": "transfer", "destination": "+84901234567", "message": "Một lát"})),
        ] {
            assert_eq!(command.body(), body);
            assert_eq!(command.check(), Ok(()));
        }
    }

    #[test]
    fn what_says_nothing_is_not_sent() {
        let nowhere = Command::Transfer { destination: "anh Nam".into(), message: None };
        for command in [Command::Say { content: " ".into(), end_after: true }, nowhere] {
            assert!(matches!(command.check(), Err(RestError::Unsendable(_))), "{command:?}");
        }
    }
}
