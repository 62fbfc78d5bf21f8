//! Tests of the instruction on the projector page, and of its changes.

use super::*;

fn wall(self_join: bool, seats: &[(u8, bool)]) -> WallChanges {
    let seat = |(index, (reached, free)): (usize, &(u8, bool))| WallSeat {
        number: u16::try_from(index).unwrap() + 1,
        reached: *reached,
        passed: 0,
        free: *free,
        taken: false,
        removed: false,
    };
    WallChanges {
        version: 1,
        now: Timestamp::default(),
        state: ClassState::Open,
        expires: Timestamp::default(),
        settings: WallSettings {
            locale: Locale::Ru,
            phones: true,
            self_join,
            lesson: Lesson::default(),
            debrief: false,
        },
        seats: seats.iter().enumerate().map(seat).collect(),
    }
}

fn step(reached: &[u8]) -> WallStep {
    let seats: Vec<_> = reached.iter().map(|reached| (*reached, false)).collect();
    wall(false, &seats).step()
}

#[test]
fn the_instruction_is_for_the_step_of_most_students() {
    for (reached, expected) in [
        (&[][..], WallStep::Lobby),
        (&[0, 0, 0], WallStep::Lobby),
        (&[1, 0, 0], WallStep::SignIn),
        (&[1, 1, 0], WallStep::SetUp),
        (&[1, 2, 2, 0], WallStep::Connect),
        (&[1, 2, 3, 3, 3], WallStep::Code),
        // Two steps have equally many students: the earlier one.
        (&[2, 2, 3, 3], WallStep::Connect),
        (&[1, 4], WallStep::SetUp),
        // Absent students do not hold up the class.
        (&[4, 4, 4, 3, 0], WallStep::MostDone),
        (&[4, 4, 4, 4, 0], WallStep::MostDone),
        (&[4, 4], WallStep::AllDone),
    ] {
        assert_eq!(step(reached), expected, "{reached:?}");
    }
}

#[test]
fn one_of_three_is_not_everybody() {
    let seats = [(4, false), (0, true), (0, true)];
    let with_cards = wall(false, &seats);
    assert_eq!(with_cards.step(), WallStep::SignIn);
    assert_eq!(with_cards.count(Stage::SignedIn2fa), (3, 1));
    // A free seat has no student, so it is not counted, and the numbers say "1 of 1" and not "1 of 3".
    let with_code = wall(true, &seats);
    assert_eq!(with_code.step(), WallStep::AllDone);
    assert_eq!(with_code.count(Stage::SignedIn2fa), (1, 1));
}

#[test]
fn changes_find_their_seats() {
    let mut known = wall(false, &[(0, true), (1, false)]);
    let later = WallChanges {
        version: 7,
        seats: vec![
            WallSeat {
                removed: true,
                ..known.seats[0]
            },
            WallSeat {
                reached: 3,
                ..known.seats[1]
            },
            WallSeat {
                number: 9,
                taken: true,
                ..known.seats[0]
            },
        ],
        ..known.clone()
    };
    known.apply(later);
    let seats: Vec<_> = known.seats.iter().map(|seat| (seat.number, seat.reached)).collect();
    assert_eq!((seats, known.version), (vec![(2, 3), (9, 0)], 7));
    assert_eq!(known.joined(), [2, 9]);
}

#[test]
fn everybody_is_done_after_the_exercises_of_the_class() {
    let mut class = wall(false, &[(4, false), (4, false)]);
    assert_eq!(class.step(), WallStep::AllDone);
    class.settings.lesson = Lesson::of([Exercise::Files]);
    assert_eq!(class.step(), WallStep::MostDone);
    class.seats[0].passed = bit(Exercise::Files);
    assert_eq!(class.count_passed(Exercise::Files), (2, 1));
    assert_eq!(class.step(), WallStep::MostDone);
    class.seats[1].passed = bit(Exercise::Files) | bit(Exercise::Message);
    assert_eq!(class.step(), WallStep::AllDone);
}
