//! Tests of the language and the theme: defaults, choices, and that every page follows them.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    the_browser_s_languages_decide_until_one_is_chosen,
    choosing_a_language_or_a_theme_returns_to_the_same_page,
    every_page_declares_its_language,
    the_chosen_theme_is_kept,
);

async fn the_browser_s_languages_decide_until_one_is_chosen(app: TestApp) {
    for (accepted, locale) in [
        ("ru-RU,ru;q=0.9,en-US;q=0.8", Locale::Ru),
        ("de-DE,de;q=0.9,fr;q=0.5,en;q=0.3", Locale::Fr),
        ("en;q=0.2,ru;q=0.7", Locale::Ru),
        ("de,es", Locale::En),
        ("*", Locale::En),
        ("fr;q=0,ru;q=abc", Locale::En),
    ] {
        let visitor = app.browser().speaking(accepted);
        let page = visitor.opens("/").await;
        assert!(
            page.body.contains(&format!("<html lang=\"{}\"", locale.tag())),
            "{accepted}"
        );
        assert!(page.says(Texts::of(locale).home_title()), "{accepted}");
        visitor.submits_and_follows("/language", &[("lang", "fr")]).await;
        assert!(
            visitor
                .opens("/sign-in")
                .await
                .says(Texts::of(Locale::Fr).sign_in_title()),
            "{accepted}"
        );
        visitor.submits("/language", &[("lang", "klingon")]).await;
        assert!(
            visitor
                .opens("/sign-in")
                .await
                .says(Texts::of(Locale::Fr).sign_in_title()),
            "{accepted}"
        );
    }
    let visitor = app.browser();
    visitor.sets_cookie("lang", "<script>");
    assert!(visitor.opens("/").await.body.contains("<html lang=\"en\""));
}

async fn choosing_a_language_or_a_theme_returns_to_the_same_page(app: TestApp) {
    let visitor = app.browser();
    visitor.opens("/sign-in").await;
    let page = visitor.submits_and_follows("/language", &[("lang", "ru")]).await;
    assert_eq!(visitor.here(), "/sign-in");
    assert!(page.says(Texts::of(Locale::Ru).sign_in_title()));
    let before = app.dump().await;
    visitor.submits("/language", &[("lang", "en")]).await;
    visitor.submits("/theme", &[("theme", "dark")]).await;
    assert_eq!(app.dump().await, before);
}

async fn every_page_declares_its_language(app: TestApp) {
    let class = app.class_of(2).await;
    let connected = app.browser();
    connected.connects(&class.seats[1]).await;
    for (locale, tag) in [(Locale::En, "en"), (Locale::Ru, "ru"), (Locale::Fr, "fr")] {
        let student = app.browser().speaking(tag);
        student.signs_in(&class.seats[0]).await;
        let pending = app.browser().speaking(tag);
        pending.signs_in(&class.seats[1]).await;
        // Students who have chosen no language read pages in the language of their class.
        for student in [&student, &pending] {
            student.submits("/language", &[("lang", tag)]).await;
        }
        let mut teacher = class.teacher.copied();
        teacher.language = Some(tag);
        for page in routes::pages() {
            let path = routes::filled(&page, &class.id, &class.teacher_token);
            for person in [&app.browser().speaking(tag), &student, &pending, &teacher] {
                let page = person.gets(&path).await;
                if page.status.is_redirection() {
                    continue;
                }
                let html = &html::tags(&page.body)[0];
                assert_eq!(
                    (html.name.as_str(), html.attribute("lang")),
                    ("html", Some(tag)),
                    "{path}"
                );
                assert!(page.says(Texts::of(locale).site_tagline()), "{path}");
            }
        }
    }
}

async fn the_chosen_theme_is_kept(app: TestApp) {
    let visitor = app.browser();
    assert_eq!(
        html::tags(&visitor.opens("/").await.body)[0].attribute("data-theme"),
        None
    );
    visitor.submits("/theme", &[("theme", "dark")]).await;
    assert_eq!(
        html::tags(&visitor.opens("/").await.body)[0].attribute("data-theme"),
        Some("dark")
    );
    visitor.submits("/theme", &[("theme", "\"><script>")]).await;
    assert_eq!(
        html::tags(&visitor.opens("/").await.body)[0].attribute("data-theme"),
        None
    );
}
