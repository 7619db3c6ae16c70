//! `cargo xtask shots`: pictures of every page, state, theme, language and size, to look at.

use super::e2e;
use crate::failure::Failure;
use crate::process;
use crate::setup;
use crate::site::{self, Alongside, Profile};
use crate::step::step;
use crate::workspace::Workspace;

/// Further arguments go to Playwright: `-g wall` takes only the wall's.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let workspace = Workspace::find()?;
    let tools = setup::for_build(&workspace)?;
    setup::for_browser()?;
    let built = site::build(&workspace, &tools, Profile::Release, Alongside::Nothing)?;
    step("shots", "into end2end/shots", || {
        let mut playwright = e2e::playwright(&workspace, &tools.node, &built.executable)?;
        playwright.args(["--config", "shots.config.ts", "--reporter=line"]).args(arguments);
        process::run(&mut playwright, "take the pictures", "what failed is told above")
    })
}
