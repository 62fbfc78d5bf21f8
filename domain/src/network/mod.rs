//! Addresses of clients and of the site: networks whose clients are counted together, `X-Forwarded-For`, the `Host`
//! header, addresses of this machine in its local networks.

mod address;
mod forwarded;
mod lan;
mod site_host;

pub use address::{NETWORKS_PER_SITE, is_loopback_host, network_of, site_of};
pub use forwarded::forwarded_address;
pub use lan::{LanAddress, in_order_of_reach};
pub use site_host::SiteHost;
