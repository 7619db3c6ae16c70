//! Migrations are embedded by a macro, which cargo does not watch for new files.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
