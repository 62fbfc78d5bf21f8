//! QR codes, computed on the server and drawn as one SVG path.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A QR code as an SVG path on a grid of `side` by `side` modules, including the quiet zone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    pub path: String,
    pub side: u32,
}

impl core::fmt::Debug for Qr {
    /// Leaves out the path: it encodes the content, which can be a secret.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Qr").field("side", &self.side).finish_non_exhaustive()
    }
}

/// Returns the number of modules in a row and, row by row, whether each module is dark.
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
        // All codes use the same one of the eight masks of the QR standard. The standard requires drawing the code with
        // all eight masks to choose the most balanced result. That takes twenty times as long as all other steps
        // together, and a whole class waits for the page. The content is mostly a random secret, which is balanced with
        // any mask.
        canvas.apply_mask(MaskPattern::Meadow);
        let modules = canvas.into_colors().into_iter().map(|colour| colour == Color::Dark);
        Ok((version.width(), modules.collect()))
    };
    let (width, modules) = draw().map_err(|_| domain::refusal::Refusal::Unavailable)?;
    Ok((usize::try_from(width).unwrap_or_default().max(1), modules))
}

impl Qr {
    const QUIET_ZONE: u32 = 4;

    /// Draws each horizontal run of dark modules as one rectangle.
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

/// The code is dark on white in the dark theme too, because many scanners cannot read inverted codes.
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
