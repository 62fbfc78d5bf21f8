//! Reuses the memory of password hashes. Allocating and freeing 19 MiB takes a considerable part of a hash's time, so
//! buffers are kept for the next hash while requests wait.

use argon2::Block;
use std::{
    mem,
    sync::{Mutex, PoisonError},
};

/// Keeps at most as many buffers as hashes are computed in parallel.
#[derive(Default)]
pub struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    pub fn lend<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let mut piece = self.pieces(Vec::pop).unwrap_or_default();
        let done = work(&mut piece);
        if !piece.is_empty() {
            self.pieces(|pieces| pieces.push(piece));
        }
        done
    }

    /// Frees all buffers. Called when no request waits.
    pub fn give_back(&self) {
        drop(self.pieces(mem::take));
    }

    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.pieces(|pieces| pieces.len())
    }

    fn pieces<T>(&self, change: impl FnOnce(&mut Vec<Vec<Block>>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_goes_from_one_to_the_next_until_it_is_given_back() {
        let memory = Memory::default();
        memory.lend(|piece| piece.resize(8, Block::default()));
        memory.lend(|piece| {
            assert_eq!(piece.len(), 8);
            // A second caller at the same time gets a buffer of its own.
            memory.lend(|other| {
                assert!(other.is_empty());
                other.resize(4, Block::default());
            });
        });
        assert_eq!(memory.kept(), 2);
        memory.give_back();
        assert_eq!(memory.kept(), 0);
        memory.lend(|piece| assert!(piece.is_empty()));
    }
}
