//! What is said: a few conversations of a Vietnamese shop, with what their report says of them.

pub struct Conversation {
    /// The assistant begins, then they take turns.
    pub turns: &'static [&'static str],
    pub summary: &'static str,
    pub topic: &'static str,
    /// 1 to 10.
    pub sentiment: u8,
    pub is_answered: bool,
}

pub const GREETING: &str = "Acme xin chào, em là trợ lý ảo. Em giúp gì được cho anh chị?";

pub const CONVERSATIONS: [Conversation; 4] = [
    Conversation {
        turns: &[
            GREETING,
            "Đơn hàng của tôi đặt hôm thứ Hai mà chưa thấy giao.",
            "Dạ, anh chị cho em xin mã đơn hàng ạ.",
            "Mã là A B 4 7 2 1.",
            "Em thấy đơn AB4721 đang ở kho Thủ Đức, dự kiến giao chiều nay.",
            "Chiều nay thì được. Cảm ơn em.",
        ],
        summary: "Khách hỏi đơn AB4721 chưa giao; đơn đang ở kho Thủ Đức, dự kiến giao chiều nay. Khách đồng ý chờ.",
        topic: "Giao hàng",
        sentiment: 7,
        is_answered: true,
    },
    Conversation {
        turns: &[
            GREETING,
            "Máy lọc nước nhà tôi bị rỉ, còn bảo hành không?",
            "Dạ, máy mua từ khi nào ạ?",
            "Khoảng tám tháng rồi.",
            "Máy được bảo hành mười hai tháng. Em chuyển anh chị cho kỹ thuật viên nhé?",
            "Ừ, chuyển giúp tôi.",
        ],
        summary: "Máy lọc nước mua tám tháng bị rỉ, còn bảo hành. Khách muốn gặp kỹ thuật viên.",
        topic: "Bảo hành",
        sentiment: 5,
        is_answered: false,
    },
    Conversation {
        turns: &[
            GREETING,
            "Cửa hàng mình mấy giờ mở cửa vậy em?",
            "Dạ từ tám giờ sáng đến chín giờ tối, cả cuối tuần ạ.",
            "Cảm ơn em nhé.",
        ],
        summary: "Khách hỏi giờ mở cửa: 8 giờ đến 21 giờ, cả cuối tuần.",
        topic: "Giờ mở cửa",
        sentiment: 8,
        is_answered: true,
    },
    Conversation {
        turns: &[
            GREETING,
            "Tôi gọi ba lần rồi mà tiền vẫn chưa được hoàn!",
            "Em rất xin lỗi. Anh chị cho em xin số điện thoại đặt hàng ạ.",
            "Là số này luôn. Cho tôi gặp người thật đi.",
            "Dạ, em chuyển máy ngay ạ.",
        ],
        summary: "Khách chưa được hoàn tiền sau ba lần gọi, bực mình và yêu cầu gặp nhân viên.",
        topic: "Hoàn tiền",
        sentiment: 2,
        is_answered: false,
    },
];
