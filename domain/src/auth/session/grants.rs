//! Grants of a session: the rights to a class that it received in exchange for a secret link.

use crate::ids::ClassId;
use serde::{Deserialize, Serialize};

/// A session that manages more classes than this forgets the oldest.
const MAX_GRANTS: usize = 50;

/// What a class link allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Managing the class.
    Teacher,
    /// Seeing the board and the projector page, without passwords.
    Reader,
}

/// The grant for one link. It is valid while `epoch` equals the epoch of the class's current link of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredGrant")]
pub struct LinkGrant {
    class: ClassId,
    kind: LinkKind,
    epoch: u32,
}

impl LinkGrant {
    pub const fn new(class: ClassId, kind: LinkKind, epoch: u32) -> Self {
        Self { class, kind, epoch }
    }
}

/// Stored form of a grant. Sessions of earlier releases, which knew one kind of link, stored the id of the class alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredGrant {
    Class(ClassId),
    Link { class: ClassId, kind: LinkKind, epoch: u32 },
}

impl From<StoredGrant> for LinkGrant {
    fn from(stored: StoredGrant) -> Self {
        match stored {
            StoredGrant::Class(class) => Self::new(class, LinkKind::Teacher, 0),
            StoredGrant::Link { class, kind, epoch } => Self::new(class, kind, epoch),
        }
    }
}

/// The grants of one session, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Grants(Vec<LinkGrant>);

impl Grants {
    /// Replaces the grant for the same link of the class, if there is one.
    pub fn add(&mut self, grant: LinkGrant) {
        self.0
            .retain(|known| (known.class, known.kind) != (grant.class, grant.kind));
        self.0.push(grant);
        if self.0.len() > MAX_GRANTS {
            self.0.remove(0);
        }
    }

    pub fn epoch(&self, class: ClassId, kind: LinkKind) -> Option<u32> {
        let found = self.0.iter().find(|grant| (grant.class, grant.kind) == (class, kind));
        found.map(|grant| grant.epoch)
    }

    pub fn any_epoch(&self, class: ClassId) -> Option<u32> {
        let found = self.0.iter().find(|grant| grant.class == class);
        found.map(|grant| grant.epoch)
    }

    pub fn managed_classes(&self) -> Vec<ClassId> {
        let teachers = self.0.iter().filter(|grant| grant.kind == LinkKind::Teacher);
        teachers.map(|grant| grant.class).collect()
    }
}

/// Whether a session may use its rights to a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    None,
    /// Suspended, because the teacher tries a student's login in the same browser.
    Suspended,
    Active,
}
