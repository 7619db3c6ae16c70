//! Identities: case-folded, and read out of KAZOO's composed ones.

use floor::{AgentId, Digest, QueueId, Text};
use md5::{Digest as _, Md5};

/// Agent ids differ in case between endpoints (`Eab4…` in queues, `eab4…` in agents: `protocols.md` §1.4, 18).
pub fn agent_id(text: &str) -> AgentId {
    AgentId::new(text.to_lowercase())
}

pub fn queue_id(text: &str) -> QueueId {
    QueueId::new(text.to_lowercase())
}

/// A stand-in where AntRing gives a queue no id (§1.4, 21): it depends on nothing but the name.
pub fn queue_id_from_name(name: &str) -> QueueId {
    QueueId::new(format!("name-{}", &hex::encode(digest(name).0)[..16]))
}

/// MD5 of a call id, as agent legs carry it (§1.6).
pub fn digest(call_id: &str) -> Digest {
    Digest(Md5::digest(call_id.as_bytes()).into())
}

/// What the id of an agent's leg says in KAZOO 3.19–4.3: `md5hex(member Call-ID)-<agent 32 hex>-<8 hex>` (§1.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentLegId {
    /// The caller's leg, by its digest.
    pub member: Digest,
    pub agent: AgentId,
}

impl AgentLegId {
    /// `None` for any other id.
    pub fn read(call_id: &str) -> Option<Self> {
        let mut parts = call_id.split('-');
        let (member, agent, attempt) = (parts.next()?, parts.next()?, parts.next()?);
        let shaped = agent.len() == 32 && attempt.len() == 8 && parts.next().is_none();
        if !shaped || !is_hex(agent) || !is_hex(attempt) {
            return None;
        }
        let mut digest = Digest::default();
        hex::decode_to_slice(member, &mut digest.0).ok()?;
        Some(Self { member: digest, agent: agent_id(agent) })
    }
}

/// The call id in a recording's name: KAZOO calls the file `call_recording_<Call-ID>.mp3` (§1.6).
pub fn call_id_of_recording(name: &str) -> Option<Text> {
    let stem = name.trim().strip_prefix("call_recording_")?;
    let stem = [".mp3", ".wav"].iter().find_map(|extension| stem.strip_suffix(extension)).unwrap_or(stem);
    let call_id = percent_decoded(stem);
    (!call_id.is_empty()).then(|| call_id.into())
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Leaves what is no escape as it stands, for a call id may hold any character.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let mut byte = [0];
        match bytes.get(at + 1..at + 3) {
            Some(digits) if bytes[at] == b'%' && hex::decode_to_slice(digits, &mut byte).is_ok() => {
                decoded.push(byte[0]);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBER: &str = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";

    #[test]
    fn an_agents_leg_names_the_agent_and_the_callers_leg() {
        let leg = "c947156e8e836cdca1ac4f01f43c9514-eab4ebf976c53d22d393e94f3ed085dc-1a2b3c4d";
        let read = AgentLegId::read(leg).expect("an agent's leg");
        assert_eq!(read.agent.as_str(), "eab4ebf976c53d22d393e94f3ed085dc");
        assert_eq!(read.member, digest(MEMBER));
        assert_eq!(AgentLegId::read(&leg.to_uppercase()), Some(read));
    }

    #[test]
    fn other_ids_are_no_agents_leg() {
        for id in [
            MEMBER,
            "",
            "at6dmu4ffk97vnlp6qfq",
            "c0ffee00-1234-11e8-9f00-0242ac110002",
            "c947156e8e836cdca1ac4f01f43c9514-eab4ebf976c53d22d393e94f3ed085dc-1a2b3c4d-9",
            "c947156e8e836cdca1ac4f01f43c951-eab4ebf976c53d22d393e94f3ed085dc-1a2b3c4d",
            "c947156e8e836cdca1ac4f01f43c9514-eab4ebf976c53d22d393e94f3ed085dc-1a2b3c4z",
            "c947156e8e836cdca1ac4f01f43c9514-éab4ebf976c53d22d393e94f3ed085dc-1a2b3c4d",
        ] {
            assert_eq!(AgentLegId::read(id), None, "{id}");
        }
    }

    #[test]
    fn a_recording_leads_back_to_its_call() {
        let names = [
            ("call_recording_dl5m5j5hfh4n8njj1oor.mp3", Some("dl5m5j5hfh4n8njj1oor")),
            ("call_recording_F5879958-1A1211E8-A55AA457-72574952%40172.16.0.204.mp3", Some(MEMBER)),
            ("call_recording_F5879958-1A1211E8-A55AA457-72574952@172.16.0.204.wav", Some(MEMBER)),
            ("call_recording_50%off.mp3", Some("50%off")),
            ("call_recording_.mp3", None),
            ("voicemail.mp3", None),
            ("", None),
        ];
        for (name, expected) in names {
            assert_eq!(call_id_of_recording(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_queue_without_an_id_keeps_its_stand_in() {
        assert_eq!(queue_id_from_name("Staging Queue"), queue_id_from_name("Staging Queue"));
        assert_ne!(queue_id_from_name("Staging Queue"), queue_id_from_name("Sales Queue"));
    }
}
