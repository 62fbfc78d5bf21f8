//! The end of the tour: what the server does without a request, such as deleting expired data and sealing secrets again.

use crate::common::*;
use backend::operations::Replica;

const DAY: u64 = 24 * 3600;

pub async fn expired_data_is_deleted(app: &TestApp) {
    let operations = &app.stepwise.operations;
    let class = app.class_of(3).await;
    app.browser().connects(&class.seats[0]).await;
    assert!(operations.figures().await.unwrap().open_classes > 0);
    let keys = format!("new:IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=,{}", test_app::KEYS);
    let rotated = app.with(|config| config.keys = keys);
    rotated.stepwise.operations.reseal_all(|_| ()).await.unwrap();
    rotated.stepwise.operations.can_open_all().await.unwrap();
    let usage = rotated.stepwise.operations.key_usage().await.unwrap();
    assert!(usage["new"] > 0);

    let replica = Replica::new().unwrap();
    assert!(operations.run_housekeeping(replica).await.unwrap().is_some());
    app.waits(60 * DAY);
    let deleted = operations.run_housekeeping(replica).await.unwrap().unwrap();
    assert!(deleted.sessions > 0 && deleted.throttles > 0 && deleted.classes > 0);
    for table in [
        "class",
        "seat",
        "web_session",
        "message_code",
        "trusted_browser",
        "token_family",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert_eq!(class.teacher.gets(&class.page()).await.status, 404);
}
