//! Tests of the teacher's guide.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    a_teacher_reads_the_guide_in_each_language,
    the_answers_are_closed_until_the_teacher_opens_them,
    teachers_find_the_guide_and_students_are_not_led_to_it,
);

async fn a_teacher_reads_the_guide_in_each_language(app: TestApp) {
    for locale in Locale::ALL {
        let guide = Texts::of(locale).guide();
        let page = app.browser().speaking(locale.tag()).opens("/guide").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<html lang=\"{}\"", locale.tag())));
        assert!(page.says(guide.title));
        let tags = html::tags(&page.body);
        for section in guide.sections {
            assert!(page.says(section.title), "{locale:?}: {}", section.title);
            let heading = tags.iter().find(|tag| tag.attribute("id") == Some(section.id));
            assert_eq!(heading.map(|tag| tag.name.as_str()), Some("h2"), "{}", section.id);
            let link = format!("#{}", section.id);
            assert!(tags.iter().any(|tag| tag.attribute("href") == Some(&link)), "{link}");
        }
        // A page without islands loads no WebAssembly.
        assert!(tags.iter().all(|tag| tag.name != "leptos-island"));
    }
}

async fn the_answers_are_closed_until_the_teacher_opens_them(app: TestApp) {
    let page = app.browser().opens("/guide").await;
    let (before, after) = page.body.split_once("<details").unwrap();
    assert!(after.starts_with('>'), "the answers are open");
    for answer in [
        "answers-message",
        "answers-files",
        "answers-recovery",
        "answers-messages",
        "answers-talk",
    ] {
        let heading = format!("id=\"{answer}\"");
        assert!(!before.contains(&heading) && after.contains(&heading), "{answer}");
    }
}

async fn teachers_find_the_guide_and_students_are_not_led_to_it(app: TestApp) {
    let class = app.class_of(1).await;
    let leads_to_guide = |page: &Answer| page.body.contains("href=\"/guide\"");
    let first_page = app.browser().opens("/").await;
    assert_eq!(
        first_page.body.matches("href=\"/guide\"").count(),
        2,
        "in the facts and in the footer"
    );
    assert!(leads_to_guide(&class.teacher.opens(&class.page()).await));
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    assert!(!leads_to_guide(&student.opens("/lesson").await));
}
