//! What a record holds in the fields that a person can correct.

use crate::dictionary::Dictionaries;
use crate::model::{
    Amended, Amendment, Bound, CharSpan, Fact, Field, Number, Platform, Practice, Record, Squeezed, Verdict,
};

/// The rule of a fact whose metric a person chose.
pub(super) const BY_HAND: &str = "corrections.csv";

/// All that a person says who finds a record right: what it holds in every field.
pub fn contents(record: &Record) -> Amendment {
    let mut contents = Amendment::default();
    for field in Field::ALL {
        if let Some(held) = held(record, field) {
            contents.set(field, held);
        }
    }
    contents
}

/// What a record holds in a field; `None` where records of its kind have no such field.
pub fn held(record: &Record, field: Field) -> Option<Amended> {
    match record {
        Record::Fact(fact) => of_fact(fact, field),
        Record::Platform(platform) => of_platform(platform, field),
        Record::Practice(practice) => of_practice(practice, field),
        Record::Article(_) | Record::Problem(_) => None,
    }
}

fn of_fact(fact: &Fact, field: Field) -> Option<Amended> {
    Some(match field {
        Field::Value => Amended::Amount(fact.value),
        Field::ValueMax => or_nothing(fact.value_max, Amended::Amount),
        Field::Bound => Amended::Bound(fact.bound),
        Field::Unit => or_nothing(Some(fact.unit.clone()).filter(|unit| !unit.is_empty()), Amended::Text),
        Field::Item => or_nothing(Some(fact.item.clone()).filter(|item| !item.is_empty()), Amended::Text),
        Field::Metric => Amended::Metric(fact.metric.clone()),
        Field::Region => or_nothing(fact.region, Amended::Region),
        Field::Year => or_nothing(fact.year, Amended::Year),
        Field::Status => Amended::Status(fact.status),
        Field::Name | Field::Practice => return None,
    })
}

fn of_platform(platform: &Platform, field: Field) -> Option<Amended> {
    match field {
        Field::Name => Some(Amended::Text(platform.name.clone())),
        Field::Region => Some(or_nothing(platform.region, Amended::Region)),
        _ => None,
    }
}

fn of_practice(practice: &Practice, field: Field) -> Option<Amended> {
    match field {
        Field::Practice => Some(Amended::Practice(practice.practice.clone())),
        Field::Region => Some(or_nothing(practice.region, Amended::Region)),
        _ => None,
    }
}

fn or_nothing<T>(value: Option<T>, some: impl FnOnce(T) -> Amended) -> Amended {
    value.map_or(Amended::Nothing, some)
}

/// Puts an amendment into a record and tells what stood there before, in the fields that are different now.
///
/// What follows from a field follows again: the interval from value and bound, the name of the place from code and
/// year, stock or flow, work or result from the metric. What a person denied goes: the period when the year is another, the check
/// against other numbers when the value is.
pub(super) fn amend(
    record: &mut Record,
    amendment: &Amendment,
    text: &Squeezed,
    dictionaries: &Dictionaries,
) -> Amendment {
    let before = record.clone();
    for (field, amended) in amendment.iter() {
        match record {
            Record::Fact(fact) => amend_fact(fact, field, amended, dictionaries),
            Record::Platform(platform) => amend_platform(platform, field, amended, text),
            Record::Practice(practice) => amend_practice(practice, field, amended),
            Record::Article(_) | Record::Problem(_) => {}
        }
    }
    if let Record::Fact(fact) = record {
        follow(fact, &before, dictionaries);
    }
    let mut was = Amendment::default();
    for field in Field::ALL {
        if let Some(old) = held(&before, field).filter(|old| held(record, field).as_ref() != Some(old)) {
            was.set(field, old);
        }
    }
    was
}

fn amend_fact(fact: &mut Fact, field: Field, amended: &Amended, dictionaries: &Dictionaries) {
    match (field, amended) {
        (Field::Value, Amended::Amount(value)) => fact.value = *value,
        (Field::ValueMax, Amended::Amount(value)) => fact.value_max = Some(*value),
        (Field::ValueMax, Amended::Nothing) => fact.value_max = None,
        (Field::Bound, Amended::Bound(bound)) => fact.bound = *bound,
        (Field::Unit, Amended::Text(unit)) => fact.unit.clone_from(unit),
        (Field::Unit, Amended::Nothing) => fact.unit.clear(),
        (Field::Item, Amended::Text(item)) => fact.item.clone_from(item),
        (Field::Item, Amended::Nothing) => fact.item.clear(),
        (Field::Metric, Amended::Metric(metric)) if fact.metric != *metric => {
            fact.metric = metric.clone();
            fact.rule = BY_HAND.into();
            fact.confidence = 1.0;
            follow_metric(fact, dictionaries);
        }
        (Field::Region, Amended::Region(region)) => fact.region = Some(*region),
        (Field::Region, Amended::Nothing) => fact.region = None,
        (Field::Year, Amended::Year(year)) => fact.year = Some(*year),
        (Field::Year, Amended::Nothing) => fact.year = None,
        (Field::Status, Amended::Status(status)) => fact.status = *status,
        _ => {}
    }
}

/// What follows from the metric of a fact: stock or flow, work or its result.
pub(super) fn follow_metric(fact: &mut Fact, dictionaries: &Dictionaries) {
    if let Some(known) = dictionaries.metrics.all().iter().find(|known| known.id == fact.metric) {
        fact.nature = known.nature;
    }
    fact.effect = dictionaries.effects.of(&fact.metric);
}

