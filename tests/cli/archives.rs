//! Archives made byte by byte, as programs that tests cannot run would make them.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

/// What a member of a ZIP archive is.
pub(crate) struct Member {
    /// In whatever encoding.
    pub(crate) name: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    /// Whether it claims to need a password.
    pub(crate) locked: bool,
    /// Whether its lengths stand behind it, as programs write them that do not know them beforehand.
    pub(crate) lengths_behind: bool,
}

impl Member {
    pub(crate) fn new(name: impl AsRef<[u8]>, bytes: impl AsRef<[u8]>) -> Self {
        Self { name: name.as_ref().to_vec(), bytes: bytes.as_ref().to_vec(), locked: false, lengths_behind: false }
    }
}

/// A ZIP archive with the names as they are given.
pub(crate) fn zip(members: &[Member]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&member.bytes).unwrap();
        let packed = encoder.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(&member.bytes);
        let offset = u32::try_from(archive.len()).unwrap();
        let mut common = Vec::new();
        // Version, flags, method, time, date.
        for field in [20, u16::from(member.locked) + 8 * u16::from(member.lengths_behind), 8, 0, 0x21] {
            common.extend(field.to_le_bytes());
        }
        let before_lengths = common.len();
        for field in [crc.sum(), u32::try_from(packed.len()).unwrap(), u32::try_from(member.bytes.len()).unwrap()] {
            common.extend(field.to_le_bytes());
        }
        let lengths = before_lengths..common.len();
        common.extend(u16::try_from(member.name.len()).unwrap().to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        let mut local = common.clone();
        if member.lengths_behind {
            local[lengths.clone()].fill(0);
        }
        archive.extend(b"PK\x03\x04");
        archive.extend(local);
        archive.extend(&member.name);
        archive.extend(packed);
        if member.lengths_behind {
            archive.extend(b"PK\x07\x08");
            archive.extend(&common[lengths]);
        }
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(common);
        // Comment, disk, attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(&member.name);
    }
    let n_members = u16::try_from(members.len()).unwrap();
    let start = u32::try_from(archive.len()).unwrap();
    let length = u32::try_from(directory.len()).unwrap();
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(n_members.to_le_bytes());
    archive.extend(n_members.to_le_bytes());
    archive.extend(length.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tar_gz(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len()).unwrap());
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    gzip(&builder.into_inner().unwrap())
}
