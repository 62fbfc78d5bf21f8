//! Frames around pages: header and footer, pages that consist of a message or one form, loading of data.

mod dialog_page;
mod form_page;
mod header;
mod loaded;
mod message_page;
mod network_notice;
mod style_sheets;

pub use dialog_page::DialogPage;
pub use form_page::{ExpiredLink, FormPage, use_token_param};
pub use header::{Frame, Layout};
pub use loaded::loaded;
pub use message_page::{LessonOver, LoadError, Message, NotFound};
pub use network_notice::NetworkNotice;
#[cfg(all(feature = "ssr", debug_assertions))]
pub use network_notice::OfflineNotice;
pub use style_sheets::{StyleSheet, StyleSheets};
