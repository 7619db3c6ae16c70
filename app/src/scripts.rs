//! Small scripts of the desk's pages, written by hand in `public/`: what they do costs the page's program nothing.

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// Where it is served, and lies below `public/`.
    pub path: &'static str,
    content: &'static [u8],
}

const PLAYER: Script = Script { path: "/player.js", content: include_bytes!("../../public/player.js") };
const HISTORY: Script = Script { path: "/history.js", content: include_bytes!("../../public/history.js") };
const DIAL: Script = Script { path: "/dial.js", content: include_bytes!("../../public/dial.js") };

/// In the order in which they run.
pub const OF_A_DESK: [Script; 3] = [PLAYER, HISTORY, DIAL];

impl Script {
    /// Its path with a mark of its content, so that a browser may keep it for ever.
    pub fn address(self) -> String {
        format!("{}?v={:08x}", self.path, fnv_1a(self.content))
    }
}

/// Tells contents apart; nobody is kept out by it.
const fn fnv_1a(bytes: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut place = 0;
    while place < bytes.len() {
        hash = (hash ^ bytes[place] as u32).wrapping_mul(0x0100_0193);
        place += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_has_another_address() {
        let script = |content| Script { path: "/a.js", content }.address();
        assert_eq!(script(b""), "/a.js?v=811c9dc5");
        assert_eq!(script(b"foobar"), "/a.js?v=bf9cf968");
    }
}
