//! Draws QR codes as SVG or PNG, and chooses the format by the `Accept` header.

use app::{Qr, modules_of};
use axum::http::{HeaderMap, header};
use domain::refusal::Refusal;

/// Width of a module in pixels, and width of the quiet zone around the code in modules.
const PIXELS_PER_MODULE: usize = 8;
const QUIET_ZONE: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrFormat {
    Png,
    Svg,
    Json,
}

impl QrFormat {
    const ALL: [Self; 3] = [Self::Png, Self::Svg, Self::Json];

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
            Self::Json => "application/json",
        }
    }
}

/// The format that the client prefers; PNG if the request has no `Accept` header. Returns `None` if the header allows
/// none of the three formats.
pub fn preferred_format(headers: &HeaderMap) -> Option<QrFormat> {
    let values: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect();
    if values.is_empty() {
        return Some(QrFormat::Png);
    }
    let weighted = QrFormat::ALL.into_iter().map(|form| (form, weight(&values, form)));
    // If two formats have the same weight, the first one is chosen.
    let best = weighted.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (best.1 > 0.0).then_some(best.0)
}

/// The weight of the most specific entry that matches the format: first `image/png`, then `image/*`, then `*/*`. Zero
/// if no entry matches.
fn weight(accepted: &[&str], form: QrFormat) -> f32 {
    let ours = form.media_type();
    let family = ours.split('/').next().unwrap_or_default();
    let mut closest = (0, 0.0);
    for value in accepted {
        let mut parts = value.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let close = match kind.split_once('/') {
            _ if kind.eq_ignore_ascii_case(ours) => 3,
            Some((left, "*")) if left.eq_ignore_ascii_case(family) => 2,
            Some(("*", "*")) => 1,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.trim().parse().ok());
        if close > closest.0 {
            closest = (close, quality.unwrap_or(1.0));
        }
    }
    closest.1
}

pub fn svg(content: &str) -> Result<String, Refusal> {
    let Qr { path, side } = Qr::of(content)?;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

/// A black and white PNG with one bit per pixel.
pub fn png(content: &str) -> Result<Vec<u8>, Refusal> {
    let (width, modules) = modules_of(content)?;
    let side = (width + 2 * QUIET_ZONE) * PIXELS_PER_MODULE;
    let is_dark = |at: (usize, usize)| {
        let module = |pixel: usize| {
            (pixel / PIXELS_PER_MODULE)
                .checked_sub(QUIET_ZONE)
                .filter(|n| *n < width)
        };
        matches!((module(at.0), module(at.1)), (Some(x), Some(y)) if modules[y * width + x])
    };
    let mut pixels = Vec::with_capacity(side * side / 8);
    for y in 0..side {
        // A module is eight pixels wide, so the bits of a row always fill whole bytes.
        for begin in (0..side).step_by(8) {
            let light = (begin..begin + 8).fold(0_u8, |byte, x| (byte << 1) | u8::from(!is_dark((x, y))));
            pixels.push(light);
        }
    }
    write(&pixels, u32::try_from(side).unwrap_or_default()).map_err(|_| Refusal::Unavailable)
}

fn write(pixels: &[u8], side: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_is_liked_best() {
        for (accept, form) in [
            ("", Some(QrFormat::Png)),
            ("*/*", Some(QrFormat::Png)),
            ("application/json", Some(QrFormat::Json)),
            ("image/svg+xml", Some(QrFormat::Svg)),
            ("image/*", Some(QrFormat::Png)),
            ("image/png;q=0.5, application/json", Some(QrFormat::Json)),
            ("text/html, application/*;q=0.8, */*;q=0.1", Some(QrFormat::Json)),
            ("image/png;q=0, */*", Some(QrFormat::Svg)),
            ("text/html", None),
            ("nonsense", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(preferred_format(&headers), form, "{accept}");
        }
        assert_eq!(preferred_format(&HeaderMap::new()), Some(QrFormat::Png));
    }
}
