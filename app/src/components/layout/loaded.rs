//! Renders a part of a page as soon as its data is loaded, in place of `<Suspense>`.

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};

/// Renders the result of `load`. `<Suspense>` counts its tasks on the server with effects on other threads and can miss
/// the end of the last task: about one response in ten thousand was never sent (leptos-rs/leptos#4673, #4851).
/// `Suspend` alone does not count tasks, but it needs an owner that lives until the last byte is written.
pub fn loaded<V, Fut>(load: impl Fn() -> Fut + Send + 'static) -> impl IntoView
where
    V: IntoView + Send + 'static,
    Fut: Future<Output = V> + Send + 'static,
{
    move || {
        let owner = Owner::new();
        let view = owner.with(|| {
            let (owner, loading) = (owner.clone(), load());
            Suspend::new(async move { OwnedView::new_with_owner(loading.await.into_view(), owner) })
        });
        OwnedView::new_with_owner(view, owner)
    }
}
