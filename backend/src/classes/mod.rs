//! Services for the teacher of a class: opening, links, board, seats, joining, results, deletion.

pub(crate) mod board;
pub(crate) mod finish;
pub(crate) mod handouts;
pub(crate) mod join;
pub(crate) mod links;
pub(crate) mod list;
pub(crate) mod names;
pub(crate) mod open;
pub(crate) mod purge;
pub(crate) mod queries;
pub(crate) mod questions;
mod rehearsal_limit;
pub(crate) mod results;
pub(crate) mod seats;
pub(crate) mod settings;
pub(crate) mod take_back;
pub(crate) mod take_seat;
pub(crate) mod wall;

pub use board::{BoardPage, Card, PolledBoard};
pub use finish::StoredFinish;
pub use handouts::HandedOut;
pub use join::{JoinVisit, TypedCode};
pub use links::{ClassMenu, ExchangedLink};
pub use list::ClassEntry;
pub use open::{OpenClass, OpenedClass};
pub use settings::ClassSettings;
pub use take_seat::{TakeSeat, Taken};
pub use wall::WallPage;

use crate::{
    access::Access,
    clock::Clock,
    crypto::{Keyring, MacKeys, Sealer},
    db::Db,
    form_token::FormTokens,
    limits::Limits,
    settings::Settings,
    shared::Core,
    students::Students,
};
use std::sync::Arc;

/// Manages classes and their seats.
#[derive(Clone)]
pub struct Classes {
    form_tokens: FormTokens,
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    macs: MacKeys,
    sealer: Sealer,
    settings: Arc<Settings>,
    access: Arc<Access>,
    limits: Arc<Limits>,
    students: Arc<Students>,
}

impl Classes {
    pub(crate) fn new(core: &Core, access: &Arc<Access>, limits: &Arc<Limits>, students: &Arc<Students>) -> Self {
        Self {
            form_tokens: core.form_tokens.clone(),
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            macs: core.macs.clone(),
            sealer: core.sealer.clone(),
            settings: Arc::clone(&core.settings),
            access: Arc::clone(access),
            limits: Arc::clone(limits),
            students: Arc::clone(students),
        }
    }
}
