//! Outgoing messages: their texts, the queue, and the transports for mail and SMS.

pub(crate) mod cause;
pub(crate) mod compose;
pub(crate) mod delivery;
pub(crate) mod layout;
pub(crate) mod outbox;
pub(crate) mod queue;
pub(crate) mod recipient_limit;
pub(crate) mod sms;
pub(crate) mod smtp;
pub(crate) mod transport;

pub use compose::Notice;
pub use delivery::Delivered;
pub use outbox::Outbox;
pub use queue::Channel;
pub use sms::{BadGateway, Gateway, GatewaySettings};
pub use smtp::{BadMailSettings, Smtp};
pub use transport::{OutgoingMessage, SendError, Transport};

use crate::{
    clock::Clock,
    crypto::{Keyring, MacKeys},
    db::Db,
    settings::Settings,
    shared::Core,
};
use std::sync::Arc;
use tokio::sync::Notify;

/// Queues and sends mails and text messages.
#[derive(Clone)]
pub struct Notifications {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    macs: MacKeys,
    settings: Arc<Settings>,
    mail_waits: Arc<Notify>,
    sms_waits: Arc<Notify>,
}

impl Notifications {
    pub(crate) fn new(core: &Core) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            macs: core.macs.clone(),
            settings: Arc::clone(&core.settings),
            mail_waits: Arc::default(),
            sms_waits: Arc::default(),
        }
    }
}
