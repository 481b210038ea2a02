//! `sessions.csv`: when the sessions of committees and congresses were opened.

use std::fmt;

use jiff::civil::Date;

use super::source::{DictionarySource, fault};
use crate::error::Result;
use crate::model::{PartialDate, RegionCode};

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Body {
    /// 政协.
    Committee,
    /// 人大.
    Congress,
    /// 党委.
    Party,
}

/// One session of one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose committee.
    pub region: RegionCode,
    /// Which body.
    pub body: Body,
    /// 十届 is 10.
    pub term: u8,
    /// 三次会议 is 3.
    pub session: u8,
    /// Its first day.
    pub opened: Date,
}

impl fmt::Display for SessionRow {
    /// The row as it stands in the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = match self.body {
            Body::Committee => "政协",
            Body::Congress => "人大",
            Body::Party => "党委",
        };
        write!(f, "{},{body},{},{},{}", self.region, self.term, self.session, self.opened)
    }
}

/// The sessions that a user has written down; the built-in table is empty, since reports tell their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sessions {
    rows: Vec<SessionRow>,
}

const HEADER: &str = "region,body,term,session,opened";

impl Sessions {
    /// The file's name in the dictionaries folder.
    pub const FILE: &'static str = "sessions.csv";

    /// Loads and checks the table: plain comma-separated text, as in `350402,政协,9,4,2024-12-25`.
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        Self::parse(&source.text(Self::FILE)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        if lines.next().is_none_or(|(_, header)| header.trim() != HEADER) {
            return Err(fault(Self::FILE, 1, format!("the first line must be “{HEADER}”")));
        }
        let rows = lines
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(n, line)| row(line).map_err(|reason| fault(Self::FILE, n + 1, reason)));
        Ok(Self { rows: rows.collect::<Result<_>>()? })
    }

    /// The sessions of a region's body.
    pub fn of(&self, region: RegionCode, body: Body) -> impl Iterator<Item = &SessionRow> {
        self.rows.iter().filter(move |row| row.region == region && row.body == body)
    }
}

fn row(line: &str) -> std::result::Result<SessionRow, String> {
    let columns: Vec<&str> = line.split(',').map(str::trim).collect();
    let [region, body, term, session, opened] = columns[..] else {
        return Err(format!("five columns expected, {} found", columns.len()));
    };
    let number = |text: &str| text.parse::<u8>().map_err(|_| format!("“{text}” is no number from 0 to 255"));
    Ok(SessionRow {
        region: region.parse().map_err(|_| format!("“{region}” is no six-digit code of a region"))?,
        body: match body {
            "政协" => Body::Committee,
            "人大" => Body::Congress,
            "党委" => Body::Party,
            _ => return Err(format!("“{body}” is no body: expected 政协, 人大 or 党委")),
        },
        term: number(term)?,
        session: number(session)?,
        opened: opened
            .parse::<PartialDate>()
            .ok()
            .filter(|date| date.day().is_some())
            .map(PartialDate::first_day)
            .ok_or_else(|| format!("“{opened}” is no day: expected one such as 2024-12-25"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Body, Sessions};

    #[test]
    fn rows_are_read_and_faults_named() {
        let sessions = Sessions::parse("region,body,term,session,opened\n350402,政协,9,4,2024-12-25\n").unwrap();
        let row = sessions.of("350402".parse().unwrap(), Body::Committee).next().unwrap();
        assert_eq!((row.term, row.session, row.opened.to_string()), (9, 4, "2024-12-25".to_owned()));
        let error = Sessions::parse("region,body,term,session,opened\n350402,政协,9,4,2024\n").unwrap_err();
        assert!(error.to_string().contains("2024-12-25"), "{error}");
    }
}
