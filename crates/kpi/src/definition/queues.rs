//! The words of every other number.

use super::{Words, both};
use crate::{Kpi, Rule};

pub(super) fn words(kpi: Kpi, in_force: &[&Rule]) -> Words {
    let name = name(kpi);
    let note = note(kpi);
    (both(name[0], name[1]), formula(kpi, in_force), both(note[0], note[1]))
}

fn name(kpi: Kpi) -> [&'static str; 2] {
    match kpi {
        Kpi::Asa => ["Thời gian chờ nghe TB", "Average speed of answer"],
        Kpi::AsaP90 => ["Thời gian chờ nghe P90", "Speed of answer, P90"],
        Kpi::AbandonRate => ["Tỷ lệ bỏ cuộc", "Abandonment rate"],
        Kpi::AbandonWait => ["Chờ TB trước khi bỏ cuộc", "Average wait before abandoning"],
        Kpi::AnswerRate => ["Tỷ lệ nghe máy", "Answer rate"],
        Kpi::Talk => ["Đàm thoại TB", "Average talk"],
        Kpi::Occupancy => ["Tỷ lệ bận", "Occupancy"],
        Kpi::Missed => ["Không nhấc máy", "Not picked up"],
        Kpi::Calls => ["Cuộc gọi", "Calls"],
        Kpi::Offered => ["Vào hàng đợi", "Offered"],
        Kpi::Answered => ["Đã nghe", "Answered"],
        Kpi::Abandoned => ["Bỏ cuộc", "Abandoned"],
        Kpi::FlowedOut => ["Chuyển khỏi hàng đợi", "Flowed out"],
        Kpi::CallersLost => ["Khách bị lỡ", "Callers lost"],
        Kpi::Waiting => ["Đang chờ", "Waiting"],
        Kpi::LongestWait => ["Chờ lâu nhất", "Longest wait"],
        Kpi::ServiceLevel | Kpi::Sl1 | Kpi::Sl2 | Kpi::Sl3 | Kpi::Sl4 | Kpi::Sl5 => {
            ["Mức phục vụ", "Service level"]
        }
    }
}

/// What is said of short abandons, where a number leaves them out.
fn short_abandons(in_force: &[&Rule]) -> [String; 2] {
    let mut seconds = in_force.iter().map(|rule| rule.short_seconds);
    let first = seconds.next().unwrap_or(0);
    if seconds.any(|other| other != first) {
        both(
            ", không tính bỏ cuộc quá sớm (mỗi hàng đợi một mức)",
            ", short abandons by each queue's own rule left out",
        )
    } else if first == 0 {
        both("", "")
    } else {
        both(
            format!(", không tính bỏ cuộc dưới {first} giây"),
            format!(", abandons under {first} s left out"),
        )
    }
}

