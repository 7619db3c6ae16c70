//! What the one who asks may see: from who they are to a [`Sight`], in this one place for every handler.

use ::access::{Grant, Role, Who};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kpi::Text;

use crate::app_state::AppState;
use crate::error::AppError;
use crate::ledger::names::Names;
use crate::live::Sight;

/// Settings may call queues and agents by their names, which `names` turns into ids; what it does not know is nothing
/// that could be seen.
pub fn of(who: &Who, names: &Names) -> Sight {
    let sight = match who.role {
        _ if who.masked => Sight::masked(),
        Role::Admin | Role::Supervisor => Sight::everything(),
        Role::Agent => agent(who, names).map_or_else(Sight::masked, |id| Sight::agent(&id)),
        Role::Display | Role::Metrics => Sight::wall(),
    };
    // What hangs in the open stays what it is, masked or not.
    let sight = if matches!(who.role, Role::Display | Role::Metrics) { sight.on_a_wall() } else { sight };
    match &who.queues {
        None => sight,
        Some(queues) => sight.of_queues(
            queues
                .iter()
                .map(|queue| names.queue_called(queue).cloned().unwrap_or_else(|| queue.as_str().into())),
        ),
    }
}

/// The agent that this person is, by the id that board and ledger know; `None` for whoever is none.
fn agent(who: &Who, names: &Names) -> Option<Text> {
    let agent = who.agent.as_ref()?.to_lowercase();
    let id = names.agent_with(&agent).filter(|_| !names.knows_agent(&agent)).cloned();
    Some(id.unwrap_or_else(|| agent.as_str().into()))
}

/// Who asks as one of the centre's agents, if they are one.
pub struct OwnAgent(pub Option<Text>);

impl FromRequestParts<AppState> for OwnAgent {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let who = parts.extensions.get::<Grant>().map(|grant| &grant.who).filter(|who| who.agent.is_some());
        let Some(who) = who else { return Ok(Self(None)) };
        Ok(Self(agent(who, &state.history.names().await?)))
    }
}

/// Whoever is nobody sees what a wall shows, should a door let them in.
impl FromRequestParts<AppState> for Sight {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let Some(grant) = parts.extensions.get::<Grant>() else { return Ok(Self::wall()) };
        let names = match (&grant.who.queues, &grant.who.agent) {
            (None, None) => Names::default(),
            _ => state.history.names().await?,
        };
        Ok(of(&grant.who, &names))
    }
}

#[cfg(test)]
mod tests {
    use ::access::{Id, Kind};

    use super::*;

    fn who(role: Role) -> Who {
        Who {
            id: Id(1),
            kind: Kind::User,
            name: "lan".into(),
            role,
            queues: None,
            agent: None,
            board: None,
            profile: None,
            must_change_password: false,
            masked: false,
            may_reveal: false,
        }
    }

    fn names() -> Names {
        let mut names = Names::default();
        names.learn_queue(&"q1".into(), &"Bán hàng".into());
        names.learn_queue(&"q2".into(), &"Kỹ thuật".into());
        names
    }

    #[test]
    fn each_role_sees_what_is_theirs() {
        let seen = |who: Who| of(&who, &names());
        assert_eq!(seen(who(Role::Admin)), Sight::everything());
        assert_eq!(seen(who(Role::Supervisor)), Sight::everything());
        assert_eq!(seen(Who { masked: true, ..who(Role::Supervisor) }), Sight::masked());
        assert_eq!(seen(Who { agent: Some("A7".into()), ..who(Role::Agent) }), Sight::agent("a7"));
        assert_eq!(seen(who(Role::Agent)), Sight::masked(), "nobody knows which calls are theirs");
        assert_eq!(seen(Who { masked: true, agent: Some("a7".into()), ..who(Role::Agent) }), Sight::masked());
        for role in [Role::Display, Role::Metrics] {
            assert_eq!(seen(who(role)), Sight::wall());
            assert_eq!(seen(Who { masked: true, agent: Some("a7".into()), ..who(role) }), Sight::wall());
        }
    }

    #[test]
    fn queues_are_meant_by_id_or_by_name_and_one_that_is_not_known_opens_nothing() {
        let queues = |queues: &[&str]| Some(queues.iter().map(|queue| (*queue).to_owned()).collect());
        let some = Who { queues: queues(&["q2", "bán hàng", "Kế toán"]), ..who(Role::Supervisor) };
        let scope = of(&some, &names()).scope;
        assert_eq!(
            [Some("q1"), Some("q2"), Some("q3"), None].map(|queue| scope.has(queue)),
            [true, true, false, false]
        );
        let none = Who { queues: queues(&[]), ..who(Role::Supervisor) };
        assert!(!of(&none, &names()).scope.has(Some("q1")), "no queues are not all");
    }
}
