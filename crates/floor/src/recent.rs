//! Messages of the feed that were taken in lately: duplicate subscriptions deliver each twice (`protocols.md` §1.6).

use std::collections::VecDeque;

use crate::Text;
use crate::lookup::Known;

/// A minute of a busy feed; duplicates come within moments.
const MOST: usize = 4_096;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Recent {
    order: VecDeque<Text>,
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::sorted::set"))]
    known: Known<Text>,
}

impl Recent {
    /// True when this message was not taken in before.
    pub(crate) fn is_new(&mut self, message: &Text) -> bool {
        if !self.known.insert(message.clone()) {
            return false;
        }
        if self.order.len() == MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(message.clone());
        true
    }
}
