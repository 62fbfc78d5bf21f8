//! The exercises after the four stages. Every exercise is one file here: what its page shows, and what an answer does.
//!
//! An exercise begins with `Exercises::enter`, which checks the gate. `Entered` is the permission to do the exercise,
//! and the only way to record a step (`progress.rs`).

pub(crate) mod badges;
mod device_passkey;
pub mod files;
mod gates;
pub mod message;
pub mod messages;
pub mod passkey;
pub mod phishing;
mod practice_passkey;
pub(crate) mod progress;
pub mod recovery;

pub use progress::{Entered, Step};

use crate::{
    access::Access,
    auth::Auth,
    clock::Clock,
    crypto::{Keyring, MacKeys},
    db::Db,
    factors::Factors,
    shared::Core,
};
use std::sync::Arc;

/// Shows the exercises to students and judges their answers; opens the exercises for a class.
#[derive(Clone)]
pub struct Exercises {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    macs: MacKeys,
    access: Arc<Access>,
    auth: Arc<Auth>,
    factors: Arc<Factors>,
}

impl Exercises {
    pub(crate) fn new(core: &Core, access: &Arc<Access>, auth: &Arc<Auth>, factors: &Arc<Factors>) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            macs: core.macs.clone(),
            access: Arc::clone(access),
            auth: Arc::clone(auth),
            factors: Arc::clone(factors),
        }
    }
}
