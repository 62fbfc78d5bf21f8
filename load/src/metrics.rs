//! Reads the metrics that the server offers to Prometheus.

use crate::browser::{Browser, Result};

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
