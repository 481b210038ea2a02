fn main() {
    use tongjian::*;
    let d = dictionary::Dictionaries::load(&dictionary::DictionarySource::Folder("dictionaries".into())).unwrap();
    let (mut n, mut ok) = (0, 0);
    for p in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&p).unwrap();
        for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
            let (text, want) = line.split_once('\t').unwrap_or((line, ""));
            let r = read::Report {
                doc: model::DocId::new("x"),
                text: format!("某县政协工作报告\n\n{text}\n"),
                metadata: Default::default(),
            };
            let (art, _) = extract::article::Article::read(&r, &d);
            let facts = extract::assemble::facts(&art, &d);
            let mut used = vec![false; facts.len()];
            let mut shown = false;
            for w in want.split(';').filter(|w| !w.trim().is_empty()) {
                let (num, metric) = w.trim().split_once('=').expect(line);
                n += 1;
                let found = facts.iter().enumerate().find(|(i, f)| !used[*i] && f.fact.number == num);
                let Some((i, f)) = found else {
                    println!(
                        "{text}\n   MISSING {num} {metric}: {:?}",
                        facts.iter().map(|f| f.fact.number.clone()).collect::<Vec<_>>()
                    );
                    continue;
                };
                used[i] = true;
                if f.fact.metric.as_str() == metric {
                    ok += 1;
                    continue;
                }
                if !shown {
                    println!("{text}");
                    shown = true;
                }
                println!("   {num} want {metric} got {} [{}] {}", f.fact.metric, f.fact.rule, f.fact.confidence);
                for c in f.candidates.iter().take(5) {
                    println!("        {:.2} {} {} {}", c.score, c.metric, c.noun.of(art.clean.text()), c.rule);
                }
            }
            if want.is_empty() {
                println!("{text}");
                for f in &facts {
                    println!("   {} {} [{}] {}", f.fact.number, f.fact.metric, f.fact.rule, f.fact.confidence);
                }
            }
        }
    }
    println!("{ok}/{n}");
}
