//! The packets of multicast DNS that announce one name: a question, and its answer.

use std::net::Ipv4Addr;

const HEADER: usize = 12;
const TYPE_A: u16 = 1;
const TYPE_NSEC: u16 = 47;
const TYPE_ANY: u16 = 255;
const CLASS_IN: u16 = 1;
/// In a question: the client wants a direct answer. In an answer: it replaces what the client knows.
const CLASS_FLAG: u16 = 0x8000;
const RESPONSE: u8 = 0x80;
const AUTHORITATIVE: u8 = 0x04;
/// How long clients keep an answer: two minutes, and a few seconds if they do not hear later answers.
const LIFE: u32 = 120;
const SHORT_LIFE: u32 = 10;

/// A question for our name.
#[derive(Debug, PartialEq, Eq)]
pub struct Question {
    pub id: u16,
    pub wants_direct_answer: bool,
}

/// The question of a packet that asks for the addresses of this host; `None` if it asks for something else.
pub fn asks_for(packet: &[u8], host: &str) -> Option<Question> {
    let header = packet.get(..HEADER)?;
    if header[2] & RESPONSE != 0 {
        return None;
    }
    let questions = u16::from_be_bytes([header[4], header[5]]);
    let wanted = encoded(host);
    let mut rest = &packet[HEADER..];
    for _ in 0..questions {
        let (name, after) = split_name(rest)?;
        let (kind, class) = (number(after, 0)?, number(after, 2)?);
        rest = after.get(4..)?;
        if name.eq_ignore_ascii_case(&wanted) && matches!(kind, TYPE_A | TYPE_ANY) && class & !CLASS_FLAG == CLASS_IN {
            return Some(Question {
                id: u16::from_be_bytes([header[0], header[1]]),
                wants_direct_answer: class & CLASS_FLAG != 0,
            });
        }
    }
    None
}

/// Whether the packet is an answer in which this host has a record, and this record is not one of our own addresses.
/// Some routers send the answers of other computers again, so the address of the sender alone does not show that.
pub fn claims_host(packet: &[u8], host: &str, own: &[Ipv4Addr]) -> bool {
    let is_answer = packet.get(2).is_some_and(|flags| flags & RESPONSE != 0);
    is_answer && record_of(packet, host).is_some_and(|record| !is_address_of(record, own))
}

/// What follows the first place in the packet that contains the name of this host.
fn record_of<'a>(packet: &'a [u8], host: &str) -> Option<&'a [u8]> {
    let name = encoded(host);
    let at = packet
        .windows(name.len())
        .position(|part| part.eq_ignore_ascii_case(&name))?;
    packet.get(at + name.len()..)
}

/// The data of a record begins after its type, class, life and length.
fn is_address_of(record: &[u8], own: &[Ipv4Addr]) -> bool {
    number(record, 0) == Some(TYPE_A)
        && record
            .get(10..14)
            .is_some_and(|data| own.iter().any(|ip| data == ip.octets()))
}

pub fn query(host: &str) -> Vec<u8> {
    let mut packet = header(0, 0, [1, 0, 0]);
    packet.extend(encoded(host));
    put(&mut packet, TYPE_ANY);
    put(&mut packet, CLASS_IN | CLASS_FLAG);
    packet
}

/// The address of this host, and that it has no other kind of address, so that clients do not wait for one. `id` is that
/// of the question for clients without multicast DNS, and otherwise 0.
pub fn answer(host: &str, ip: Ipv4Addr, id: u16) -> Vec<u8> {
    let (class, life) = match id {
        0 => (CLASS_IN | CLASS_FLAG, LIFE),
        _ => (CLASS_IN, SHORT_LIFE),
    };
    let mut packet = header(id, RESPONSE | AUTHORITATIVE, [0, 1, 1]);
    put_record(&mut packet, host, TYPE_A, class, life, &ip.octets());
    // The list of the kinds of records: one byte of bits, in which bit 1 stands for addresses of IPv4.
    let kinds = [encoded(host), vec![0, 1, 0x40]].concat();
    put_record(&mut packet, host, TYPE_NSEC, class, life, &kinds);
    packet
}