/// What follows from the fields of a fact that are different now.
fn follow(fact: &mut Fact, before: &Record, dictionaries: &Dictionaries) {
    let Record::Fact(before) = before else { return };
    if fact.bound != before.bound && !matches!(fact.bound, Bound::Range | Bound::Vague) {
        fact.value_max = None;
    }
    let number = |fact: &Fact| Number { value: fact.value, value_max: fact.value_max, bound: fact.bound };
    if number(fact) != number(before) {
        let interval = number(fact).interval();
        (fact.low, fact.high) = (interval.low, interval.high);
        fact.check = Verdict::NotCheckable;
    }
    if (fact.region, fact.year) != (before.region, before.year) {
        fact.region_name = fact.region.and_then(|region| dictionaries.regions.full_name(region, fact.year));
    }
    if fact.year != before.year {
        let holds = |day: Option<jiff::civil::Date>| day.zip(fact.year).is_some_and(|(day, year)| day.year() == year);
        fact.period = fact.period.take().filter(|period| holds(period.from) || holds(period.to));
    }
}

fn amend_platform(platform: &mut Platform, field: Field, amended: &Amended, text: &Squeezed) {
    match (field, amended) {
        (Field::Name, Amended::Text(name)) => {
            // The evidence moves with the name, so that the report's text there still is the name.
            let here = CharSpan::new(platform.start, platform.end);
            let Some(span) = nearest(name, here, text) else { return };
            (platform.start, platform.end) = (span.start, span.end);
            platform.name = text.text(text.place_of(span));
            platform.core = core_of(&platform.name).to_owned();
        }
        (Field::Region, Amended::Region(region)) => platform.region = Some(*region),
        (Field::Region, Amended::Nothing) => platform.region = None,
        _ => {}
    }
}

fn amend_practice(practice: &mut Practice, field: Field, amended: &Amended) {
    match (field, amended) {
        (Field::Practice, Amended::Practice(id)) => practice.practice = id.clone(),
        (Field::Region, Amended::Region(region)) => practice.region = Some(*region),
        (Field::Region, Amended::Nothing) => practice.region = None,
        _ => {}
    }
}

/// The place of a name that lies nearest to another place.
fn nearest(name: &str, here: CharSpan, text: &Squeezed) -> Option<CharSpan> {
    let here = text.place_of(here);
    let distance = |place: &(usize, usize)| place.0.abs_diff(here.0) + place.1.abs_diff(here.1);
    text.occurrences(name).into_iter().min_by_key(distance).and_then(|place| text.span(place))
}

/// What stands between the quotation marks of a name; the name where it has none.
fn core_of(name: &str) -> &str {
    let inner = name.split_once('“').and_then(|(_, rest)| rest.split_once('”')).map(|(inner, _)| inner);
    inner.filter(|inner| !inner.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::DictionarySource;
    use crate::model::{DocId, Metadata};
    use crate::pipeline::extract_report;
    use crate::read::Report;

    const TEXT: &str = "2024年上半年，思明区政协召开微协商4至5场次，设立“邻里圆桌”议事厅。";

    /// Amends the one record of the text that holds a field, and tells fields of the result.
    #[track_caller]
    fn check(kind: &str, amendment: &str, fields: &[&str], expected: &str, was: &str) {
        let dictionaries = Dictionaries::load(&DictionarySource::Embedded).unwrap();
        let doc = DocId::new("a.txt");
        let metadata = Metadata { region: "350203".parse().ok(), ..Metadata::default() };
        let report = Report { doc, text: TEXT.to_owned(), metadata, marks: Vec::new() };
        let records = extract_report(&report, &dictionaries).records;
        let json = |record: &Record| serde_json::to_value(record).unwrap();
        let mut record = records.into_iter().find(|record| json(record)["kind"] == kind).expect("it is read");
        let amendment: Amendment = serde_json::from_str(amendment).unwrap();
        let before = amend(&mut record, &amendment, &Squeezed::new(TEXT), &dictionaries);
        let told: Vec<String> = fields.iter().map(|field| json(&record)[field].to_string()).collect();
        assert_eq!(told.join(" "), expected);
        assert_eq!(serde_json::to_string(&before).unwrap(), was);
    }

    #[test]
    fn what_follows_from_a_field_follows_again() {
        let interval = ["value", "value_max", "low", "high"];
        check("fact", r#"{"value_max":6}"#, &interval, "4 6 4 6", r#"{"value_max":5}"#);
        let exact = r#"{"bound":"exact","value":7}"#;
        check("fact", exact, &interval, "7 null 7 7", r#"{"value":4,"value_max":5,"bound":"range"}"#);
        let place = ["region", "region_name"];
        check("fact", r#"{"region":"350404"}"#, &place, r#""350404" "福建省三明市三元区""#, r#"{"region":"350203"}"#);
        check("fact", r#"{"region":null}"#, &place, "null null", r#"{"region":"350203"}"#);
        check("fact", r#"{"year":2023}"#, &["year", "period"], "2023 null", r#"{"year":2024}"#);
        let metric = r#"{"metric":"workstation.studio"}"#;
        let follows = ["metric", "nature", "rule", "confidence"];
        let expected = r#""workstation.studio" "stock" "corrections.csv" 1.0"#;
        check("fact", metric, &follows, expected, r#"{"metric":"consultation.micro"}"#);
    }

    #[test]
    fn what_was_right_already_is_no_change() {
        check("fact", r#"{"value":4,"region":"350203"}"#, &["value"], "4", "{}");
    }

    #[test]
    fn the_evidence_moves_with_a_name() {
        let fields = ["name", "core", "start"];
        let whole = r#"{"name":"“邻里圆桌”"}"#;
        check("platform", whole, &fields, r#""“邻里圆桌”" "邻里圆桌" 27"#, r#"{"name":"“邻里圆桌”议事厅"}"#);
        check("platform", r#"{"name":"没有的名"}"#, &["name"], r#""“邻里圆桌”议事厅""#, "{}");
    }
}
