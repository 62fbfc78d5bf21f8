//! The part of a page that waits for its data.

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};

/// Shows what `load` comes to. `<Suspense>` would do it too, but on the server it counts its tasks with effects on other
/// threads, which can miss the last task: one page in some ten thousand never came (leptos-rs/leptos#4673, #4851).
/// What is awaited inside of `Suspend` needs no counting. It needs an owner that lives until the last byte is written.
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
