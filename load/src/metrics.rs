//! Reads the metrics that the server offers to Prometheus.

use crate::browser::{Browser, Result};
use std::{net::SocketAddr, ops::AsyncFnMut};

/// Tasks in the background send statements at any time, so the lowest of several counts is the number of the request.
pub const REPETITIONS: usize = 5;

/// Counts the statements of requests.
pub struct Counter {
    browser: Browser,
    /// Statements that the server sends itself to show its metrics.
    own: u64,
}

impl Counter {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let browser = Browser::open(address).await?;
        let mut counter = Self { browser, own: 0 };
        counter.own = counter.lowest(async || Ok(())).await?;
        Ok(counter)
    }

    pub async fn lowest(&mut self, mut work: impl AsyncFnMut() -> Result<()>) -> Result<u64> {
        let mut lowest = u64::MAX;
        for _ in 0..REPETITIONS {
            let before = self.read().await?;
            work().await?;
            let sent = self.read().await? - before;
            lowest = lowest.min(sent.saturating_sub(self.own));
        }
        Ok(lowest)
    }

    async fn read(&mut self) -> Result<u64> {
        statements(&mut self.browser).await
    }
}

/// Number of statements that the server has sent to its database.
pub async fn statements(browser: &mut Browser) -> Result<u64> {
    let answer = browser.get("/metrics").await?;
    if answer.status != 200 {
        return Err(format!("/metrics answered {}", answer.status).into());
    }
    let sum = sum(answer.text(), "stepwise_database_statements_total");
    Ok(sum.ok_or("the server shows no count of statements")? as u64)
}

/// The sum of a metric over all its labels.
fn sum(text: &str, name: &str) -> Option<f64> {
    text.lines()
        .filter_map(|line| {
            let rest = line.strip_prefix(name)?;
            let value = match rest.strip_prefix('{') {
                Some(labels) => labels.rsplit_once('}')?.1,
                None => rest.strip_prefix(' ')?,
            };
            value.trim().parse::<f64>().ok()
        })
        .reduce(|all, one| all + one)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# TYPE a counter\na 3\na_total{kind=\"read\",of=\"}\"} 4\na_total{kind=\"write\"} 1.5\nab_total 9\n";

    #[test]
    fn a_metric_is_summed_over_its_labels() {
        assert_eq!(sum(TEXT, "a_total"), Some(5.5));
        assert_eq!(sum(TEXT, "a"), Some(3.0));
    }

    #[test]
    fn a_metric_that_is_not_there_is_not_zero() {
        assert_eq!(sum(TEXT, "b_total"), None);
    }
}
