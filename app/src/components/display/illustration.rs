//! Illustrations of the four stages and of message pages, as SVG.

use domain::stage::Stage;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    SignedIn,
    SetupOpened,
    Connected,
    SignedIn2fa,
    Finish,
    Nowhere,
    Over,
    Broken,
    /// A broken connection: between browser and server, or between server and database.
    Away,
}

impl From<Stage> for Scene {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::SignedIn => Self::SignedIn,
            Stage::SetupOpened => Self::SetupOpened,
            Stage::Connected => Self::Connected,
            Stage::SignedIn2fa => Self::SignedIn2fa,
        }
    }
}

impl Scene {
    /// The complete SVG element, for pages that are written without Leptos components.
    pub fn svg(self) -> String {
        let shapes = self.shapes();
        format!(r#"<svg class="art" viewBox="0 0 240 160" aria-hidden="true">{shapes}</svg>"#)
    }

    const fn shapes(self) -> &'static str {
        match self {
            Self::SignedIn => concat!(
                r#"<rect class="bg" width="240" height="160" rx="20"/>"#,
                r#"<rect class="leaf" x="52" y="30" width="136" height="100" rx="12"/>"#,
                r#"<path class="line" d="M52 50h136"/><circle class="accent" cx="64" cy="40" r="3"/>"#,
                r#"<circle class="ink" cx="75" cy="40" r="3"/>"#,
                r#"<rect class="line" x="72" y="64" width="96" height="18" rx="6"/>"#,
                r#"<path class="faint" d="M82 73h44"/>"#,
                r#"<rect class="line" x="72" y="90" width="96" height="18" rx="6"/><g class="ink">"#,
                r#"<circle cx="84" cy="99" r="3"/><circle cx="95" cy="99" r="3"/><circle cx="106" cy="99" r="3"/>"#,
                r#"<circle cx="117" cy="99" r="3"/></g><circle class="accent" cx="188" cy="122" r="20"/>"#,
                r#"<path class="tick" d="M179 122h16M189 115l7 7-7 7"/>"#,
            ),
            Self::SetupOpened => concat!(
                r#"<rect class="bg" width="240" height="160" rx="20"/>"#,
                r#"<rect class="leaf" x="68" y="24" width="104" height="112" rx="12"/><g class="ink">"#,
                r#"<path d="M82 38h28v28H82zM89 45v14h14V45z" fill-rule="evenodd"/>"#,
                r#"<path d="M130 38h28v28h-28zM137 45v14h14V45z" fill-rule="evenodd"/>"#,
                r#"<path d="M82 86h28v28H82zM89 93v14h14V93z" fill-rule="evenodd"/>"#,
                r#"<path d="M117 40h7v7h-7zM117 54h7v14h-7zM82 73h14v7H82zM103 73h21v7h-21zM131 73h7v14h-7zM145 73h14v7h-14zM117 87h7v14h-7zM131 94h14v7h-14zM152 87h7v14h-7zM117 107h14v7h-14zM138 107h7v7h-7zM152 107h7v7h-7z"/>"#,
                r#"</g>"#,
                r#"<path class="accent-line" d="M52 40V28a12 12 0 0 1 12-12h12M164 16h12a12 12 0 0 1 12 12v12M188 120v12a12 12 0 0 1-12 12h-12M76 144H64a12 12 0 0 1-12-12v-12"/>"#,
            ),
            Self::Connected => concat!(
                r#"<rect class="bg" width="240" height="160" rx="20"/>"#,
                r#"<rect class="leaf" x="34" y="42" width="92" height="70" rx="9"/>"#,
                r#"<path class="line" d="M22 124h116"/><path class="faint" d="M52 66h40M52 80h56M52 94h28"/>"#,
                r#"<path class="accent-line" d="M128 78h26" stroke-dasharray="1 9"/>"#,
                r#"<rect class="leaf" x="156" y="22" width="60" height="116" rx="13"/>"#,
                r#"<path class="line" d="M179 32h14"/><circle class="accent" cx="186" cy="64" r="15"/>"#,
                r#"<path class="tick" d="M179 64l5 5 9-10"/><g class="ink">"#,
                r#"<rect x="167" y="94" width="10" height="12" rx="3"/>"#,
                r#"<rect x="181" y="94" width="10" height="12" rx="3"/>"#,
                r#"<rect x="195" y="94" width="10" height="12" rx="3"/></g><path class="faint" d="M172 120h28"/>"#,
            ),
            Self::SignedIn2fa => concat!(
                r#"<rect class="bg-good" width="240" height="160" rx="20"/>"#,
                r#"<path class="leaf" d="M120 20l54 18v38c0 32-22 54-54 66-32-12-54-34-54-66V38z"/>"#,
                r#"<circle class="good" cx="120" cy="66" r="22"/><path class="tick" d="M110 66l7 8 14-16"/>"#,
                r#"<g class="ink"><rect x="88" y="102" width="8" height="11" rx="2.5"/>"#,
                r#"<rect x="99" y="102" width="8" height="11" rx="2.5"/>"#,
                r#"<rect x="110" y="102" width="8" height="11" rx="2.5"/></g><g class="accent">"#,
                r#"<rect x="123" y="102" width="8" height="11" rx="2.5"/>"#,
                r#"<rect x="134" y="102" width="8" height="11" rx="2.5"/>"#,
                r#"<rect x="145" y="102" width="8" height="11" rx="2.5"/></g>"#,
                r#"<path class="faint" d="M30 60h22M24 80h22M192 60h20M198 80h18"/>"#,
            ),
            Self::Finish => concat!(
                r#"<g class="accent"><rect x="44" y="112" width="30" height="36" rx="7"/>"#,
                r#"<rect x="84" y="90" width="30" height="58" rx="7"/>"#,
                r#"<rect x="124" y="66" width="30" height="82" rx="7"/></g>"#,
                r#"<rect class="good" x="164" y="38" width="30" height="110" rx="7"/>"#,
                r#"<path class="tick" d="M172 58l6 6 10-12"/><path class="line" d="M179 38V10"/>"#,
                r#"<path class="warn" d="M180 10h30l-8 8 8 8h-30z"/><g class="warn">"#,
                r#"<circle cx="60" cy="60" r="4"/><circle cx="132" cy="32" r="4"/><circle cx="222" cy="60" r="4"/>"#,
                r#"</g><g class="accent">"#,
                r#"<rect x="92" y="40" width="7" height="7" rx="2" transform="rotate(25 95 43)"/>"#,
                r#"<rect x="24" y="86" width="7" height="7" rx="2" transform="rotate(50 27 90)"/>"#,
                r#"<rect x="214" y="94" width="7" height="7" rx="2" transform="rotate(15 217 97)"/></g>"#,
                r#"<g class="good"><rect x="34" y="34" width="7" height="7" rx="2" transform="rotate(40 37 37)"/>"#,
                r#"<rect x="104" y="12" width="7" height="7" rx="2" transform="rotate(12 107 15)"/></g>"#,
            ),
            Self::Nowhere => concat!(
                r#"<rect class="bg" width="240" height="160" rx="20"/><g class="accent">"#,
                r#"<rect x="46" y="106" width="26" height="34" rx="6"/>"#,
                r#"<rect x="80" y="86" width="26" height="54" rx="6"/></g>"#,
                r#"<rect class="line" x="114" y="62" width="26" height="78" rx="6" stroke-dasharray="5 7"/>"#,
                r#"<circle class="leaf" cx="178" cy="76" r="26"/><path class="line" d="M197 95l20 22"/>"#,
                r#"<path class="accent-line" d="M171 69a8 8 0 1 1 8 10v4M179 91v.1"/>"#,
                r#"<path class="faint" d="M28 148h184"/>"#,
            ),
            Self::Over => concat!(
                r#"<rect class="bg" width="240" height="160" rx="20"/>"#,
                r#"<circle class="leaf" cx="120" cy="80" r="50"/><path class="line" d="M120 50v31l20 12"/>"#,
                r#"<path class="faint" d="M120 36v4M120 120v4M76 80h4M160 80h4"/>"#,
                r#"<circle class="good" cx="164" cy="118" r="19"/><path class="tick" d="M155 118l6 7 12-14"/>"#,
            ),
            Self::Broken => concat!(
                r#"<rect class="bg" width="240" height="160" rx="20"/>"#,
                r#"<rect class="leaf" x="50" y="34" width="140" height="92" rx="12"/>"#,
                r#"<path class="line" d="M50 56h140"/><circle class="ink" cx="63" cy="45" r="3"/>"#,
                r#"<circle class="ink" cx="74" cy="45" r="3"/>"#,
                r#"<path class="accent-line" d="M112 70l-14 16 20 6-12 18"/>"#,
                r#"<path class="faint" d="M136 78h34M136 92h24"/>"#,
            ),
            Self::Away => concat!(
                r#"<rect class="bg-warn" width="240" height="160" rx="20"/>"#,
                r#"<rect class="leaf" x="28" y="50" width="74" height="54" rx="8"/><path class="line" d="M18 116h94"/>"#,
                r#"<path class="faint" d="M42 68h32M42 84h46"/>"#,
                r#"<rect class="leaf" x="158" y="40" width="54" height="76" rx="9"/>"#,
                r#"<path class="line" d="M158 65h54M158 91h54"/><g class="ink"><circle cx="170" cy="53" r="3"/>"#,
                r#"<circle cx="170" cy="78" r="3"/><circle cx="170" cy="104" r="3"/></g>"#,
                r#"<path class="accent-line" d="M110 77h9M141 77h9" stroke-dasharray="1 9"/>"#,
                r#"<path class="accent-line" d="M124 71l12 12M136 71l-12 12"/>"#,
            ),
        }
    }
}

#[component]
pub fn Illustration(#[prop(into)] scene: Scene) -> impl IntoView {
    view! { <svg class="art" viewBox="0 0 240 160" aria-hidden="true" inner_html=scene.shapes()></svg> }
}
