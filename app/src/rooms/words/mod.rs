//! The words of the rooms. They are not among [`crate::i18n`]'s, because a browser need not load them.

mod en;
mod vi;

use super::{Bad, Role, Said};
use crate::visit::Lang;

pub use en::EN;
pub use vi::VI;

pub struct RoomWords {
    pub role: fn(Role) -> &'static str,
    /// What a role may do, in one line.
    pub role_may: fn(Role) -> &'static str,
    /// What is wrong with a field, and what to do.
    pub bad: fn(Bad) -> String,
    /// What was done, as the page says it afterwards; the name of whom or what.
    pub said: fn(Said, &str) -> String,
    /// What a role's request was refused for.
    pub refused_title: &'static str,
    pub refused_why: fn(Role) -> String,

    pub common: CommonWords,
    pub door: DoorWords,
    pub account: AccountWords,
    pub phone: PhoneWords,
    pub users: UsersWords,
    pub tokens: TokensWords,
    pub displays: DisplaysWords,
    pub pairing: PairingWords,
    pub audit: AuditWords,
}

pub struct CommonWords {
    pub settings: &'static str,
    pub save: &'static str,
    pub change: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub actions: &'static str,
    pub never: &'static str,
    pub all_queues: &'static str,
    pub undo: &'static str,
    /// Day and month: "20/11".
    pub day_month: fn(i64, i64) -> String,
    pub ago: fn(&str) -> String,
    pub now: fn(&str) -> String,
}

pub struct DoorWords {
    pub title: &'static str,
    pub line: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    pub show: &'static str,
    pub hide: &'static str,
    pub sign_in: &'static str,
    pub with: fn(&str) -> String,
    pub or: &'static str,
    pub wall: &'static str,
    pub wall_pair: &'static str,
    pub sso_failed: &'static str,
    pub sso_no_role: &'static str,
    pub setup_title: &'static str,
    pub setup_lead: &'static str,
    pub setup_name_hint: &'static str,
    pub setup_do: &'static str,
    pub setup_gone: &'static str,
    pub setup_gone_why: &'static str,
    pub to_sign_in: &'static str,
}

pub struct AccountWords {
    pub title: &'static str,
    pub must_change: &'static str,
    pub role: &'static str,
    pub sees: &'static str,
    pub agent: &'static str,
    pub password: &'static str,
    pub password_current: &'static str,
    pub password_new: &'static str,
    pub password_again: &'static str,
    /// Fewest characters.
    pub password_hint: fn(usize) -> String,
    pub password_do: &'static str,
    pub password_elsewhere: &'static str,
    pub sessions: &'static str,
    pub this_session: &'static str,
    /// Address, since when: "từ 10.0.0.7, 20/11 14:32".
    pub session: fn(&str, &str) -> String,
    pub sign_out: &'static str,
    pub sign_out_everywhere: &'static str,
    pub sign_out_everywhere_why: &'static str,
    pub look: &'static str,
    pub language: &'static str,
    pub theme: &'static str,
    pub dark: &'static str,
    pub light: &'static str,
}

/// Of a person's own phone for calls by a click; the same words for them and for the admin.
pub struct PhoneWords {
    pub title: &'static str,
    pub none: &'static str,
    /// What happens without one: the phone of the settings, or none.
    pub shared: &'static str,
    pub nothing: &'static str,
    /// When.
    pub set: fn(&str) -> String,
    pub never_shown: &'static str,
    /// When it was set.
    pub locked: fn(&str) -> String,
    pub no_key: &'static str,
    pub user: &'static str,
    pub user_hint: &'static str,
    pub password: &'static str,
    pub save: &'static str,
    pub replace: &'static str,
    pub remove: &'static str,
    pub remove_why: &'static str,
    pub remove_do: &'static str,
}

