//! Announces the name `stepwise.local` in the local networks (multicast DNS, RFC 6762), so that students can type a name.
//! Some networks block multicast and some devices do not ask for such names, so pages show the name only beside the
//! number.
//!
//! This module replaces the crate `mdns-sd`, which also browses, publishes services and has a thread of its own.

mod packet;

use domain::LanAddress;
use packet::{answer, asks_for, names_host, query};
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    net::UdpSocket,
    task::AbortHandle,
    time::{Instant, timeout_at},
};

const GROUP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(224, 0, 0, 251), 5353);
/// The first name is taken if no other computer in the network has it, otherwise the next one.
const HOSTS: [&str; 3] = ["stepwise", "stepwise-2", "stepwise-3"];
/// A computer that has the name already answers within this time.
const PROBE_TIME: Duration = Duration::from_millis(750);
const MAX_PACKET: usize = 1500;

/// The name under which other devices find this computer.
#[derive(Default)]
pub struct AnnouncedName {
    host: Arc<Mutex<Option<&'static str>>>,
    responders: Mutex<BTreeMap<Ipv4Addr, AbortHandle>>,
}

impl AnnouncedName {
    /// The name, such as `stepwise.local`; `None` until it is known that no other computer has it.
    pub fn get(&self) -> Option<String> {
        let host = *locked(&self.host);
        host.map(|host| format!("{host}.local"))
    }

    /// Answers in the networks that the computer is in now. Where that is not possible, there is no name.
    pub fn refresh(&self, addresses: &[LanAddress]) {
        let mut responders = locked(&self.responders);
        responders.retain(|ip, responder| {
            let is_kept = addresses.iter().any(|address| address.ip == *ip);
            if !is_kept {
                responder.abort();
            }
            is_kept
        });
        for address in addresses {
            responders.entry(address.ip).or_insert_with(|| {
                let responder = respond(address.clone(), Arc::clone(&self.host));
                tokio::spawn(async move {
                    if let Err(error) = responder.await {
                        tracing::info!(%error, "the name is not announced in one network");
                    }
                })
                .abort_handle()
            });
        }
    }
}

impl Drop for AnnouncedName {
    fn drop(&mut self) {
        for responder in locked(&self.responders).values() {
            responder.abort();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds a free name, and then answers all questions for it from this network.
async fn respond(address: LanAddress, shown: Arc<Mutex<Option<&'static str>>>) -> io::Result<()> {
    let socket = open(address.ip)?;
    let Some(host) = free_host(&socket, &address).await? else {
        return Ok(());
    };
    let host = *locked(&shown).get_or_insert(host);
    socket.send_to(&answer(host, address.ip, 0), GROUP).await?;
    let mut buffer = [0; MAX_PACKET];
    loop {
        let (length, from) = socket.recv_from(&mut buffer).await?;
        let Some(question) = asks_for(&buffer[..length], host).filter(|_| is_in_network(&address, from)) else {
            continue;
        };
        // A program that asks from another port is no multicast DNS client and hears only a direct answer.
        let is_plain = from.port() != GROUP.port();
        if is_plain || question.wants_direct_answer {
            let id = if is_plain { question.id } else { 0 };
            socket.send_to(&answer(host, address.ip, id), from).await?;
        }
        if !is_plain {
            socket.send_to(&answer(host, address.ip, 0), GROUP).await?;
        }
    }
}

/// The first name that no other computer in this network answers for.
async fn free_host(socket: &UdpSocket, address: &LanAddress) -> io::Result<Option<&'static str>> {
    let mut buffer = [0; MAX_PACKET];
    'hosts: for host in HOSTS {
        socket.send_to(&query(host), GROUP).await?;
        let until = Instant::now() + PROBE_TIME;
        while let Ok(received) = timeout_at(until, socket.recv_from(&mut buffer)).await {
            let (length, from) = received?;
            let is_own = from.ip() == IpAddr::V4(address.ip);
            if !is_own && is_in_network(address, from) && names_host(&buffer[..length], host) {
                continue 'hosts;
            }
        }
        return Ok(Some(host));
    }
    Ok(None)
}

/// Every socket of this port gets the packets of all networks, so each one answers only those of its own.
fn is_in_network(address: &LanAddress, client: SocketAddr) -> bool {
    match client.ip().to_canonical() {
        IpAddr::V4(ip) => address.is_in_network(ip),
        IpAddr::V6(_) => false,
    }
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

#[cfg(all(test, target_os = "linux"))]
mod tests;
