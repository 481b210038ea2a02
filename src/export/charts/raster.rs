//! SVG → PNG.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};

use super::Drawing;
use crate::error::{Error, Result};

/// Pixels of the picture for each pixel of the drawing: sharp on paper too.
const SCALE: f32 = 2.0;

/// Draws a picture with the fonts of this computer, or with one font file.
///
/// # Errors
/// When the font file cannot be read, no font has the characters of the drawing (the message says what to do), or the
/// picture is too large.
pub fn to_png(drawing: &Drawing, font: Option<&Path>) -> Result<Vec<u8>> {
    let mut options = Options { font_family: "sans-serif".to_owned(), ..Options::default() };
    let missing: Arc<Mutex<BTreeSet<char>>> = Arc::default();
    options.font_resolver = noting(Arc::clone(&missing));
    let fonts = options.fontdb_mut();
    if let Some(font) = font {
        let before = fonts.len();
        fonts.load_font_data(fs_err::read(font)?);
        if fonts.len() == before {
            return Err(Error::Request(format!("{}: is no font file: name a .ttf, .otf or .ttc", font.display())));
        }
        let family = fonts.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        if let Some(family) = family {
            fonts.set_sans_serif_family(family);
        }
    } else {
        fonts.load_system_fonts();
    }
    let tree = Tree::from_str(&drawing.to_svg()?, &options).map_err(|error| failed(&error))?;
    let missing = missing.lock().map_or_else(|_| BTreeSet::new(), |missing| missing.clone());
    if !missing.is_empty() {
        let some: String = missing.into_iter().take(8).collect();
        return Err(Error::Request(format!(
            "png: no font here has the characters {some}: give one with --font FILE, install a Chinese font (such as \
             fonts-noto-cjk or fonts-wqy-microhei), or write .svg or .html, which need none"
        )));
    }
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed(&"the picture is too large"))?;
    let mut pixmap =
        Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"the picture is too large: write .svg"))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| failed(&error))
}

/// Looks for fonts as usual, and notes the characters for which there is none.
fn noting(missing: Arc<Mutex<BTreeSet<char>>>) -> FontResolver<'static> {
    let fallback = FontResolver::default_fallback_selector();
    FontResolver {
        select_font: FontResolver::default_font_selector(),
        select_fallback: Box::new(move |character, used, fonts| {
            let found = fallback(character, used, fonts);
            if found.is_none()
                && let Ok(mut missing) = missing.lock()
            {
                missing.insert(character);
            }
            found
        }),
    }
}

fn failed(reason: &dyn std::fmt::Display) -> Error {
    Error::Request(format!("png: {reason}"))
}
