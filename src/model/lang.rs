//! The languages that the program speaks.

use std::str::FromStr;

/// The language of messages and tables. Records never depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language that a locale such as `zh_CN.UTF-8` or `en-GB` asks for; English for any other than Chinese.
    ///
    /// ```
    /// use tongjian::model::Lang;
    /// assert_eq!(Lang::from_locale("zh-Hans-CN"), Lang::Zh);
    /// assert_eq!(Lang::from_locale("de_DE.UTF-8"), Lang::En);
    /// ```
    pub fn from_locale(locale: &str) -> Self {
        let chinese = locale.split(['_', '-', '.']).next().is_some_and(|tongue| tongue.eq_ignore_ascii_case("zh"));
        if chinese { Self::Zh } else { Self::En }
    }

    /// The one of two wordings that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            other => Err(format!("“{other}” is no language that is spoken here: expected zh or en")),
        }
    }
}
