//! Tests of the links of a class, and of taking a class over, which makes the teacher link invalid.

use crate::{
    always_on_every_database,
    classes::access::{ClassAndUsers, new_link, uses_teacher_link},
    common::*,
    on_every_database,
};
use domain::refusal::Refusal;

const EN: texts::Texts = texts::Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_new_teacher_link_ends_the_old_one_and_the_access_it_gave,
    a_read_only_link_can_be_replaced_and_switched_off,
    taking_a_class_over_ends_its_teacher_link,
    taking_over_requires_a_member_with_both_factors,
);

always_on_every_database!(a_class_is_taken_over_once,);

async fn a_new_teacher_link_ends_the_old_one_and_the_access_it_gave(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    assert_eq!(uses_teacher_link(&colleague, &class.teacher_token).await, 200);
    let fresh = new_link(&class, &class.teacher, "teacher_link").await;
    assert_ne!(fresh, class.teacher_token);
    // Sessions with the old link lose access to the class. The session that made the new link keeps access.
    assert_eq!(colleague.gets(&class.page()).await.status, 404);
    assert_eq!(class.teacher.gets(&class.page()).await.status, 200);
    assert_eq!(uses_teacher_link(&app.browser(), &class.teacher_token).await, 404);
    // If the link is invalid, its page shows this before the user presses a button. Loading the page changes nothing.
    let before = app.dump().await;
    let visitor = app.browser();
    for token in [class.teacher_token.as_str(), "nonsense"] {
        let dead = visitor.opens(&format!("/teach/{token}")).await;
        assert_eq!(dead.status, 404);
        assert!(dead.says(EN.dead_link_title()) && !dead.says(EN.teach_open()));
    }
    let alive = visitor.opens(&format!("/teach/{fresh}")).await;
    assert_eq!(alive.status, 200);
    assert!(
        alive.says(EN.teach_open()) && !alive.says("7b"),
        "a preview does not learn which class"
    );
    assert_eq!(app.dump().await, before);
    assert_eq!(visitor.session(), None);
    // The user presses the button of a page that was loaded before a newer link was made.
    let stale = visitor
        .submits_and_follows("/teach", &[("token", class.teacher_token.as_str())])
        .await;
    assert!(stale.status == 404 && visitor.here().starts_with("/teach/"));
    assert_eq!(uses_teacher_link(&colleague, &fresh).await, 200);
    assert_eq!(colleague.gets(&class.page()).await.status, 200);
    assert!(!app.dump().await.contains(&fresh));
}

async fn a_read_only_link_can_be_replaced_and_switched_off(app: TestApp) {
    let class = app.class_of(1).await;
    let first = new_link(&class, &class.teacher, "read_link").await;
    let reader = app.browser();
    assert_eq!(uses_teacher_link(&reader, &first).await, 200);
    assert_eq!(reader.gets(&class.page()).await.status, 200);
    let second = new_link(&class, &class.teacher, "read_link").await;
    assert_eq!(reader.gets(&class.page()).await.status, 404);
    assert_eq!(uses_teacher_link(&reader, &first).await, 404);
    assert_eq!(uses_teacher_link(&reader, &second).await, 200);
    assert_eq!(reader.gets(&class.page()).await.status, 200);
    assert!(class.action("read_link_off", &[]).await.is_done());
    assert_eq!(reader.gets(&class.page()).await.status, 404);
    assert_eq!(uses_teacher_link(&reader, &second).await, 404);
    // A teacher who uses the read-only link keeps the rights of a teacher.
    let third = new_link(&class, &class.teacher, "read_link").await;
    assert_eq!(uses_teacher_link(&class.teacher, &third).await, 200);
    assert!(class.action("pause", &[]).await.is_done());
}

async fn taking_a_class_over_ends_its_teacher_link(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    uses_teacher_link(&colleague, &class.teacher_token).await;
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let menu = format!("{}/menu", class.page());
    assert!(!class.teacher.opens(&menu).await.says(texts.menu_take_over_do()));
    let secret = app.member(&class.teacher, "ada").await;
    for page in [&menu, &class.page()] {
        assert!(
            class.teacher.opens(page).await.says(texts.menu_take_over_do()),
            "{page}"
        );
    }
    let taken = class.action("take_over", &[]).await;
    assert!(taken.is_done());
    assert_eq!(taken.leads_to(), class.page());
    assert!(class.action("take_over", &[]).await.is_done(), "twice is once");
    let board = class.teacher.opens(&class.page()).await;
    assert_eq!(board.status, 200);
    assert!(!board.body.contains("/teach/"), "a dead link is not shown");
    assert!(!class.teacher.opens(&menu).await.says(texts.menu_take_over_do()));
    assert_eq!(colleague.gets(&class.page()).await.status, 404);
    assert_eq!(uses_teacher_link(&app.browser(), &class.teacher_token).await, 404);
    // After the owner has taken the class over, it can be opened only in browsers in which the owner is signed in.
    class.teacher.signs_out().await;
    assert_eq!(class.teacher.gets(&class.page()).await.status, 404);
    let home = app.browser();
    home.gives_password("ada", "correct horse battery").await;
    assert_eq!(home.gets(&class.page()).await.status, 404);
    app.waits(30);
    assert!(home.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(home.gets(&class.page()).await.status, 200);
    // If the owner makes a new link, the session gets no grant of the link, because the grant would still be valid
    // after the sign-out.
    new_link(&class, &home, "teacher_link").await;
    home.signs_out().await;
    assert_eq!(home.gets(&class.page()).await.status, 404);
}

async fn a_class_is_taken_over_once(app: TestApp) {
    let class = app.class_of(1).await;
    let colleague = app.browser();
    uses_teacher_link(&colleague, &class.teacher_token).await;
    app.member(&class.teacher, "ada").await;
    app.member(&colleague, "bea").await;
    let (first, second) = tokio::join!(
        class.action_by(&class.teacher, "take_over", &[]),
        class.action_by(&colleague, "take_over", &[])
    );
    let statuses = [first.status.as_u16(), second.status.as_u16()];
    assert!(statuses.contains(&200), "{statuses:?}");
    assert!(statuses.contains(&404) || statuses.contains(&409), "{statuses:?}");
    for (who, status) in [&class.teacher, &colleague].into_iter().zip(statuses) {
        let sees = who.gets(&class.page()).await.status == 200;
        assert_eq!(sees, status == 200);
    }
    // A user of the link cannot take over a class that has an owner.
    let world = ClassAndUsers::of(&app, "cleo").await;
    app.member(&world.holder, "dora").await;
    let refused = world.class.action_by(&world.holder, "take_over", &[]).await;
    assert_eq!(refused.refusal(), Refusal::ClassHasOwner);
}

async fn taking_over_requires_a_member_with_both_factors(app: TestApp) {
    let class = app.class_of(1).await;
    assert_eq!(class.action("take_over", &[]).await.refusal(), Refusal::SignInFirst);
    app.has_a_member("ada", "correct horse battery").await;
    assert!(
        class
            .teacher
            .gives_password("ada", "correct horse battery")
            .await
            .is_done()
    );
    assert_eq!(class.action("take_over", &[]).await.refusal(), Refusal::SignInFirst);
    let texts = texts::Texts::of(domain::locale::Locale::En);
    let menu = class.teacher.opens(&format!("{}/menu", class.page())).await;
    assert!(!menu.says(texts.menu_take_over_do()));
}
