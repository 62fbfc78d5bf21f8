//! Tests of what holds for all pages: headers, cookies, methods, request bodies, languages.

mod accept_header;
mod bad_input;
mod cookies;
mod defaults;
mod flash;
mod headers;
mod preferences;
mod request_limits;
mod safe_methods;
mod same_origin;
mod security_txt;
mod site_identity;
