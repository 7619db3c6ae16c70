//! `cargo xtask check`: formatting and lints, of the server's side and of the page's.

use crate::failure::Failure;
use crate::process;
use crate::setup;
use crate::step::step;
use crate::workspace::Workspace;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    if !arguments.is_empty() {
        return Err(Failure::new("check", "it takes no arguments"));
    }
    let workspace = Workspace::find()?;
    setup::for_lints(&workspace)?;
    formatting(&workspace)?;
    lints(&workspace)
}

pub fn formatting(workspace: &Workspace) -> Result<(), Failure> {
    cargo(workspace, "formatting", &["fmt", "--all", "--check"], "run `cargo fmt --all`")
}

/// In the profiles of the build, so that build scripts and procedural macros are compiled once. The page's entry is
/// linted on its own: together with the server, Leptos' `ssr` and `hydrate` features would unify.
pub fn lints(workspace: &Workspace) -> Result<(), Failure> {
    let mend = "mend what clippy says above";
    cargo(workspace, "lints", &["clippy", "--release", "--all-targets", "--", "-D", "warnings"], mend)?;
    let target = ["--target", "wasm32-unknown-unknown", "--profile", "wasm-release"];
    let page =
        [&["clippy", "-p", "app-hydrate", "-p", "app"][..], &target, &["--", "-D", "warnings"]].concat();
    cargo(workspace, "lints of the page", &page, mend)
}

fn cargo(workspace: &Workspace, name: &str, arguments: &[&str], mend: &str) -> Result<(), Failure> {
    let line = format!("cargo {}", arguments.join(" "));
    step(name, &line, || {
        process::run(process::cargo(&workspace.root).args(arguments), &format!("pass {name}"), mend)
    })
}
