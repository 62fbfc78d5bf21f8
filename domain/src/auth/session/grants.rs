//! Grants of a session: the rights to a class that it received in exchange for a secret link.

use crate::ids::ClassId;
use serde::{Deserialize, Serialize};

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
    pub(super) class: ClassId,
    pub(super) kind: LinkKind,
    pub(super) epoch: u32,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::{Grant, SessionState},
        time::Timestamp,
    };

    fn now() -> Timestamp {
        Timestamp::from_seconds(1_700_000_000)
    }

    #[test]
    fn a_link_to_read_manages_nothing() {
        let class = ClassId::new(now(), [9; 10]);
        let reader = SessionState::default().with_grant(LinkGrant::new(class, LinkKind::Reader, 2));
        assert_eq!(reader.grant(class, now()), Grant::None);
        assert_eq!(reader.any_grant(class, now()), Grant::Active);
        assert_eq!(reader.link_epoch(class, LinkKind::Reader), Some(2));
        assert!(reader.managed_classes().is_empty());
        let both = reader.with_teacher_grant(class);
        assert_eq!(both.grant(class, now()), Grant::Active);
        assert_eq!(both.link_epoch(class, LinkKind::Reader), Some(2));
    }

    #[test]
    fn sessions_from_before_there_were_several_links_are_understood() {
        let class = ClassId::new(now(), [9; 10]);
        let old = format!(r#"{{"presence":{{"as":"anonymous"}},"grants":["{class}"],"set_up":null}}"#);
        let session: SessionState = serde_json::from_str(&old).unwrap();
        assert_eq!(session, SessionState::default().with_teacher_grant(class));
        let again = serde_json::to_string(&session).unwrap();
        assert_eq!(serde_json::from_str::<SessionState>(&again).unwrap(), session);
    }
}
