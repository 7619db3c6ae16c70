//! Hiring: agents and queues from their numbers.

use super::agent::{Agent, Status};
use super::identity::md5_hex;
use super::names;
use super::queue::Queue;
use crate::moment::Moment;
use crate::options::Credentials;

const WRAPUP_SECONDS: [u64; 5] = [20, 30, 25, 40, 15];
const WEIGHTS: [f64; 5] = [1.3, 1.1, 0.8, 0.5, 0.9];

/// The people and groups of a centre, and whose account they are.
#[derive(Debug)]
pub struct Staff {
    pub account_id: String,
    pub realm: String,
    pub agents: Vec<Agent>,
    pub queues: Vec<Queue>,
}

impl Staff {
    /// Everybody is ready. Ids depend on names alone, so they are the same for every seed.
    ///
    /// Each agent's SIP user is `user_<username>` with the password `sip-<username>`; the first agent has the
    /// credentials' `sip_user` and `sip_password`.
    pub fn hire(
        agents: usize,
        queues: usize,
        credentials: &Credentials,
        wrapup: Option<u64>,
        now: Moment,
    ) -> Self {
        let queues: Vec<Queue> = names::queues(queues.max(1))
            .into_iter()
            .enumerate()
            .map(|(number, name)| Queue {
                id: md5_hex(&format!("queue/{name}")),
                did_number: format!("02873{:06}", 19_555 + number * 11),
                wrapup_seconds: wrapup.unwrap_or(WRAPUP_SECONDS[number % WRAPUP_SECONDS.len()]),
                weight: WEIGHTS[number % WEIGHTS.len()],
                name,
            })
            .collect();
        let mut agents: Vec<Agent> = names::people(agents)
            .into_iter()
            .enumerate()
            .map(|(number, person)| Agent {
                id: md5_hex(&format!("agent/{}", person.username)),
                extension: (1001 + number).to_string(),
                device_id: md5_hex(&format!("device/{}", person.username)),
                sip_user: format!("user_{}", person.username),
                sip_password: format!("sip-{}", person.username),
                registered: true,
                click_hangs: false,
                clicks: 0,
                queues: memberships(number, queues.len()),
                status: Status::Ready,
                since: now,
                pause: None,
                wrapup_seconds: 0,
                call: None,
                wish: None,
                misses_in_a_row: 0,
                username: person.username,
                name: person.name,
            })
            .collect();
        if let Some(first) = agents.first_mut() {
            first.sip_user.clone_from(&credentials.sip_user);
            first.sip_password.clone_from(&credentials.sip_password);
        }
        let realm = format!("{}.sip.example", credentials.domain.split('.').next().unwrap_or_default());
        Self { account_id: credentials.account_id.clone(), realm, agents, queues }
    }
}

/// Everyone has a home queue; every second agent helps out in another, every fifth in a third.
fn memberships(agent: usize, queues: usize) -> Vec<usize> {
    let mut serves = vec![agent % queues];
    if agent.is_multiple_of(2) {
        serves.push((agent + 1 + agent / queues) % queues);
    }
    if agent.is_multiple_of(5) {
        serves.push((agent + 2 + agent / queues) % queues);
    }
    serves.sort_unstable();
    serves.dedup();
    serves
}
