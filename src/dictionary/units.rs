//! `units.toml`: the classifiers and measures that stand after numbers.

use serde::Deserialize;
use toml::Spanned;

use super::lexicon::Lexicon;
use super::phrases::Phrases;
use super::source::{DictionarySource, fault, line_at, parse_toml};
use crate::error::Result;

const FILE: &str = "units.toml";

/// What a unit measures. Units of one dimension may be compared; amounts of money in different currencies may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// 个 件 条 家: things one by one.
    Count,
    /// 次 场 期: things that happen.
    Event,
    /// 人 名 位.
    Person,
    /// 人次: one person counts each time.
    PersonTime,
    /// 篇 份 册.
    Document,
    /// 县 街道 社区, written without a classifier.
    Place,
    /// 元 美元.
    Money,
    /// 亩 平方米.
    Area,
    /// 公里.
    Length,
    /// 吨 公斤.
    Mass,
    /// 立方米 升.
    Volume,
    /// 千瓦时.
    Energy,
    /// 千瓦.
    Power,
    /// ℃.
    Temperature,
    /// % 成.
    Ratio,
    /// 个百分点.
    PercentagePoint,
    /// 倍 番.
    Multiple,
    /// 天 个月 课时.
    Duration,
    /// 分 学分.
    Score,
    /// 月 日 季度: points of time, no amounts.
    Calendar,
    /// 岁.
    Age,
    /// 级 号.
    Rank,
}

/// What a number with this unit is, where it is not simply an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitRole {
    /// 年: a date after a year's number, else a length of time.
    Year,
    /// 月.
    Month,
    /// 日.
    Day,
    /// 季度, 年代: always a date.
    Period,
    /// 时, 点钟.
    Clock,
    /// 点, 分: part of a time of day after 上午 or before 分, else a count.
    Point,
    /// 岁.
    Age,
    /// 周年.
    Anniversary,
    /// 级.
    Rank,
    /// 届.
    Session,
    /// 号, 楼.
    Ordinal,
    /// 版.
    Page,
}

/// One classifier or measure.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The usual simplified form.
    pub id: Box<str>,
    /// What it measures.
    pub dimension: Dimension,
    /// Whether the unit says by itself what is counted (人, 元), so that no noun need follow.
    pub alone: bool,
    /// What a number with this unit is, where it is not simply an amount.
    pub role: Option<UnitRole>,
    /// Whether it is only read after digits or a numeral of several characters (12部门; not 三元, 五里).
    pub digits_only: bool,
    not_before: Box<[Box<str>]>,
    single_not_before: Box<[Box<str>]>,
}

impl Unit {
    /// Whether `rest`, which follows a single Chinese numeral and this unit, makes a name of them: 三元 + 区.
    pub fn makes_name_with(&self, rest: &str) -> bool {
        self.single_not_before.iter().any(|word| rest.starts_with(&**word))
    }
}

/// Which unit of [`Units`]; only good for the table that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(u16);

/// All units, and the set phrases in which numerals count nothing.
///
/// # Examples
/// ```
/// use tongjian::dictionary::{DictionarySource, Dimension, Units};
/// let units = Units::load(&DictionarySource::Embedded).unwrap();
/// let (id, bytes) = units.at("场次活动").unwrap();
/// assert_eq!((&*units.get(id).id, bytes), ("场次", 6));
/// assert_eq!(units.get(id).dimension, Dimension::Event);
/// assert_eq!(units.at("条件"), None, "条 is no unit in 条件");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Units {
    entries: Vec<Unit>,
    /// The written forms, and which unit each is.
    forms: Lexicon,
    form_units: Vec<UnitId>,
    phrases: Phrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unit: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Box<str>,
    #[serde(default)]
    also: Vec<Box<str>>,
    dimension: Dimension,
    #[serde(default)]
    alone: bool,
    role: Option<UnitRole>,
    #[serde(default)]
    digits_only: bool,
    #[serde(default)]
    not_before: Vec<Box<str>>,
    #[serde(default)]
    single_not_before: Vec<Box<str>>,
}

