//! A tour through the whole application, on every database: it visits every page and uses every server function and every
//! operation of the API. So a query that one of the databases refuses fails here, although most other tests run on SQLite
//! only.
//!
//! A new route has to be added to one of the stops: `missing_routes` lists the routes that the tour has not reached.

mod account;
mod administrators;
mod api_clients;
mod classes;
mod exercises;
mod members;
mod passkeys;
mod students;
mod upkeep;

use crate::{
    always_on_every_database,
    common::{admin::OPERATOR, *},
};
use domain::factor::OfferedFactors;

always_on_every_database!(every_route_works,);

async fn every_route_works(app: TestApp) {
    // The limits for the whole network are high in tests, and each stop has its own accounts.
    let app = app.with(|config| {
        config.settings.offered = OfferedFactors {
            email: true,
            sms: true,
            ..config.settings.offered
        };
        config.settings.trust_browser_days = 30;
        config.settings.rescue_email = Some(OPERATOR.to_owned());
    });
    let class = classes::a_teacher_prepares_a_class(&app).await;
    students::a_student_passes_the_lesson(&class).await;
    students::a_student_practises_with_messages(&class).await;
    exercises::a_student_does_the_exercises(&class).await;
    classes::the_teacher_acts_on_seats_and_ends_the_class(&class).await;
    let member = members::a_member_registers(&app).await;
    members::a_member_manages_classes(&member).await;
    account::a_member_changes_the_account(&member).await;
    account::a_member_changes_factors(&member).await;
    members::a_member_comes_back_and_leaves(&member).await;
    passkeys::a_member_uses_passkeys(&app).await;
    administrators::an_administrator_decides(&app).await;
    api_clients::an_api_client_manages_a_class(&app).await;
    upkeep::expired_data_is_deleted(&app).await;
    assert_eq!(app.answered.missing_routes(), [""; 0], "add these routes to the tour");
}

impl Browser {
    /// Opens a page that must be there, at this address.
    async fn visits(&self, path: &str) -> Answer {
        let page = self.gets(path).await;
        assert_eq!(page.status, 200, "{path} {}", page.leads_to());
        assert!(page.is_page(), "{path}");
        page
    }

    /// Sends a form that must be accepted.
    async fn does(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let done = self.calls(path, fields).await;
        assert!(done.is_done(), "{path} {fields:?}: {} {}", done.status, done.body);
        done
    }

    /// Loads data that must be there.
    async fn reads(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let data = self.loads(path, fields).await;
        assert!(data.is_done(), "{path} {fields:?}: {} {}", data.status, data.body);
        data
    }
}
