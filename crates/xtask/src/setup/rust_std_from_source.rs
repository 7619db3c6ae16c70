//! Where rustup cannot download: the wasm32 standard library, built from Debian's `rust-src` of exactly rustc's version.
//!
//! A stable compiler builds std when `RUSTC_BOOTSTRAP` is set; from then on ordinary stable builds work, LTO included,
//! because the libraries carry bitcode.

use super::wasm_target::{MEND, TARGET};
use crate::failure::{Failure, OnFile};
use crate::fingerprint::files_below;
use crate::process;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian keeps newer compilers than its releases have, likeliest first.
const SUITES: [&str; 3] = ["trixie-backports", "testing", "unstable"];

pub fn build_into(workspace: &Workspace, libraries: &Path) -> Result<(), Failure> {
    let scratch = workspace.parts()?.join("rust-src");
    fs::create_dir_all(&scratch).on("make", &scratch)?;
    let version = process::answer(Command::new("rustc").arg("--version"))
        .and_then(|line| line.split(' ').nth(1).map(str::to_owned))
        .ok_or_else(|| Failure::new("ask rustc for its version", MEND))?;
    let source = unpacked_source(&scratch, &version)?;
    put_into_sysroot(&source)?;
    let built = build(&scratch)?;
    fs::create_dir_all(libraries).on("make", libraries)?;
    for library in files_below(&built)?.iter().filter(|file| file.extension().is_some_and(|e| e == "rlib")) {
        let name = library.file_name().unwrap_or_default();
        // The empty crate's own library, if any, is not part of std.
        if !name.to_string_lossy().starts_with("libempty") {
            fs::copy(library, libraries.join(name)).on("copy", library)?;
        }
    }
    Ok(())
}

/// Downloads and unpacks the package; answers the folder that holds `library/` and `Cargo.lock`.
fn unpacked_source(scratch: &Path, version: &str) -> Result<PathBuf, Failure> {
    let mirror = mirror().ok_or_else(|| Failure::new("find Debian's mirror in apt's sources", MEND))?;
    for suite in SUITES {
        let apt = Apt::of(scratch, &mirror, suite)?;
        if !apt.command("apt-get").args(["-qq", "update"]).status().is_ok_and(|status| status.success()) {
            continue;
        }
        let offered =
            process::answer(apt.command("apt-cache").args(["madison", "rust-src"])).unwrap_or_default();
        let Some(package) =
            offered.lines().filter_map(|l| l.split('|').nth(1)).map(str::trim).find(|offer| {
                offer
                    .strip_prefix(version)
                    .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
            })
        else {
            continue;
        };
        let wanted = format!("rust-src={package}");
        let mut download = apt.command("apt-get");
        // apt's own user may not write here, which it warns of and survives.
        download.args(["-qq", "-o", "APT::Sandbox::User=root", "download", &wanted]).current_dir(scratch);
        process::run(&mut download, &format!("download {wanted}"), MEND)?;
        let unpacked = scratch.join("unpacked");
        for archive in files_below(scratch)?.iter().filter(|f| f.extension().is_some_and(|e| e == "deb")) {
            process::run(
                Command::new("dpkg-deb").arg("-x").arg(archive).arg(&unpacked),
                "unpack rust-src",
                MEND,
            )?;
        }
        let found = files_below(&unpacked)?
            .into_iter()
            .find(|file| file.ends_with("library/std/Cargo.toml"))
            .and_then(|file| file.ancestors().nth(3).map(Path::to_path_buf));
        return found.ok_or_else(|| Failure::new("find library/std in rust-src", MEND));
    }
    Err(Failure::new(format!("find Debian's rust-src {version} in {}", SUITES.join(", ")), MEND))
}

fn put_into_sysroot(source: &Path) -> Result<(), Failure> {
    let sysroot = process::answer(Command::new("rustc").args(["--print", "sysroot"])).unwrap_or_default();
    let rust = Path::new(&sysroot).join("lib/rustlib/src/rust");
    fs::create_dir_all(&rust).on("make", &rust)?;
    process::run(
        Command::new("cp").arg("-rL").arg(source.join("library")).arg(&rust),
        "copy std's source into the toolchain",
        MEND,
    )?;
    // Newer layouts have the lock file in library/, older ones beside it; Debian may ship it in either.
    let lock = source.join("Cargo.lock");
    if lock.exists() {
        let to = rust.join("Cargo.lock");
        fs::copy(&lock, &to).on("write", &to)?;
    }
    Ok(())
}

fn build(scratch: &Path) -> Result<PathBuf, Failure> {
    let empty = scratch.join("empty");
    let source = empty.join("src");
    fs::create_dir_all(&source).on("make", &source)?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
                    [lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    fs::write(empty.join("Cargo.toml"), manifest).on("write", &empty)?;
    fs::write(source.join("lib.rs"), "").on("write", &source)?;
    let target = scratch.join("target");
    let mut cargo = process::cargo(&empty);
    cargo
        .args(["build", "--quiet", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &target);
    process::run(&mut cargo, "build std for wasm32", MEND)?;
    Ok(target.join(TARGET).join("release/deps"))
}

/// apt with lists of its own, so that the machine's sources stay as they are.
struct Apt {
    list: PathBuf,
    lists: PathBuf,
}

impl Apt {
    fn of(scratch: &Path, mirror: &str, suite: &str) -> Result<Self, Failure> {
        let apt = Self {
            list: scratch.join(format!("{suite}.list")),
            lists: scratch.join(format!("lists-{suite}")),
        };
        let partial = apt.lists.join("partial");
        fs::create_dir_all(&partial).on("make", &partial)?;
        fs::write(&apt.list, format!("deb {mirror} {suite} main\n")).on("write", &apt.list)?;
        Ok(apt)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for option in [
            format!("Dir::Etc::sourcelist={}", self.list.display()),
            "Dir::Etc::sourceparts=-".to_owned(),
            format!("Dir::State::lists={}", self.lists.display()),
            "Dir::Cache::pkgcache=".to_owned(),
            "Dir::Cache::srcpkgcache=".to_owned(),
        ] {
            command.arg("-o").arg(option);
        }
        command
    }
}

/// The archive that the machine's apt uses already.
fn mirror() -> Option<String> {
    let mut files = files_below(Path::new("/etc/apt/sources.list.d")).ok()?;
    files.push(PathBuf::from("/etc/apt/sources.list"));
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "sources" || e == "list"))
        .filter_map(|file| fs::read_to_string(file).ok())
        .find_map(|text| mirror_in(&text))
}

/// In both of apt's notations; the security archive has no suites of its own to offer.
fn mirror_in(sources: &str) -> Option<String> {
    sources
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("URIs:") || line.starts_with("deb "))
        .flat_map(str::split_whitespace)
        .find(|word| word.contains("://") && word.trim_end_matches('/').ends_with("/debian"))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_found_in_both_notations() {
        let new = "Types: deb\n# http://old.example/archive/debian/2025\nURIs: http://mirror.example/debian\nSuites: x\n";
        assert_eq!(mirror_in(new).as_deref(), Some("http://mirror.example/debian"));
        let old = "deb [signed-by=/k.gpg] https://mirror.example/debian/ bookworm main";
        assert_eq!(mirror_in(old).as_deref(), Some("https://mirror.example/debian/"));
        assert_eq!(mirror_in("URIs: http://mirror.example/debian-security"), None);
    }
}
