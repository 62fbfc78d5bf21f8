//! Signing in: the state of a session, limits for wrong answers, the queue of password checks, cookies.

pub mod client_limit;
pub mod cookies;
pub mod fair_queue;
pub mod lockout;
pub mod session;
pub mod user_agent;
