//! Puts the parts where the server finds them: `site` and `hash.txt` next to its own executable.

use super::Profile;
use super::names::{Published, hash_txt};
use super::wasm::Page;
use crate::failure::{Failure, OnFile};
use crate::fingerprint::files_below;
use crate::process;
use crate::setup::BuildTools;
use crate::step::step;
use crate::workspace::{Workspace, replace_file};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub struct Parts {
    pub page: Page,
    pub style: PathBuf,
    pub server: PathBuf,
}

pub struct Placed {
    pub executable: PathBuf,
    pub site: PathBuf,
}

pub fn place(
    workspace: &Workspace,
    tools: &BuildTools,
    profile: Profile,
    parts: &Parts,
) -> Result<Placed, Failure> {
    let folder = workspace.target.join(profile.folder());
    let site = folder.join("site");
    let placed = Placed { executable: folder.join("callboard"), site: site.clone() };
    step("site", &format!("laying out {}", folder.display()), || {
        let (script, program) =
            (parts.page.folder.join("callboard.js"), parts.page.folder.join("callboard.wasm"));
        let published = [("js", &script), ("wasm", &program), ("css", &parts.style)]
            .map(|(kind, file)| (kind, file.as_path()));
        let mut wanted = Vec::new();
        let mut names = Vec::new();
        for (kind, file) in published {
            let name = Published::of(kind, file)?;
            wanted.push((file.to_path_buf(), site.join("pkg").join(name.file_name())));
            names.push(name);
        }
        wanted.extend(below(&parts.page.folder.join("snippets"), &site.join("pkg/snippets"))?);
        wanted.extend(below(&workspace.root.join("public"), &site)?);
        remove_others(&site, &wanted)?;
        for (from, to) in &wanted {
            put(from, to)?;
        }
        compress(workspace, tools, &site)?;
        let hashes = folder.join("hash.txt");
        fs::write(&hashes, hash_txt(&names)).on("write", &hashes)?;
        replace_file(&parts.server, &placed.executable)
    })?;
    Ok(placed)
}

fn below(from: &Path, to: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    let files = files_below(from)?;
    Ok(files
        .into_iter()
        .map(|file| (file.clone(), to.join(file.strip_prefix(from).unwrap_or(&file))))
        .collect())
}

/// Files of earlier builds, so that the site holds what this checkout makes and nothing else.
fn remove_others(site: &Path, wanted: &[(PathBuf, PathBuf)]) -> Result<(), Failure> {
    let wanted: BTreeSet<&Path> = wanted.iter().map(|(_, to)| to.as_path()).collect();
    for file in files_below(site)? {
        let plain = match file.extension().and_then(|extension| extension.to_str()) {
            Some("br" | "gz") => file.with_extension(""),
            _ => file.clone(),
        };
        if !wanted.contains(plain.as_path()) {
            fs::remove_file(&file).on("remove", &file)?;
        }
    }
    Ok(())
}

fn put(from: &Path, to: &Path) -> Result<(), Failure> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).on("make", folder)?;
    let same = fs::read(to).is_ok_and(|there| fs::read(from).is_ok_and(|new| new == there));
    if same { Ok(()) } else { replace_file(from, to) }
}

fn compress(workspace: &Workspace, tools: &BuildTools, site: &Path) -> Result<(), Failure> {
    let cache = workspace.parts()?.join("compressed");
    let mut script = tools.node.command();
    script.arg(workspace.end2end().join("tools/compress.mjs")).arg(site).arg(cache);
    process::run(&mut script, "compress the site's files", "mend what node says above")
}
