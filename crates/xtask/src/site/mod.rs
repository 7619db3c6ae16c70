//! From sources to a folder that runs: `<target>/callboard/{callboard, hash.txt, site/…}`.

mod layout;
mod names;
mod server;
mod sizes;
mod style;
mod wasm;

pub use server::Alongside;
pub use sizes::Weight;

use crate::failure::Failure;
use crate::setup::BuildTools;
use crate::workspace::Workspace;
use std::path::PathBuf;

/// The server's cargo profile. Neither has debug assertions: server and WASM must agree on them, or hydration panics.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build: for the demo and the tests.
    Release,
    /// What is shipped: link-time optimised.
    Dist,
}

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dist => "dist",
        }
    }

    /// The folder below the target directory that [`build`] fills; shipped builds do not overwrite everyday ones.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Release => "callboard",
            Self::Dist => "callboard-dist",
        }
    }
}

/// What can be run.
pub struct Built {
    pub executable: PathBuf,
    /// Judged where something is to be shipped or merged; a page that is too heavy still runs.
    pub weight: Weight,
}

/// Builds everything.
pub fn build(
    workspace: &Workspace,
    tools: &BuildTools,
    profile: Profile,
    alongside: Alongside,
) -> Result<Built, Failure> {
    let page = wasm::build(workspace, tools)?;
    let style = style::build(workspace, tools)?;
    let server = server::build(workspace, profile, alongside)?;
    let placed = layout::place(workspace, tools, profile, &layout::Parts { page, style, server })?;
    let weight = sizes::report(&placed)?;
    Ok(Built { executable: placed.executable, weight })
}
