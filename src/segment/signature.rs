//! Clean text → a `MinHash` signature, by which prints of the same article know each other.

use crate::model::is_ideograph;

/// Bins of a signature. The error of an estimate is about the square root of `J (1 - J) / BINS`: 0.04 at most.
pub const BINS: usize = 128;
/// Characters in a shingle: long enough that unrelated reports share few, short enough to outlive small edits.
const SHINGLE: usize = 4;

/// Which shingles of four characters a text is made of, in a few bytes.
///
/// Only letters and digits count, so that layout, punctuation and hard wraps make no difference.
///
/// # Examples
/// ```
/// use tongjian::segment::Signature;
/// let report = "全年召开协商会议12次，提交建议案36件，推动解决小区停车难题23个。".repeat(3);
/// let reprint = report.replace('，', "\n，").replace("停车难题", "停车问题");
/// let (report, reprint) = (Signature::of(&report), Signature::of(&reprint));
/// assert!(report.resemblance(&reprint) > 0.6);
/// assert!(report.resemblance(&Signature::of("河长制协作机制覆盖全县十四个乡镇。")) < 0.2);
/// ```
///
/// # Source
/// A. Broder, *On the resemblance and containment of documents* (1997); one permutation in place of many: P. Li,
/// A. Owen, C. Zhang, *One Permutation Hashing* (2012); empty bins filled: A. Shrivastava, *Optimal Densification for
/// Fast and Accurate Minwise Hashing* (2017); eight bits of each minimum kept: P. Li, A. König, *b-Bit Minwise
/// Hashing* (2010).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    n_shingles: u32,
    least: [u8; BINS],
}

impl Default for Signature {
    /// That of the empty text.
    fn default() -> Self {
        Self { n_shingles: 0, least: [0; BINS] }
    }
}

impl Signature {
    /// Length of [`to_bytes`](Self::to_bytes).
    pub const BYTES: usize = size_of::<u32>() + BINS;

    /// The signature of a clean text.
    pub fn of(text: &str) -> Self {
        let mut least = [u64::MAX; BINS];
        let mut window = [0_u64; SHINGLE];
        let mut n_letters = 0_u32;
        for letter in text.chars().filter(|c| is_ideograph(*c) || c.is_alphanumeric()) {
            window.rotate_left(1);
            window[SHINGLE - 1] = u64::from(u32::from(letter));
            n_letters = n_letters.saturating_add(1);
            if n_letters as usize >= SHINGLE {
                let hash = window.iter().fold(0, |hash, letter| scramble(hash ^ letter));
                let bin = bin_of(hash);
                least[bin] = least[bin].min(hash);
            }
        }
        let n_shingles = n_letters.saturating_sub(u32::try_from(SHINGLE).unwrap_or(u32::MAX) - 1);
        if n_shingles == 0 {
            return Self::default();
        }
        Self { n_shingles, least: std::array::from_fn(|bin| low_byte(least[lender(&least, bin)])) }
    }

    /// How many shingles the text has, repeated ones counted again.
    pub const fn n_shingles(&self) -> u32 {
        self.n_shingles
    }

    /// Bins that the locality-sensitive hashing takes together.
    pub(crate) fn band<const ROWS: usize>(&self, band: usize) -> [u8; ROWS] {
        std::array::from_fn(|row| self.least[band * ROWS + row])
    }

    /// An estimate of the share of shingles that two texts have in common, of all that either has: 0 to 1.
    pub fn resemblance(&self, other: &Self) -> f64 {
        if self.n_shingles == 0 || other.n_shingles == 0 {
            return 0.0;
        }
        let n_equal = self.least.iter().zip(&other.least).filter(|(a, b)| a == b).count();
        #[expect(clippy::cast_precision_loss, reason = "at most 128")]
        let equal = n_equal as f64 / BINS as f64;
        // One pair of bytes in 256 is equal by chance.
        ((equal - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)).max(0.0)
    }

    /// An estimate of the share of the shorter text's shingles that the longer one has too: 0 to 1.
    pub fn containment(&self, other: &Self) -> f64 {
        let shorter = f64::from(self.n_shingles.min(other.n_shingles));
        if shorter == 0.0 {
            return 0.0;
        }
        let resemblance = self.resemblance(other);
        let in_all = f64::from(self.n_shingles) + f64::from(other.n_shingles);
        (resemblance / (1.0 + resemblance) * in_all / shorter).min(1.0)
    }

    /// The signature as bytes: the number of shingles, little-endian, then the bins.
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let count = self.n_shingles.to_le_bytes();
        std::array::from_fn(|at| *count.get(at).unwrap_or_else(|| &self.least[at - count.len()]))
    }

    /// Reads [`to_bytes`](Self::to_bytes) back; `None` where the length is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, least) = bytes.split_at_checked(size_of::<u32>())?;
        Some(Self { n_shingles: u32::from_le_bytes(count.try_into().ok()?), least: least.try_into().ok()? })
    }
}

/// The bin itself, or for an empty one a bin that is not, the same for every text that has both empty and full alike.
fn lender(least: &[u64; BINS], bin: usize) -> usize {
    let mut tries = (0..).map(|attempt| if attempt == 0 { bin } else { bin_of(scramble(pair(bin, attempt))) });
    tries.find(|&lender| least[lender] != u64::MAX).unwrap_or(bin)
}

fn pair(bin: usize, attempt: u64) -> u64 {
    (attempt << 32) | bin as u64
}

fn bin_of(hash: u64) -> usize {
    usize::from(hash.to_be_bytes()[0]) % BINS
}

fn low_byte(hash: u64) -> u8 {
    scramble(hash).to_le_bytes()[0]
}

/// The finaliser of `MurmurHash3`: every bit of the input changes about half the bits of the output.
const fn scramble(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let bits = (bits ^ (bits >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ (bits >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `n` letters that differs from others from its first letter on.
    fn text(seed: u64, n: u64) -> String {
        let letter = |at| char::from_u32(0x4e00 + u32::try_from(scramble(seed << 32 | at) % 3000).unwrap()).unwrap();
        (0..n).map(letter).collect()
    }

    #[test]
    fn estimates_come_near_the_truth() {
        // Letters in common of 2000, and what share of all letters that is.
        for (seed, common, truth) in [(1, 2000, 1.0), (2, 1800, 0.818), (3, 1400, 0.538), (4, 1000, 0.333), (5, 0, 0.0)]
        {
            let shared = text(seed, common);
            let [a, b] = [100, 200].map(|other| Signature::of(&(shared.clone() + &text(seed + other, 2000 - common))));
            assert!((a.resemblance(&b) - truth).abs() < 0.13, "{common}: {} for {truth}", a.resemblance(&b));
        }
    }

    #[test]
    fn a_shortened_text_is_contained_in_the_whole() {
        let whole = text(7, 3000);
        let part: String = whole.chars().take(1200).collect();
        let other = text(8, 1200);
        let whole = Signature::of(&whole);
        assert!(whole.containment(&Signature::of(&part)) > 0.8);
        assert!(whole.containment(&Signature::of(&other)) < 0.2);
    }

    #[test]
    fn short_texts_have_signatures_too() {
        assert_eq!(Signature::of("").n_shingles(), 0);
        assert!(Signature::of("协商。").resemblance(&Signature::of("协商")) < 0.01);
        assert!(Signature::of("委员接待日").resemblance(&Signature::of("委员 接待日！")) > 0.99);
    }

    #[test]
    fn bytes_read_back() {
        let signature = Signature::of("搭建66个“好商量”工作室");
        assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
        assert_eq!(Signature::from_bytes(&[0; 5]), None);
    }
}
