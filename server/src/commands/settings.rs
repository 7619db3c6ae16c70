use super::{Failure, say};
use crate::config;

pub fn run() -> Result<(), Failure> {
    say(config::example().trim_end());
    Ok(())
}
