//! What the player says. The server alone knows these words; the script takes them from the dock.

use crate::visit::Lang;

pub struct PlayerWords {
    pub name: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    /// The name of the key that plays and pauses.
    pub space: &'static str,
    pub back: &'static str,
    pub on: &'static str,
    pub position: &'static str,
    /// Between the time reached and the whole: "0:41 of 3:40".
    pub of: &'static str,
    pub speed: &'static str,
    pub speed_keys: &'static str,
    pub download: &'static str,
    pub download_why: &'static str,
    pub close: &'static str,
    pub loading: &'static str,
    pub again: &'static str,
    /// Why nothing is heard, by the code of the server's error (`server::error`). "broken": the server would give it,
    /// and yet it does not play; "offline": the server is not reached. The last one stands for any other code.
    pub whys: [(&'static str, &'static str); 11],
}

impl Lang {
    pub(super) fn player(self) -> &'static PlayerWords {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}

static VI: PlayerWords = PlayerWords {
    name: "Nghe ghi âm",
    play: "Phát",
    pause: "Tạm dừng",
    space: "phím cách",
    back: "Lùi 10 giây",
    on: "Tới 10 giây",
    position: "Vị trí trong ghi âm",
    of: "trên",
    speed: "Tốc độ",
    speed_keys: "Tốc độ (phím < và >)",
    download: "Tải",
    download_why: "Tải ghi âm về máy. Việc tải được ghi nhật ký.",
    close: "Đóng",
    loading: "Đang tải ghi âm…",
    again: "Thử lại",
    whys: [
        ("recording_not_ready", "Chưa có ghi âm. Thường có sau khi kết thúc cuộc gọi khoảng một phút."),
        ("no_recording", "Cuộc này không có ghi âm."),
        ("recording_expired", "Ghi âm đã hết hạn lưu trên AntRing."),
        ("not_allowed", "Bạn không có quyền nghe ghi âm này."),
        ("recording_busy", "Đang có quá nhiều ghi âm được nghe cùng lúc. Thử lại sau ít giây."),
        ("upstream_busy", "AntRing đang nhận quá nhiều yêu cầu. Thử lại sau một phút."),
        ("upstream_timed_out", "AntRing chưa trả lời. Thử lại sau ít giây."),
        ("sign_in_first", "Bạn đã đăng xuất. Đăng nhập lại để nghe."),
        ("offline", "Mất kết nối với Callboard. Kiểm tra mạng rồi thử lại."),
        ("broken", "Trình duyệt không phát được ghi âm này. Thử lại, hoặc tải về để nghe."),
        ("other", "Không tải được ghi âm từ tổng đài."),
    ],
};

static EN: PlayerWords = PlayerWords {
    name: "Recording",
    play: "Play",
    pause: "Pause",
    space: "space bar",
    back: "Back 10 seconds",
    on: "On 10 seconds",
    position: "Position in the recording",
    of: "of",
    speed: "Speed",
    speed_keys: "Speed (keys < and >)",
    download: "Download",
    download_why: "Keep a copy. The download is logged.",
    close: "Close",
    loading: "Loading the recording…",
    again: "Try again",
    whys: [
        ("recording_not_ready", "No recording yet. It usually comes about a minute after the call."),
        ("no_recording", "This call was not recorded."),
        ("recording_expired", "This recording has expired at AntRing."),
        ("not_allowed", "You may not listen to this recording."),
        ("recording_busy", "Too many recordings are being played at once. Try again in some seconds."),
        ("upstream_busy", "AntRing has too many requests. Try again in a minute."),
        ("upstream_timed_out", "AntRing has not answered. Try again in some seconds."),
        ("sign_in_first", "You are signed out. Sign in again to listen."),
        ("offline", "No connection to Callboard. Check the network and try again."),
        ("broken", "This browser cannot play the recording. Try again, or download it."),
        ("other", "The recording could not be loaded from the phone system."),
    ],
};
