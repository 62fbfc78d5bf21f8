//! Which user of this computer holds the other end of a connection. Every user of a Linux computer can read the arguments
//! of a browser, so the address with the token is no secret among them.

use std::net::SocketAddr;

/// Whether a program of another user has opened this connection. The lists of the kernel contain every open connection,
/// so one that is not listed belongs to a system without such lists. Root may do everything: as a client, and as the user
/// of this program, who then opens the page in the browser of another user.
#[cfg(target_os = "linux")]
pub fn is_of_another_user(peer: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt;

    const ROOT: u32 = 0;
    let Ok(own) = std::fs::metadata("/proc/self").map(|process| process.uid()) else {
        return false;
    };
    let is_foreign = |owner: u32| owner != own && owner != ROOT;
    own != ROOT
        && ["/proc/net/tcp", "/proc/net/tcp6"].iter().any(|list| {
            let connections = std::fs::read_to_string(list).unwrap_or_default();
            owners_of(peer, &connections).into_iter().any(is_foreign)
        })
}

#[cfg(not(target_os = "linux"))]
pub const fn is_of_another_user(_peer: SocketAddr) -> bool {
    false
}

/// The user ids of all connections with this local address in a list of the kernel. A connection that was closed a short
/// time ago is listed with that of root, and its address can already belong to another connection.
#[cfg(target_os = "linux")]
fn owners_of(local: SocketAddr, connections: &str) -> Vec<u32> {
    /// The column of the local address, and that of the user id.
    const LOCAL: usize = 1;
    const USER: usize = 7;
    let names = names_of(local);
    let owners = connections.lines().filter_map(|line| {
        let columns: Vec<&str> = line.split_ascii_whitespace().collect();
        let is_local = names.iter().any(|name| columns.get(LOCAL) == Some(&name.as_str()));
        columns.get(USER).filter(|_| is_local)?.parse().ok()
    });
    owners.collect()
}

/// How the lists name an address. A socket for IPv6 can be connected to an IPv4 address too.
#[cfg(target_os = "linux")]
fn names_of(address: SocketAddr) -> Vec<String> {
    use std::net::IpAddr;

    let port = address.port();
    // The kernel prints each four bytes as a number of this processor.
    let words = |bytes: &[u8]| -> String {
        let words = bytes.as_chunks::<4>().0.iter();
        words.map(|word| format!("{:08X}", u32::from_ne_bytes(*word))).collect()
    };
    let ips = match address.ip().to_canonical() {
        IpAddr::V4(ip) => vec![words(&ip.octets()), words(&ip.to_ipv6_mapped().octets())],
        IpAddr::V6(ip) => vec![words(&ip.octets())],
    };
    ips.into_iter().map(|ip| format!("{ip}:{port:04X}")).collect()
}

#[cfg(all(test, target_os = "linux", target_endian = "little"))]
mod tests {
    use super::*;
    use std::net::{TcpListener, TcpStream};

    const V4: &str = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:D431 0100007F:1F91 06 00000000:00000000 03:000016D2 00000000     0        0 0 3
   2: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1
";
    const V6: &str = "\
   0: 0000000000000000FFFF00000100007F:D432 0000000000000000FFFF00000100007F:1F90 01 0:0 00:0 0  1002        0 3 1
   1: 00000000000000000000000001000000:D433 00000000000000000000000001000000:1F90 01 0:0 00:0 0  1003        0 4 1
";

    #[test]
    fn the_lists_of_the_kernel_tell_whose_connection_it_is() {
        for (address, list, owners) in [
            ("127.0.0.1:54321", V4, vec![0, 1001]),
            ("[::ffff:127.0.0.1]:54321", V4, vec![0, 1001]),
            ("127.0.0.1:54322", V6, vec![1002]),
            ("[::1]:54323", V6, vec![1003]),
            ("127.0.0.1:54323", V6, vec![]),
            ("127.0.0.2:54321", V4, vec![]),
            ("127.0.0.1:54321", "", vec![]),
        ] {
            assert_eq!(owners_of(address.parse().unwrap(), list), owners, "{address}");
        }
    }

    #[test]
    fn a_connection_of_this_process_is_found_and_is_our_own() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let peer = client.local_addr().unwrap();
        let list = std::fs::read_to_string("/proc/net/tcp").unwrap();
        assert!(!owners_of(peer, &list).is_empty());
        assert!(!is_of_another_user(peer));
    }
}
