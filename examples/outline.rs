fn main() {
    let d = tongjian::dictionary::Dictionaries::load(&tongjian::dictionary::DictionarySource::Embedded).unwrap();
    for p in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&p).unwrap();
        let c = tongjian::clean::CleanText::new(&t, &Default::default());
        let s = tongjian::segment::segment(c.text(), &d.layout);
        for b in &s.blocks {
            println!("{:3} {:?} {}", b.section, b.kind, b.span.of(c.text()).chars().take(60).collect::<String>());
        }
    }
}
