//! QR codes as SVG: made on the server, drawn as one path.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A QR code with its quiet zone, as an SVG path on a grid of so many modules.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    pub path: String,
    pub side: u32,
}

impl core::fmt::Debug for Qr {
    /// The path is the content, and the content may be a secret.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Qr").field("side", &self.side).finish_non_exhaustive()
    }
}

/// Which modules are dark, row by row, and how many a row has.
#[cfg(feature = "ssr")]
pub fn modules_of(content: &str) -> Result<(usize, Vec<bool>), domain::refusal::Refusal> {
    use qrcode::{
        Color, EcLevel, QrResult, bits,
        canvas::{Canvas, MaskPattern},
        ec,
    };
    let draw = || -> QrResult<_> {
        let bits = bits::encode_auto(content.as_bytes(), EcLevel::M)?;
        let version = bits.version();
        let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M)?;
        let mut canvas = Canvas::new(version, EcLevel::M);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        // Always the same of the eight masks. To draw all of them and count which is the most even takes twenty times as long
        // as the rest, with a class waiting; a secret is as even as chance by itself.
        canvas.apply_mask(MaskPattern::Meadow);
        let modules = canvas.into_colors().into_iter().map(|colour| colour == Color::Dark);
        Ok((version.width(), modules.collect()))
    };
    let (width, modules) = draw().map_err(|_| domain::refusal::Refusal::Unavailable)?;
    Ok((usize::try_from(width).unwrap_or_default().max(1), modules))
}

#[cfg(feature = "ssr")]
impl Qr {
    const QUIET_ZONE: u32 = 4;

    /// Draws each run of dark modules in a row as one rectangle.
    pub fn of(content: &str) -> Result<Self, domain::refusal::Refusal> {
        use core::fmt::Write as _;
        let (width, modules) = modules_of(content)?;
        let mut path = String::new();
        for (y, row) in modules.chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..].iter().take_while(|is_dark| **is_dark).count();
                if run > 0 {
                    let (left, top) = (x as u32 + Self::QUIET_ZONE, y as u32 + Self::QUIET_ZONE);
                    // Writing into a string cannot fail.
                    let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        Ok(Self {
            path,
            side: width as u32 + 2 * Self::QUIET_ZONE,
        })
    }
}

/// Dark on white in every theme: cameras know no other.
#[component]
pub fn QrCode(qr: Qr, label: &'static str, #[prop(optional)] small: bool) -> impl IntoView {
    let side = qr.side;
    view! {
        <div class="qr" class:small=small>
            <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
                <path fill="#fff" d=format!("M0 0h{side}v{side}H0z") />
                <path fill="#10121a" d=qr.path />
            </svg>
        </div>
    }
}
