fn main() {
    use tongjian::*;
    let d = dictionary::Dictionaries::load(&dictionary::DictionarySource::Embedded).unwrap();
    let mut a = std::env::args().skip(1);
    let p = a.next().unwrap();
    let n = a.next();
    let text = std::fs::read_to_string(&p).unwrap_or(p.clone());
    let r = read::Report { doc: model::DocId::new("x"), text, metadata: Default::default() };
    let (art, _) = extract::article::Article::read(&r, &d);
    for e in extract::assemble::facts(&art, &d) {
        if n.as_ref().is_some_and(|n| *n != e.fact.number) {
            continue;
        }
        println!("{} {} {:?} {} | {}", e.fact.number, e.fact.metric, e.fact.year, e.fact.confidence, e.fact.quote);
        for c in e.candidates.iter().take(6) {
            println!("      {:.2} {} {} {}", c.score, c.metric, c.noun.of(art.clean.text()), c.rule);
        }
    }
}
