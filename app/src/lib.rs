//! Pages, islands and server functions. The crate is compiled twice: with the feature `ssr` for the server, which
//! renders pages, and with `hydrate` for the browser, in which the islands are alive.

// The type of a page nests the types of all its elements, deeper than the default limit allows.
#![recursion_limit = "512"]

// A page with erased types contains other placeholders than the islands of an optimised build expect.
#[cfg(all(erase_components, not(debug_assertions)))]
compile_error!("Optimised builds keep the types of components: remove `--cfg erase_components` from RUSTFLAGS.");

#[cfg(feature = "ssr")]
mod app;
mod browser;
#[cfg(all(feature = "ssr", debug_assertions))]
mod component_gallery;
mod components;
#[cfg(feature = "ssr")]
pub mod csv_downloads;
#[cfg(feature = "ssr")]
mod flash;
pub mod i18n;
pub mod islands;
mod live_updates;
#[cfg(feature = "ssr")]
mod pages;
mod preferences;
#[cfg(feature = "ssr")]
pub mod problem;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
mod response_status;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
pub mod server_fns;
#[cfg(feature = "ssr")]
mod shell;
mod timers;

#[cfg(feature = "ssr")]
pub use app::App;
#[cfg(all(feature = "ssr", debug_assertions))]
pub use component_gallery::component_gallery;
#[cfg(feature = "ssr")]
pub use components::{Qr, Scene, StyleSheet, modules_of};
#[cfg(feature = "ssr")]
pub use flash::{FLASH_FIELDS, Flash, TypedValues};
#[cfg(feature = "ssr")]
pub use pages::OpenBoard;
#[cfg(feature = "ssr")]
pub use routes::Area;
#[cfg(feature = "ssr")]
pub use shell::{Assets, PAGE_COLOR, WasmBundle, routes_of, shell};
