//! Finds a name that is free in one network, answers the questions for it, and gives it up if another computer of that
//! network has it, too.

use super::{
    locked,
    packet::{Question, answer, asks_for, claims_host, query},
};
use domain::LanAddress;
use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    net::UdpSocket,
    time::{Instant, sleep, timeout_at},
};

pub const GROUP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(224, 0, 0, 251), 5353);
/// The first name is taken if no other computer in the network has it, otherwise the next one.
const HOSTS: [&str; 3] = ["stepwise", "stepwise-2", "stepwise-3"];
/// A computer that has the name already answers within this time.
const PROBE_TIME: Duration = Duration::from_millis(750);
/// Of two computers that give the same name up at the same moment, one listens until the other one has announced it.
const LONG_PROBE_TIME: Duration = Duration::from_millis(1500);
/// When all names are tried again after other computers had all of them.
const RETRY_TIME: Duration = Duration::from_secs(60);
/// So that an error which the socket reports each time does not use a whole processor.
const ERROR_PAUSE: Duration = Duration::from_millis(100);
/// The largest packet of multicast DNS (RFC 6762, section 17). Windows reports an error if a packet is larger than the
/// buffer.
pub const MAX_PACKET: usize = 9000;

/// The name that is announced in one network; `None` while there is none.
pub type SharedHost = Arc<Mutex<Option<&'static str>>>;

pub struct Responder {
    pub address: LanAddress,
    pub socket: UdpSocket,
    /// The address at which all computers of the network receive a packet.
    pub group: SocketAddrV4,
    pub host: SharedHost,
    /// All addresses of this computer. Several of them can be in the same network.
    pub own: Arc<Mutex<Vec<Ipv4Addr>>>,
}

impl Responder {
    /// Runs until the task is aborted. Errors of the socket do not end it: Windows, for example, reports error 10054 if
    /// an answer was sent to a closed port.
    pub async fn run(self) {
        let mut probe_time = PROBE_TIME;
        loop {
            let Some(host) = self.free_host(probe_time).await else {
                sleep(RETRY_TIME).await;
                continue;
            };
            *locked(&self.host) = Some(host);
            let other = self.answer_until_claimed(host).await;
            *locked(&self.host) = None;
            tracing::info!(%other, host, "another computer in the network has the announced name, too");
            probe_time = if self.address.ip > other {
                PROBE_TIME
            } else {
                LONG_PROBE_TIME
            };
        }
    }

    /// The first name that no other computer in this network answers for.
    async fn free_host(&self, probe_time: Duration) -> Option<&'static str> {
        for host in HOSTS {
            if self.is_free(host, probe_time).await {
                return Some(host);
            }
        }
        None
    }

    async fn is_free(&self, host: &str, probe_time: Duration) -> bool {
        let mut buffer = vec![0; MAX_PACKET];
        // Packets that arrived before the question can be out of date.
        while self.socket.try_recv_from(&mut buffer).is_ok() {}
        // A name is not free only because the question for it was not sent.
        while !self.send(&query(host), self.group).await {}
        let until = Instant::now() + probe_time;
        while let Ok(received) = timeout_at(until, self.receive(&mut buffer)).await {
            if received.is_some_and(|(packet, from)| self.is_claim(packet, from, host)) {
                return false;
            }
        }
        true
    }

    /// Announces the name and answers the questions for it. Returns the address of another computer that says that it
    /// has the name.
    async fn answer_until_claimed(&self, host: &str) -> Ipv4Addr {
        self.send(&answer(host, self.address.ip, 0), self.group).await;
        let mut buffer = vec![0; MAX_PACKET];
        loop {
            let Some((packet, from)) = self.receive(&mut buffer).await else {
                continue;
            };
            if self.is_claim(packet, from, host) {
                return *from.ip();
            }
            if let Some(question) = asks_for(packet, host) {
                self.reply(host, &question, from).await;
            }
        }
    }

    async fn reply(&self, host: &str, question: &Question, from: SocketAddrV4) {
        // A program that asks from another port is no multicast DNS client and hears only a direct answer.
        let is_plain = from.port() != self.group.port();
        if is_plain || question.wants_direct_answer {
            let id = if is_plain { question.id } else { 0 };
            self.send(&answer(host, self.address.ip, id), from).await;
        }
        if !is_plain {
            self.send(&answer(host, self.address.ip, 0), self.group).await;
        }
    }

    /// Whether another computer says in this packet that it has the name. This computer hears its own packets, too.
    fn is_claim(&self, packet: &[u8], from: SocketAddrV4, host: &str) -> bool {
        let own = locked(&self.own);
        !own.contains(from.ip()) && claims_host(packet, host, &own)
    }

    /// The next packet and its sender; `None` after an error or a packet of another network.
    async fn receive<'a>(&self, buffer: &'a mut [u8]) -> Option<(&'a [u8], SocketAddrV4)> {
        let received = self.socket.recv_from(buffer).await;
        match received {
            Ok((length, from)) => Some((&buffer[..length], self.in_network(from)?)),
            Err(error) => {
                self.pause_after(&error).await;
                None
            }
        }
    }

    /// Whether the packet was sent.
    async fn send(&self, packet: &[u8], to: SocketAddrV4) -> bool {
        let sent = self.socket.send_to(packet, to).await;
        if let Err(error) = &sent {
            self.pause_after(error).await;
        }
        sent.is_ok()
    }

    async fn pause_after(&self, error: &io::Error) {
        tracing::debug!(%error, address = %self.address.ip, "the socket of the announced name reports an error");
        sleep(ERROR_PAUSE).await;
    }

    /// Every socket of this port gets the packets of all networks, so each one answers only those of its own.
    fn in_network(&self, from: SocketAddr) -> Option<SocketAddrV4> {
        match from.ip().to_canonical() {
            IpAddr::V4(ip) if self.address.is_in_network(ip) => Some(SocketAddrV4::new(ip, from.port())),
            _ => None,
        }
    }
}
