use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// A wall that is a paired screen, as context while its page renders: what its script needs to know.
#[derive(Debug, Clone)]
pub struct Screen {
    /// Of this page; when the server has another, the screen loads it.
    pub version: &'static str,
    /// It stands on somebody's desk: read from a chair, not from across the room.
    pub is_desk: bool,
    /// It asks for orders at least this often.
    pub beat_seconds: u64,
}

const SCRIPT: &str = include_str!("scripts/display.js");
const STYLE: &str = include_str!("../../../style/rooms/identify.css");
/// Letters are drawn for 5 m at 55″ (`tokens.css`); from a chair four fifths of that are large.
const DESK: &str = "@layer surface { :root { --k: .8; } }";

/// For the head of the wall's page, before the page's own program; nothing where no paired screen asks.
pub fn screen_script() -> Option<AnyView> {
    let screen = use_context::<Screen>()?;
    let style = if screen.is_desk { [STYLE, DESK].concat() } else { STYLE.to_owned() };
    let nonce = use_nonce();
    Some(
        view! {
            <style nonce=nonce.clone() inner_html=style></style>
            <script
                nonce=nonce
                data-version=screen.version
                data-seconds=screen.beat_seconds.to_string()
                inner_html=SCRIPT
            ></script>
        }
        .into_any(),
    )
}
