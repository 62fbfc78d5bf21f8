//! The addresses that the start page offers for students. They change while the program runs: the teacher chooses
//! another one, or the computer joins another network.

use crate::startup::site_address::origin;
use app::request::LanAddresses;
use domain::{LanAddress, in_order_of_reach};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

pub struct Network {
    pub port: u16,
    /// The addresses that boards, cards and projector pages show.
    site: LanAddresses,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    found: Vec<LanAddress>,
    chosen: Option<Ipv4Addr>,
}

impl Network {
    pub fn new(port: u16, site: LanAddresses) -> Self {
        Self {
            port,
            site,
            state: Mutex::default(),
        }
    }

    /// Sets the addresses that the computer has now.
    pub fn refresh(&self, found: Vec<LanAddress>) {
        let mut state = self.state();
        state.found = found;
        self.publish(&state);
    }

    /// Moves an address to the front. Nothing changes if the computer has no such address.
    pub fn choose(&self, ip: Ipv4Addr) {
        let mut state = self.state();
        if state.found.iter().any(|address| address.ip == ip) {
            state.chosen = Some(ip);
            self.publish(&state);
        }
    }

    /// The addresses, first the one that pages show.
    pub fn addresses(&self) -> Vec<LanAddress> {
        let state = self.state();
        in_order_of_reach(state.found.clone(), state.chosen)
    }

    /// What a student types for this address.
    pub fn origin_of(&self, ip: Ipv4Addr) -> String {
        origin(&ip.to_string(), self.port)
    }

    /// Whether a client is this computer itself.
    pub fn is_own(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        ip.is_loopback() || self.state().found.iter().any(|address| ip == IpAddr::V4(address.ip))
    }

    fn publish(&self, state: &State) {
        let ordered = in_order_of_reach(state.found.clone(), state.chosen);
        let origins = ordered.iter().map(|address| self.origin_of(address.ip));
        self.site.replace(origins.collect());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_show_the_address_that_the_teacher_has_chosen_while_the_computer_has_it() {
        let at = |interface: &str, ip: [u8; 4]| LanAddress {
            interface: interface.to_owned(),
            ip: Ipv4Addr::from(ip),
            prefix: 24,
        };
        let shown = LanAddresses::default();
        let network = Network::new(8080, shown.clone());
        let both = vec![at("wlan0", [192, 168, 1, 20]), at("eth0", [10, 0, 0, 5])];
        network.refresh(both.clone());
        assert_eq!(shown.first().as_deref(), Some("http://10.0.0.5:8080"));
        network.choose(Ipv4Addr::new(192, 168, 1, 20));
        assert_eq!(shown.all(), ["http://192.168.1.20:8080", "http://10.0.0.5:8080"]);
        network.choose(Ipv4Addr::new(203, 0, 113, 9));
        network.refresh(both);
        assert_eq!(shown.first().as_deref(), Some("http://192.168.1.20:8080"));
        network.refresh(vec![at("eth0", [10, 0, 0, 5])]);
        assert_eq!(shown.all(), ["http://10.0.0.5:8080"]);
        assert!(network.is_own(IpAddr::from([10, 0, 0, 5])) && network.is_own(IpAddr::from([127, 0, 0, 1])));
        assert!(!network.is_own(IpAddr::from([10, 0, 0, 6])));
    }
}
