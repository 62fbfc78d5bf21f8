//! Tests of the certificate and of the family sheet, which students take home.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    a_certificate_is_shown_after_the_fourth_stage,
    the_name_on_a_certificate_is_in_no_form,
    everybody_can_print_the_family_sheet,
);

async fn finished(app: &TestApp, seat: &Seat) -> Browser {
    let student = app.browser();
    let (secret, _) = student.connects(seat).await;
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
    student
}

async fn a_certificate_is_shown_after_the_fourth_stage(app: TestApp) {
    let texts = Texts::of(Locale::En);
    let class = app.class_of(2).await;
    let page = app.browser().gets("/lesson/certificate").await;
    assert!(page.leads_to().starts_with("/sign-in"), "{}", page.leads_to());
    let student = app.browser();
    student.connects(&class.seats[0]).await;
    let page = student.opens("/lesson/certificate").await;
    assert!(page.says(texts.certificate_not_yet_title()) && !page.says(texts.certificate_heading()));

    let student = finished(&app, &class.seats[1]).await;
    let lesson = student.opens("/lesson").await;
    for path in ["/lesson/certificate", "/lesson/family-sheet"] {
        assert!(lesson.body.contains(&format!("href=\"{path}\"")), "{path}");
    }
    let page = student.opens("/lesson/certificate").await;
    assert!(page.says(texts.certificate_heading()) && page.says(texts.stage_signed_in_2fa()));
}

async fn the_name_on_a_certificate_is_in_no_form(app: TestApp) {
    let class = app.class_of(1).await;
    let student = finished(&app, &class.seats[0]).await;
    let page = student.opens("/lesson/certificate").await;
    let tags = html::tags(&page.body);
    let field = tags.iter().find(|tag| tag.attribute("id") == Some("holder")).unwrap();
    for attribute in ["name", "form", "value"] {
        assert_eq!(field.attribute(attribute), None, "{attribute}");
    }
    let (before, _) = page.body.split_once("id=\"holder\"").unwrap();
    assert_eq!(before.matches("<form").count(), before.matches("</form").count());
    assert!(tags.iter().all(|tag| tag.name != "leptos-island"));
}

async fn everybody_can_print_the_family_sheet(app: TestApp) {
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        let page = app.browser().speaking(locale.tag()).opens("/lesson/family-sheet").await;
        assert_eq!(page.status, 200);
        for task in [texts.family_switch_on(), texts.family_spare_key(), texts.family_agree()] {
            assert!(page.says(task), "{task}");
        }
        assert!(html::tags(&page.body).iter().all(|tag| tag.name != "leptos-island"));
    }
}
