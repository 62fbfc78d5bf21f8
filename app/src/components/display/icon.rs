//! Decorative icons beside texts. They add no information, so they are hidden from screen readers.

use leptos::prelude::*;

/// Icons, drawn in a square of 24 by 24 units.
#[cfg_attr(
    not(feature = "ssr"),
    expect(dead_code, reason = "islands use some of the icons only")
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Check,
    Arrow,
    Door,
    Qr,
    Phone,
    Linked,
    Shield,
    Key,
    Copy,
    Print,
    Download,
    Eye,
    EyeOff,
    Warn,
    Info,
    Wrong,
    Clock,
    Pause,
    User,
    Bin,
    Laptop,
    Away,
    Sun,
    Moon,
    Scan,
    Camera,
    Type,
    Back,
    Screen,
    More,
    Mail,
    File,
    Hand,
}

impl Icon {
    const fn shapes(self) -> &'static str {
        match self {
            Self::Check => r#"<path d="M5 12.5l4.5 4.5L19 7.5"/>"#,
            Self::Arrow => r#"<path d="M4 12h15M13 6l6 6-6 6"/>"#,
            Self::Door => r#"<path d="M13 4h5a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-5M4 12h11M11 8l4 4-4 4"/>"#,
            Self::Qr => r#"<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM19 14v3M14 20h2M19 20h1"/>"#,
            Self::Phone => r#"<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M11 18.5h2"/>"#,
            Self::Linked => {
                r#"<rect x="3" y="2.5" width="10" height="19" rx="2.5"/><path d="M7 18.5h2M16 11.5l2.2 2.2L22 9.5"/>"#
            }
            Self::Shield => {
                r#"<path d="M12 3l7.5 2.8v5.4c0 4.6-3.1 8-7.5 9.8-4.4-1.8-7.5-5.2-7.5-9.8V5.8z"/><path d="M8.5 12l2.5 2.5 4.5-4.8"/>"#
            }
            Self::Key => r#"<circle cx="8" cy="15" r="4.5"/><path d="M11.2 11.8L20 3M16.5 6.5l3 3"/>"#,
            Self::Copy => {
                r#"<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M5 15.5a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 5 3.5h9A1.5 1.5 0 0 1 15.5 5"/>"#
            }
            Self::Print => {
                r#"<path d="M7 8V3.5h10V8M7 17H4.5A1.5 1.5 0 0 1 3 15.500V10a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v5.500a1.5 1.5 0 0 1-1.5 1.500H17"/><path d="M7 14h10v6.500H7z"/>"#
            }
            Self::Download => r#"<path d="M12 4v11M7 10.500l5 5 5-5M4.5 20h15"/>"#,
            Self::Eye => {
                r#"<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>"#
            }
            Self::EyeOff => {
                r#"<path d="M9.5 5.800A9 9 0 0 1 12 5.500c6 0 9.5 6.5 9.5 6.500a17 17 0 0 1-3 3.700M6.3 7.300A16 16 0 0 0 2.5 12S6 18.5 12 18.500a9 9 0 0 0 4.3-1.100M4 4l16 16M10 10a3 3 0 0 0 4 4"/>"#
            }
            Self::Warn => r#"<path d="M12 4L2.8 19.500h18.400zM12 10v4.500M12 17.200v.1"/>"#,
            Self::Info => r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.600v.1"/>"#,
            Self::Wrong => r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.400v.1"/>"#,
            Self::Clock => r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5.200l3.5 2"/>"#,
            Self::Pause => r#"<path d="M8.500 5v14M15.500 5v14"/>"#,
            Self::User => r#"<circle cx="12" cy="8" r="4"/><path d="M4.5 20.500c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>"#,
            Self::Bin => r#"<path d="M4 6.500h16M9 6.500V4h6v2.500M6 6.500l1 14h10l1-14M10 11v5.500M14 11v5.5"/>"#,
            Self::Laptop => r#"<rect x="5" y="5" width="14" height="10" rx="1.5"/><path d="M2.5 19h19"/>"#,
            Self::Away => {
                r#"<path d="M4 4l16 16M8.5 15.500a5 5 0 0 1 5.5-1M5 12a10 10 0 0 1 4-2.400M2 8.500a15 15 0 0 1 4-2.500M13 9.100a10 10 0 0 1 6 2.900M10.5 5.100A15 15 0 0 1 22 8.500M12 19v.1"/>"#
            }
            Self::Sun => {
                r#"<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"/>"#
            }
            Self::Moon => r#"<path d="M20 14.500A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.500z"/>"#,
            Self::Scan => {
                r#"<path d="M4 8V5.500A1.5 1.5 0 0 1 5.5 4H8M16 4h2.500A1.5 1.5 0 0 1 20 5.500V8M20 16v2.500a1.5 1.5 0 0 1-1.5 1.500H16M8 20H5.500A1.5 1.5 0 0 1 4 18.500V16M4 12h16"/>"#
            }
            Self::Camera => r#"<path d="M4 8h3.500L9 5.500h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>"#,
            Self::Type => {
                r#"<rect x="2.5" y="6" width="19" height="12" rx="2"/><path d="M6.5 10v.1M10 10v.1M14 10v.1M17.5 10v.1M8 14h8"/>"#
            }
            Self::Back => r#"<path d="M20 12H5M11 6l-6 6 6 6"/>"#,
            Self::Screen => r#"<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M12 16v4M8 20h8"/>"#,
            Self::Mail => r#"<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M4 7.500l8 6 8-6"/>"#,
            Self::File => r#"<path d="M6 3h8l4.500 4.500V21H6zM14 3v5h4.500M9 13h6M9 16.500h6"/>"#,
            Self::Hand => {
                r#"<path d="M8 12V6.500a1.500 1.500 0 0 1 3 0V11V4.500a1.500 1.500 0 0 1 3 0V11V6.500a1.500 1.500 0 0 1 3 0V15c0 3.500-2 6-5.500 6S6.500 19 5 16l-1.300-2.600a1.400 1.400 0 0 1 2.400-1.400L8 14.500"/>"#
            }
            Self::More => {
                r#"<circle cx="5" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/><circle cx="19" cy="12" r="1.2"/>"#
            }
        }
    }
}

#[component]
pub fn Picture(icon: Icon) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=icon.shapes()></svg> }
}
