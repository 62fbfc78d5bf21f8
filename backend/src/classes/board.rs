//! Reads the board of a class: its seats, what changed since a version, and the passwords for the handouts.

use super::{
    Classes,
    links::ClassMenu,
    queries::{class_of, locale_of},
};
use crate::{
    Error, Result,
    access::{ManagesClass, Member, ReadsClass},
    crypto::context,
    entity::{account, class, seat},
    exercises::badges::Badges,
    students::progress,
};
use domain::{
    class::ClassState,
    exercises::{ExerciseBadge, GateTimes, Lesson},
    ids::{AccountId, ClassId},
    refusal::Refusal,
    session::SessionState,
    time::Timestamp,
    view::{BoardChanges, BoardView, LastFailure, SeatView},
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult, QuerySelect, Select,
    sea_query::{ExprTrait, IntoCondition},
};
use std::ops::RangeInclusive;

/// A seat with the login of its student; `None` for a removed seat.
pub(crate) struct SeatRow {
    pub seat: seat::Model,
    login: Option<String>,
    /// The exercises of the student, which are read by another query.
    pub badges: Vec<ExerciseBadge>,
}

impl FromQueryResult for SeatRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            seat: seat::Model::from_query_result(row, prefix)?,
            login: row.try_get(prefix, LOGIN)?,
            badges: Vec::new(),
        })
    }
}

/// The seats that match `filter`, to read as `SeatRow`.
pub(crate) fn seats_with_logins(filter: impl IntoCondition) -> Select<seat::Entity> {
    seat::Entity::find()
        .left_join(account::Entity)
        .column_as(account::Column::Username, LOGIN)
        .filter(filter.into_condition())
}

const LOGIN: &str = "login";

/// The login and password of one seat, for a card that the teacher hands out.
pub struct Card {
    pub number: u16,
    pub login: String,
    pub password: String,
}

pub struct BoardPage {
    pub board: BoardView,
    /// `None` if the session is only allowed to read the class.
    pub menu: Option<ClassMenu>,
}

/// What a board that polls gets.
pub struct PolledBoard {
    pub changes: BoardChanges,
    /// False if the session is only allowed to read the class.
    pub manages: bool,
}

impl Classes {
    pub async fn board(&self, reader: impl Into<ReadsClass>) -> Result<BoardView> {
        self.board_of(class_of(&self.db.read, reader.into().class()).await?)
            .await
    }

    /// The board, and the menu if this session manages the class. The row of the class is read once.
    pub async fn board_page(
        &self,
        session: &SessionState,
        member: Option<&Member>,
        class: ClassId,
    ) -> Result<BoardPage> {
        let class = class_of(&self.db.read, class).await?;
        self.access.reads_row(session, member, &class)?;
        let manages = self.access.manages_row(session, member, &class).is_ok();
        Ok(BoardPage {
            menu: manages.then(|| self.menu_of(&class, member)),
            board: self.board_of(class).await?,
        })
    }

    async fn board_of(&self, class: class::Model) -> Result<BoardView> {
        let mut changes = self.changes_of(&class, -1).await?;
        changes.seats.retain(|seat| !seat.removed);
        Ok(BoardView {
            id: ClassId::from_uuid(class.id),
            locale: locale_of(&class),
            phones: class.phones,
            debrief: class.debrief,
            questions: !class.questions.is_empty(),
            title: class.title,
            join_code: class.join_code,
            expires: Timestamp::from_micros(class.expires_at),
            changes,
        })
    }

    /// The changes since a version. All boards of the class get the same answer.
    pub async fn board_changes(&self, reader: impl Into<ReadsClass>, since: i64) -> Result<BoardChanges> {
        let class = class_of(&self.db.read, reader.into().class()).await?;
        self.changes_of(&class, since).await
    }

    /// Like `board_changes`, for a board that polls: it also checks the permission, and reads the row of the class
    /// once.
    pub async fn poll_board(
        &self,
        session: &SessionState,
        member: Option<&Member>,
        class: ClassId,
        since: i64,
    ) -> Result<PolledBoard> {
        let class = class_of(&self.db.read, class).await?;
        self.access.reads_row(session, member, &class)?;
        Ok(PolledBoard {
            manages: self.access.manages_row(session, member, &class).is_ok(),
            changes: self.changes_of(&class, since).await?,
        })
    }

    /// One seat as the board shows it.
    pub async fn seat(&self, teacher: ManagesClass, number: u16) -> Result<SeatView> {
        let of_class = seat::Column::ClassId.eq(teacher.class().uuid());
        let this = of_class.and(seat::Column::Number.eq(i32::from(number)));
        let row = seats_with_logins(this.clone())
            .into_model::<SeatRow>()
            .one(&self.db.read)
            .await?;
        let mut row = row.ok_or(Refusal::NotFound)?;
        row.badges = Badges::of_seats(&self.db.read, this).await?.take(&row.seat);
        seat_view(row)
    }

