//! What comes with an address or a form, and what of it cannot be taken.

use std::collections::HashSet;

use ::access::{AccessError, Id, PairingError, SHORTEST_PASSWORD, Unfit};
use app::rooms::{Bad, Choice, LEAST_PASSWORD, Said};
use serde::Deserialize;

use crate::app_state::AppState;
use crate::error::AppError;

// The hint beside the field and the rule behind it are one number.
const _: () = assert!(LEAST_PASSWORD == SHORTEST_PASSWORD);

/// `?said=user-changed&whose=7`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SaidQuery {
    said: Option<String>,
    whose: Option<i64>,
}

impl SaidQuery {
    pub fn said(&self) -> Option<Said> {
        Said::from_name(self.said.as_deref()?)
    }

    pub fn whose(&self) -> Option<Id> {
        self.whose.map(Id)
    }
}

/// A form whose names may come several times, as boxes do.
pub struct Form(Vec<(String, String)>);

impl Form {
    pub fn read(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    /// Trimmed; empty when it is not there. Not for passwords, whose spaces count.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    pub fn is_set(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }
}

/// Which field an error belongs beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Name(Bad),
    Role(Bad),
    Current(Bad),
    Password(Bad),
    Code(Bad),
}

/// # Errors
/// What is no fault of the form.
pub fn fault(error: AccessError) -> Result<Fault, AppError> {
    Ok(match error {
        AccessError::NameTaken => Fault::Name(Bad::NameTaken),
        AccessError::NameUnfit => Fault::Name(Bad::NameForm),
        AccessError::Password(unfit) => Fault::Password(match unfit {
            Unfit::TooShort => Bad::ShortPassword(SHORTEST_PASSWORD),
            Unfit::TooLong => Bad::TooLong,
            Unfit::TooPlain => Bad::CommonPassword,
            Unfit::Same => Bad::SamePassword,
        }),
        AccessError::WrongPassword => Fault::Current(Bad::CurrentPassword),
        AccessError::Wait { seconds } => Fault::Current(Bad::Wait(seconds)),
        AccessError::LastAdmin => Fault::Role(Bad::LastAdmin),
        AccessError::RoleUnfit(_) => Fault::Role(Bad::NoSuchChoice),
        error => return Err(error.into()),
    })
}

/// # Errors
/// What is no fault of the form.
pub fn pairing_fault(error: PairingError) -> Result<Fault, AppError> {
    match error {
        PairingError::Wrong => Ok(Fault::Code(Bad::NoSuchCode)),
        PairingError::Wait { seconds } => Ok(Fault::Code(Bad::Wait(seconds))),
        PairingError::Access(error) => fault(error),
    }
}

/// What an account can be bound to.
pub struct Choices {
    pub queues: Vec<Choice>,
    pub agents: Vec<Choice>,
}

impl Choices {
    pub async fn of(state: &AppState) -> Result<Self, AppError> {
        let names = state.history.names().await?;
        let choice =
            |(id, name): (&kpi::Text, &kpi::Text)| Choice { id: id.to_string(), name: name.to_string() };
        Ok(Self {
            queues: names.queues().map(choice).collect(),
            agents: names.agents().map(choice).collect(),
        })
    }

    pub fn queue_name(&self, id: &str) -> String {
        name_in(&self.queues, id)
    }

    pub fn agent_name(&self, id: &str) -> String {
        name_in(&self.agents, id)
    }
}

fn name_in(choices: &[Choice], id: &str) -> String {
    choices.iter().find(|choice| choice.id == id).map_or_else(|| id.to_owned(), |choice| choice.name.clone())
}

/// The boards there are; so far one.
pub fn boards(state: &AppState) -> Vec<Choice> {
    vec![Choice { id: "all".into(), name: state.house.name.to_string() }]
}

/// Of the chosen ones those that exist; `None` when none was chosen, which means all.
pub fn chosen_queues(form: &Form, choices: &Choices) -> Option<std::collections::BTreeSet<String>> {
    let known: HashSet<&str> = choices.queues.iter().map(|queue| &*queue.id).collect();
    let chosen: std::collections::BTreeSet<String> =
        form.all("queue").into_iter().filter(|id| known.contains(id.as_str())).collect();
    (!chosen.is_empty()).then_some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_boxes_of_one_name_and_passwords_with_spaces() {
        let form = Form::read(b"name=+lan%20&queue=a&queue=b&password=+mot%20cau+");
        assert_eq!(form.text("name"), "lan");
        assert_eq!(form.all("queue"), ["a", "b"]);
        assert_eq!(form.raw("password"), " mot cau ");
        assert!(!form.is_set("agent") && form.some("agent").is_none());
    }
}
