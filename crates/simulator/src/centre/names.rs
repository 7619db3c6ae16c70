//! Who works here, and what their groups are called.

use std::collections::BTreeSet;

use super::folding::ascii_folded;

const PEOPLE: [&str; 28] = [
    "Nguyễn Thị Hồng Nhung",
    "Trần Văn Minh",
    "Lê Thị Thu Hà",
    "Phạm Quốc Bảo",
    "Hoàng Thị Lan Anh",
    "Huỳnh Ngọc Trâm",
    "Phan Thanh Tùng",
    "Vũ Thị Bích Ngọc",
    "Võ Hoàng Nam",
    "Đặng Thị Kim Oanh",
    "Bùi Đức Thắng",
    "Đỗ Thị Mỹ Linh",
    "Hồ Gia Huy",
    "Ngô Thị Phương Thảo",
    "Dương Văn Khánh",
    "Lý Thị Quỳnh Như",
    "Nguyễn Hữu Phước",
    "Trần Thị Cẩm Tú",
    "Lê Minh Quân",
    "Phạm Thị Thùy Dung",
    "Hoàng Anh Tuấn",
    "Huỳnh Thị Tuyết Mai",
    "Phan Văn Đạt",
    "Vũ Thị Ngọc Diệp",
    "Võ Thị Yến Nhi",
    "Đặng Quang Vinh",
    "Bùi Thị Thanh Hương",
    "Đỗ Tiến Dũng",
];
const FAMILIES: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ"];
const GIVEN: [&str; 24] = [
    "Thị Ánh Tuyết",
    "Văn Hùng",
    "Thị Bảo Châu",
    "Đình Phúc",
    "Thị Diễm My",
    "Công Danh",
    "Thị Hải Yến",
    "Gia Bảo",
    "Thị Hoài Thương",
    "Hữu Nghĩa",
    "Thị Khánh Vy",
    "Khắc Việt",
    "Thị Mai Phương",
    "Minh Trí",
    "Thị Ngọc Hân",
    "Ngọc Sơn",
    "Thị Phương Anh",
    "Quang Hải",
    "Thị Thanh Trúc",
    "Thành Long",
    "Thị Tố Uyên",
    "Trung Kiên",
    "Thị Xuân Lan",
    "Xuân Trường",
];
const QUEUES: [&str; 10] = [
    "Bán hàng",
    "Kỹ thuật",
    "Bảo hành",
    "Khiếu nại",
    "Thanh toán",
    "Giao hàng",
    "Đổi trả",
    "Đặt lịch",
    "Thành viên",
    "Doanh nghiệp",
];
const CITIES: [&str; 5] = ["", " Hà Nội", " Đà Nẵng", " Cần Thơ", " Hải Phòng"];

/// A full name and the user name made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub username: String,
}

/// `count` people with distinct user names; the first 28 are always the same.
pub fn people(count: usize) -> Vec<Person> {
    let mut taken = BTreeSet::new();
    (0..count)
        .map(|number| {
            let name = full_name(number);
            let stem = username(&name);
            let username = std::iter::once(stem.clone())
                .chain((2..).map(|again| format!("{stem}{again}")))
                .find(|candidate| taken.insert(candidate.clone()))
                .unwrap_or(stem);
            Person { name, username }
        })
        .collect()
}

/// `count` distinct queue names; the first five are the demo's.
pub fn queues(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| {
            let name = QUEUES[number % QUEUES.len()];
            let round = number / QUEUES.len();
            match CITIES.get(round) {
                Some(city) => format!("{name}{city}"),
                None => format!("{name} {}", round + 1),
            }
        })
        .collect()
}

fn full_name(number: usize) -> String {
    match PEOPLE.get(number) {
        Some(name) => (*name).to_owned(),
        None => {
            let given = GIVEN[number % GIVEN.len()];
            // Stepping families by the round as well keeps neighbours different until all pairs are used.
            let family = FAMILIES[(number + number / GIVEN.len()) % FAMILIES.len()];
            format!("{family} {given}")
        }
    }
}

/// Given name, then the initials of the others: "Nguyễn Thị Hồng Nhung" is `nhungnth`.
fn username(name: &str) -> String {
    let folded = ascii_folded(name);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    let given = words.pop().unwrap_or_default();
    let initials = words.iter().filter_map(|word| word.chars().next());
    given.chars().chain(initials).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_plain_and_distinct() {
        let people = people(500);
        let distinct: BTreeSet<_> = people.iter().map(|person| &person.username).collect();
        assert_eq!(distinct.len(), 500);
        assert_eq!(people[0].username, "nhungnth");
        assert!(
            people.iter().all(|person| person.username.chars().all(|letter| letter.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn queue_names_are_distinct() {
        let names = queues(60);
        assert_eq!(names[..5], ["Bán hàng", "Kỹ thuật", "Bảo hành", "Khiếu nại", "Thanh toán"]);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 60);
    }
}
