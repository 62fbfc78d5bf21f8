//! Help for members who have lost every second factor, by an administrator.

pub(crate) mod enrolment;
pub(crate) mod factor_reset;
pub(crate) mod requests;
