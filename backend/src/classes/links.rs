//! The secret links of a class: the teacher link to manage the class, and the read link for a colleague who only
//! watches.
//!
//! The database stores only hashes of the links. A new link invalidates all grants of the previous link. A member can
//! become the owner of a class; the teacher link then becomes invalid.

use super::{
    Classes,
    queries::{class_of, locale_of},
};
use crate::{
    Error, Result,
    access::{ManagesClass, Member},
    crypto::digest,
    db::transaction,
    entity::class,
    random,
    students::progress,
};
use domain::{
    exercises::Lesson,
    ids::ClassId,
    locale::Locale,
    refusal::Refusal,
    session::{LinkGrant, LinkKind, SessionState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

/// The result of exchanging a link for a grant.
#[derive(Debug)]
pub struct ExchangedLink {
    pub class: ClassId,
    pub session: SessionState,
}

#[derive(Clone, Copy, Debug)]
pub struct ClassMenu {
    /// Whether the class has a read link.
    pub read_link: bool,
    /// Whether the signed-in member can become the owner of the class, because it has no owner yet.
    pub take_over: bool,
    /// For how many days the data is kept after the end of the class.
    pub kept_days: u64,
    /// The exercises of the class and their gates.
    pub lesson: Lesson,
    /// The language of the class.
    pub locale: Locale,
    /// Whether students use their own phones.
    pub phones: bool,
    /// Whether the projector page shows the debrief.
    pub debrief: bool,
    /// Whether the students are simulated.
    pub rehearsal: bool,
}

impl Classes {
    /// Exchanges a link for a grant in this session. The link is found by its hash, so the response time does not
    /// reveal how many characters of a wrong link are correct.
    pub async fn exchange_teacher_link(&self, token: &str, session: SessionState) -> Result<ExchangedLink> {
        let hash = digest(token.as_bytes()).to_vec();
        let row = self.class_of_link(&hash).await?;
        let (kind, epoch) = if row.read_link_hash == Some(hash) {
            (LinkKind::Reader, row.read_link_epoch)
        } else {
            (LinkKind::Teacher, row.teacher_link_epoch)
        };
        let class = ClassId::from_uuid(row.id);
        Ok(ExchangedLink {
            class,
            session: session.with_grant(LinkGrant::new(class, kind, stored(epoch)?)),
        })
    }

    /// Checks that a link is valid before the user presses the button on its page. It reveals nothing about the class.
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
            .one(&self.db.read)
            .await?;
        Ok(found.ok_or(Refusal::NotFound)?)
    }

    /// Replaces the teacher link. The old link and all grants for it become invalid, except the grant of this session.
    pub async fn new_teacher_link(
        &self,
        teacher: ManagesClass,
        session: SessionState,
    ) -> Result<(String, SessionState)> {
        let (token, epoch) = self.new_link(teacher, LinkKind::Teacher).await?;
        // A session that manages the class as its owner gets no grant, because such a grant would stay valid after the
        // sign-out.
        let session = match session.link_epoch(teacher.class(), LinkKind::Teacher) {
            Some(_) => session.with_grant(LinkGrant::new(teacher.class(), LinkKind::Teacher, epoch)),
            None => session,
        };
        Ok((token, session))
    }

    /// Makes a link for a colleague who watches the class.
    pub async fn new_read_link(&self, teacher: ManagesClass) -> Result<String> {
        Ok(self.new_link(teacher, LinkKind::Reader).await?.0)
    }

    /// Invalidates the read link and all its grants.
    pub async fn drop_read_link(&self, teacher: ManagesClass) -> Result<()> {
        transaction!(&self.db, |tx| {
            progress::change_class(tx, teacher.class(), replaced(LinkKind::Reader, None)).await
        })
    }

    /// Makes the member the owner of the class. The teacher link becomes invalid.
    pub async fn take_over(&self, teacher: ManagesClass, member: &Member) -> Result<()> {
        let class = teacher.class();
        transaction!(&self.db, |tx| {
            let free = replaced(LinkKind::Teacher, None)
                .col_expr(class::Column::OwnerId, Expr::value(member.account().uuid()))
                .filter(class::Column::Id.eq(class.uuid()))
                .filter(class::Column::OwnerId.is_null());
            // Of several parallel requests, only one succeeds.
            if free.exec(tx).await?.rows_affected == 1 {
                return progress::change_class(tx, class, class::Entity::update_many()).await;
            }
            match class_of(tx, class).await?.owner_id {
                Some(owner) if owner == member.account().uuid() => Ok(()),
                _ => Err(Refusal::ClassHasOwner.into()),
            }
        })
    }

    /// The entries that this teacher sees in the menu of the class.
    pub(crate) fn menu_of(&self, class: &class::Model, member: Option<&Member>) -> ClassMenu {
        ClassMenu {
            read_link: class.read_link_hash.is_some(),
            take_over: member.is_some() && class.owner_id.is_none(),
            kept_days: self.settings.kept_days(),
            lesson: Lesson::parse(&class.lesson),
            locale: locale_of(class),
            phones: class.phones,
            debrief: class.debrief,
            rehearsal: class.rehearsal,
        }
    }

    async fn new_link(&self, teacher: ManagesClass, kind: LinkKind) -> Result<(String, u32)> {
        let token = random::token()?;
        let hash = digest(token.as_bytes()).to_vec();
        let epoch = transaction!(&self.db, |tx| {
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
