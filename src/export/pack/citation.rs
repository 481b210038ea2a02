//! Reports as they are cited.

use crate::model::PartialDate;

/// What is known of where a report was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Its title, or its name where it has none.
    pub title: String,
    /// The newspaper or site.
    pub publisher: Option<String>,
    /// When it was published, as far as it is known.
    pub date: Option<PartialDate>,
    /// Its address.
    pub url: Option<String>,
}

impl Source {
    /// The entry for a list of references. Parts that are not known are left out; the day on which the address was
    /// looked up is one of them.
    ///
    /// | what is known | kind |
    /// | --- | --- |
    /// | an address | `[EB/OL]`, an electronic bulletin on line |
    /// | a publisher and no address | `[N]`, a newspaper article |
    /// | neither | `[Z]`, something else |
    ///
    /// # Examples
    /// ```
    /// use tongjian::export::pack::Source;
    /// let mut source = Source { title: "让协商走进街巷".to_owned(), date: "2024-03-05".parse().ok(), ..Source::default() };
    /// assert_eq!(source.citation(), "让协商走进街巷[Z].2024-03-05.");
    /// source.publisher = Some("某某日报".to_owned());
    /// assert_eq!(source.citation(), "让协商走进街巷[N].某某日报,2024-03-05.");
    /// source.url = Some("https://example.org/1".to_owned());
    /// assert_eq!(source.citation(), "让协商走进街巷[EB/OL].某某日报,2024(2024-03-05).https://example.org/1.");
    /// ```
    ///
    /// # Source
    /// GB/T 7714—2015 《信息与文献 参考文献著录规则》, 4.5 (newspapers), 4.6 (electronic resources), appendix B (kinds).
    pub fn citation(&self) -> String {
        let Self { title, publisher, date, url } = self;
        let published = match (url, publisher, date) {
            // Of what is on line the year belongs to the publisher, and the day of publication stands in brackets.
            (Some(_), Some(publisher), Some(day)) if day.month().is_some() => {
                format!("{publisher},{}({day})", day.year())
            }
            (Some(_), None, Some(day)) => format!("({day})"),
            (_, Some(publisher), Some(date)) => format!("{publisher},{date}"),
            (_, Some(publisher), None) => publisher.clone(),
            (None, None, Some(date)) => date.to_string(),
            (_, None, None) => String::new(),
        };
        let kind = match (url, publisher) {
            (Some(_), _) => "EB/OL",
            (None, Some(_)) => "N",
            (None, None) => "Z",
        };
        let mut citation = format!("{title}[{kind}].");
        for part in [Some(published), url.clone()].into_iter().flatten().filter(|part| !part.is_empty()) {
            citation.push_str(&part);
            citation.push('.');
        }
        citation
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[track_caller]
    fn check(publisher: &str, date: &str, url: &str, expected: &str) {
        let known = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let source =
            Source { title: "题".to_owned(), publisher: known(publisher), date: date.parse().ok(), url: known(url) };
        assert_eq!(source.citation(), expected);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        check("", "", "", "题[Z].");
        check("", "2024", "", "题[Z].2024.");
        check("某报", "", "", "题[N].某报.");
        check("某报", "2024-03", "", "题[N].某报,2024-03.");
        check("", "", "http://a.cn", "题[EB/OL].http://a.cn.");
        check("", "2024-03-05", "http://a.cn", "题[EB/OL].(2024-03-05).http://a.cn.");
        check("某网", "2024", "http://a.cn", "题[EB/OL].某网,2024.http://a.cn.");
    }
}
