//! Why something is in the denominator only, or left out: in words that a drill list can show.

/// A reason, with a stable id and words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    Answered,
    AnsweredLate,
    Abandoned,
    AbandonedLate,
    ShortAbandon,
    /// Abandoned within the target, where that is left out (SL-3).
    EarlyAbandon,
    FlowedOut,
    FlowedOutLate,
    UnknownEnd,
    /// The end is unknown, but it came after the target.
    UnknownEndLate,
    Waits,
    WaitsPastTarget,
    TransferredIn,
    TalkGoesOn,
    TalkUnknown,
    Internal,
    /// The same number is on the list already.
    SameCaller,
    /// Free to take a call.
    Available,
    Ringing,
    Paused,
    /// Offline, or nobody knows.
    NotSignedIn,
    /// Shorter than the least window.
    WindowTooShort,
}

impl Why {
    pub fn id(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::AnsweredLate => "answered-late",
            Self::Abandoned => "abandoned",
            Self::AbandonedLate => "abandoned-late",
            Self::ShortAbandon => "short-abandon",
            Self::EarlyAbandon => "early-abandon",
            Self::FlowedOut => "flowed-out",
            Self::FlowedOutLate => "flowed-out-late",
            Self::UnknownEnd => "unknown-end",
            Self::UnknownEndLate => "unknown-end-late",
            Self::Waits => "waits",
            Self::WaitsPastTarget => "waits-past-target",
            Self::TransferredIn => "transferred-in",
            Self::TalkGoesOn => "talk-goes-on",
            Self::TalkUnknown => "talk-unknown",
            Self::Internal => "internal",
            Self::SameCaller => "same-caller",
            Self::Available => "available",
            Self::Ringing => "ringing",
            Self::Paused => "paused",
            Self::NotSignedIn => "not-signed-in",
            Self::WindowTooShort => "window-too-short",
        }
    }

    /// In Vietnamese and in English.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Answered => ["đã nghe", "answered"],
            Self::AnsweredLate => ["nghe sau mục tiêu", "answered past the target"],
            Self::Abandoned => ["khách bỏ cuộc", "abandoned"],
            Self::AbandonedLate => ["bỏ cuộc sau mục tiêu", "abandoned past the target"],
            Self::ShortAbandon => ["bỏ cuộc quá sớm, không tính", "short abandon, left out"],
            Self::EarlyAbandon => {
                ["bỏ cuộc trước mục tiêu, không tính", "abandoned within the target, left out"]
            }
            Self::FlowedOut => ["chuyển khỏi hàng đợi", "flowed out of the queue"],
            Self::FlowedOutLate => ["chuyển khỏi hàng đợi sau mục tiêu", "flowed out past the target"],
            Self::UnknownEnd => ["không rõ kết thúc", "end unknown"],
            Self::UnknownEndLate => ["không rõ kết thúc, đã quá mục tiêu", "end unknown, past the target"],
            Self::Waits => ["đang chờ", "still waiting"],
            Self::WaitsPastTarget => ["đang chờ, đã quá mục tiêu", "still waiting, past the target"],
            Self::TransferredIn => {
                ["chuyển đến từ hàng đợi khác, không tính", "came from another queue, left out"]
            }
            Self::TalkGoesOn => ["đang đàm thoại", "talk goes on"],
            Self::TalkUnknown => ["không rõ thời gian đàm thoại", "talk time unknown"],
            Self::Internal => ["cuộc gọi nội bộ, không tính", "internal call, left out"],
            Self::SameCaller => ["cùng một người gọi, đã tính", "same caller, counted already"],
            Self::Available => ["rảnh", "available"],
            Self::Ringing => ["đang đổ chuông, không tính", "ringing, left out"],
            Self::Paused => ["tạm nghỉ, không tính", "paused, left out"],
            Self::NotSignedIn => ["không trực, không tính", "not on duty, left out"],
            Self::WindowTooShort => {
                ["khoảng thời gian dưới 30 phút, không tính", "window under 30 min, left out"]
            }
        }
    }
}
