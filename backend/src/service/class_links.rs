//! The secret links of a class: one with which it is managed, one with which a colleague looks on, and the account
//! that takes the place of the first. Only their hashes are kept; what was traded in under an older link is dead.

use super::{class_rows::class_of, progress};
use crate::{
    Error, Result, Stepwise,
    access::{ManagesClass, Member},
    crypto::digest,
    db::transaction,
    entity::class,
    random,
};
use domain::{
    ids::ClassId,
    refusal::Refusal,
    session::{LinkGrant, LinkKind, SessionState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

/// A link that has become a grant.
#[derive(Debug)]
pub struct Traded {
    pub class: ClassId,
    pub session: SessionState,
}

#[derive(Clone, Copy, Debug)]
pub struct ClassMenu {
    /// A link for looking on is out.
    pub read_link: bool,
    /// The class is nobody's yet, and a member is signed in here.
    pub take_over: bool,
    /// How long everything stays after the end.
    pub kept: Duration,
    /// Students practise codes by message.
    pub messages: bool,
}

impl Stepwise {
    /// Trades a link for a grant of this session. Its hash is looked up, so nothing can be learned from how long a
    /// wrong one takes.
    pub async fn trade_teacher_link(&self, token: &str, session: SessionState) -> Result<Traded> {
        let hash = digest(token.as_bytes()).to_vec();
        let row = self.class_of_link(&hash).await?;
        let (kind, epoch) = if row.read_link_hash == Some(hash) {
            (LinkKind::Reader, row.read_link_epoch)
        } else {
            (LinkKind::Teacher, row.teacher_link_epoch)
        };
        let class = ClassId::from_uuid(row.id);
        Ok(Traded {
            class,
            session: session.granted_by(LinkGrant::new(class, kind, stored(epoch)?)),
        })
    }

    /// Whether a link still opens a class, before somebody presses its button. Nothing is told of the class.
    pub async fn link_opens(&self, token: &str) -> Result<()> {
        self.class_of_link(&digest(token.as_bytes())).await.map(drop)
    }

    async fn class_of_link(&self, hash: &[u8]) -> Result<class::Model> {
        let found = class::Entity::find()
            .filter(
                class::Column::TeacherLinkHash
                    .eq(hash)
                    .or(class::Column::ReadLinkHash.eq(hash)),
            )
            .one(&self.db().read)
            .await?;
        Ok(found.ok_or(Refusal::NotFound)?)
    }

    /// A new key to the class; the old one is dead at once, and with it whatever it had opened, except here.
    pub async fn new_teacher_link(
        &self,
        teacher: ManagesClass,
        session: SessionState,
    ) -> Result<(String, SessionState)> {
        let (token, epoch) = self.new_link(teacher, LinkKind::Teacher).await?;
        // Whoever owns the class needs no grant: it would outlive her signing out.
        let session = match session.link_epoch(teacher.class(), LinkKind::Teacher) {
            Some(_) => session.granted_by(LinkGrant::new(teacher.class(), LinkKind::Teacher, epoch)),
            None => session,
        };
        Ok((token, session))
    }

    /// A link for a colleague who looks on.
    pub async fn new_read_link(&self, teacher: ManagesClass) -> Result<String> {
        Ok(self.new_link(teacher, LinkKind::Reader).await?.0)
    }

    /// Nobody looks on any more.
    pub async fn drop_read_link(&self, teacher: ManagesClass) -> Result<()> {
        transaction!(self.db(), |tx| {
            progress::change_class(tx, teacher.class(), replaced(LinkKind::Reader, None)).await
        })
    }

    /// The class belongs to the member from now on; its link is dead.
    pub async fn take_over(&self, teacher: ManagesClass, member: &Member) -> Result<()> {
        let class = teacher.class();
        transaction!(self.db(), |tx| {
            let free = replaced(LinkKind::Teacher, None)
                .col_expr(class::Column::OwnerId, Expr::value(member.account().uuid()))
                .filter(class::Column::Id.eq(class.uuid()))
                .filter(class::Column::OwnerId.is_null());
            // One winner, also at the same moment.
            if free.exec(tx).await?.rows_affected == 1 {
                return progress::change_class(tx, class, class::Entity::update_many()).await;
            }
            match class_of(tx, class).await?.owner_id {
                Some(owner) if owner == member.account().uuid() => Ok(()),
                _ => Err(Refusal::ClassHasOwner.into()),
            }
        })
    }

    /// What the menu of the class offers in this session.
    pub async fn class_menu(&self, teacher: ManagesClass, member: Option<&Member>) -> Result<ClassMenu> {
        let class = class_of(&self.db().read, teacher.class()).await?;
        Ok(ClassMenu {
            read_link: class.read_link_hash.is_some(),
            take_over: member.is_some() && class.owner_id.is_none(),
            kept: self.settings().purge_after,
            messages: class.messages,
        })
    }

    async fn new_link(&self, teacher: ManagesClass, kind: LinkKind) -> Result<(String, u32)> {
        let token = random::token()?;
        let hash = digest(token.as_bytes()).to_vec();
        let epoch = transaction!(self.db(), |tx| {
            let replaced = replaced(kind, Some(hash.clone()));
            progress::change_class(tx, teacher.class(), replaced).await?;
            let row = class_of(tx, teacher.class()).await?;
            stored(match kind {
                LinkKind::Teacher => row.teacher_link_epoch,
                LinkKind::Reader => row.read_link_epoch,
            })
        })?;
        Ok((token, epoch))
    }
}

fn replaced(kind: LinkKind, hash: Option<Vec<u8>>) -> UpdateMany<class::Entity> {
    let (link, epoch) = match kind {
        LinkKind::Teacher => (class::Column::TeacherLinkHash, class::Column::TeacherLinkEpoch),
        LinkKind::Reader => (class::Column::ReadLinkHash, class::Column::ReadLinkEpoch),
    };
    class::Entity::update_many()
        .col_expr(link, Expr::value(hash))
        .col_expr(epoch, Expr::col(epoch).add(1))
}

fn stored(epoch: i32) -> Result<u32> {
    u32::try_from(epoch).map_err(|_| Error::Corrupt("link epoch"))
}
