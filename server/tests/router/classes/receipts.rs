//! Tests of the receipts that a teacher gets for an act, of undoing an act, and of forms that are sent twice.

use crate::{common::*, on_every_database};
use domain::{class::ClassState, refusal::Refusal};
use texts::Texts;

const EN: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_pause_gives_a_receipt_once_and_is_undone_with_one_button,
    a_paused_board_goes_on_with_one_button,
    a_label_that_was_replaced_by_mistake_comes_back,
    letting_students_in_is_undone,
    cards_count_as_handed_out_only_when_the_teacher_says_so,
    a_teacher_who_notices_that_no_seat_is_free_frees_the_unused_cards,
    unlocking_and_a_new_password_take_one_press_and_give_a_receipt,
    seats_are_added_once_however_often_the_form_is_sent,
);

/// The form in the receipt: its address and its fields.
fn undo(page: &Answer) -> (String, Vec<(String, String)>) {
    let (_, receipts) = page.body.split_once("id=\"receipts\"").expect("receipts");
    let (form, _) = receipts.split_once("</form>").expect("a form that undoes the act");
    let tags = html::tags(form);
    let value = |tag: &html::Tag, name: &str| tag.attribute(name).unwrap_or_default().to_owned();
    let action = tags
        .iter()
        .find(|tag| tag.name == "form")
        .map(|tag| value(tag, "action"));
    let fields = tags.iter().filter(|tag| tag.name == "input");
    let fields = fields.map(|tag| (value(tag, "name"), value(tag, "value"))).collect();
    (action.unwrap(), fields)
}

impl Class {
    /// Sends a form of the board without scripts and returns the page to which it leads.
    async fn submits(&self, path: &str, more: &[(&str, &str)]) -> Answer {
        let fields = [&[("id", self.id.as_str())], more].concat();
        self.teacher.submits_and_follows(path, &fields).await
    }

    async fn undoes(&self, page: &Answer) -> Answer {
        let (action, fields) = undo(page);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.teacher.submits_and_follows(&action, &fields).await
    }

    async fn free_seats(&self) -> usize {
        self.board().await.seats.iter().filter(|seat| seat.is_free()).count()
    }
}

async fn a_pause_gives_a_receipt_once_and_is_undone_with_one_button(app: TestApp) {
    let class = app.class_of(1).await;
    let paused = class.submits("/classes/act", &[("what", "pause")]).await;
    assert_eq!(class.teacher.here(), class.page());
    assert!(paused.says(EN.receipt_paused()) && paused.says(EN.receipt_undo()));
    let later = class.teacher.opens(&class.page()).await;
    assert!(!later.says(EN.receipt_undo()), "the receipt is shown once");
    let goes_on = class.undoes(&paused).await;
    assert!(goes_on.says(EN.receipt_goes_on()));
    assert_eq!(class.board().await.state, ClassState::Open);
    // The receipt of one class is not shown on the board of another one.
    class
        .teacher
        .submits("/classes/act", &[("id", &class.id), ("what", "pause")])
        .await;
    let other = class.teacher.opens_a_class(1).await;
    let board = class.teacher.opens(&other.page()).await;
    assert!(!board.says(EN.receipt_undo()));
}

async fn a_paused_board_goes_on_with_one_button(app: TestApp) {
    let class = app.class_of(1).await;
    assert!(class.action("pause", &[]).await.is_done());
    let board = class.teacher.opens(&class.page()).await;
    assert!(board.says(EN.board_head_paused_title()) && board.says(EN.board_head_resume()));
    class.submits("/classes/act", &[("what", "go_on")]).await;
    assert_eq!(class.board().await.state, ClassState::Open);
}

async fn a_label_that_was_replaced_by_mistake_comes_back(app: TestApp) {
    let class = app.class_of(2).await;
    let label = async |label: &str| {
        let fields = [("number", "2"), ("act", "label"), ("label", label)];
        class.submits("/classes/seat", &fields).await
    };
    label("Anna \"K.\"").await;
    let replaced = label("Ben").await;
    assert!(replaced.says(&EN.receipt_labelled(2)));
    class.undoes(&replaced).await;
    let seat = class.seat(&class.seats[1]).await;
    assert_eq!(seat.label.as_deref(), Some("Anna \"K.\""));
    // A seat that had no label has none again.
    let fields = [("number", "1"), ("act", "label"), ("label", "Cleo")];
    let labelled = class.submits("/classes/seat", &fields).await;
    class.undoes(&labelled).await;
    assert_eq!(class.seat(&class.seats[0]).await.label, None);
}

async fn letting_students_in_is_undone(app: TestApp) {
    let class = app.class_of(1).await;
    let version = class.version().await;
    let open = class.submits("/classes/self-join", &[("on", "true")]).await;
    assert!(open.says(EN.receipt_self_join_on()) && class.board().await.self_join);
    assert_eq!(
        class.version().await,
        version + 1,
        "other open boards and the projector page get the change"
    );
    let closed = class.undoes(&open).await;
    assert!(closed.says(EN.receipt_self_join_off()) && !class.board().await.self_join);
}

