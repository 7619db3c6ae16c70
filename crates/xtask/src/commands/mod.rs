//! One chore a file; this is the list.

mod bench;
mod build;
mod check;
mod e2e;
mod run;
mod shots;
mod test;

use crate::failure::Failure;

struct Chore {
    name: &'static str,
    does: &'static str,
    run: fn(&[String]) -> Result<(), Failure>,
}

const CHORES: [Chore; 7] = [
    Chore {
        name: "run",
        does: "build, then `callboard demo`, which prints its address; Ctrl-C ends it",
        run: run::run,
    },
    Chore {
        name: "test",
        does: "formatting, lints, all tests, build, end-to-end: what CI runs",
        run: test::run,
    },
    Chore {
        name: "build",
        does: "[--release] print the path of a runnable callboard, last",
        run: build::run,
    },
    Chore { name: "e2e", does: "[playwright arguments] build, then the tests in Chromium", run: e2e::run },
    Chore {
        name: "bench",
        does: "the benchmarks, and the latency and load tests in Chromium",
        run: bench::run,
    },
    Chore { name: "shots", does: "pictures of every page and state, in end2end/shots", run: shots::run },
    Chore { name: "check", does: "formatting and lints", run: check::run },
];

pub fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        println!("{}", listing());
        return Ok(());
    };
    match CHORES.iter().find(|chore| chore.name == name) {
        Some(chore) => (chore.run)(rest),
        None => {
            Err(Failure::new(format!("find a chore called {name}"), format!("there are:\n{}", listing())))
        }
    }
}

fn listing() -> String {
    CHORES.map(|chore| format!("  cargo xtask {:<6} {}", chore.name, chore.does)).join("\n")
}
