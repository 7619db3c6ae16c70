//! Vietnamese, as a call-centre lead would write it (terms: `ux.md` §5.5).

use wire::Window;

use super::{DrillWords, ExplainedWords, TimelineWords, TrendWords};
use crate::explained::{Compare, ExplainedProblem, MarkKind, Why};

pub static VI: ExplainedWords = ExplainedWords {
    drill: DrillWords {
        now: "lúc này",
        csv: "CSV",
        windows: "Khoảng thời gian",
        parts: "Thành phần của con số",
        mixed_targets: "Mỗi hàng đợi có mục tiêu riêng; cuộc nào tính theo mục tiêu của hàng đợi ấy.",
        time: "Giờ",
        queue: "Hàng đợi",
        number: "Khách",
        agent: "Tổng đài viên",
        waited: "Chờ",
        talked: "Nói",
        lasted: "Trong",
        result: "Kết quả",
        unknown_number: "ẩn số",
        explain: "Diễn biến của cuộc gọi",
        reveal: "Xem số đầy đủ (sẽ được ghi lại)",
        rows: "Danh sách tạo nên con số",
        none: "Không có cuộc nào trong khoảng này.",
        shown: |shown, total| {
            if shown == total { format!("{total} dòng") } else { format!("{shown} trong {total} dòng") }
        },
        recounted: "đếm lại khớp với ô",
        recount_differs: |again| format!("đếm lại ra {again}"),
        unmatched: |count| format!("chưa khớp {count}"),
        as_of: |time| format!("tính tới {time}"),
        version: |version| format!("bản {version}"),
        available_name: "Sẵn sàng",
        available_formula: "Tổng đài viên có thể nhận cuộc ngay lúc này, trên số người đang đăng nhập.",
        waiting_name: "Đang chờ",
        waiting_formula: "Khách đang ở trong hàng đợi, chưa nói chuyện với tổng đài viên; gồm cả cuộc đang đổ chuông.",
        longest_name: "Chờ lâu nhất",
        longest_formula: "Người đang chờ lâu nhất lúc này, tính từ khi vào hàng đợi. Không phải kỷ lục trong ngày.",
    },
    trend: TrendWords {
        head: "Mức phục vụ và cuộc gọi, theo 15 phút",
        service: "mức phục vụ, %",
        goal: "mục tiêu",
        answered: "đã nghe",
        abandoned: "bỏ cuộc",
        offered: "cuộc vào",
        waiting: "chờ nhiều nhất",
        time: "Từ",
        table: "Bảng số",
        compare: "So với",
        nothing: "không",
        with: |with| match with {
            Compare::Yesterday => "hôm qua",
            Compare::LastWeek => "tuần trước",
        },
        gap: |from, until| format!("khoảng trống {from}–{until}"),
        rules: |at, before, after| format!("{at}: {before} thành {after}"),
        counts: |offered, answered, abandoned| format!("vào {offered} · nghe {answered} · bỏ {abandoned}"),
        most_waiting: |count| format!("chờ nhiều nhất {count}"),
        mixed_targets: "mục tiêu mỗi hàng đợi khác nhau",
        none_yet: "Chưa có cuộc nào vào hàng đợi hôm nay.",
        reading: |done, of, in_vain| {
            let so_far = format!("Đang đọc lịch sử cuộc gọi những ngày trước: {done}/{of} ngày.");
            let why = if in_vain { " AntRing chưa trả lời; sẽ hỏi lại." } else { "" };
            so_far + why
        },
        keys: "Phím mũi tên trái, phải: xem từng 15 phút",
    },
    timeline: TimelineWords {
        none_yet: "Chưa ghi được gì hôm nay nên chưa có gì để xem lại.",
        moment: "Thời điểm xem lại",
        begin: "Xem lại từ 5 phút trước",
        play: "Phát tiếp",
        pause: "Dừng ở thời điểm này",
        speed: "Tốc độ xem lại",
        gap: |from, until| format!("Không có sự kiện {from}–{until}"),
        hole: |from, until| format!("Không ghi được {from}–{until}"),
        mark: |kind| match kind {
            MarkKind::Start => "Máy chủ khởi động",
            MarkKind::Rules => "Đổi mục tiêu",
            MarkKind::Breach => "Khách chờ quá ngưỡng",
        },
    },
    window: |window| match window {
        Window::HalfHour => "30 phút",
        Window::Day => "hôm nay",
    },
    counted: |kpi| match kpi {
        "service-level" | "sl-1" | "sl-2" | "sl-3" | "sl-4" | "sl-5" => {
            ("Đúng hạn, tính vào tử số", "Đúng hạn")
        }
        "abandon-rate" | "abandon-wait" | "abandoned" => ("Bỏ cuộc", "Bỏ cuộc"),
        "callers-lost" => ("Khách bỏ cuộc, mỗi người một lần", "Bỏ cuộc"),
        "missed" => ("Đổ chuông, không nhấc", "Không nhấc"),
        "flowed-out" => ("Chuyển khỏi hàng đợi", "Chuyển đi"),
        "offered" => ("Vào hàng đợi", "Vào hàng"),
        "calls" => ("Cuộc gọi", "Cuộc gọi"),
        "waiting" | "longest-wait" => ("Đang chờ", "Đang chờ"),
        "occupancy" => ("Đang bận việc của cuộc gọi", "Bận"),
        _ => ("Đã nghe", "Đã nghe"),
    },
    why: |why| match why {
        Why::Answered => "Đã nghe",
        Why::AnsweredLate => "Nghe sau mục tiêu",
        Why::Abandoned => "Bỏ cuộc",
        Why::AbandonedLate => "Bỏ cuộc sau mục tiêu",
        Why::ShortAbandon => "Bỏ quá sớm, không tính",
        Why::EarlyAbandon => "Bỏ trước mục tiêu, không tính",
        Why::FlowedOut => "Chuyển khỏi hàng đợi",
        Why::FlowedOutLate => "Chuyển khỏi hàng đợi sau mục tiêu",
        Why::UnknownEnd => "Không rõ đã kết thúc ra sao",
        Why::UnknownEndLate => "Không rõ kết thúc, đã quá mục tiêu",
        Why::Waits => "Đang chờ",
        Why::WaitsPastTarget => "Đang chờ, đã quá mục tiêu",
        Why::TransferredIn => "Chuyển từ hàng đợi khác tới, không tính",
        Why::TalkGoesOn => "Còn đang nói, chưa tính",
        Why::TalkUnknown => "Không rõ thời gian nói",
        Why::Internal => "Cuộc nội bộ, không tính",
        Why::SameCaller => "Cùng một khách, đã tính",
        Why::Available => "Sẵn sàng",
        Why::Ringing => "Đổ chuông",
        Why::OnCall => "Đàm thoại",
        Why::WrapUp => "Xử lý sau gọi",
        Why::Paused => "Tạm nghỉ",
        Why::NotSignedIn => "Không trực, không tính",
        Why::WindowTooShort => "Khoảng dưới 30 phút, không tính",
        Why::Counted | Why::Other => "Lý do khác",
    },
    why_short: |why| match why {
        Why::Answered => "Đã nghe",
        Why::AnsweredLate => "Quá hạn",
        Why::Abandoned => "Bỏ cuộc",
        Why::AbandonedLate => "Bỏ, quá hạn",
        Why::ShortAbandon => "Bỏ quá sớm",
        Why::EarlyAbandon => "Bỏ sớm",
        Why::FlowedOut => "Chuyển đi",
        Why::FlowedOutLate => "Chuyển, quá hạn",
        Why::UnknownEnd => "Không rõ",
        Why::UnknownEndLate => "Không rõ, quá hạn",
        Why::Waits => "Đang chờ",
        Why::WaitsPastTarget => "Chờ, quá hạn",
        Why::TransferredIn => "Chuyển tới",
        Why::TalkGoesOn => "Đang nói",
        Why::TalkUnknown => "Không rõ",
        Why::Internal => "Nội bộ",
        Why::SameCaller => "Cùng khách",
        Why::Available => "Sẵn sàng",
        Why::Ringing => "Đổ chuông",
        Why::OnCall => "Đàm thoại",
        Why::WrapUp => "Sau gọi",
        Why::Paused => "Tạm nghỉ",
        Why::NotSignedIn => "Không trực",
        Why::WindowTooShort => "Dưới 30 phút",
        Why::Counted | Why::Other => "Khác",
    },
    problem: |problem| match problem {
        ExplainedProblem::NotKept => {
            "Lịch sử hiện không được lưu nên không có danh sách. Chạy callboard check để xem kho lưu hỏng ở đâu."
        }
        ExplainedProblem::OutOfReach => "Thời điểm này nằm ngoài phần đã lưu. Hãy chọn một thời điểm khác.",
        ExplainedProblem::TooLong => {
            "Danh sách sau một con số dài nhất là 31 ngày. Hãy chọn khoảng ngắn hơn."
        }
        ExplainedProblem::Unknown => "Không có con số này. Hãy mở lại từ một ô trên bảng.",
        ExplainedProblem::Failed => "Chưa đọc được. Trang sẽ tự thử lại sau ít giây.",
    },
};
