//! Tests of properties of all pages: headers, cookies, methods, request bodies, scripts, languages, refusals.

mod accept_header;
mod bad_input;
mod cookie_contents;
mod cookies;
mod flash;
mod guide;
mod headers;
mod hosts;
mod page_scripts;
mod page_weight;
mod preferences;
mod refusal_texts;
mod request_bodies;
mod safe_methods;
mod same_origin;
mod security_txt;
mod site_identity;
mod start_page;
mod style_sheets;
