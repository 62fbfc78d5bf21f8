//! Forms with a file, as a browser sends them.

use super::{Answer, Browser};
use axum::{
    body::Body,
    http::{Method, header},
};

const BOUNDARY: &str = "----form-boundary";

impl Browser {
    /// Sends a form with a file in the field `file`. Does not follow redirects.
    pub async fn uploads(&self, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let part = "content-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\ncontent-type: text/csv";
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{part}\r\n\r\n").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let mut request = self.form_request(Method::POST, path).body(Body::from(body)).unwrap();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}").parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        request
            .headers_mut()
            .insert(header::ACCEPT, "text/html".parse().unwrap());
        let response = self.requests(request).await;
        self.receives(response).await
    }

    /// Sends the form, and opens the page to which the answer leads.
    pub async fn uploads_and_follows(&self, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
        let answer = self.uploads(path, file, fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        self.opens(answer.leads_to()).await
    }
}
