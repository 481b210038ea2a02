//! Finds as lines of the dictionary files.

use std::fmt::Write;

use super::{Find, FindKind};

impl Find {
    /// The dictionary file in which the entry belongs.
    pub const fn file(&self) -> &'static str {
        match self.kind {
            FindKind::Noun => "metrics.toml",
            FindKind::Head | FindKind::Name => "platforms.toml",
            FindKind::Practice => "practices.toml",
            FindKind::Place => "regions.csv",
            FindKind::Session => "sessions.csv",
        }
    }

    /// The entry, with comments that say where it belongs, how many reports gain, and where it stands.
    ///
    /// What only a person can decide is left open in capitals: the practice that a way of working shows, a place's
    /// code. Nothing but a noun's pattern can be pasted blindly, and that too wants a look at its sentences.
    ///
    /// ```
    /// use tongjian::discover::{Find, FindKind};
    /// let find = Find {
    ///     kind: FindKind::Noun,
    ///     word: "堵点".to_owned(),
    ///     unit: Some("个".to_owned()),
    ///     metric: Some(tongjian::model::MetricId::new("resolved.problem")),
    ///     n_reports: 3,
    ///     n_times: 4,
    ///     examples: Vec::new(),
    /// };
    /// assert_eq!(
    ///     find.entry(),
    ///     "# metrics.toml, below id = \"resolved.problem\" · reports: 3, numbers: 4\n\
    ///      [[metric.pattern]]\nnouns = [\"堵点\"]\nunits = [\"个\"]\n"
    /// );
    /// ```
    pub fn entry(&self) -> String {
        let metric = self.metric.as_ref().map_or("other", |metric| metric.as_str());
        let (file, word) = (self.file(), toml_string(&self.word));
        let (place, counted, lines) = match self.kind {
            FindKind::Noun => {
                let units = self.unit.as_deref().filter(|unit| !unit.is_empty());
                let units = units.map_or_else(String::new, |unit| format!("units = [{}]\n", toml_string(unit)));
                (
                    format!("below id = \"{metric}\""),
                    "numbers",
                    format!("[[metric.pattern]]\nnouns = [{word}]\n{units}"),
                )
            }
            FindKind::Head => {
                ("in `after` of the [heads.KIND] that fits".to_owned(), "names", format!("after = [{word}]\n"))
            }
            FindKind::Name => {
                let place = "in [around] if it names a platform, else in [slogans]".to_owned();
                (place, "times", format!("brands = [{word}]\n"))
            }
            FindKind::Practice => {
                ("in the `terms` of the practice that it shows".to_owned(), "times", format!("terms = [{word}]\n"))
            }
            FindKind::Session => ("a row as it stands".to_owned(), "times", format!("{}\n", one_line(&self.word))),
            FindKind::Place => {
                let row = format!("# CODE,{},LEVEL\n", one_line(&self.word));
                ("with the code, level and years of the place".to_owned(), "times", row)
            }
        };
        let mut entry = format!("# {file}, {place} · reports: {}, {counted}: {}\n", self.n_reports, self.n_times);
        for example in &self.examples {
            // Writing to a string cannot fail.
            let _ = writeln!(entry, "# {}: {}", one_line(example.doc.as_str()), one_line(&example.sentence));
        }
        entry + &lines
    }
}

fn toml_string(word: &str) -> String {
    toml::Value::from(word).to_string()
}

/// A comment ends with its line, so nothing in it may begin another.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
