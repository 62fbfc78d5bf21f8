//! Pages, components and server functions. The crate is compiled twice: with the feature `ssr` for the server, which
//! renders pages, and with `hydrate` for the browser.

// The type of a page nests the types of all its elements, deeper than the default limit allows.
#![recursion_limit = "512"]

mod app;
mod browser;
pub mod call;
mod came_back;
mod component;
#[cfg(feature = "ssr")]
pub mod download;
mod later;
mod member_words;
mod page;
pub mod problem;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(all(feature = "ssr", debug_assertions))]
mod showcase;
mod visitor;
#[cfg(feature = "ssr")]
pub mod web;
pub mod words;

pub use app::App;
pub use came_back::{CameBack, KEPT, Typed, forget as forget_what_came_back};
#[cfg(feature = "ssr")]
pub use component::{Qr, Scene, modules_of, rfc3339};
#[cfg(feature = "ssr")]
pub use shell::{Assets, PAPER, Program, shell};
#[cfg(all(feature = "ssr", debug_assertions))]
pub use showcase::showcase;
