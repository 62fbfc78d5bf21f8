//! Says why a page offers no passkeys, and how the operator can change that.

use crate::i18n::use_texts;
use domain::passkey::PasskeyObstacle;

pub fn obstacle_text(obstacle: PasskeyObstacle) -> String {
    let texts = use_texts();
    match obstacle {
        PasskeyObstacle::PlainHttp => texts.passkey_why_plain_http().to_owned(),
        PasskeyObstacle::IpAddress => texts.passkey_why_ip_address().to_owned(),
        PasskeyObstacle::OtherAddress { passkeys_at } => texts.passkey_why_other_address(passkeys_at),
    }
}
