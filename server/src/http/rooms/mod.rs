//! What stands behind the pages of `app::rooms`, one page a file: reads `access`, does what a form says, and goes back to
//! the page with what was done (`?said=…`), so that loading it again does nothing twice.

pub mod account;
pub mod audit;
pub mod displays;
pub(super) mod forms;
mod house;
pub mod login;
pub mod pair;
pub mod phone;
pub mod setup;
pub mod tokens;
pub mod user;
pub mod users;
mod visitor;
pub mod wall;

pub use house::{House, Order};
pub use visitor::Visitor;