impl Units {
    /// Loads and checks `units.toml` and `phrases.toml`.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file, line and reason when a file is not TOML of
    /// the described shape, names an unknown dimension or role, or states a form twice; or when a phrase holds no
    /// numeral or stands in two lists.
    pub fn load(source: &DictionarySource) -> Result<Self> {
        Ok(Self { phrases: Phrases::load(source)?, ..Self::parse(&source.text(FILE)?)? })
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File = parse_toml(FILE, text)?;
        let mut table = Self::default();
        let mut forms = Vec::new();
        for entry in file.unit {
            let at = entry.span().start;
            table.add(entry.into_inner(), &mut forms).map_err(|reason| fault(FILE, line_at(text, at), reason))?;
        }
        table.forms = Lexicon::new(&forms);
        Ok(table)
    }

    fn add(&mut self, entry: Entry, forms: &mut Vec<Box<str>>) -> std::result::Result<(), String> {
        let id = UnitId(u16::try_from(self.entries.len()).map_err(|_| "more than 65,535 units".to_owned())?);
        for form in std::iter::once(&entry.id).chain(&entry.also) {
            if form.is_empty() {
                return Err("a unit's form is empty".to_owned());
            }
            if let Some(known) = forms.iter().position(|known| known == form) {
                let other = self.form_units[known];
                let other = self.entries.get(usize::from(other.0)).map_or(&entry.id, |unit| &unit.id);
                return Err(format!("the form {form} stands here and under {other}; keep one of them"));
            }
            forms.push(form.clone());
            self.form_units.push(id);
        }
        self.entries.push(Unit {
            id: entry.id,
            dimension: entry.dimension,
            alone: entry.alone,
            role: entry.role,
            digits_only: entry.digits_only,
            not_before: entry.not_before.into(),
            single_not_before: entry.single_not_before.into(),
        });
        Ok(())
    }

    /// The unit with which `text` begins, and how many bytes of `text` it is: the longest that makes no other word
    /// with what follows it.
    pub fn at(&self, text: &str) -> Option<(UnitId, usize)> {
        self.forms.all_at(text).find_map(|hit| {
            let (form, rest) = text.split_at(hit.span.end);
            let id = self.form_units[hit.word];
            let part_of_word = self.get(id).not_before.iter().any(|word| rest.starts_with(&**word))
                || form.is_ascii() && rest.starts_with(|next: char| next.is_ascii_alphanumeric()) && form != "%";
            (!part_of_word).then_some((id, form.len()))
        })
    }

    /// The unit that [`at`](Self::at) named.
    ///
    /// # Panics
    /// If `id` comes from a larger table.
    pub fn get(&self, id: UnitId) -> &Unit {
        &self.entries[usize::from(id.0)]
    }

    /// The set phrases that go with the units.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// All units, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fault(text: &str, expected: &str) {
        assert_eq!(Units::parse(text).expect_err("a faulty table was taken").to_string(), expected);
    }

    #[test]
    fn longest_form_wins_unless_it_makes_another_word() {
        let units = Units::load(&DictionarySource::Embedded).expect("the built-in units are right");
        let id = |text: &str| units.at(text).map(|(id, _)| &*units.get(id).id);
        assert_eq!(id("人次"), Some("人次"));
        assert_eq!(id("人参加"), Some("人"));
        assert_eq!(id("個百分點"), Some("个百分点"));
        assert_eq!(id("km长"), Some("公里"));
        assert_eq!(id("time"), None);
        assert_eq!(id("台胞"), None);
        assert_eq!(id(""), None);
    }

    #[test]
    fn a_faulty_table_is_named_by_line_and_reason() {
        check_fault(
            "unit = [\n  { id = \"个\", dimension = \"count\" },\n  { id = \"箇\", also = [\"个\"], dimension = \"count\" },\n]",
            "units.toml:3: the form 个 stands here and under 个; keep one of them",
        );
        let unknown =
            Units::parse("unit = [\n  { id = \"个\", dimension = \"counts\" },\n]").expect_err("unknown dimension");
        assert!(unknown.to_string().starts_with("units.toml:2: unknown variant `counts`"), "{unknown}");
        let field = Units::parse("unit = [\n\n  { id = \"个\", dimension = \"count\", also_ = [] },\n]")
            .expect_err("unknown field");
        assert!(field.to_string().starts_with("units.toml:3: unknown field `also_`"), "{field}");
        check_fault("unit = [{ id = \"\", dimension = \"count\" }]", "units.toml:1: a unit's form is empty");
    }
}