async fn cards_count_as_handed_out_only_when_the_teacher_says_so(app: TestApp) {
    let class = app.class_of(3).await;
    let handouts = format!("{}/handouts", class.page());
    app.browser().signs_in(&class.seats[0]).await;
    let page = class.teacher.opens(&handouts).await;
    assert!(page.says(&EN.cards_ask_title(2)) && page.says(EN.cards_ask_text()));
    assert_eq!(class.teacher.gets(&format!("{handouts}.csv")).await.status, 200);
    assert_eq!(class.free_seats().await, 2, "pages and downloads change nothing");

    // One seat was handed out before: undoing the second act does not touch it.
    assert!(class.hands_out(true).await.is_done());
    app.waits(5);
    assert!(class.action("add_seats", &[("seats", "2")]).await.is_done());
    let marked = class.submits("/classes/handed-out", &[("on", "true")]).await;
    assert_eq!(class.teacher.here(), handouts);
    assert!(marked.says(&EN.receipt_handed_out(2)) && marked.says(EN.cards_out_title()));
    assert_eq!(class.free_seats().await, 0);
    class.undoes(&marked).await;
    let free = class.board().await.seats;
    let free: Vec<u16> = free
        .iter()
        .filter(|seat| seat.is_free())
        .map(|seat| seat.number)
        .collect();
    assert_eq!(free, [4, 5]);
}

async fn a_teacher_who_notices_that_no_seat_is_free_frees_the_unused_cards(app: TestApp) {
    let class = app.class_of(3).await;
    class.lets_students_take_seats(true).await;
    class.hands_out(true).await;
    app.browser().signs_in(&class.seats[0]).await;
    let board = class.teacher.opens(&class.page()).await;
    assert!(board.says(EN.join_allowed_none()) && board.says(&EN.board_head_cards_out(2)));
    let fields = [("on", "false"), ("back", "board")];
    let freed = class.submits("/classes/handed-out", &fields).await;
    assert_eq!(class.teacher.here(), class.page());
    assert!(freed.says(&EN.receipt_cards_taken_back(2)));
    assert_eq!(class.free_seats().await, 2);
}

async fn unlocking_and_a_new_password_take_one_press_and_give_a_receipt(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.browser().gives_password(&seat.login, "wrong").await;
    class.failure(seat, |seat| seat.failure.is_some()).await;
    let board = class.teacher.opens(&class.page()).await;
    for form in ["unlock", "new-password"] {
        assert!(board.body.contains(&format!("<form id=\"{form}\"")), "{form}");
        assert!(board.body.contains(&format!("form=\"{form}\"")), "{form}");
    }
    let unlocked = class
        .submits("/classes/seat", &[("act", "unlock"), ("number", "1")])
        .await;
    assert!(unlocked.says(&EN.receipt_unlocked(1)));
    assert_eq!(class.seat(seat).await.failure, None);
    let fresh = class
        .submits("/classes/seat", &[("act", "new_password"), ("number", "1")])
        .await;
    let password = class.passwords(Some(1)).await[0].1.clone();
    assert!(fresh.says(&EN.receipt_new_password(1)) && fresh.says(&password));
}

async fn seats_are_added_once_however_often_the_form_is_sent(app: TestApp) {
    let class = app.class_of(2).await;
    let menu = format!("{}/menu", class.page());
    let form = class.teacher.opens(&menu).await.field("form");
    let presses = (0..8).map(|_| {
        let (teacher, id, form) = (class.teacher.clone(), class.id.clone(), form.clone());
        tokio::spawn(async move {
            let fields = [
                ("id", id.as_str()),
                ("what", "add_seats"),
                ("seats", "3"),
                ("form", &form),
            ];
            teacher.calls("/classes/act", &fields).await
        })
    });
    for press in presses.collect::<Vec<_>>() {
        assert!(press.await.unwrap().is_done());
    }
    assert_eq!(class.board().await.seats.len(), 5);
    // The page that is loaded after the act has a form of its own, for further seats.
    let next = class.teacher.opens(&menu).await.field("form");
    let add = async |form: &str| class.action("add_seats", &[("seats", "1"), ("form", form)]).await;
    assert!(add(&next).await.is_done());
    assert_eq!(class.board().await.seats.len(), 6);
    // The form of another class adds nothing.
    let other = app.class_of(1).await;
    let foreign = other
        .teacher
        .opens(&format!("{}/menu", other.page()))
        .await
        .field("form");
    assert!(
        other
            .action("add_seats", &[("seats", "1"), ("form", &foreign)])
            .await
            .is_done()
    );
    assert_eq!(add(&foreign).await.refusal(), Refusal::BadRequest);
    assert_eq!(add("nonsense").await.refusal(), Refusal::BadRequest);
}
