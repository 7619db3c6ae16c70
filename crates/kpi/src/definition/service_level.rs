//! The words of service level, made from the rules in force.

use super::{Words, both};
use crate::{Kpi, Rule, Variant};

pub(super) fn words(kpi: Kpi, in_force: &[&Rule]) -> Words {
    let as_asked = |rule: &Rule| Rule { variant: kpi.variant().unwrap_or(rule.variant), ..*rule };
    let mut rules = in_force.iter().map(|rule| as_asked(rule));
    let rule = rules.next().unwrap_or_default();
    if rules.any(|other| !other.measures_like(&rule)) {
        return mixed(kpi);
    }
    let label = if rule.goal_percent == 0 {
        format!("{}, {} s", rule.variant.name(), rule.target_seconds)
    } else {
        format!("{}, {}/{}", rule.variant.name(), rule.goal_percent, rule.target_seconds)
    };
    let name = both(format!("Mức phục vụ ({label})"), format!("Service level ({label})"));
    (name, formula(&rule), note(&rule))
}

fn mixed(kpi: Kpi) -> Words {
    let label = |words: &str| match kpi.variant() {
        Some(variant) => format!("({}, {words})", variant.name()),
        None => format!("({words})"),
    };
    let name = both(
        format!("Mức phục vụ {}", label("mục tiêu khác nhau")),
        format!("Service level {}", label("mixed targets")),
    );
    let formula = both(
        "Tổng tử số ÷ tổng mẫu số của các hàng đợi, mỗi hàng đợi theo mục tiêu riêng.",
        "Sum of the queues' numerators ÷ sum of their denominators, each queue by its own target.",
    );
    let note = both(
        "Mục tiêu khác nhau: mở từng hàng đợi để xem công thức của nó.",
        "Mixed targets: open a queue to see its own formula.",
    );
    (name, formula, note)
}

fn formula(rule: &Rule) -> [String; 2] {
    let Rule { target_seconds: target, short_seconds: short, .. } = rule;
    let met = both(
        format!("Số cuộc tổng đài viên nghe trong {target} giây"),
        format!("Answered by an agent within {target} s"),
    );
    if rule.variant == Variant::Sl4 {
        return both(format!("{} ÷ đã nghe.", met[0]), format!("{} ÷ answered.", met[1]));
    }
    let flow_outs = if rule.include_flow_outs { [" + chuyển đi", " + flowed out"] } else { ["", ""] };
    let left_out = match rule.variant {
        Variant::Sl2 if *short > 0 => both(
            format!(", không tính bỏ cuộc dưới {short} giây"),
            format!(", abandons under {short} s left out"),
        ),
        Variant::Sl3 => both(
            format!(", không tính bỏ cuộc trong {target} giây"),
            format!(", abandons within {target} s left out"),
        ),
        _ => both("", ""),
    };
    let met = match rule.variant {
        Variant::Sl5 => both(
            format!("({} + bỏ cuộc trong {target} giây)", met[0]),
            format!("({} + abandoned within {target} s)", met[1]),
        ),
        _ => met,
    };
    both(
        format!("{} ÷ (đã nghe + bỏ cuộc{}{}).", met[0], flow_outs[0], left_out[0]),
        format!("{} ÷ (answered + abandoned{}{}).", met[1], flow_outs[1], left_out[1]),
    )
}

fn note(rule: &Rule) -> [String; 2] {
    let target = rule.target_seconds;
    let mut notes = match rule.variant {
        Variant::Sl4 => both("", ""),
        _ => both(
            format!("Người chờ quá {target} giây được tính vào mẫu số ngay lúc đó, dù sau đó thế nào."),
            format!("Who waits past {target} s is in the denominator from that moment on, whatever follows."),
        ),
    };
    if !rule.include_transfers_in {
        for (note, more) in notes.iter_mut().zip([
            "Cuộc chuyển đến từ hàng đợi khác không tính.",
            "Callers who came from another queue are left out.",
        ]) {
            if !note.is_empty() {
                note.push(' ');
            }
            note.push_str(more);
        }
    }
    notes
}
