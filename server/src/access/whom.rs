//! Who may use a door.

use ::access::{Role, Who};

/// The one board that there is (`contract.md`): whoever is bound to another one sees nothing.
const BOARD: &str = "all";

/// The roles that a door admits, and whether it admits whoever is nobody yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whom {
    roles: &'static [Role],
    nobody: bool,
    /// Also those who still have the password that somebody else gave them.
    with_first_password: bool,
}

/// What a door says to whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Welcome,
    /// Nobody is signed in.
    SignIn,
    /// The password must be changed before anything else.
    ChangePassword,
    /// Somebody is signed in, and this is not for them.
    NotForThem,
}

/// Whoever asks, signed in or not.
pub const fn anyone() -> Whom {
    Whom { roles: &Role::ALL, nobody: true, with_first_password: true }
}

pub const fn admins() -> Whom {
    Whom::roles(&[Role::Admin])
}

/// Supervisors, and admins.
pub const fn supervisors() -> Whom {
    Whom::roles(&[Role::Admin, Role::Supervisor])
}

/// Everybody who works here.
pub const fn people() -> Whom {
    Whom::roles(&[Role::Admin, Role::Supervisor, Role::Agent])
}

/// Televisions, and who may look at what hangs there.
pub const fn screens() -> Whom {
    Whom::roles(&[Role::Admin, Role::Supervisor, Role::Display])
}

/// Televisions alone.
pub const fn displays() -> Whom {
    Whom::roles(&[Role::Display])
}

/// People and televisions: all who see a board, each as much of it as they may.
pub const fn viewers() -> Whom {
    Whom::roles(&[Role::Admin, Role::Supervisor, Role::Agent, Role::Display])
}

/// Programs that watch over this server, and who runs it.
pub const fn watchers() -> Whom {
    Whom::roles(&[Role::Admin, Role::Metrics])
}

impl Whom {
    const fn roles(roles: &'static [Role]) -> Self {
        Self { roles, nobody: false, with_first_password: false }
    }

    /// Also whoever is nobody: the page behind this door shows them how to become somebody.
    pub const fn or_nobody(self) -> Self {
        Self { nobody: true, ..self }
    }

    /// Also people who must change their password first: the way to do so lies behind this door.
    pub const fn also_with_first_password(self) -> Self {
        Self { with_first_password: true, ..self }
    }

    pub fn admits_nobody(self) -> bool {
        self.nobody
    }

    pub fn admits_first_password(self) -> bool {
        self.with_first_password
    }

    pub fn admits(self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    pub fn verdict(self, who: Option<&Who>) -> Verdict {
        match who {
            None if self.nobody => Verdict::Welcome,
            None => Verdict::SignIn,
            Some(who) if who.must_change_password && !self.with_first_password => Verdict::ChangePassword,
            Some(who) if self != anyone() && who.board.as_deref().is_some_and(|board| board != BOARD) => {
                Verdict::NotForThem
            }
            Some(who) if self.admits(who.role) => Verdict::Welcome,
            Some(_) => Verdict::NotForThem,
        }
    }
}

#[cfg(test)]
mod tests {
    use ::access::{Id, Kind};

    use super::*;

    #[test]
    fn a_key_of_another_board_opens_none() {
        let bound_to = |board: Option<&str>| Who {
            id: Id(1),
            kind: Kind::Token,
            name: "hall".into(),
            role: Role::Display,
            queues: None,
            agent: None,
            board: board.map(str::to_owned),
            profile: None,
            must_change_password: false,
            masked: false,
            may_reveal: false,
        };
        let verdict = |board| viewers().verdict(Some(&bound_to(board)));
        assert_eq!(verdict(None), Verdict::Welcome);
        assert_eq!(verdict(Some("all")), Verdict::Welcome);
        assert_eq!(verdict(Some("sales")), Verdict::NotForThem);
        let wall = screens().or_nobody().verdict(Some(&bound_to(Some("sales"))));
        assert_eq!(wall, Verdict::NotForThem);
        assert_eq!(anyone().verdict(Some(&bound_to(Some("sales")))), Verdict::Welcome);
    }
}
