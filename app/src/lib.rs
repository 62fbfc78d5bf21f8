//! What a person sees, and the server functions behind it. Compiled twice: for the server (`ssr`), which
//! renders pages, and for the browser (`hydrate`), which brings them to life.

// Pages are types, and deep ones.
#![recursion_limit = "512"]

mod app;
mod browser;
pub mod call;
mod component;
#[cfg(feature = "ssr")]
pub mod download;
mod member_words;
mod page;
pub mod problem;
#[cfg(feature = "ssr")]
mod shell;
mod visitor;
#[cfg(feature = "ssr")]
pub mod web;
mod words;

pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::{Assets, shell};
