//! Tests of the language of a class: where it is chosen, and which pages follow it.

use crate::{
    common::{member::*, *},
    on_every_database,
};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

const ENGLISH: Texts = Texts::of(Locale::En);
const RUSSIAN: Texts = Texts::of(Locale::Ru);
const FRENCH: Texts = Texts::of(Locale::Fr);

on_every_database!(
    a_teacher_chooses_language_phones_and_entrance_when_opening,
    students_read_pages_in_the_language_of_their_class_until_they_choose_one,
    a_class_changes_its_language_in_its_menu,
    cards_are_in_the_language_of_the_class_and_show_no_label,
    a_member_who_tried_a_login_reads_pages_in_the_own_language,
);

/// Opens a class with these choices of the opening form and returns the path of its board.
async fn opens(teacher: &Browser, choices: &[(&str, &str)]) -> String {
    let form = teacher.opens("/").await.field("form");
    let fields = [&[("form", form.as_str()), ("seats", "2"), ("title", "7b")], choices].concat();
    assert_eq!(teacher.submits_and_follows("/classes", &fields).await.status, 200);
    teacher.here()
}

fn is_in(page: &Answer, locale: Locale) -> bool {
    page.body.contains(&format!("<html lang=\"{}\"", locale.tag()))
}

async fn a_teacher_chooses_language_phones_and_entrance_when_opening(app: TestApp) {
    let teacher = app.browser().speaking("fr");
    let form = teacher.opens("/").await;
    for name in ["locale", "join", "phones"] {
        assert!(form.body.contains(&format!("name=\"{name}\"")), "{name}");
    }
    let board = opens(&teacher, &[("locale", "ru"), ("join", "code"), ("phones", "no")]).await;
    let menu = teacher.opens(&format!("{board}/menu")).await;
    assert!(is_in(&menu, Locale::Fr) && menu.says(FRENCH.settings_phones_on()));
    let wall = teacher.opens(&format!("{board}/projector")).await;
    assert!(wall.says(RUSSIAN.instruction_take_seat()) && wall.says(RUSSIAN.instruction_connect_practice()));
    // A form without these fields opens a class in the language of the teacher, with cards and phones.
    let board = opens(&teacher, &[]).await;
    let wall = teacher.opens(&format!("{board}/projector")).await;
    assert!(wall.says(FRENCH.instruction_sign_in()) && wall.says(FRENCH.instruction_connect()));
    assert!(!wall.says(FRENCH.instruction_take_seat()));
}

async fn students_read_pages_in_the_language_of_their_class_until_they_choose_one(app: TestApp) {
    let class = app.class_of(2).await;
    class.lets_students_take_seats(true).await;
    assert!(class.action("language", &[("locale", "ru")]).await.is_done());
    let code = class.join_code().await;
    let student = app.browser().speaking("fr");
    // The class is not known before the code.
    assert!(is_in(&student.opens("/join").await, Locale::Fr));
    let door = student.submits_and_follows("/join", &[("join_code", &code)]).await;
    assert!(
        is_in(&door, Locale::Ru) && door.says(RUSSIAN.join_take()),
        "{}",
        student.here()
    );
    let form = door.field("form");
    let fields = [("join_code", code.as_str()), ("form", &form)];
    let seat = student.submits_and_follows("/join/seat", &fields).await;
    assert!(is_in(&seat, Locale::Ru) && seat.says(RUSSIAN.join_sign_in()));
    assert!(is_in(&student.opens("/sign-in").await, Locale::Ru));
    // Who signs in with a card, without any address of the class, reads the language of the class from then on.
    let with_card = app.browser().speaking("fr");
    assert!(is_in(&with_card.opens("/sign-in").await, Locale::Fr));
    with_card.signs_in(&class.seats[1]).await;
    assert!(is_in(&with_card.opens("/lesson").await, Locale::Ru));
    with_card.signs_out().await;
    assert!(is_in(&with_card.opens("/sign-in").await, Locale::Ru));
    with_card.signs_in(&class.seats[1]).await;
    // A choice in the language menu wins.
    with_card.submits("/language", &[("lang", "en")]).await;
    for path in ["/lesson", "/set-up", "/phone", "/sign-in?lang=ru"] {
        assert!(is_in(&with_card.opens(path).await, Locale::En), "{path}");
    }
}

