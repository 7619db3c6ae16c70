//! The page's program: app-hydrate for wasm32, bound for the browser and made small.

use crate::failure::{Failure, OnFile};
use crate::fingerprint::{Fingerprint, is_fresh, remember};
use crate::process;
use crate::setup::BuildTools;
use crate::step::{note, skip, step};
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with `callboard.js`, `callboard.wasm` and, when crates bring JavaScript of their own, `snippets/`.
pub struct Page {
    pub folder: PathBuf,
}

pub fn build(workspace: &Workspace, tools: &BuildTools) -> Result<Page, Failure> {
    let folder = workspace.parts()?.join("page");
    let stamp = workspace.parts()?.join("page.stamp");
    let program = compile(workspace)?;
    let bare = workspace.end2end().join("tools/script.mjs");
    let inputs = Fingerprint::new()
        .with(FLAGS.join(" ").as_bytes())
        .with_file(&program)?
        .with_file(&bare)?
        .with_file(
        // wasm-opt comes with the packages recorded here.
        &workspace.end2end().join("package-lock.json"),
    )?;
    if is_fresh(&stamp, &inputs, &folder.join("callboard.wasm")) {
        skip("wasm-bindgen, wasm-opt", "the program is the same");
        return Ok(Page { folder });
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).on("clear", &folder)?;
    }
    step("wasm-bindgen", "binding to JavaScript", || bind(tools, &program, &folder))?;
    shrink(tools, &folder)?;
    step("script", "without comments", || {
        let mut script = tools.node.command();
        script.arg(&bare).arg(folder.join("callboard.js"));
        process::run(&mut script, "take the comments out of callboard.js", "mend what node says above")
    })?;
    remember(&stamp, &inputs)?;
    Ok(Page { folder })
}

fn compile(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let arguments =
        ["build", "-p", "app-hydrate", "--target", "wasm32-unknown-unknown", "--profile", "wasm-release"];
    step("wasm", &format!("cargo {}", arguments.join(" ")), || {
        process::run(
            process::cargo(&workspace.root).args(arguments),
            "compile the page for wasm32",
            "mend what the compiler says above",
        )
    })?;
    Ok(workspace.target.join("wasm32-unknown-unknown/wasm-release/app_hydrate.wasm"))
}

fn bind(tools: &BuildTools, program: &Path, folder: &Path) -> Result<(), Failure> {
    let mut bindgen = Command::new(&tools.wasm_bindgen);
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", "callboard", "--out-dir"]).arg(folder);
    bindgen.args(["--remove-name-section", "--remove-producers-section"]).arg(program);
    process::run(&mut bindgen, "bind the page to JavaScript", "mend what wasm-bindgen says above")?;
    // Leptos asks for `<name>.wasm` and passes that address to the script, whose own default is `<name>_bg.wasm`.
    let (from, to) = (folder.join("callboard_bg.wasm"), folder.join("callboard.wasm"));
    fs::rename(&from, &to).on("rename", &from)
}

/// What the compiler may have used has to be allowed; the section that tells wasm-opt is read with `--detect-features`.
const FLAGS: [&str; 5] =
    ["-Oz", "--detect-features", "--strip-debug", "--strip-producers", "--strip-target-features"];

fn shrink(tools: &BuildTools, folder: &Path) -> Result<(), Failure> {
    let Some(mut wasm_opt) = tools.node.program("wasm-opt") else {
        note(
            "wasm-opt",
            "not among end2end's packages, so the page is about a fifth larger; `npm ci` there brings it",
        );
        return Ok(());
    };
    let (from, to) = (folder.join("callboard.wasm"), folder.join("callboard.opt"));
    step("wasm-opt", &FLAGS.join(" "), || {
        wasm_opt.args(FLAGS).arg(&from).arg("-o").arg(&to);
        process::run(&mut wasm_opt, "make the page small", "mend what wasm-opt says above")?;
        fs::rename(&to, &from).on("rename", &to)
    })
}
