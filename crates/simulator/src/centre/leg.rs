//! Legs (FreeSWITCH channels) and the three events each one emits.

use std::collections::BTreeMap;

use super::agent::AgentIndex;
use crate::moment::Moment;

/// Direction as the switch sees it: the A-leg arrives (`inbound`), B-legs are originated (`outbound`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

impl Direction {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

/// Why a leg ended: FreeSWITCH's word and the SIP code KAZOO reports beside it (`protocols.md` §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    NormalClearing,
    OriginatorCancel,
    NoAnswer,
    UserBusy,
    LoseRace,
    UnallocatedNumber,
    BlindTransfer,
    AttendedTransfer,
}

impl Cause {
    pub const fn word(self) -> &'static str {
        match self {
            Self::NormalClearing => "NORMAL_CLEARING",
            Self::OriginatorCancel => "ORIGINATOR_CANCEL",
            Self::NoAnswer => "NO_ANSWER",
            Self::UserBusy => "USER_BUSY",
            Self::LoseRace => "LOSE_RACE",
            Self::UnallocatedNumber => "UNALLOCATED_NUMBER",
            Self::BlindTransfer => "BLIND_TRANSFER",
            Self::AttendedTransfer => "ATTENDED_TRANSFER",
        }
    }

    pub const fn sip_code(self) -> &'static str {
        match self {
            Self::NormalClearing | Self::BlindTransfer | Self::AttendedTransfer => "sip:200",
            Self::OriginatorCancel | Self::LoseRace => "sip:487",
            Self::NoAnswer => "sip:480",
            Self::UserBusy => "sip:486",
            Self::UnallocatedNumber => "sip:404",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Leg {
    /// The Call-ID of this channel.
    pub id: String,
    pub direction: Direction,
    pub caller_number: String,
    /// The user part dialled: a number, or an agent's SIP user.
    pub dialled: String,
    /// The agent whose phone this leg is, if it is one.
    pub agent: Option<AgentIndex>,
    pub created: Moment,
    pub answered: Option<Moment>,
    pub ended: Option<(Moment, Cause)>,
    /// Set on agent legs once answered: the extension that picked up.
    pub callee_number: Option<String>,
    pub other_leg: Option<String>,
    /// Custom channel variables in KAZOO 3 spelling (`Account-ID`, `Agent-ID` …).
    pub variables: BTreeMap<&'static str, String>,
    /// The caller's Call-ID, on the legs that ring queue agents.
    pub member_call_id: Option<String>,
    /// On an agent's legs after an attended transfer: the leg that goes on in this one's stead.
    pub replaced_by: Option<String>,
    /// FreeSWITCH's note of the last transfer, which names a leg of whoever made it.
    pub transfer_history: Option<String>,
}

impl Leg {
    pub const fn is_live(&self) -> bool {
        self.ended.is_none()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventName {
    Create,
    Answer,
    Destroy,
}

impl EventName {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "CHANNEL_CREATE",
            Self::Answer => "CHANNEL_ANSWER",
            Self::Destroy => "CHANNEL_DESTROY",
        }
    }
}

/// One channel event, before any dialect spells it.
#[derive(Clone, Debug)]
pub struct LegEvent {
    pub name: EventName,
    pub at: Moment,
    /// Rises by one per event of a centre; makes `Msg-ID` unique.
    pub number: u64,
    pub leg: Leg,
    pub interaction_id: String,
}
