//! The words of the list of lost callers.

use crate::visit::Lang;

pub struct LostWords {
    pub head: &'static str,
    /// How many are open, and how long the oldest of them is.
    pub open: fn(usize, &str) -> String,
    /// Spoken to, as a share.
    pub recovered: fn(&str) -> String,
    pub anonymous: fn(u32) -> String,
    pub none: &'static str,
    pub none_why: &'static str,
    pub all_reached: &'static str,
    pub all_reached_why: &'static str,
    /// Events were last heard then, or never.
    pub deaf: fn(Option<&str>) -> String,
    pub gave_up: fn(&str) -> String,
    /// How often, and since when.
    pub attempts: fn(u32, &str) -> String,
    /// Somebody, when, how often nobody answered.
    pub tried: fn(Option<&str>, &str, u32) -> String,
    pub is_being_called: fn(Option<&str>) -> String,
    pub waits: &'static str,
    pub closed_before: fn(&str) -> String,
    pub called_back: fn(Option<&str>, &str) -> String,
    pub called_again: fn(Option<&str>, &str) -> String,
    pub talks: fn(Option<&str>, &str) -> String,
    pub reached: &'static str,
    pub talking: &'static str,
    pub call: &'static str,
    /// What the button does, with the number.
    pub call_whom: fn(&str) -> String,
    pub see_call: &'static str,
    pub more: fn(usize) -> String,
}

static VI: LostWords = LostWords {
    head: "Gọi lại",
    open: |open, oldest| match open {
        0 => "không còn ai".to_owned(),
        open => format!("{open} khách, lâu nhất {oldest}"),
    },
    recovered: |share| format!("Đã gặp lại {share}"),
    anonymous: |count| format!("{count} cuộc ẩn số, không gọi lại được"),
    none: "Chưa lỡ khách nào",
    none_why: "Khách gác máy khi còn chờ sẽ hiện ở đây, và tự gạch tên khi có người nói chuyện với họ.",
    all_reached: "Đã gặp lại mọi khách bị lỡ",
    all_reached_why: "Ai gác máy khi còn chờ cũng đã có người nói chuyện sau đó.",
    deaf: |since| match since {
        Some(since) => format!(
            "Không nhận được sự kiện từ {since}: khách vừa bị lỡ, hoặc vừa gặp lại, có thể chưa hiện đúng ở đây."
        ),
        None => "Chưa nhận được sự kiện nào từ tổng đài: danh sách này có thể còn thiếu.".to_owned(),
    },
    gave_up: |waited| format!("Bỏ cuộc sau {waited}"),
    attempts: |attempts, since| format!("{attempts} lần từ {since}"),
    tried: |agent, at, tried| {
        let who = agent.unwrap_or("Có người");
        match tried {
            1 => format!("{who} gọi lúc {at}, chưa gặp"),
            tried => format!("{who} gọi lúc {at}, {tried} lần chưa gặp"),
        }
    },
    is_being_called: |agent| format!("{} đang gọi", agent.unwrap_or("Có người")),
    waits: "Đang chờ lại trong hàng đợi",
    closed_before: |at| format!("Đã gặp lúc {at}, lại bị lỡ"),
    called_back: |agent, at| format!("{} đã gọi lại lúc {at}", agent.unwrap_or("Có người")),
    called_again: |agent, at| match agent {
        Some(agent) => format!("Khách tự gọi lại, {agent} nghe lúc {at}"),
        None => format!("Khách tự gọi lại, đã nghe lúc {at}"),
    },
    talks: |agent, at| format!("{} đang nói chuyện từ {at}", agent.unwrap_or("Có người")),
    reached: "đã gặp",
    talking: "đang gặp",
    call: "Gọi",
    call_whom: |number| format!("Gọi {number}"),
    see_call: "Xem cuộc gọi bị lỡ",
    more: |more| format!("và {more} khách nữa"),
};

static EN: LostWords = LostWords {
    head: "Call back",
    open: |open, oldest| match open {
        0 => "nobody left".to_owned(),
        1 => format!("1 caller, waiting {oldest}"),
        open => format!("{open} callers, the longest {oldest}"),
    },
    recovered: |share| format!("Reached again {share}"),
    anonymous: |count| match count {
        1 => "1 withheld number, no way to call back".to_owned(),
        count => format!("{count} withheld numbers, no way to call back"),
    },
    none: "No caller lost",
    none_why: "Callers who hang up while waiting appear here, and go by themselves once somebody speaks to them.",
    all_reached: "Every lost caller was reached",
    all_reached_why: "Whoever hung up while waiting has been spoken to since.",
    deaf: |since| match since {
        Some(since) => {
            format!("No events since {since}: who was lost or reached after that may not show here yet.")
        }
        None => "No events from the exchange so far: this list may lack callers.".to_owned(),
    },
    gave_up: |waited| format!("Gave up after {waited}"),
    attempts: |attempts, since| format!("{attempts} times since {since}"),
    tried: |agent, at, tried| {
        let who = agent.unwrap_or("Somebody");
        match tried {
            1 => format!("{who} called at {at}, not reached"),
            tried => format!("{who} called at {at}, {tried} times not reached"),
        }
    },
    is_being_called: |agent| format!("{} is calling", agent.unwrap_or("Somebody")),
    waits: "Waiting in a queue again",
    closed_before: |at| format!("Reached at {at}, lost again"),
    called_back: |agent, at| format!("{} called back at {at}", agent.unwrap_or("Somebody")),
    called_again: |agent, at| match agent {
        Some(agent) => format!("Called again, {agent} answered at {at}"),
        None => format!("Called again, answered at {at}"),
    },
    talks: |agent, at| format!("{} has been talking since {at}", agent.unwrap_or("Somebody")),
    reached: "reached",
    talking: "talking",
    call: "Call",
    call_whom: |number| format!("Call {number}"),
    see_call: "See the lost call",
    more: |more| format!("and {more} more"),
};

impl Lang {
    pub(crate) fn lost(self) -> &'static LostWords {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