/// `counts`: questions, answers and additional records.
fn header(id: u16, flags: u8, [questions, answers, additional]: [u16; 3]) -> Vec<u8> {
    let mut packet = Vec::with_capacity(128);
    put(&mut packet, id);
    packet.extend([flags, 0]);
    for count in [questions, answers, 0, additional] {
        put(&mut packet, count);
    }
    packet
}

fn put_record(packet: &mut Vec<u8>, host: &str, kind: u16, class: u16, life: u32, data: &[u8]) {
    packet.extend(encoded(host));
    put(packet, kind);
    put(packet, class);
    packet.extend(life.to_be_bytes());
    put(packet, u16::try_from(data.len()).unwrap_or_default());
    packet.extend(data);
}

fn put(packet: &mut Vec<u8>, number: u16) {
    packet.extend(number.to_be_bytes());
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

/// The name `host.local`: each part after its length, and a zero at the end.
fn encoded(host: &str) -> Vec<u8> {
    let mut name = Vec::with_capacity(host.len() + 8);
    for part in [host, "local"] {
        name.push(u8::try_from(part.len()).unwrap_or_default());
        name.extend(part.as_bytes());
    }
    name.push(0);
    name
}

/// Splits an encoded name from what follows. A name that refers to an earlier place of the packet is shortened there;
/// its two bytes are its end. Such a name is not ours, because ours comes first.
fn split_name(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += match length {
            0 => 1,
            1..=63 => length + 1,
            _ => 2,
        };
        if bytes.len() < at {
            return None;
        }
        if length == 0 || length > 63 {
            return Some(bytes.split_at(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const IP: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 20);

    fn question(name: &str, kind: u16, class: u16) -> Vec<u8> {
        let mut packet = header(7, 0, [1, 0, 0]);
        packet.extend(encoded(name));
        put(&mut packet, kind);
        put(&mut packet, class);
        packet
    }

    #[test]
    fn only_questions_for_our_name_are_answered() {
        let asked = asks_for(&question("StepWise", TYPE_A, CLASS_IN), "stepwise").unwrap();
        assert_eq!((asked.id, asked.wants_direct_answer), (7, false));
        assert!(asks_for(&query("stepwise"), "stepwise").unwrap().wants_direct_answer);
        for other in [
            question("stepwise-2", TYPE_A, CLASS_IN),
            question("stepwise", 28, CLASS_IN),
            question("stepwise", TYPE_A, 3),
            answer("stepwise", IP, 0),
            vec![0; 5],
        ] {
            assert_eq!(asks_for(&other, "stepwise"), None, "{other:?}");
        }
        // A packet can have several questions.
        let mut two = question("printer", TYPE_A, CLASS_IN);
        two[5] = 2;
        two.extend(&question("stepwise", TYPE_A, CLASS_IN)[HEADER..]);
        assert!(asks_for(&two, "stepwise").is_some());
    }

    #[test]
    fn an_answer_names_the_host_and_its_address() {
        let packet = answer("stepwise", IP, 0);
        assert!(claims_host(&packet, "stepwise", &[]) && !claims_host(&packet, "stepwise-2", &[]));
        assert!(
            !claims_host(&query("stepwise"), "stepwise", &[]),
            "a question is no answer"
        );
        let other = Ipv4Addr::new(192, 168, 1, 21);
        assert!(!claims_host(&packet, "stepwise", &[other, IP]) && claims_host(&packet, "stepwise", &[other]));
        assert!(packet.windows(4).any(|part| part == IP.octets()));
        assert_eq!(answer("stepwise", IP, 9)[..2], [0, 9]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]
        #[test]
        fn no_packet_stops_the_program(mut packet in proptest::collection::vec(any::<u8>(), 0..80), cut in 0..40usize, spot in 0..40usize, byte: u8) {
            let _ = (asks_for(&packet, "stepwise"), claims_host(&packet, "stepwise", &[IP]));
            // A packet that is almost valid.
            packet = query("stepwise");
            packet.truncate(packet.len().saturating_sub(cut));
            if let Some(place) = packet.get_mut(spot) {
                *place = byte;
            }
            let _ = (asks_for(&packet, "stepwise"), claims_host(&packet, "stepwise", &[IP]));
        }
    }
}
