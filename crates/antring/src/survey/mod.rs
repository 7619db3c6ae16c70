//! What a site's raw answers and events look like beside the documents: pure functions over JSON, for an operator who
//! wants to know what their AntRing does.
//!
//! What counts as known is what the parser itself looks for (it is watched while it reads) and what the documents name;
//! a name that is neither is reported, without its value.

mod answer;
mod documented;
mod event;
mod names;

pub use answer::{AnswerSurvey, Container, Endpoint};
pub use event::{EventSurvey, KeyStyle};

pub use crate::translate::AGENT_ID;
