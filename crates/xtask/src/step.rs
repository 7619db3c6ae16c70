//! One line before a slow step, one after it with its time, and one for what is skipped.

use crate::failure::Failure;
use std::time::{Duration, Instant};

/// Says what is about to be done, does it, and says how long it took.
pub fn step<T>(name: &str, doing: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("→ {name}: {doing}");
    let started = Instant::now();
    let result = work()?;
    println!("✓ {name}: {}", seconds(started.elapsed()));
    Ok(result)
}

/// Says that nothing was to do, and why.
pub fn skip(name: &str, why: &str) {
    println!("✓ {name}: {why}");
}

/// Something that is not as good as it could be but does not stop the work.
pub fn note(name: &str, what: &str) {
    println!("! {name}: {what}");
}

pub fn seconds(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 90 {
        format!("{:.1} s", elapsed.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_times_are_told_in_minutes() {
        assert_eq!(seconds(Duration::from_millis(1_234)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(61)), "61.0 s");
        assert_eq!(seconds(Duration::from_secs(605)), "10 min 5 s");
    }
}
