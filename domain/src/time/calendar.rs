//! Calendar dates, and times as text.

use super::Timestamp;

/// Formats a time like `2026-11-20T09:51:00Z`.
pub fn rfc3339(time: Timestamp) -> String {
    let seconds = time.micros().div_euclid(1_000_000);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_date(days);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// Formats a time like `2026-11-20 12:51:00` in a time zone. Spreadsheet programs in all languages read it as a time.
pub fn local_date_time(time: Timestamp, utc_offset: i32) -> String {
    let here = Timestamp::from_micros(time.micros() + 60_000_000 * i64::from(utc_offset));
    rfc3339(here).replace('T', " ").replace('Z', "")
}

/// The number of days from 1970-01-01 to a date such as `2026-11-20`; `None` for text that is no date.
pub fn day_of(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) {
        return None;
    }
    // `guess` counts every month with 31 days. The search in the days around it finds the exact day.
    let guess =
        (year - 1970) * 365 + (year - 1969) / 4 - (year - 1901) / 100 + (year - 1601) / 400 + (month - 1) * 31 + day;
    (guess - 40..=guess + 2).find(|days| {
        let (y, m, d) = civil_date(*days);
        (y, i64::try_from(m).unwrap_or(0), d) == (year, month, day)
    })
}

/// Converts a number of days since 1970-01-01 to year, month and day.
pub fn civil_date(days: i64) -> (i64, usize, i64) {
    // The algorithm `civil_from_days` by Howard Hinnant: years begin in March and are counted in eras of 400 years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), day)
}

/// The time of day in this time zone, for example `10:51`.
pub fn clock_time(time: Timestamp, utc_offset: i32) -> String {
    let minutes = (time.micros().div_euclid(60_000_000) + i64::from(utc_offset)).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_forms_send_them() {
        for days in (0..60_000).step_by(7) {
            let (year, month, day) = civil_date(days);
            assert_eq!(day_of(&format!("{year:04}-{month:02}-{day:02}")), Some(days));
        }
        for wrong in [
            "",
            "today",
            "2026-02-29",
            "2026-13-01",
            "1960-01-01",
            "99999-01-01",
            "2026-11",
        ] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_table_shows_times_where_the_teacher_is() {
        let time = Timestamp::from_seconds(1_795_163_460);
        assert_eq!(local_date_time(time, 180), "2026-11-20 11:31:00");
        assert_eq!(local_date_time(time, -600), "2026-11-19 22:31:00");
    }

    #[test]
    fn dates_of_a_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_163_460, "2026-11-20T08:31:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(Timestamp::from_seconds(seconds)), expected);
        }
    }

    #[test]
    fn the_time_of_day_is_where_the_visitor_is() {
        let time = Timestamp::from_seconds(23 * 3600 + 59 * 60);
        assert_eq!(clock_time(time, 0), "23:59");
        assert_eq!(clock_time(time, 180), "02:59");
        assert_eq!(clock_time(time, -24 * 60), "23:59");
    }
}
