//! Announces the name `stepwise.local` in the local networks (multicast DNS, RFC 6762), so that students can type a name.
//! Some networks block multicast and some devices do not ask for such names, so pages show the name only beside the
//! number.
//!
//! This module replaces the crate `mdns-sd`, which also browses, publishes services and has a thread of its own.

mod packet;
mod responder;

use domain::LanAddress;
use responder::{GROUP, Responder, SharedHost};
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{net::UdpSocket, task::AbortHandle};

/// The names under which other devices find this computer, one for each network.
#[derive(Default)]
pub struct AnnouncedName {
    announcements: Mutex<BTreeMap<Ipv4Addr, Announcement>>,
    /// All addresses of this computer.
    own: Arc<Mutex<Vec<Ipv4Addr>>>,
}

/// What is announced in one network.
struct Announcement {
    host: SharedHost,
    task: AbortHandle,
}

impl AnnouncedName {
    /// The name in the network of this address, such as `stepwise.local`; `None` until it is known that no other
    /// computer there has it.
    pub fn get(&self, ip: Ipv4Addr) -> Option<String> {
        let announcements = locked(&self.announcements);
        let announcement = announcements.get(&ip)?;
        if announcement.task.is_finished() {
            return None;
        }
        let host = *locked(&announcement.host);
        host.map(|host| format!("{host}.local"))
    }

    /// Answers in the networks that the computer is in now. Where that is not possible, there is no name, and the next
    /// call tries again.
    pub fn refresh(&self, addresses: &[LanAddress]) {
        *locked(&self.own) = addresses.iter().map(|address| address.ip).collect();
        let mut announcements = locked(&self.announcements);
        announcements.retain(|ip, _| addresses.iter().any(|address| address.ip == *ip));
        for address in addresses {
            let before = announcements.get(&address.ip);
            if before.is_some_and(|announcement| !announcement.task.is_finished()) {
                continue;
            }
            let is_first = before.is_none();
            announcements.insert(address.ip, self.start(address.clone(), is_first));
        }
    }

    fn start(&self, address: LanAddress, is_first: bool) -> Announcement {
        let host = SharedHost::default();
        let responder = respond(address, Arc::clone(&host), Arc::clone(&self.own));
        let task = tokio::spawn(async move {
            if let Err(error) = responder.await {
                // A network without multicast fails at each refresh, so only the first time is logged at level info.
                if is_first {
                    tracing::info!(%error, "the name is not announced in one network");
                } else {
                    tracing::debug!(%error, "the name is still not announced in one network");
                }
            }
        });
        Announcement {
            host,
            task: task.abort_handle(),
        }
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends only if the socket cannot be opened.
async fn respond(address: LanAddress, host: SharedHost, own: Arc<Mutex<Vec<Ipv4Addr>>>) -> io::Result<()> {
    let socket = open(address.ip)?;
    let responder = Responder {
        address,
        socket,
        group: GROUP,
        host,
        own,
    };
    responder.run().await;
    Ok(())
}

/// Other programs of this computer, such as the system itself, use the same port.
fn open(ip: Ipv4Addr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(all(unix, not(any(target_os = "solaris", target_os = "illumos"))))]
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, GROUP.port())).into())?;
    socket.join_multicast_v4(GROUP.ip(), &ip)?;
    socket.set_multicast_if_v4(&ip)?;
    // RFC 6762 recommends this value for packets that stay in the local network.
    socket.set_multicast_ttl_v4(255)?;
    UdpSocket::from_std(socket.into())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
