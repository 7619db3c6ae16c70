//! antring
