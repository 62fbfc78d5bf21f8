//! The request body of a logout.

use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HowFar {
    /// End every token of the account, of whichever program
    pub everywhere: Option<bool>,
}
