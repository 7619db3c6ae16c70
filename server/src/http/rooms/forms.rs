//! What comes with an address or a form, and what of it cannot be taken.

use std::collections::BTreeSet;

use ::access::{AccessError, Id, PairingError, SHORTEST_PASSWORD, Unfit};
use app::rooms::{Bad, Choice, LEAST_PASSWORD, Said, UserForm};
use serde::Deserialize;

use crate::app_state::AppState;
use crate::error::AppError;
use crate::ledger::names::Names;

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

    /// With what these rights hold already: queues and an agent that were given by name get their ids, and what nobody
    /// knows is a choice of its own, so that saving the page unchanged changes nothing.
    pub fn with(mut self, rights: &mut UserForm, names: &Names) -> Self {
        let held = std::mem::take(&mut rights.queues).into_iter();
        rights.queues = held
            .map(|queue| {
                let id = names.queue_called(&queue).map(ToString::to_string);
                id.unwrap_or_else(|| offered(&mut self.queues, queue))
            })
            .collect();
        rights.agent = rights.agent.take().map(|agent| {
            let id = names.agent_with(&agent).filter(|_| !names.knows_agent(&agent)).map(ToString::to_string);
            id.unwrap_or_else(|| offered(&mut self.agents, agent))
        });
        self
    }

    pub fn queue_name(&self, id: &str) -> String {
        name_in(&self.queues, id)
    }

    pub fn agent_name(&self, id: &str) -> String {
        name_in(&self.agents, id)
    }
}

fn offered(choices: &mut Vec<Choice>, id: String) -> String {
    if !choices.iter().any(|choice| choice.id == id) {
        choices.push(Choice { id: id.clone(), name: id.clone() });
    }
    id
}

fn name_in(choices: &[Choice], id: &str) -> String {
    choices.iter().find(|choice| choice.id == id).map_or_else(|| id.to_owned(), |choice| choice.name.clone())
}

/// The boards there are; so far one.
pub fn boards(state: &AppState) -> Vec<Choice> {
    vec![Choice { id: "all".into(), name: state.house.name.to_string() }]
}

/// The chosen ones, also those that nobody knows (any more): they open nothing, and leaving them out could mean all.
/// `None` when none was chosen, which does mean all.
pub fn chosen_queues(form: &Form) -> Option<BTreeSet<String>> {
    let chosen: BTreeSet<String> = form.all("queue").into_iter().filter(|id| !id.is_empty()).collect();
    (!chosen.is_empty()).then_some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_holds_stays_chosen_by_whatever_name_it_was_given() {
        let mut names = Names::default();
        names.learn_queue(&"q1".into(), &"Bán hàng".into());
        let choices = Choices {
            queues: vec![Choice { id: "q1".into(), name: "Bán hàng".into() }],
            agents: Vec::new(),
        };
        let held = ["bán hàng", "Kế toán"].map(str::to_owned).to_vec();
        let mut form = UserForm { queues: held, agent: Some("1007".into()), ..UserForm::default() };
        let choices = choices.with(&mut form, &names);
        assert_eq!(form.queues, ["q1", "Kế toán"]);
        assert_eq!(form.agent.as_deref(), Some("1007"));
        let offered: Vec<&str> = choices.queues.iter().map(|queue| &*queue.id).collect();
        assert_eq!(offered, ["q1", "Kế toán"]);
        assert_eq!(choices.agents.len(), 1);
        let sent = Form::read("queue=q1&queue=K%E1%BA%BF+to%C3%A1n".as_bytes());
        assert_eq!(chosen_queues(&sent).map(|queues| queues.len()), Some(2), "and saved as they stand");
        assert_eq!(chosen_queues(&Form::read(b"")), None);
    }

    #[test]
    fn a_form_has_boxes_of_one_name_and_passwords_with_spaces() {
        let form = Form::read(b"name=+lan%20&queue=a&queue=b&password=+mot%20cau+");
        assert_eq!(form.text("name"), "lan");
        assert_eq!(form.all("queue"), ["a", "b"]);
        assert_eq!(form.raw("password"), " mot cau ");
        assert!(!form.is_set("agent") && form.some("agent").is_none());
    }
}
