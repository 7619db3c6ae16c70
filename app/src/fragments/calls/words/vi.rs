//! Vietnamese, as a call-centre lead would write it.

use super::HistoryWords;
use crate::calls::{CallResult, CallsProblem};

pub static VI: HistoryWords = HistoryWords {
    head: "Lịch sử cuộc gọi",
    time: "Giờ",
    direction_head: "Chiều",
    number: "Số",
    unknown_number: "ẩn số",
    queue: "Hàng đợi",
    agent: "Người nghe",
    waited: "Chờ",
    talked: "Nói",
    result_head: "Kết quả",
    recording: "Ghi âm",
    listen: "Nghe",
    listen_to: |call| format!("Nghe ghi âm {call}"),
    none: "Chưa có cuộc gọi nào trong 24 giờ qua",
    none_why: "Cuộc gọi hiện ở đây ngay sau khi AntRing ghi vào lịch sử.",
    pages: "Trang",
    newer: "Mới hơn",
    older: "Cũ hơn",
    retry: "Thử lại",
    result: |result| match result {
        CallResult::Answered => "Đã nghe",
        CallResult::Abandoned => "Bỏ cuộc",
        CallResult::Busy => "Máy bận",
        CallResult::Cancelled => "Đã huỷ",
        CallResult::Ivr => "Dừng ở lời chào",
        CallResult::Failed => "Không gọi được",
        CallResult::Unknown => "Không rõ",
    },
    problem: |problem| match problem {
        CallsProblem::UpstreamSilent => "AntRing chưa trả lời. Thử lại sau ít giây.",
        CallsProblem::NotKept => "Kho lịch sử chưa đọc được. Xem lại ổ đĩa của máy chủ rồi thử lại.",
        CallsProblem::Unfit => {
            "Không có hàng đợi, người hay khoảng thời gian như vậy. Bỏ bớt bộ lọc rồi thử lại."
        }
        CallsProblem::NumbersHidden => "Số điện thoại được che với bạn, nên không tìm theo số được.",
        CallsProblem::Failed => "Không tải được lịch sử cuộc gọi.",
    },
};
