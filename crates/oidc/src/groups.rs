//! What the provider says of a person, and what that gives them here.

use std::collections::{BTreeMap, BTreeSet};

use access::{Rights, Role};
use serde_json::Value;

/// Which of the provider's groups are what here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// The claim that lists them.
    pub claim: String,
    pub admins: Vec<String>,
    pub supervisors: Vec<String>,
    pub agents: Vec<String>,
    /// Groups whose supervisors see only these queues. Who is in none of them sees all.
    pub queues: BTreeMap<String, Vec<String>>,
    /// The claim that holds AntRing's id of the agent they are; empty: none does.
    pub agent_claim: String,
}

impl Groups {
    /// The highest role that one of their groups gives. `None`: none of them gives any.
    pub fn rights(&self, claims: &Value) -> Option<Rights> {
        let theirs = listed(&claims[&self.claim]);
        let is_in = |groups: &[String]| groups.iter().any(|group| theirs.contains(group.as_str()));
        let role =
            [(Role::Admin, &self.admins), (Role::Supervisor, &self.supervisors), (Role::Agent, &self.agents)]
                .into_iter()
                .find(|(_, groups)| is_in(groups))?
                .0;
        let mut named = self.queues.iter().filter(|(group, _)| theirs.contains(group.as_str())).peekable();
        let is_named = named.peek().is_some();
        let queues: BTreeSet<String> = named.flat_map(|(_, queues)| queues.iter().cloned()).collect();
        let agent = claims[&self.agent_claim].as_str().map(str::to_owned);
        Some(Rights {
            queues: (role == Role::Supervisor && is_named).then_some(queues),
            agent: agent.filter(|_| !self.agent_claim.is_empty()),
            ..Rights::of(role)
        })
    }
}

/// A list of texts, or one text: providers write both.
fn listed(claim: &Value) -> BTreeSet<&str> {
    match claim {
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => BTreeSet::from([one.as_str()]),
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn groups() -> Groups {
        Groups {
            claim: "groups".into(),
            admins: vec!["it".into()],
            supervisors: vec!["leads".into(), "sales leads".into()],
            agents: vec!["staff".into()],
            queues: BTreeMap::from([("sales leads".into(), vec!["Bán hàng".into()])]),
            agent_claim: "antring".into(),
        }
    }

    #[test]
    fn the_highest_role_counts_and_no_group_is_no_role() {
        let role = |claims: Value| groups().rights(&claims).map(|rights| rights.role);
        assert_eq!(role(json!({ "groups": ["staff", "it", "leads"] })), Some(Role::Admin));
        assert_eq!(role(json!({ "groups": ["staff", "leads"] })), Some(Role::Supervisor));
        assert_eq!(role(json!({ "groups": "staff" })), Some(Role::Agent));
        assert_eq!(role(json!({ "groups": ["it staff", "IT"] })), None);
        assert_eq!(role(json!({ "groups": { "it": true } })), None);
        assert_eq!(role(json!({})), None);
    }

    #[test]
    fn queues_narrow_supervisors_and_a_claim_says_which_agent() {
        let rights = |claims: Value| groups().rights(&claims).expect("a role");
        let named = rights(json!({ "groups": ["sales leads"] })).queues;
        assert_eq!(named, Some(BTreeSet::from(["Bán hàng".to_owned()])));
        assert_eq!(rights(json!({ "groups": ["leads"] })).queues, None);
        assert_eq!(rights(json!({ "groups": ["it", "sales leads"] })).queues, None, "admins see all");
        assert_eq!(rights(json!({ "groups": ["staff"], "antring": "ab12" })).agent.as_deref(), Some("ab12"));
        let unset = Groups { agent_claim: String::new(), ..groups() };
        let claims = json!({ "groups": ["staff"], "": "planted" });
        assert_eq!(unset.rights(&claims).and_then(|rights| rights.agent), None);
    }
}
