//! Addresses of clients and of the site: networks whose clients are counted together, `X-Forwarded-For`, the `Host`
//! header.

mod address;
mod forwarded;
mod site_host;

pub use address::{NETWORKS_PER_SITE, is_loopback_host, network_of, site_of};
pub use forwarded::forwarded_address;
pub use site_host::SiteHost;
