use crate::i18n::Words;

/// The three lists of a board; which one is open stands in the URL as `?tab=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Queues,
    Agents,
    Calls,
}

impl Tab {
    pub const ALL: [Self; 3] = [Self::Queues, Self::Agents, Self::Calls];

    pub fn name(self) -> &'static str {
        match self {
            Self::Queues => "queues",
            Self::Agents => "agents",
            Self::Calls => "calls",
        }
    }

    /// Anything that names no list opens the people.
    pub fn of(name: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|tab| Some(tab.name()) == name).unwrap_or(Self::Agents)
    }

    pub fn title(self, words: &Words) -> &'static str {
        match self {
            Self::Queues => words.board.queues,
            Self::Agents => words.board.agents,
            Self::Calls => words.board.calls,
        }
    }
}
