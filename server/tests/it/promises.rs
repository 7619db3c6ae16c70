//! What `docs/security.md` says is shown by a test is shown by one that exists.

use std::path::Path;

#[test]
fn each_promise_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read_to_string(root.join("docs/security.md")).expect("the table");
    let mut named = 0;
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        // Every second piece is between backticks.
        for (path, test) in row.split('`').skip(1).step_by(2).filter_map(|word| word.split_once("::")) {
            let source = std::fs::read_to_string(root.join(path));
            let source = source.unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(source.contains(&format!("fn {test}(")), "{path} has no test {test}");
            named += 1;
        }
        let must = row.contains("| ✓ |");
        assert!(!must || row.contains("::"), "no test shows: {row}");
    }
    assert!(named > 40, "the table was not read: {named}");
}
