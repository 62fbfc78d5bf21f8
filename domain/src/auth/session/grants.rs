//! Grants of a session. A session receives the rights to a class when the browser opens a secret link of that class.

use crate::ids::ClassId;
use serde::{Deserialize, Serialize};

/// Maximum number of grants in a session; a further grant replaces the oldest one.
const MAX_GRANTS: usize = 50;

/// What a class link allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Manage the class.
    Teacher,
    /// See the board and the projector page, without passwords.
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

/// Stored form of a grant. Earlier releases had only teacher links, and stored only the id of the class.
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
    /// Adds a grant. It replaces an older grant for the same kind of link and the same class.
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

/// Whether a session is allowed to use its rights to a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    None,
    /// Suspended, because the teacher tries a student's login in the same browser.
    Suspended,
    Active,
}
