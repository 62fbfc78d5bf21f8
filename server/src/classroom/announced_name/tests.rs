//! Responders on loopback addresses, so that the tests send nothing into a network.

use super::{
    packet::{answer, claims_host, query},
    responder::MAX_PACKET,
    *,
};
use std::{future::pending, net::SocketAddrV4, time::Duration};
use tokio::time::{Instant, sleep, timeout, timeout_at};

const FIRST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);
const SECOND: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const LIMIT: Duration = Duration::from_secs(20);

fn at(ip: Ipv4Addr) -> LanAddress {
    LanAddress {
        interface: "lo".to_owned(),
        ip,
        prefix: 8,
    }
}

async fn socket(ip: Ipv4Addr) -> (UdpSocket, SocketAddrV4) {
    let socket = UdpSocket::bind((ip, 0)).await.unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, SocketAddrV4::new(ip, port))
}

/// Starts a responder that sends to one socket what otherwise all computers of the network receive.
fn start(socket: UdpSocket, ip: Ipv4Addr, group: SocketAddrV4) -> Announcement {
    let host = SharedHost::default();
    let responder = Responder {
        address: at(ip),
        socket,
        group,
        host: Arc::clone(&host),
        own: Arc::new(Mutex::new(vec![ip])),
    };
    let task = tokio::spawn(responder.run()).abort_handle();
    Announcement { host, task }
}

fn host_of(announcement: &Announcement) -> Option<&'static str> {
    *locked(&announcement.host)
}

async fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < until, "{what}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Ignores packets until the wanted one arrives.
async fn receive(socket: &UdpSocket, is_wanted: impl Fn(&[u8]) -> bool) {
    let until = Instant::now() + LIMIT;
    let mut buffer = vec![0; MAX_PACKET];
    loop {
        let received = timeout_at(until, socket.recv_from(&mut buffer)).await;
        let (length, _) = received.unwrap().unwrap();
        if is_wanted(&buffer[..length]) {
            return;
        }
    }
}

#[tokio::test]
async fn the_name_is_announced_and_questions_are_answered() {
    let name = AnnouncedName::default();
    assert_eq!(name.get(FIRST), None);
    name.refresh(&[at(FIRST)]);
    wait_for("a name", || name.get(FIRST).is_some()).await;
    assert_eq!(name.get(SECOND), None);
    let host = name.get(FIRST).unwrap();
    let host = host.strip_suffix(".local").unwrap();
    let client = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let until = Instant::now() + LIMIT;
    let mut buffer = [0; MAX_PACKET];
    // The system gives a direct packet to any socket of the port, also to that of another test.
    let length = loop {
        assert!(Instant::now() < until, "no answer");
        client.send_to(&query(host), "127.0.0.1:5353").await.unwrap();
        if let Ok(received) = timeout(Duration::from_millis(200), client.recv_from(&mut buffer)).await {
            break received.unwrap().0;
        }
    };
    assert!(claims_host(&buffer[..length], host, &[]));
    assert!(buffer[..length].windows(4).any(|part| part == [127, 0, 0, 1]));
}

#[tokio::test]
async fn errors_of_the_socket_do_not_end_the_responder() {
    let (other, group) = socket(SECOND).await;
    let (own, place) = socket(FIRST).await;
    // Linux reports an answer to a closed port only at a connected socket: at its next call.
    own.connect(group).await.unwrap();
    drop(other);
    let announcement = start(own, FIRST, group);
    wait_for("a name", || host_of(&announcement).is_some()).await;
    let direct = query("stepwise");
    // Without the flag there is only one answer, whose error the next call to receive reports.
    let mut shared = direct.clone();
    let flag = shared.len() - 2;
    shared[flag] = 0;
    let other = UdpSocket::bind(group).await.unwrap();
    other.send_to(&shared, place).await.unwrap();
    drop(other);
    sleep(Duration::from_millis(300)).await;
    let other = UdpSocket::bind(group).await.unwrap();
    other.send_to(&direct, place).await.unwrap();
    receive(&other, |packet| claims_host(packet, "stepwise", &[])).await;
    assert!(!announcement.task.is_finished());
}

#[tokio::test]
async fn a_responder_that_has_ended_has_no_name_and_is_started_again() {
    // No computer has this address (RFC 5737), so it cannot join the group.
    let ip = Ipv4Addr::new(203, 0, 113, 1);
    let name = AnnouncedName::default();
    name.refresh(&[at(ip)]);
    let has_ended = || locked(&name.announcements)[&ip].task.is_finished();
    wait_for("the end", has_ended).await;
    *locked(&locked(&name.announcements)[&ip].host) = Some("stepwise");
    assert_eq!(name.get(ip), None);
    name.refresh(&[at(ip)]);
    assert!(!has_ended(), "the new task has not had a turn yet");
    wait_for("the second end", has_ended).await;
    name.refresh(&[]);
    assert!(locked(&name.announcements).is_empty());
}

#[tokio::test]
async fn each_network_has_the_name_that_is_free_there() {
    let (other, group) = socket(FIRST).await;
    let (own, place) = socket(SECOND).await;
    let taken = start(own, SECOND, group);
    receive(&other, |packet| *packet == query("stepwise")).await;
    other.send_to(&answer("stepwise", FIRST, 0), place).await.unwrap();
    wait_for("the next name", || host_of(&taken) == Some("stepwise-2")).await;
    let free = Announcement {
        host: Arc::new(Mutex::new(Some("stepwise"))),
        task: tokio::spawn(pending::<()>()).abort_handle(),
    };
    let name = AnnouncedName::default();
    locked(&name.announcements).extend([(FIRST, free), (SECOND, taken)]);
    assert_eq!(name.get(FIRST).as_deref(), Some("stepwise.local"));
    assert_eq!(name.get(SECOND).as_deref(), Some("stepwise-2.local"));
}

#[tokio::test]
async fn a_name_that_another_computer_has_too_is_given_up() {
    let (other, group) = socket(FIRST).await;
    let (own, place) = socket(SECOND).await;
    // The responder hears its own packets, and routers can send them again.
    let itself = UdpSocket::bind((SECOND, 0)).await.unwrap();
    let announcement = start(own, SECOND, group);
    receive(&other, |packet| claims_host(packet, "stepwise", &[])).await;
    itself.send_to(&answer("stepwise", FIRST, 0), place).await.unwrap();
    other.send_to(&answer("stepwise", SECOND, 0), place).await.unwrap();
    other.send_to(&query("stepwise"), place).await.unwrap();
    receive(&other, |packet| {
        assert!(*packet != query("stepwise"), "the responder probes again");
        claims_host(packet, "stepwise", &[])
    })
    .await;
    assert_eq!(host_of(&announcement), Some("stepwise"));

    other.send_to(&answer("stepwise", FIRST, 0), place).await.unwrap();
    receive(&other, |packet| *packet == query("stepwise")).await;
    assert_eq!(host_of(&announcement), None);
    other.send_to(&answer("stepwise", FIRST, 0), place).await.unwrap();
    wait_for("the next name", || host_of(&announcement) == Some("stepwise-2")).await;
}

#[tokio::test]
async fn computers_that_start_at_the_same_moment_get_different_names() {
    let (first, first_place) = socket(FIRST).await;
    let (second, second_place) = socket(SECOND).await;
    let first = start(first, FIRST, second_place);
    let second = start(second, SECOND, first_place);
    wait_for("two names", || match (host_of(&first), host_of(&second)) {
        (Some(first), Some(second)) => first != second,
        _ => false,
    })
    .await;
}
