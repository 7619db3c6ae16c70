//! Other programs: started, waited for, and read while they speak.

use crate::failure::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Cargo in `folder`, as a person would have called it.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    // `cargo xtask` is itself `cargo run`, which describes this package in variables. Build scripts that watch those
    // (ring's does) would run again whenever plain cargo and xtask alternate, and everything above them with it.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name == "CARGO_PRIMARY_PACKAGE"
        {
            command.env_remove(name);
        }
    }
    command
}

/// Runs it with its output shown; fails when it does.
pub fn run(command: &mut Command, what: &str, mend: &str) -> Result<(), Failure> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| {
        Failure::new(what, format!("`{}` does not start ({error}); {mend}", program(command)))
    })?;
    if status.success() { Ok(()) } else { Err(Failure::new(what, mend)) }
}

/// Whether it ended well, and all it said, shown as it came.
pub fn run_and_listen(command: &mut Command, what: &str) -> Result<(bool, String), Failure> {
    let cannot = |error: std::io::Error| Failure::new(what, error.to_string());
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(cannot)?;
    let said = std::thread::scope(|scope| {
        let out = child.stdout.take().map(|pipe| scope.spawn(move || pass_on(pipe, std::io::stdout())));
        let err = child.stderr.take().map(|pipe| scope.spawn(move || pass_on(pipe, std::io::stderr())));
        [out, err].into_iter().flatten().filter_map(|listener| listener.join().ok()).collect::<String>()
    });
    Ok((child.wait().map_err(cannot)?.success(), said))
}

/// What it prints, trimmed, when it starts and ends well.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// True when a program of this name is on the PATH.
pub fn is_on_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

/// The PATH with `folder` before everything else.
pub fn path_with(folder: &Path) -> std::ffi::OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&old));
    std::env::join_paths(folders).unwrap_or(old)
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn pass_on(pipe: impl Read, mut shown: impl Write) -> String {
    let mut said = String::new();
    let mut lines = BufReader::new(pipe);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A closed terminal must not stop the listening.
        drop(shown.write_all(&line));
        said.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    said
}
