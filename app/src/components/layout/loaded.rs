//! Renders a part of a page when its data is loaded, in place of `<Suspense>` and resources.

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};

/// Renders the result of `view` when it is ready. Only islands are hydrated, so a resource, which sends its value to the
/// browser too, has no use here, and would cost a task of the runtime.
///
/// `<Suspense>` counts its tasks on the server with effects on other threads and can miss the end of the last task: about
/// one response in ten thousand was never sent (leptos-rs/leptos#4673, #4851). `Suspend` alone does not count tasks, but it
/// needs an owner that lives until the last byte is written.
pub fn loaded<V>(view: impl Future<Output = V> + Send + 'static) -> impl IntoView
where
    V: IntoView + Send + 'static,
{
    let owner = Owner::new();
    let suspended = owner.with(|| {
        let owner = owner.clone();
        Suspend::new(async move {
            until_awaited().await;
            OwnedView::new_with_owner(view.await.into_view(), owner)
        })
    });
    OwnedView::new_with_owner(suspended, owner)
}

/// Is not ready when it is polled for the first time. Leptos polls all parts of a page once when it builds the page, and
/// then awaits them one after the other. A part that begins in its first poll waits in the queue of a lock or of the
/// database connections, and gets its turn while it is not polled. An earlier part that needs the same lock again would
/// wait for it without end. `server/tests/router/web/accept_header.rs` fails without this function.
async fn until_awaited() {
    tokio::task::yield_now().await;
}