pub struct UsersWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub name: &'static str,
    pub role: &'static str,
    pub sees: &'static str,
    pub last_seen: &'static str,
    pub add: &'static str,
    pub add_hint: &'static str,
    pub queues: &'static str,
    pub queues_hint: &'static str,
    pub no_queues: &'static str,
    pub agent: &'static str,
    pub agent_none: &'static str,
    pub agent_hint: &'static str,
    pub masked: &'static str,
    pub masked_hint: &'static str,
    pub may_reveal: &'static str,
    pub may_reveal_hint: &'static str,
    pub first_password: fn(&str) -> String,
    pub first_password_why: &'static str,
    pub by_sso: &'static str,
    pub must_change: &'static str,
    pub is_you: &'static str,
    pub new_password: &'static str,
    pub new_password_why: &'static str,
    pub new_password_do: &'static str,
    pub remove: &'static str,
    pub remove_why: &'static str,
    pub remove_do: &'static str,
    pub only_admin: &'static str,
}

pub struct TokensWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub none: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub role: &'static str,
    pub board: &'static str,
    pub any_board: &'static str,
    pub made: &'static str,
    pub last_used: &'static str,
    pub expires: &'static str,
    pub expires_never: &'static str,
    pub expires_in_days: fn(u32) -> String,
    pub make: &'static str,
    pub shown_once: fn(&str) -> String,
    pub shown_once_why: &'static str,
    pub revoke: &'static str,
    pub revoke_why: &'static str,
    pub revoke_do: &'static str,
}

pub struct DisplaysWords {
    pub title: &'static str,
    pub none: &'static str,
    pub none_why: &'static str,
    pub pair: &'static str,
    /// Screens, of them online.
    pub sum: fn(usize, usize) -> String,
    pub name: &'static str,
    pub online: &'static str,
    pub silent: fn(&str) -> String,
    pub never: &'static str,
    pub old_numbers: fn(&str) -> String,
    pub board: &'static str,
    pub profile: &'static str,
    pub floor: &'static str,
    pub floor_why: &'static str,
    pub desk: &'static str,
    pub desk_why: &'static str,
    pub last_frame: &'static str,
    pub uptime: &'static str,
    pub resolution: &'static str,
    pub version: &'static str,
    pub address: &'static str,
    pub identify: &'static str,
    pub reload: &'static str,
    pub revoke: &'static str,
    pub revoke_why: &'static str,
    pub revoke_do: &'static str,
    pub refresh: &'static str,
}

pub struct PairingWords {
    /// On the screen.
    pub wall_title: &'static str,
    /// Where to go: "callboard.example.vn/pair".
    pub step_open: fn(&str) -> String,
    pub step_sign_in: &'static str,
    pub step_enter: &'static str,
    /// In the other language, for who cannot read this one.
    pub other_language: &'static str,
    pub qr: &'static str,
    pub qr_caption: &'static str,
    pub code_label: fn(&str) -> String,
    pub still_valid: &'static str,
    pub busy: fn(u64) -> String,
    /// At the desk.
    pub title: &'static str,
    pub lead: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub next: &'static str,
    /// The code again, to be compared with the screen's.
    pub found: &'static str,
    pub compare: &'static str,
    pub address: fn(&str, &str) -> String,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub approve: &'static str,
    pub other_code: &'static str,
    pub done: fn(&str) -> String,
    pub done_why: &'static str,
    pub to_fleet: &'static str,
    pub another: &'static str,
}

pub struct AuditWords {
    pub title: &'static str,
    pub at: &'static str,
    pub who: &'static str,
    pub did: &'static str,
    pub to: &'static str,
    pub from: &'static str,
    pub detail: &'static str,
    pub text: &'static str,
    pub any: &'static str,
    pub since: &'static str,
    pub until: &'static str,
    pub filter: &'static str,
    pub clear: &'static str,
    pub csv: &'static str,
    pub none: &'static str,
    pub shown: fn(usize) -> String,
    pub older: &'static str,
    pub newest: &'static str,
    pub kept: fn(u32) -> String,
    pub nobody: &'static str,
    /// A deed by its name in the API; an unknown one is shown as it is.
    pub deed: fn(&str) -> Option<&'static str>,
}

impl Lang {
    pub(crate) fn rooms(self) -> &'static RoomWords {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}
