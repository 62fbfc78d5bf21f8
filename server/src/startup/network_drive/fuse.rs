//! Tells network drives from local ones if a program outside of the kernel serves them (FUSE). For the kernel, NTFS on a
//! USB stick and the drive of a server have the same number.

use std::{
    ffi::OsString,
    fs,
    os::unix::ffi::OsStringExt as _,
    path::{Path, PathBuf},
};

/// The number of `man 2 statfs`.
pub(super) const NUMBER: u32 = 0x6573_5546;

/// Types of file systems that get their files from other computers.
const NETWORK_TYPES: &[&str] = &[
    "fuse.gvfsd-fuse",
    "fuse.kio-fuse",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
    "fuse.davfs2",
    "fuse.curlftpfs",
    "fuse.smbnetfs",
    "fuse.xrdp-chansrv",
    "fuse.s3fs",
    "fuse.goofys",
    "fuse.gcsfuse",
    "fuse.blobfuse",
    "fuse.blobfuse2",
    "fuse.google-drive-ocamlfuse",
    "fuse.onedriver",
    "fuse.seadrive",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.ceph-fuse",
    "fuse.cephfs",
    "fuse.juicefs",
    "fuse.seaweedfs",
    "fuse.mfs",
];

/// The kind of network drive on which the folder lies; `None` for a local drive. The path must have no symbolic links.
pub(super) fn network_type(folder: &Path) -> Option<&'static str> {
    let mounts = fs::read("/proc/self/mountinfo").ok()?;
    network_type_in(&mounts, folder)
}

/// Of several file systems that are mounted on one folder, the last one is visible.
fn network_type_in(mounts: &[u8], folder: &Path) -> Option<&'static str> {
    let mount = mounts
        .split(|byte| *byte == b'\n')
        .filter_map(Mount::parse)
        .filter(|mount| folder.starts_with(&mount.point))
        .max_by_key(|mount| mount.point.components().count())?;
    let known = NETWORK_TYPES.iter().find(|known| known.as_bytes() == mount.kind);
    known.copied().or_else(|| mount.has_address().then_some("FUSE"))
}

/// A line of `mountinfo` (`man 5 proc_pid_mountinfo`).
struct Mount<'a> {
    point: PathBuf,
    kind: &'a [u8],
    source: &'a [u8],
}

impl<'a> Mount<'a> {
    fn parse(line: &'a [u8]) -> Option<Self> {
        let mut fields = line.split(|byte| *byte == b' ');
        let point = fields.nth(4)?;
        // Any number of optional fields is in between.
        fields.find(|field| *field == b"-")?;
        Some(Self {
            point: PathBuf::from(OsString::from_vec(unescaped(point))),
            kind: fields.next()?,
            source: fields.next()?,
        })
    }

    /// davfs2 names no type of its own, but the address of the server.
    fn has_address(&self) -> bool {
        self.source.windows(3).any(|part| part == b"://")
    }
}

/// The kernel writes spaces, tabs, line breaks and backslashes as a backslash with three octal digits.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    loop {
        rest = match rest {
            [] => return bytes,
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..] => {
                bytes.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                after
            }
            [byte, after @ ..] => {
                bytes.push(*byte);
                after
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &[u8] = br"22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:26 / /proc rw,nosuid shared:14 - proc proc rw
70 22 0:50 / /run/user/1000/gvfs rw,nosuid shared:300 - fuse.gvfsd-fuse gvfsd-fuse rw,user_id=1000
71 22 8:17 / /media/maria/STICK rw,nosuid shared:301 master:2 - fuseblk /dev/sdb1 rw,user_id=0
72 22 0:51 / /media/maria/School\040drive rw,nosuid - fuse.sshfs maria@school:/home rw
73 72 8:33 / /media/maria/School\040drive/local rw - fuseblk /dev/sdc1 rw
74 22 0:52 / /media/dav rw shared:302 - fuse https://dav.example.org/maria rw,user_id=1000
75 22 0:53 / /media/pool rw - fuse.mergerfs a:b rw
76 22 0:54 / /media/back\134slash rw - fuse.rclone drive: rw
77 22 8:49 / /media/twice rw - fuseblk /dev/sdd1 rw
78 77 0:55 / /media/twice rw - fuse.s3fs s3fs rw
a line that is no mount
";

    #[test]
    fn network_drives_are_recognised_by_their_type() {
        for (folder, expected) in [
            ("/home/maria", None),
            ("/run/user/1000/gvfs/smb-share/lesson", Some("fuse.gvfsd-fuse")),
            ("/media/maria/STICK/stepwise-data", None),
            ("/media/maria/School drive", Some("fuse.sshfs")),
            ("/media/maria/School drive/lesson", Some("fuse.sshfs")),
            ("/media/maria/School drive 2", None),
            ("/media/maria/School drive/local/lesson", None),
            ("/media/dav/lesson", Some("FUSE")),
            ("/media/pool/lesson", None),
            (r"/media/back\slash/lesson", Some("fuse.rclone")),
            ("/media/twice/lesson", Some("fuse.s3fs")),
        ] {
            assert_eq!(network_type_in(MOUNTS, Path::new(folder)), expected, "{folder}");
        }
        assert_eq!(network_type_in(b"", Path::new("/home")), None);
    }

    #[test]
    fn octal_numbers_are_read_as_bytes() {
        for (field, expected) in [
            (r"/a\040b\011c", "/a b\tc"),
            (r"/back\134slash", r"/back\slash"),
            (r"/\303\251cole", "/école"),
            (r"/not\04", r"/not\04"),
            (r"/not\999", r"/not\999"),
            ("", ""),
        ] {
            assert_eq!(unescaped(field.as_bytes()), expected.as_bytes(), "{field}");
        }
    }
}
