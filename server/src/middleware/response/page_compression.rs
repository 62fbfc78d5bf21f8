//! Compresses pages that are sent over plain http, as in a classroom without a proxy. Under https the proxy decides: an
//! attacker who chooses a part of a page and sees the length of its encrypted, compressed response can guess the secrets
//! in it (BREACH). Plain http hides nothing from this attacker anyway.

use super::island_preloads::is_page;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::compression::{
    CompressionLayer,
    predicate::{Predicate, SizeAbove},
};

/// Smaller responses would fit into as many packets as without compression.
const SMALLEST_PAGE: u64 = 1024;

pub fn layer(https: bool) -> CompressionLayer<impl Predicate> {
    let is_compressed =
        move |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| !https && is_page(headers);
    CompressionLayer::new().compress_when(SizeAbove::new(SMALLEST_PAGE).and(is_compressed))
}
