//! Determines the address of the site, prints it at the start, and finds the site's files.

use super::{error::StartError, network_interfaces};
use crate::config::{LogFormat, Serve};
use app::{
    Assets,
    request::{LanAddresses, Site},
};
use domain::{
    LanAddress, in_order_of_reach,
    passkey::{PasskeyObstacle, RelyingParty},
    role_requirements::AdminFactors,
};
use leptos::config::{Env, LeptosOptions};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Base address of links in mails. It never comes from a request: otherwise a client could choose the site to which a
/// link in another user's mail leads.
pub fn mailed_address(site: &Site, address: SocketAddr) -> String {
    let known = site.base_url.clone().or_else(|| site.lan.first());
    known.unwrap_or_else(|| own_address(address))
}

pub fn site(settings: &Serve, address: SocketAddr, assets: Assets) -> Site {
    let lan = match address.ip() {
        ip if ip.is_unspecified() => lan_origins(&network_interfaces::lan_addresses(), address.port()),
        ip if ip.is_loopback() => Vec::new(),
        ip => vec![origin(&ip.to_string(), address.port())],
    };
    Site {
        loopback_only: address.ip().is_loopback() && settings.base_url.is_none(),
        base_url: settings.base_url.clone(),
        lan: LanAddresses::new(lan),
        assets,
        ..Site::default()
    }
}

/// What students type for each address, without the port if it is that of http.
pub fn lan_origins(addresses: &[LanAddress], port: u16) -> Vec<String> {
    let ordered = in_order_of_reach(addresses.to_vec(), None);
    ordered
        .iter()
        .map(|address| origin(&address.ip.to_string(), port))
        .collect()
}

pub fn origin(host: &str, port: u16) -> String {
    if port == 80 {
        format!("http://{host}")
    } else {
        format!("http://{host}:{port}")
    }
}

/// The address that opens the start page of the classroom mode in a browser on this machine.
pub fn start_page_address(host: &str, port: u16, token: &str) -> String {
    format!("{}/start?token={token}", origin(host, port))
}

/// The address at which a browser on this machine reaches the server.
fn own_address(address: SocketAddr) -> String {
    let ip = address.ip();
    match ip.is_unspecified() || ip.is_loopback() && ip.is_ipv4() {
        // By this name browsers use passkeys too.
        true => origin("localhost", address.port()),
        false => origin(&ip.to_string(), address.port()),
    }
}

/// The site for which browsers create passkeys: the configured address. Without one it is this machine, under the name
/// `localhost`, because an address made of numbers has no passkeys.
pub fn relying_party(base_url: Option<&str>, address: SocketAddr) -> Result<RelyingParty, PasskeyObstacle> {
    match base_url {
        Some(url) => RelyingParty::of_url(url),
        None => RelyingParty::of_url(&origin("localhost", address.port())),
    }
}

/// Refuses settings under which no administrator could sign in: a passkey is required, and browsers create none here.
pub fn require_possible_factors(
    admins: AdminFactors,
    relying_party: &Result<RelyingParty, PasskeyObstacle>,
) -> Result<(), StartError> {
    match (admins, relying_party) {
        (AdminFactors::Passkey, Err(_)) => Err(StartError::Settings(
            "STEPWISE_ADMIN_FACTORS requires a passkey, but browsers create passkeys only if STEPWISE_BASE_URL is https \
             and has a name instead of numbers"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Prints the address at the start. If the log format is JSON, the address is printed as a log line.
pub fn announce(site: &Site, address: SocketAddr, format: LogFormat) {
    let own = site.base_url.clone().unwrap_or_else(|| own_address(address));
    if format == LogFormat::Json {
        tracing::info!(
            address = own,
            in_the_network = site.lan.all().join(" "),
            "Stepwise is ready"
        );
        return;
    }
    eprintln!("\n  Stepwise is ready: {own}\n");
    if address.ip().is_unspecified() {
        match site.lan.all().as_slice() {
            [] => eprintln!("  This computer is in no network that students could reach it in.\n"),
            lan => {
                eprintln!("  Students in the same network open:");
                for address in lan {
                    eprintln!("    {address}");
                }
                eprintln!();
            }
        }
    }
}

/// Reads the options from the variables that `cargo leptos` sets. Without these variables, the site's files are beside
/// the executable.
pub fn leptos_options(address: SocketAddr) -> LeptosOptions {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let beside = beside_program();
    let hash_file = beside.join("hash.txt");
    let root = variable("LEPTOS_SITE_ROOT").unwrap_or_else(|| beside.join("site").display().to_string());
    let env = if variable("LEPTOS_WATCH").is_some() {
        Env::DEV
    } else {
        Env::PROD
    };
    LeptosOptions::builder()
        .output_name(variable("LEPTOS_OUTPUT_NAME").unwrap_or_else(|| "stepwise".to_owned()))
        .site_root(root)
        .site_pkg_dir(variable("LEPTOS_SITE_PKG_DIR").unwrap_or_else(|| "pkg".to_owned()))
        .site_addr(address)
        .env(env)
        .hash_files(hash_file.exists() && variable("LEPTOS_HASH_FILES").as_deref() != Some("false"))
        .build()
}

pub fn beside_program() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|exe| exe.parent().map(Path::to_owned))
        .unwrap_or_default()
}
