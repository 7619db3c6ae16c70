use crate::password::Unfit;

/// Why something about access could not be done. It says what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    #[error("this name is taken")]
    NameTaken,
    #[error("a name has 1 to {} characters and no control characters", crate::users::LONGEST_NAME)]
    NameUnfit,
    #[error(transparent)]
    Password(#[from] Unfit),
    /// The present password, asked for again before a change, is not this one.
    #[error("the present password is another")]
    WrongPassword,
    /// Too many wrong passwords; only then.
    #[error("too many attempts; try again in {seconds} s")]
    Wait { seconds: u64 },
    /// No such user, token, display or session; or removed, revoked or ended already.
    #[error("there is none of this name or number")]
    Unknown,
    #[error("somebody must remain who is admin and can sign in")]
    LastAdmin,
    #[error("the role {0} cannot be given to this")]
    RoleUnfit(crate::Role),
    /// The one-time link was used, is an older one, or an admin exists already.
    #[error("this link is not valid any more")]
    LinkSpent,
    #[error(
        "a saved filter's name has 1 to {} characters and no control characters",
        crate::filters::LONGEST_NAME
    )]
    FilterNameUnfit,
    #[error("this filter is too long to be saved")]
    FilterTooLong,
    #[error("{} filters are saved already; remove one", crate::filters::MOST)]
    TooManyFilters,
    #[error("a SIP user has 1 to {} bytes and no blanks", crate::phones::LONGEST)]
    SipUserUnfit,
    #[error("a SIP password has 1 to {} bytes and no control characters", crate::phones::LONGEST)]
    SipPasswordUnfit,
    #[error("access cannot be read or written: {0}")]
    Disk(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The name or the password; which of them is not said.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many failures of this account or from this address; nothing was compared.
    #[error("too many attempts; try again in {seconds} s")]
    Wait { seconds: u64 },
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<sqlx::Error> for AccessError {
    fn from(error: sqlx::Error) -> Self {
        Self::Disk(error.into())
    }
}

impl From<sqlx::Error> for SignInError {
    fn from(error: sqlx::Error) -> Self {
        Self::Access(error.into())
    }
}
