//! What a client subscribes to: `call.CHANNEL_CREATE.*` (`protocols.md` §2.3).

/// A subscription of one socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    event: String,
    call_id: String,
    /// A subscription to another account is accepted and never hears anything.
    own_account: bool,
}

impl Binding {
    /// `None` when the binding is of no family the server knows.
    pub fn parse(text: &str, own_account: bool) -> Option<Self> {
        let rest = text.strip_prefix("call.")?;
        let (event, call_id) = rest.split_once('.').unwrap_or((rest, "*"));
        Some(Self { event: event.to_owned(), call_id: call_id.to_owned(), own_account })
    }

    pub fn covers(&self, event: &str, call_id: &str) -> bool {
        let fits = |pattern: &str, text: &str| pattern == "*" || pattern == text;
        self.own_account && fits(&self.event, event) && fits(&self.call_id, call_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_names_an_event_and_a_call() {
        let all = Binding::parse("call.CHANNEL_CREATE.*", true).unwrap();
        assert!(all.covers("CHANNEL_CREATE", "a@172.16.0.204"));
        assert!(!all.covers("CHANNEL_ANSWER", "a@172.16.0.204"));
        let one = Binding::parse("call.*.a@172.16.0.204", true).unwrap();
        assert!(one.covers("CHANNEL_DESTROY", "a@172.16.0.204"));
        assert!(!one.covers("CHANNEL_DESTROY", "b"));
    }

    #[test]
    fn foreign_accounts_hear_nothing_and_foreign_families_are_unknown() {
        assert!(!Binding::parse("call.CHANNEL_CREATE.*", false).unwrap().covers("CHANNEL_CREATE", "a"));
        assert_eq!(Binding::parse("doc_edited.*", true), None);
    }
}
