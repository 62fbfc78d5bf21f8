//! How long a session, a pending sign-in and the rights of a session last.

use core::time::Duration;

/// How long an accepted password waits for its code.
pub const PENDING_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// After this time the user must sign in again, however active the session was.
pub const SESSION_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// How long a new member may take to connect a phone before the password is required again.
pub const SET_UP_LIFETIME: Duration = Duration::from_secs(3600);
/// How long a session may replace the phone after password and code were given again.
pub const REPLACEMENT_LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long an administrator may act after a code was given again.
pub const ADMIN_PROOF_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Sessions that one account may have at once; when another one begins, the oldest ends.
pub const MAX_SESSIONS: usize = 50;
