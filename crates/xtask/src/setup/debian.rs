//! System packages, from Debian's archive or any other that apt knows.

use crate::failure::Failure;
use crate::process;
use crate::step::{skip, step};
use std::process::Command;

pub struct Package {
    name: &'static str,
    is_there: fn() -> bool,
}

pub const PKG_CONFIG: Package =
    Package { name: "pkg-config", is_there: || process::is_on_path("pkg-config") };
/// native-tls, which rust_socketio brings, links the system's OpenSSL.
pub const LIBSSL: Package = Package {
    name: "libssl-dev",
    is_there: || process::answer(Command::new("pkg-config").args(["--exists", "openssl"])).is_some(),
};
pub const NODE: Package = Package { name: "nodejs", is_there: || process::is_on_path("node") };
pub const NPM: Package = Package { name: "npm", is_there: || process::is_on_path("npm") };
pub const CHROMIUM: Package = Package {
    name: "chromium",
    is_there: || {
        std::env::var_os("CHROMIUM_BIN").is_some() || std::path::Path::new("/usr/bin/chromium").exists()
    },
};

/// Installs those that are missing, as root or through sudo.
pub fn packages(wanted: &[Package]) -> Result<(), Failure> {
    let names =
        |there: bool| wanted.iter().filter(|p| (p.is_there)() == there).map(|p| p.name).collect::<Vec<_>>();
    let missing = names(false);
    if missing.is_empty() {
        skip("system packages", &format!("there ({})", names(true).join(" ")));
        return Ok(());
    }
    let list = missing.join(" ");
    let what = format!("install {list}");
    if !process::is_on_path("apt-get") {
        return Err(Failure::new(
            what,
            "there is no apt-get here; install them with this system's own package manager",
        ));
    }
    let mend = format!("run `sudo apt-get update && sudo apt-get install {list}` and try again");
    step("system packages", &format!("apt-get install {list}"), || {
        // An index that is partly out of reach may still hold what is wanted: let the installation judge.
        drop(process::run(apt_get().args(["-qq", "update"]), "refresh apt's index", &mend));
        process::run(
            apt_get().args(["-qq", "-y", "--no-install-recommends", "install"]).args(&missing),
            &what,
            &mend,
        )
    })
}

fn apt_get() -> Command {
    let is_root = process::answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if is_root || !process::is_on_path("sudo") {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else {
        let mut command = Command::new("sudo");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    }
}
