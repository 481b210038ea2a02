//! What metrics and practices are called: all that a question needs of two large files.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::metrics::Metrics;
use super::practices::{Practices, name_key};
use super::source::{DictionarySource, parse_toml};
use crate::error::Result;
use crate::model::{MetricId, PracticeId};

/// The names of all metrics, in the order of `metrics.toml`.
#[derive(Debug, Deserialize)]
pub struct MetricNames {
    metric: Vec<MetricName>,
}

/// What a metric is called.
#[derive(Debug, Deserialize)]
pub struct MetricName {
    /// Its id, `family.member`.
    pub id: MetricId,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// Other words that a user may type for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl MetricNames {
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        load(source, Metrics::FILE, "[[metric]]", &["id", "zh", "en", "aliases"])
    }

    /// Every metric, in the order of the file.
    pub fn all(&self) -> &[MetricName] {
        &self.metric
    }

    /// The metric with an id.
    pub fn get(&self, id: &MetricId) -> Option<&MetricName> {
        self.metric.iter().find(|metric| metric.id == *id)
    }

    /// The metric with an id, label or alias.
    ///
    /// ```
    /// use tongjian::dictionary::{Dictionaries, DictionarySource};
    /// let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
    /// assert_eq!(dictionaries.metric_names.named("委员工作室").unwrap().id.as_str(), "workstation.studio");
    /// ```
    pub fn named(&self, name: &str) -> Option<&MetricName> {
        self.metric.iter().find(|metric| {
            metric.id.as_str() == name || metric.zh == name || metric.aliases.iter().any(|alias| alias == name)
        })
    }
}

/// The names of all practices, in the order of `practices.toml`.
#[derive(Debug)]
pub struct PracticeNames {
    practices: Vec<PracticeName>,
    by_name: BTreeMap<String, usize>,
}

/// What a practice is called.
#[derive(Debug, Deserialize)]
pub struct PracticeName {
    /// Its id: `reception_day`.
    pub id: PracticeId,
    /// Its name in Chinese.
    pub label_zh: String,
    /// Its name in English.
    pub label_en: String,
    /// Other words for it that a user may type.
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
struct PracticeFile {
    practice: Vec<PracticeName>,
}

impl PracticeNames {
    pub(super) fn load(source: &DictionarySource) -> Result<Self> {
        let keys = ["id", "label_zh", "label_en", "aliases"];
        let file: PracticeFile = load(source, Practices::FILE, "[[practice]]", &keys)?;
        let mut by_name = BTreeMap::new();
        for (n, practice) in file.practice.iter().enumerate() {
            let names = [practice.id.as_str(), &practice.label_zh].into_iter();
            by_name.extend(names.chain(practice.aliases.iter().map(String::as_str)).map(|name| (name_key(name), n)));
        }
        Ok(Self { practices: file.practice, by_name })
    }

    /// The practice with this id.
    pub fn get(&self, id: &PracticeId) -> Option<&PracticeName> {
        self.practices.iter().find(|practice| practice.id == *id)
    }

    /// The practice that a user means by an id, a label or an alias; white space and quotation marks do not matter.
    pub fn named(&self, words: &str) -> Option<&PracticeName> {
        self.by_name.get(&name_key(words)).map(|&practice| &self.practices[practice])
    }
}

/// Reads the names out of a file. Of what is built in, whose layout is known, only the lines that hold them are parsed:
/// they are a tenth of the text.
fn load<T: DeserializeOwned>(source: &DictionarySource, file: &str, table: &str, keys: &[&str]) -> Result<T> {
    match source.text(file)? {
        Cow::Borrowed(text) => parse_toml(file, &only(text, table, keys)),
        Cow::Owned(text) => parse_toml(file, &text),
    }
}

/// The lines of a TOML file that give some keys in all tables of one kind. Every table and key begins a line of its own.
fn only(text: &str, table: &str, keys: &[&str]) -> String {
    let mut kept = String::new();
    let (mut is_in_table, mut is_wanted) = (false, false);
    for line in text.lines() {
        if line.starts_with('[') {
            is_in_table = line == table;
            is_wanted = is_in_table;
        } else if let Some((key, _)) = line.split_once(" = ")
            && !line.starts_with(char::is_whitespace)
        {
            is_wanted = is_in_table && keys.contains(&key);
        }
        if is_wanted {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::dictionary::{Dictionaries, DictionarySource};

    #[test]
    fn the_names_are_those_of_the_whole_tables() {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let names = dictionaries.metric_names.all().iter().map(|m| (&m.id, &m.zh, &m.en, &m.aliases));
        let all = dictionaries.metrics.all().iter().map(|m| (&m.id, &m.zh, &m.en, &m.aliases));
        assert_eq!(names.collect::<Vec<_>>(), all.collect::<Vec<_>>());
        let names = dictionaries.practice_names.practices.iter();
        let names = names.map(|p| (&p.id, &p.label_zh, &p.label_en, &p.aliases));
        let all = dictionaries.practices.entries().iter().map(|p| (&p.id, &p.label_zh, &p.label_en, &p.aliases));
        assert_eq!(names.collect::<Vec<_>>(), all.collect::<Vec<_>>());
        let named = |words| dictionaries.practice_names.named(words).map(|practice| practice.id.as_str());
        assert_eq!(named("“代表 接待日”"), Some("reception_day"));
    }
}
