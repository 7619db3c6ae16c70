//! Ids as the real system writes them (`protocols.md` §1.6).

use md5::{Digest, Md5};

use super::chance::Chance;

/// The switch's own address, the host part of an inbound Call-ID.
pub const SWITCH_ADDRESS: &str = "172.16.0.204";

/// Lower-case hex MD5, which KAZOO uses to derive the ids of agent legs.
pub fn md5_hex(text: &str) -> String {
    hex::encode(Md5::digest(text.as_bytes()))
}

/// A carrier's Call-ID: `XXXXXXXX-XXXXXXXX-XXXXXXXX-XXXXXXXX@address`.
pub fn inbound_call_id(chance: &mut Chance) -> String {
    let mut part = || chance.hex(8).to_uppercase();
    format!("{}-{}-{}-{}@{SWITCH_ADDRESS}", part(), part(), part(), part())
}

/// A browser phone's Call-ID (SIP.js): twenty letters and digits.
pub fn device_call_id(chance: &mut Chance) -> String {
    chance.text(b"abcdefghijklmnopqrstuvwxyz0123456789", 20)
}

/// FreeSWITCH's own id for a leg it originates: a UUID.
pub fn switch_call_id(chance: &mut Chance) -> String {
    let mut part = |length| chance.hex(length);
    format!("{}-{}-{}-{}-{}", part(8), part(4), part(4), part(4), part(12))
}

/// The id of a leg that rings a queue agent: `md5hex(member Call-ID)-<agent id>-<8 hex>`.
pub fn agent_leg_id(member_call_id: &str, agent_id: &str, chance: &mut Chance) -> String {
    format!("{}-{agent_id}-{}", md5_hex(member_call_id), chance.hex(8))
}

/// A MongoDB object id, which AntRing puts on call-stat rows.
pub fn object_id(seconds: i64, chance: &mut Chance) -> String {
    format!("{seconds:08x}{}", chance.hex(16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_leg_carries_the_callers_md5() {
        let member = "F5879958-1A1211E8-A55AA457-72574952@172.16.0.204";
        let leg = agent_leg_id(member, "eab4ebf976c53d22d393e94f3ed085dc", &mut Chance::from_seed(1));
        assert!(leg.starts_with("c947156e8e836cdca1ac4f01f43c9514-eab4ebf976c53d22d393e94f3ed085dc-"));
        assert_eq!(leg.len(), 32 + 1 + 32 + 1 + 8);
    }
}
