//! Limits of request bodies: sizes in bytes, and the number of large bodies.

/// Enough for every form and every API operation that does not contain a list of names.
pub const DEFAULT_LIMIT: usize = 16 * 1024;
/// Enough for five hundred names of the maximum length. In a form, a letter that is not ASCII takes six to twelve bytes.
pub const LARGEST_LIMIT: usize = 384 * 1024;
/// Enough for the longest message of the exercise *message* (16 KiB), which a form sends with three bytes for each byte.
pub const MESSAGE_LIMIT: usize = 64 * 1024;
/// Enough for ten questions of the maximum length, with comments and feedback.
pub const QUESTIONS_LIMIT: usize = 64 * 1024;
/// Number of bodies above `DEFAULT_LIMIT` that the server holds in memory at once, about 16 MiB together. The server
/// reads bodies before it knows the user, so without this limit anonymous clients could fill the memory: each of the
/// 8192 connections could send almost 384 KiB, and then nothing.
pub const MAX_LARGE_BODIES: usize = 32;
