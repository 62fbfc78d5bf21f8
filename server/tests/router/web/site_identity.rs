//! Tests of the files that represent the site outside its pages: manifest, link preview, colours, offline page. Also
//! tests the component page.

use crate::{common::*, on_every_database};
use domain::locale::Locale;
use texts::Texts;

on_every_database!(
    the_manifest_is_in_the_language_of_its_page,
    link_previews_describe_the_site_and_not_the_class,
    pages_of_one_user_are_not_described,
    error_pages_have_the_chosen_theme,
    the_theme_colour_of_the_browser_follows_the_chosen_theme,
    browsers_paint_what_the_style_sheet_paints,
    the_service_worker_and_its_offline_page_are_served,
    developers_can_open_a_page_of_all_components,
);

async fn the_manifest_is_in_the_language_of_its_page(app: TestApp) {
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        let page = app.browser().speaking(locale.tag()).opens("/").await;
        let address = format!("/site.webmanifest?lang={}", locale.tag());
        assert!(page.body.contains(&format!("href=\"{address}\"")), "{}", page.body);
        // Browsers request the manifest without cookies. Therefore its address names the language.
        let answer = app.browser().gets(&address).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "application/manifest+json");
        let manifest: serde_json::Value = answer.json();
        assert_eq!(manifest["lang"], locale.tag());
        assert_eq!(manifest["description"], texts.site_description());
        assert_eq!(manifest["icons"].as_array().map(Vec::len), Some(4));
    }
    assert_eq!(app.browser().gets("/site.webmanifest?lang=xx").await.status, 200);
}

async fn link_previews_describe_the_site_and_not_the_class(app: TestApp) {
    let app = app.with(|config| config.site.base_url = Some("https://stepwise.test".to_owned()));
    let texts = Texts::of(Locale::Fr);
    let page = app.browser().speaking("fr").opens("/sign-in").await;
    let told = |property: &str| {
        let tags = html::tags(&page.body);
        let tag = tags.iter().find(|tag| tag.attribute("property") == Some(property));
        tag.and_then(|tag| tag.attribute("content")).map(str::to_owned)
    };
    assert_eq!(told("og:title").as_deref(), Some(texts.home_title()));
    assert_eq!(told("og:image").as_deref(), Some("https://stepwise.test/card-fr.png"));
    let class = app.class_of(1).await;
    let board = class.teacher.opens(&format!("/classes/{}", class.id)).await;
    assert!(!board.body.contains("og:title"));
}

/// Whether the page has the tags for the preview of a link. Asserts that it is a page with the head of all pages.
async fn is_described(browser: &Browser, path: &str) -> bool {
    let page = browser.gets(path).await;
    assert!(page.is_page() && page.body.contains("speculationrules"), "{path}");
    page.body.contains("og:title")
}

async fn pages_of_one_user_are_not_described(app: TestApp) {
    for path in ["/", "/sign-in", "/join/H7KM4P", "/register"] {
        assert!(is_described(&app.browser(), path).await, "{path}");
    }
    let class = app.class_of(2).await;
    let (student, pending) = (app.browser(), app.browser());
    student.signs_in(&class.seats[0]).await;
    app.browser().connects(&class.seats[1]).await;
    pending.signs_in(&class.seats[1]).await;
    let member = app.offering_messages().browser();
    member.registers("ada").await;
    let root = app.administrator("root").await.browser;
    let handouts = format!("{}/handouts", class.page());
    for (browser, path) in [
        (&pending, "/sign-in/code"),
        (&student, "/lesson"),
        (&member, "/set-up/sms"),
        (&root, "/classes"),
        (&class.teacher, handouts.as_str()),
        (&root, "/admin"),
    ] {
        assert!(!is_described(browser, path).await, "{path}");
    }
}

async fn error_pages_have_the_chosen_theme(app: TestApp) {
    let visitor = app.browser();
    visitor.submits("/theme", &[("theme", "dark")]).await;
    let page = visitor.gets("/pkg/nothing.js").await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("data-theme=\"dark\""), "{}", page.body);
    assert!(page.body.contains("class=\"art\""), "{}", page.body);
}

async fn the_theme_colour_of_the_browser_follows_the_chosen_theme(app: TestApp) {
    let visitor = app.browser();
    let (day, night) = ("#faf8f4", "#12141d");
    assert_eq!(theme_colours(&visitor.opens("/").await), [day, night]);
    for (theme, colour) in [("dark", night), ("light", day)] {
        visitor.submits("/theme", &[("theme", theme)]).await;
        assert_eq!(theme_colours(&visitor.opens("/").await), [colour]);
    }
}

fn theme_colours(page: &Answer) -> Vec<String> {
    let tags = html::tags(&page.body);
    let colours = tags.iter().filter(|tag| tag.attribute("name") == Some("theme-color"));
    colours
        .map(|tag| tag.attribute("content").unwrap_or_default().to_owned())
        .collect()
}

async fn browsers_paint_what_the_style_sheet_paints(app: TestApp) {
    let colours = theme_colours(&app.browser().opens("/").await).join(", ");
    let paper = format!("--paper: light-dark({colours});");
    assert!(include_str!("../../../../style/tokens.css").contains(&paper), "{paper}");
}

async fn the_service_worker_and_its_offline_page_are_served(app: TestApp) {
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        let visitor = app.browser().speaking(locale.tag());
        visitor.submits("/theme", &[("theme", "dark")]).await;
        let query = format!("?lang={}&theme=dark", locale.tag());
        let page = visitor.opens("/sign-in").await;
        assert!(
            page.body.contains(&format!("register(\"/offline.js{query}\")")),
            "{}",
            page.body
        );

        // Browsers fetch the offline page once and show it later to any user, so it contains no data of a user and no
        // script.
        let page = app.browser().gets(&format!("/offline{query}")).await;
        assert_eq!(page.status, 200);
        assert!(page.says(texts.offline_page_title()) && page.says(texts.offline_page_text()));
        assert!(
            page.body.contains("data-theme=\"dark\"") && !page.body.contains("<script"),
            "{}",
            page.body
        );
        assert_eq!(page.header("set-cookie"), "");
    }
    let page = app.browser().gets("/offline?theme=%22%3E%3Cscript%3E").await;
    assert!(
        !page.body.contains("data-theme") && !page.body.contains("<script"),
        "{}",
        page.body
    );

    let worker = app.browser().gets("/offline.js").await;
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(
        worker.header("content-security-policy"),
        "default-src 'none'; connect-src 'self'"
    );
}

/// The page exists because this test runs a development build. A browser test checks that a release has no such page.
async fn developers_can_open_a_page_of_all_components(app: TestApp) {
    let page = app.browser().opens("/components").await;
    assert_eq!(page.status, 200);
    for part in ["button.css", "code-field", "badge done", "toast", "dialog", "ring"] {
        assert!(page.body.contains(part), "{part}");
    }
}