fn formula(kpi: Kpi, in_force: &[&Rule]) -> [String; 2] {
    let with_short = |vi: &str, en: &str| {
        let [vi_short, en_short] = short_abandons(in_force);
        both(format!("{vi}{vi_short}."), format!("{en}{en_short}."))
    };
    match kpi {
        Kpi::Asa => both(
            "Tổng thời gian chờ của các cuộc đã nghe ÷ số cuộc đã nghe.",
            "Total wait of answered callers ÷ how many were answered.",
        ),
        Kpi::AsaP90 => both(
            "90 % cuộc đã nghe chờ không quá chừng này.",
            "90 % of answered callers waited no longer than this (nearest rank).",
        ),
        Kpi::AbandonRate => with_short(
            "Người gọi gác máy khi còn chờ ÷ số cuộc vào hàng đợi",
            "Callers who hung up while waiting ÷ callers who entered the queue",
        ),
        Kpi::AbandonWait => with_short(
            "Tổng thời gian chờ của các cuộc bỏ ÷ số cuộc bỏ",
            "Total wait of abandoned callers ÷ how many abandoned",
        ),
        Kpi::AnswerRate => both(
            "Số cuộc tổng đài viên nghe ÷ số cuộc vào hàng đợi.",
            "Callers answered by an agent ÷ callers who entered the queue.",
        ),
        Kpi::Talk => both(
            "Tổng thời gian đàm thoại của các cuộc từ hàng đợi đã xong ÷ số cuộc đó.",
            "Talk time of queue calls whose talk is over ÷ how many.",
        ),
        Kpi::Occupancy => both(
            "Thời gian nghe và xử lý sau cuộc gọi ÷ (thời gian đó + thời gian rảnh).",
            "Time on calls and in wrap-up ÷ (that + time available).",
        ),
        Kpi::Missed => both(
            "Số lượt đổ chuông mà tổng đài viên không nhấc máy.",
            "Offers that an agent did not pick up.",
        ),
        Kpi::Calls => {
            both("Số cuộc gọi bắt đầu trong khoảng này.", "Conversations that began in this window.")
        }
        Kpi::Offered => both("Số lượt vào hàng đợi.", "Entries into the queue."),
        Kpi::Answered => both("Số cuộc tổng đài viên đã nghe.", "Callers whom an agent answered."),
        Kpi::Abandoned => both("Số người gọi gác máy khi còn chờ.", "Callers who hung up while waiting."),
        Kpi::FlowedOut => both(
            "Số cuộc rời hàng đợi sang hàng đợi khác, hộp thư thoại, do hết giờ chờ hay bấm phím.",
            "Callers who left for another queue, for voicemail, by time-out or by a key.",
        ),
        Kpi::CallersLost => with_short(
            "Số người gọi khác nhau đã gác máy khi còn chờ",
            "Different callers who hung up while waiting",
        ),
        Kpi::Waiting => both(
            "Số người đang chờ trong hàng đợi, kể cả khi đang đổ chuông cho tổng đài viên.",
            "Callers in the queue and not yet talking to an agent, ringing included.",
        ),
        Kpi::LongestWait => both(
            "Người đang chờ lâu nhất lúc này, tính từ khi vào hàng đợi.",
            "The caller now waiting longest, from queue entry. Not the day's record.",
        ),
        // Worded by its variant (`definition::service_level`).
        Kpi::ServiceLevel | Kpi::Sl1 | Kpi::Sl2 | Kpi::Sl3 | Kpi::Sl4 | Kpi::Sl5 => both("", ""),
    }
}

fn note(kpi: Kpi) -> [&'static str; 2] {
    match kpi {
        Kpi::Asa | Kpi::AsaP90 => [
            "Tính từ khi vào hàng đợi, gồm cả đổ chuông; cuộc bỏ không tính. Thuộc khoảng có lúc nghe máy.",
            "From queue entry, ringing included; abandoned callers are not in it. Belongs to the window of the answer.",
        ],
        Kpi::AbandonRate => [
            "Gác máy trong IVR không tính. Tính theo lúc vào hàng đợi: người đang chờ nằm trong mẫu số.",
            "Hanging up in the menu does not count. By the time of entry: who still waits is in the denominator.",
        ],
        Kpi::AnswerRate => [
            "Tính theo lúc vào hàng đợi. Không bằng 1 − tỷ lệ bỏ cuộc khi có cuộc chuyển đi.",
            "By the time of entry. It is not 1 − abandonment rate when callers flowed out.",
        ],
        Kpi::Talk => [
            "Cuộc đang nói chưa tính. Không gồm xử lý sau cuộc gọi, nên không phải AHT.",
            "Calls in progress are not in it. Without after-call work, so it is not AHT.",
        ],
        Kpi::Occupancy => [
            "Đổ chuông, tạm nghỉ không tính. Khoảng dưới 30 phút không có giá trị. Không tính riêng cho hàng đợi.",
            "Ringing and pauses are left out. No value under 30 minutes. A queue has none of its own.",
        ],
        Kpi::Missed => [
            "Một cuộc có thể không được nhấc nhiều lần; đổ chuông cho mọi người thì mỗi người một lượt.",
            "One call can be missed many times; ringing everybody makes one for each who did not take it.",
        ],
        Kpi::Calls => [
            "Cuộc chuyển tiếp là một cuộc; cuộc nội bộ không tính. Một cuộc qua hai hàng đợi có ở cả hai.",
            "A transferred call is one; internal calls are left out. A call through two queues is in both.",
        ],
        Kpi::Offered => [
            "Cuộc chỉ vào IVR không tính. Tính theo lúc vào hàng đợi.",
            "Calls that stayed in the menu do not count. By the time of entry.",
        ],
        Kpi::Answered | Kpi::Abandoned | Kpi::FlowedOut => [
            "Tính theo lúc xảy ra, dù vào hàng đợi khi nào.",
            "By the time it happened, whenever they entered.",
        ],
        Kpi::CallersLost => [
            "Một số gọi nhiều lần là một người; cuộc ẩn số tính riêng từng cuộc; máy nhánh nội bộ không tính.",
            "One number is one person however often it called; calls without a number each count; colleagues do not.",
        ],
        _ => ["", ""],
    }
}
