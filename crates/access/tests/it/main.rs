//! Access on a real disk: each guard has a test here that fails without it.

mod audit;
mod changes;
mod displays;
mod filters;
mod first_admin;
mod kept;
mod pairing;
mod phones;
mod sessions;
mod sign_in;
mod single_sign_on;
mod support;
mod tokens;
