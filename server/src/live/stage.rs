//! Everything that a board shows, and the only way it changes. The live actor folds what happens onto a stage; a
//! restart and a replay fold the journal onto another. So they cannot differ.

use floor::{Changes, Floor, Happening};

use super::{Meta, figures};
use crate::journal::What;
use crate::ledger::Figures;

#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub meta: Meta,
    pub floor: Floor,
    pub figures: Figures,
    /// Of the site's wall clock, as of the last tick.
    pub utc_offset_seconds: i32,
}

/// What may look different on a stage.
#[derive(Debug, Default)]
pub struct Touched {
    pub floor: Changes,
    pub figures: bool,
}

impl Stage {
    /// On which nothing has happened yet.
    pub fn empty(meta: Meta) -> Self {
        Self {
            floor: Floor::new(meta.settings()),
            figures: Figures::default(),
            // The first tick tells.
            utc_offset_seconds: 0,
            meta,
        }
    }

    /// Takes in one thing and says what it touched.
    pub fn take(&mut self, what: What) -> Touched {
        let mut touched = Touched::default();
        match what {
            What::Began { meta, anew, at } => {
                if anew {
                    *self = Self::empty(meta.clone());
                }
                self.floor.adopt(meta.settings());
                self.utc_offset_seconds = meta.utc_offset_seconds(at);
                self.meta = meta;
            }
            What::Event(event) => {
                if event.what == Happening::Tick {
                    self.utc_offset_seconds = self.meta.utc_offset_seconds(event.at);
                }
                touched.floor = self.floor.apply(event);
            }
            What::Figures(news) => {
                touched.floor.queues = figures::queues(&news).collect();
                touched.figures = !news.all.is_empty();
                figures::adopt(&mut self.figures, news);
            }
            What::Ended | What::Hole { .. } => {}
        }
        touched
    }
}

impl Touched {
    pub fn is_empty(&self) -> bool {
        self.floor.is_empty() && !self.figures
    }

    /// Adds what something later touched.
    pub fn merge(&mut self, other: Self) {
        self.floor.merge(other.floor);
        self.figures |= other.figures;
    }
}