async fn a_class_changes_its_language_in_its_menu(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    assert!(is_in(&student.opens("/lesson").await, Locale::En));
    let version = class.version().await;
    let fields = [("id", class.id.as_str()), ("what", "language"), ("locale", "fr")];
    let led = class.teacher.submits("/classes/act", &fields).await;
    assert_eq!(led.leads_to(), class.page());
    assert!(is_in(&student.opens("/lesson").await, Locale::Fr));
    // Open projector pages learn of it.
    assert!(class.version().await > version);
    for wrong in [&[("locale", "klingon")][..], &[]] {
        assert_eq!(class.action("language", wrong).await.refusal(), Refusal::BadRequest);
    }
    assert!(is_in(&student.opens("/lesson").await, Locale::Fr));
}

async fn cards_are_in_the_language_of_the_class_and_show_no_label(app: TestApp) {
    let class = app.class_of(2).await;
    assert!(class.action("language", &[("locale", "ru")]).await.is_done());
    assert!(class.action("names", &[("names", "1. Мария\n2. Пётр")]).await.is_done());
    let labels: Vec<_> = class.board().await.seats.into_iter().map(|seat| seat.label).collect();
    assert_eq!(labels, [Some("Мария".to_owned()), Some("Пётр".to_owned())]);
    let page = class.teacher.opens(&format!("{}/handouts", class.page())).await;
    assert!(is_in(&page, Locale::En) && page.says(ENGLISH.handouts_title()));
    let cards: Vec<&str> = page.body.split("<article").skip(1).collect();
    assert_eq!(cards.len(), 2);
    for (card, seat) in cards.iter().zip(&class.seats) {
        let card = card.split("</article>").next().unwrap();
        let text = html::text(card.split_once('>').unwrap().1);
        assert!(card.contains("lang=\"ru\""));
        assert!(text.contains(RUSSIAN.card_step_scan()) && text.contains(RUSSIAN.card_step_phone()));
        assert!(text.contains(&seat.login) && text.contains(&seat.password));
        assert!(!text.contains("Мария") && !text.contains("Пётр"), "{text}");
    }
    // The address in the QR code fills the login in and contains no secret. A GET changes nothing.
    let student = app.browser();
    let before = app.dump().await;
    let path = format!("/sign-in?login={}&lang=ru", class.seats[0].login);
    let door = student.opens(&path).await;
    assert!(is_in(&door, Locale::Ru));
    assert!(door.body.contains(&format!("value=\"{}\"", class.seats[0].login)));
    assert_eq!(app.dump().await, before);
    // The server tells in time that other devices cannot open the address on the cards.
    assert!(!page.says(ENGLISH.board_loopback_title()));
    let alone = app.with(|config| config.site.loopback_only = true);
    let teacher = alone.browser();
    let class = teacher.opens_a_class(1).await;
    for page in ["handouts", "projector"] {
        let page = teacher.opens(&format!("{}/{page}", class.page())).await;
        assert!(page.says(ENGLISH.board_loopback_title()));
    }
}

async fn a_member_who_tried_a_login_reads_pages_in_the_own_language(app: TestApp) {
    let class = app.class_of(1).await;
    assert!(class.action("language", &[("locale", "ru")]).await.is_done());
    let member = app.browser();
    let secret = app.member(&member, "ada").await;
    member.signs_out().await;
    member.signs_in(&class.seats[0]).await;
    assert!(is_in(&member.opens("/lesson").await, Locale::Ru));
    member.signs_out().await;
    app.waits(30);
    member.signs_in_as("ada", PASSWORD, &secret).await;
    assert!(is_in(&member.opens("/classes").await, Locale::En));
}
