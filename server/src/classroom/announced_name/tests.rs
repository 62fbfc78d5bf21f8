//! The responder on the loopback address, so that the test sends nothing into a network.

use super::*;

#[tokio::test]
async fn the_name_is_announced_and_questions_are_answered() {
    let address = LanAddress {
        interface: "lo".to_owned(),
        ip: Ipv4Addr::LOCALHOST,
        prefix: 8,
    };
    let name = AnnouncedName::default();
    assert_eq!(name.get(), None);
    name.refresh(std::slice::from_ref(&address));
    let until = Instant::now() + Duration::from_secs(10);
    while name.get().is_none() {
        assert!(Instant::now() < until, "no name");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let host = name.get().unwrap();
    let host = host.strip_suffix(".local").unwrap();
    let client = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    client.send_to(&query(host), "127.0.0.1:5353").await.unwrap();
    let mut buffer = [0; MAX_PACKET];
    let (length, _) = timeout_at(until, client.recv_from(&mut buffer)).await.unwrap().unwrap();
    assert!(names_host(&buffer[..length], host));
    assert!(buffer[..length].windows(4).any(|part| part == [127, 0, 0, 1]));
}
