//! Every example of `dictionaries/metrics.toml`, read as a report of its own, yields its number with its metric.

use tongjian::dictionary::{Dictionaries, DictionarySource};
use tongjian::model::{DocId, Metadata, Record};
use tongjian::pipeline::extract_report;
use tongjian::read::Report;

#[test]
fn examples_yield_their_metrics() {
    let dictionaries = Dictionaries::load(&DictionarySource::Embedded).expect("the embedded dictionaries are sound");
    let mut faults = Vec::new();
    let mut n_examples = 0;
    for metric in dictionaries.metrics.all() {
        assert!(metric.examples.len() >= 2, "{} has fewer than two examples", metric.id);
        for example in &metric.examples {
            n_examples += 1;
            let report = Report {
                doc: DocId::new("example.txt"),
                text: example.text.clone(),
                metadata: Metadata::default(),
                marks: Vec::new(),
            };
            let found = extract_report(&report, &dictionaries).records;
            let said = found.into_iter().find_map(|record| match record {
                Record::Fact(fact) if fact.number == example.number => Some(fact.metric),
                _ => None,
            });
            if said.as_ref() != Some(&metric.id) {
                faults.push(format!("{}【{}】 {}: {said:?}", example.text, example.number, metric.id));
            }
        }
    }
    assert!(n_examples >= 150, "only {n_examples} examples");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
