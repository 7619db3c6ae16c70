//! Which phone rings when somebody clicks: their own, else the one that the settings share.

use std::sync::Arc;

use access::{Access, Key, Kind, PhoneState, Who};
use antring::SipDevice;
use app::dial::Phone;

#[derive(Clone)]
pub struct Phones {
    access: Access,
    key: Option<Arc<Key>>,
    shared: Option<SipDevice>,
}

/// Whose phone it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Own,
    Shared,
}

impl Phones {
    /// Without a key no phone of one's own can be set, and none that was set can be used.
    pub fn new(access: Access, key: Option<Key>, shared: Option<SipDevice>) -> Self {
        Self { access, key: key.map(Arc::new), shared }
    }

    pub fn key(&self) -> Option<&Key> {
        self.key.as_deref()
    }

    pub fn has_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// A phone of one's own that cannot be opened is no phone: another's must not ring in its place.
    pub fn of(&self, who: &Who) -> Option<(SipDevice, Whose)> {
        let user = self.user(who);
        let state = user.map_or(PhoneState::None, |user| self.access.phone_state(user, self.key()));
        match (state, user, self.key()) {
            (PhoneState::None, ..) => self.shared.clone().map(|device| (device, Whose::Shared)),
            (PhoneState::Set { .. }, Some(user), Some(key)) => {
                let device = self.access.phone(user, key)?;
                Some((SipDevice { user: device.user, password: device.password }, Whose::Own))
            }
            (PhoneState::Set { .. } | PhoneState::Locked { .. }, ..) => None,
        }
    }

    pub fn kind(&self, who: &Who) -> Phone {
        match self.of(who) {
            Some((_, Whose::Own)) => Phone::Own,
            Some((_, Whose::Shared)) => Phone::Shared,
            None => Phone::None,
        }
    }

    /// A program that works for an agent rings the phone of whoever is that agent.
    fn user(&self, who: &Who) -> Option<access::Id> {
        match who.kind {
            Kind::User => Some(who.id),
            Kind::Token => self.access.user_who_is(who.agent.as_deref()?),
            Kind::Display => None,
        }
    }
}

impl Whose {
    /// For the audit.
    pub fn words(self) -> &'static str {
        match self {
            Self::Own => "own phone",
            Self::Shared => "shared phone",
        }
    }
}
