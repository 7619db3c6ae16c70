//! What somebody may see of the floor and of its past. Everything that leaves the server passes by a [`Sight`] before
//! it is encoded: frames, pages with their hydration data, lists, CSV, explanations, replays.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Two who see alike share one board, one stream and its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sight {
    pub numbers: Numbers,
    pub names: Names,
    pub scope: Scope,
}

/// Which callers' numbers are told in full.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbers {
    Whole,
    /// None: the last three digits stay.
    Masked,
    /// Those of this agent's own calls, by the agent's id.
    Own(Arc<str>),
}

/// How people are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    Full,
    /// As a room calls them, without user name and extension: for screens in the open.
    Short,
}

/// Which queues: all, or these by id. A call that is in no queue is in nobody's scope but that of all.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope(Option<Arc<BTreeSet<kpi::Text>>>);

impl Sight {
    pub fn everything() -> Self {
        Self { numbers: Numbers::Whole, names: Names::Full, scope: Scope::default() }
    }

    /// No number.
    pub fn masked() -> Self {
        Self { numbers: Numbers::Masked, ..Self::everything() }
    }

    /// What may hang where anybody passes by.
    pub fn wall() -> Self {
        Self { names: Names::Short, ..Self::masked() }
    }

    /// An agent's: the numbers of their own calls.
    pub fn agent(id: &str) -> Self {
        Self { numbers: Numbers::Own(id.into()), ..Self::everything() }
    }

    /// The same of less: a screen shows no more than a screen may, whoever stands before it.
    pub fn on_a_wall(self) -> Self {
        Self { scope: self.scope, ..Self::wall() }
    }

    /// Of these queues alone.
    pub fn of_queues(self, queues: impl IntoIterator<Item = impl Into<kpi::Text>>) -> Self {
        let queues = queues.into_iter().map(Into::into).collect();
        Self { scope: Scope(Some(Arc::new(queues))), ..self }
    }

    /// What this sight shares with others, and whose own calls it adds to that.
    pub fn shared(&self) -> (Self, Option<&Arc<str>>) {
        match &self.numbers {
            Numbers::Own(agent) => (Self { numbers: Numbers::Masked, ..self.clone() }, Some(agent)),
            Numbers::Whole | Numbers::Masked => (self.clone(), None),
        }
    }

    /// Whether the numbers of a call are told whole, by who talks on it or did.
    pub fn is_whole(&self, agent: Option<&str>) -> bool {
        match &self.numbers {
            Numbers::Whole => true,
            Numbers::Masked => false,
            Numbers::Own(own) => agent == Some(own),
        }
    }

    /// A number of a call that this agent talks on.
    pub fn number(&self, number: &str, agent: Option<&str>) -> String {
        if self.is_whole(agent) { number.to_owned() } else { masked(number) }
    }

    pub fn name(&self, name: &str) -> String {
        match self.names {
            Names::Full => name.to_owned(),
            Names::Short => app::format::short_name(name).to_owned(),
        }
    }
}

impl Scope {
    /// These queues alone; `None`: all.
    pub fn queues(&self) -> Option<&BTreeSet<kpi::Text>> {
        self.0.as_deref()
    }

    /// As numbers are asked for.
    pub fn of_numbers(&self) -> kpi::Scope {
        kpi::Scope { among: self.queues().cloned(), ..kpi::Scope::centre() }
    }

    pub fn has(&self, queue: Option<&str>) -> bool {
        self.queues().is_none_or(|queues| queue.is_some_and(|queue| queues.contains(queue)))
    }

    pub fn has_any<'a>(&self, among: impl IntoIterator<Item = &'a str>) -> bool {
        self.queues().is_none_or(|queues| among.into_iter().any(|queue| queues.contains(queue)))
    }

    /// Whether a call of the past passed through it.
    pub fn has_call(&self, call: &kpi::Call) -> bool {
        self.has_any(call.passages.iter().filter_map(|passage| passage.queue.as_deref()))
    }
}

/// All but the last three digits are hidden; what is too short to hide anything is hidden whole.
fn masked(number: &str) -> String {
    let characters = number.chars().count();
    if characters <= 5 {
        return "••••".to_owned();
    }
    let last: String = number.chars().skip(characters - 3).collect();
    format!("•••• {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_keeps_three_digits() {
        assert_eq!(masked("0901234678"), "•••• 678");
        assert_eq!(masked("1016"), "••••");
        assert_eq!(masked("anonymous"), "•••• ous");
    }

    #[test]
    fn an_agent_sees_the_numbers_of_their_own_calls() {
        let sight = Sight::agent("an");
        assert_eq!(sight.number("0901234678", Some("an")), "0901234678");
        assert_eq!(sight.number("0901234678", Some("binh")), "•••• 678");
        assert_eq!(sight.number("0901234678", None), "•••• 678");
        assert_eq!(sight.on_a_wall().number("0901234678", Some("an")), "•••• 678");
    }

    #[test]
    fn what_is_in_no_queue_is_in_no_scope_but_that_of_all() {
        let all = Sight::everything().scope;
        let some = Sight::everything().of_queues(["sales"]).scope;
        assert_eq!([None, Some("sales"), Some("billing")].map(|queue| all.has(queue)), [true; 3]);
        assert_eq!([None, Some("sales"), Some("billing")].map(|queue| some.has(queue)), [false, true, false]);
        let none: [&str; 0] = [];
        assert!(!Sight::everything().of_queues(none).scope.has(Some("sales")), "no queues are not all");
    }

    #[test]
    fn a_wall_calls_people_as_the_room_does() {
        assert_eq!(Sight::wall().name("Nguyễn Thị Hồng Nhung"), "Hồng Nhung");
        assert_eq!(Sight::masked().name("Nguyễn Thị Hồng Nhung"), "Nguyễn Thị Hồng Nhung");
    }
}
