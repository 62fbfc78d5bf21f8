//! How long a session, a pending sign-in, a set-up and a repeated authentication are valid.

use core::time::Duration;

/// Maximum time between the password and the code of a sign-in.
pub const PENDING_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// After this time the user must sign in again, however active the session was.
pub const SESSION_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// Maximum time in which a member without a second factor can connect a phone. After this time the password is required
/// again.
pub const SET_UP_LIFETIME: Duration = Duration::from_secs(3600);
/// How long the user is allowed to replace the phone after entering password and code again.
pub const REPLACEMENT_LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long an administrator is allowed to make changes after entering a code again.
pub const ADMIN_PROOF_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Maximum number of open sessions of one account. If a further session begins, the oldest one ends.
pub const MAX_SESSIONS: usize = 50;
