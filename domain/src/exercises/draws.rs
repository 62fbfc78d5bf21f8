//! Numbers that look random and are always the same for the same seed. An exercise draws its variant with them, so that a
//! page that is loaded again shows the same variant.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Number of bytes of a seed. A seed is secret, because the answers of an exercise are computed from it.
pub const SEED_BYTES: usize = 16;
pub type Seed = [u8; SEED_BYTES];

/// The numbers of one seed and one purpose, in order.
pub struct Draws {
    mac: Hmac<Sha1>,
    drawn: u64,
}

impl Draws {
    pub fn new(seed: &Seed, purpose: &str) -> Self {
        // A key of a whole block fits the constructor that cannot fail.
        let mut block = [0; 64];
        block[..SEED_BYTES].copy_from_slice(seed);
        let mut mac = Hmac::new((&block).into());
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        Self { mac, drawn: 0 }
    }

    /// A number in `0..limit`, or 0 if `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let mut mac = self.mac.clone();
        mac.update(&self.drawn.to_be_bytes());
        self.drawn += 1;
        let bytes = mac.finalize().into_bytes();
        let number = bytes
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        ((u128::from(number) * limit as u128) >> 64) as usize
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// Puts the values into an order of this seed.
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for end in (1..values.len()).rev() {
            values.swap(end, self.below(end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_numbers() {
        let drawn = |seed, purpose| {
            let mut draws = Draws::new(&[seed; SEED_BYTES], purpose);
            core::array::from_fn::<_, 8, _>(|_| draws.below(1000))
        };
        assert_eq!(drawn(1, "message"), drawn(1, "message"));
        assert_ne!(drawn(1, "message"), drawn(2, "message"));
        assert_ne!(drawn(1, "message"), drawn(1, "files"));
    }

    #[test]
    fn every_number_below_the_limit_is_drawn_about_equally_often() {
        let mut counts = [0; 3];
        for seed in 0..=255 {
            let mut draws = Draws::new(&[seed; SEED_BYTES], "test");
            for _ in 0..12 {
                counts[draws.below(3)] += 1;
            }
        }
        assert!(counts.iter().all(|count| (900..1150).contains(count)), "{counts:?}");
        assert_eq!(Draws::new(&[0; SEED_BYTES], "").below(0), 0);
        assert_eq!(Draws::new(&[0; SEED_BYTES], "").pick::<u8>(&[]), None);
    }

    #[test]
    fn a_shuffle_keeps_all_values() {
        let mut values = [1, 2, 3, 4, 5, 6, 7, 8];
        Draws::new(&[3; SEED_BYTES], "order").shuffle(&mut values);
        assert_ne!(values, [1, 2, 3, 4, 5, 6, 7, 8]);
        values.sort_unstable();
        assert_eq!(values, [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
