//! Server functions: each one parses its input, calls one service and maps the error. Forms post to addresses that
//! users see in the browser, such as `/sign-in`. Functions that load data for pages are under `/sfn`.

mod admin;
mod auth;
mod classes;
mod factors;
mod members;
mod preferences;
mod students;

pub use admin::*;
pub use auth::*;
pub use classes::*;
pub use factors::*;
pub use members::*;
pub use students::*;
