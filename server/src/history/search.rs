//! One field for numbers, ids and names: what a person typed into it.

use kpi::Text;
use store::About;

use super::fold::folded;
use crate::ledger::names::Names;
use crate::live::Scope;

/// An id has no spaces and at least so many signs; no name without spaces is that long.
const SHORTEST_ID: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// The far party's number begins or ends so.
    Number(Text),
    /// A call's id, or that of a leg of it.
    Key(Text),
    /// People and queues by their names, in part, with or without marks.
    About(About),
}

/// Nothing but spaces is no search.
pub fn read(typed: &str, names: &Names, scope: &Scope) -> Option<Search> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if is_number(typed) {
        return Some(Search::Number(typed.into()));
    }
    let has_digit = typed.contains(|sign: char| sign.is_ascii_digit());
    let is_long = typed.len() >= SHORTEST_ID && has_digit && typed.is_ascii();
    if !typed.contains(char::is_whitespace) && (is_long || typed.contains('@')) {
        return Some(Search::Key(typed.into()));
    }
    let wanted = folded(typed);
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let is_called = |name: &str| {
        let name = folded(name);
        wanted.iter().all(|word| name.contains(word))
    };
    let found = |(id, name): (&Text, &Text)| is_called(name).then(|| id.clone());
    let queues = names.queues().filter(|(id, _)| scope.has(Some(id)));
    Some(Search::About(About {
        agents: names.agents().filter_map(found).collect(),
        queues: queues.filter_map(found).collect(),
    }))
}

/// Digits, and what stands between them where numbers are written down.
fn is_number(typed: &str) -> bool {
    typed.contains(|sign: char| sign.is_ascii_digit())
        && typed.chars().all(|sign| sign.is_ascii_digit() || " +.-()/".contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::seen::SeenAgent;
    use crate::live::Sight;

    fn names() -> Names {
        let mut names = Names::default();
        for (id, name) in [("a1", "Nguyễn Thị Hồng Nhung"), ("a2", "Đặng Văn Hưng"), ("a3", "Trần Nhung")]
        {
            names.learn_agent(&SeenAgent {
                id: id.into(),
                name: name.into(),
                username: None,
                extensions: Vec::new(),
                state: kpi::State::Available,
                since: None,
                at: 0,
            });
        }
        names.learn_queue(&"q1".into(), &"Kỹ thuật".into());
        names.learn_queue(&"q2".into(), &"Hồng Bàng".into());
        names
    }

    fn found(typed: &str, sight: &Sight) -> Option<Search> {
        read(typed, &names(), &sight.scope)
    }

    fn about(agents: &[&str], queues: &[&str]) -> Option<Search> {
        let texts = |ids: &[&str]| ids.iter().map(|id| Text::from(*id)).collect();
        Some(Search::About(About { agents: texts(agents), queues: texts(queues) }))
    }

    #[test]
    fn names_are_found_in_part_with_marks_and_without() {
        let all = Sight::everything();
        assert_eq!(found("hong nhung", &all), about(&["a1"], &[]));
        assert_eq!(found("Hồng Nhung", &all), about(&["a1"], &[]));
        assert_eq!(found(" NHUNG ", &all), about(&["a1", "a3"], &[]));
        assert_eq!(found("dang hung", &all), about(&["a2"], &[]), "đ is d");
        assert_eq!(found("hong", &all), about(&["a1"], &["q2"]));
        assert_eq!(found("nobody", &all), about(&[], &[]), "who is nobody has no calls, not all");
        assert_eq!(found("  ", &all), None);
    }

    #[test]
    fn who_has_some_queues_finds_no_other() {
        let some = Sight::everything().of_queues(["q1"]);
        assert_eq!(found("hong", &some), about(&["a1"], &[]));
    }

    #[test]
    fn numbers_and_ids_are_told_from_names() {
        let all = Sight::everything();
        for typed in ["0901 234 567", "+84 901-234-567", "678", "(028) 3822.1234"] {
            assert_eq!(found(typed, &all), Some(Search::Number(typed.into())));
        }
        for typed in ["1c2f@10.0.0.4", "9f0c7d1e-33ab-4c2e-9d70-b1b2c3d4e5f6", "NWIyZjc4ZWQ2MzI0"] {
            assert_eq!(found(typed, &all), Some(Search::Key(typed.into())));
        }
    }
}