    /// Logins and passwords of the students of these seats.
    pub async fn cards(&self, teacher: ManagesClass, numbers: RangeInclusive<u16>) -> Result<Vec<Card>> {
        let rows = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(teacher.class().uuid()))
            .filter(seat::Column::Number.between(i32::from(*numbers.start()), i32::from(*numbers.end())))
            .filter(seat::Column::RemovedAt.is_null())
            .order_by_asc(seat::Column::Number)
            .find_also_related(account::Entity)
            .all(&self.db.read)
            .await?;
        rows.into_iter()
            .filter_map(|(seat, account)| Some((seat, account?)))
            .map(|(seat, account)| {
                Ok(Card {
                    number: seat_number(&seat)?,
                    password: self.password_of(&account)?,
                    login: account.username,
                })
            })
            .collect()
    }

    pub(crate) fn password_of(&self, account: &account::Model) -> Result<String> {
        let sealed = account
            .sealed_password
            .as_deref()
            .ok_or(Error::Corrupt("student without password"))?;
        let plain = self
            .keys
            .open(&context::student_password(AccountId::from_uuid(account.id)), sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| Error::Corrupt("password"))
    }

    /// The caller has read `class` before this method reads the seats. A seat that changes in between is therefore
    /// reported twice rather than never.
    pub(crate) async fn changes_of(&self, class: &class::Model, since: i64) -> Result<BoardChanges> {
        // A client with a higher version has seen the database before it was restored from a backup. This client gets
        // all seats.
        let since = if since > class.version { -1 } else { since };
        let seats = if class.version == since {
            Vec::new()
        } else {
            self.seats_since(class, since).await?
        };
        changes_with(class, since, seats, self.clock.now())
    }

    async fn seats_since(&self, class: &class::Model, since: i64) -> Result<Vec<SeatRow>> {
        let of_class = seat::Column::ClassId.eq(class.id);
        let changed = of_class.and(seat::Column::Version.gt(since));
        let mut seats = seats_with_logins(changed.clone())
            .order_by_asc(seat::Column::Number)
            .into_model::<SeatRow>()
            .all(&self.db.read)
            .await?;
        if !class.lesson.is_empty() && !seats.is_empty() {
            let mut badges = Badges::of_seats(&self.db.read, changed).await?;
            for row in &mut seats {
                row.badges = badges.take(&row.seat);
            }
        }
        Ok(seats)
    }
}

/// The changes of a class since a version, with the seats that have changed since then.
pub(crate) fn changes_with(
    class: &class::Model,
    since: i64,
    seats: Vec<SeatRow>,
    now: Timestamp,
) -> Result<BoardChanges> {
    let expires = Timestamp::from_micros(class.expires_at);
    Ok(BoardChanges {
        version: class.version,
        now,
        state: ClassState::at(now, expires, class.paused),
        self_join: class.self_join,
        lesson: Lesson::parse(&class.lesson),
        gates_opened: GateTimes::parse(&class.gates_opened),
        seats: seats.into_iter().map(seat_view).collect::<Result<_>>()?,
        expires: (class.changed_version > since).then_some(expires),
    })
}

/// The changes as a stream sends them: the same text as the answer to a poll.
pub(crate) fn as_json(changes: &BoardChanges) -> Result<String> {
    serde_json::to_string(changes).map_err(|_| Error::Corrupt("board"))
}

fn seat_view(SeatRow { seat, login, badges }: SeatRow) -> Result<SeatView> {
    // A newer replica can write a failure that this one does not know.
    let why = seat.last_failure.as_deref().and_then(|code| code.parse().ok());
    let failure = why.zip(seat.last_failure_at).map(|(why, at)| LastFailure {
        why,
        at: Timestamp::from_micros(at),
        locked_until: seat.locked_until.map(Timestamp::from_micros),
    });
    Ok(SeatView {
        number: seat_number(&seat)?,
        login: login.unwrap_or_default(),
        stages: progress::stages_of(&seat),
        label: seat.label,
        failure,
        resets: u16::try_from(seat.resets).unwrap_or(u16::MAX),
        reset_at: seat.reset_at.map(Timestamp::from_micros),
        removed: seat.removed_at.is_some(),
        handed_out: seat.handed_out_at.map(Timestamp::from_micros),
        taken: seat.taken_by.is_some(),
        hand: progress::hand_of(seat.hand_raised_at, seat.hints, seat.hint.as_deref()),
        exercises: badges,
    })
}

pub(crate) fn seat_number(seat: &seat::Model) -> Result<u16> {
    u16::try_from(seat.number).map_err(|_| Error::Corrupt("seat number"))
}
