# SPDX-License-Identifier: Apache-2.0
"""Kinds of places for a folder: this computer's own disk, or one where records are not safe.

SQLite's "How To Corrupt" names file locks on network drives, and sync programs copy a file while it is being written.
"""

import enum
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath


class Place(enum.Enum):
    """What kind of disk or folder it is."""

    OWN = "own"
    NETWORK = "network"
    SYNCED = "synced"
    REMOVABLE = "removable"


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system in the tree: where, of which type, on which device ("8:1"; empty where not known)."""

    point: PurePath
    type: str
    device: str = ""


_NETWORK_TYPES = frozenset(
    {
        "9p",
        "afp",
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "drvfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
    }
    | {
        "nfs4",
        "prl_fs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "webdav",
        "fuse.davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
    }
    | {"fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs"}
)

_MEMORY_TYPES = frozenset({"ramfs", "tmpfs"})

_SYNCED_NAME = re.compile(
    r"onedrive( ?-.*)?|dropbox( ?\(.*\))?|google ?drive|googledrive-.*|my drive|icloud ?drive|mobile documents"
    r"|cloudstorage|nextcloud|owncloud|yandex\.?disk|яндекс\.?диск|pcloud ?drive|megasync|mega",
    re.IGNORECASE,
)

_SYNC_MARKERS = (
    ".dropbox",
    ".dropbox.cache",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".tmp.drivedownload",
    ".tmp.driveupload",
    ".yandex.disk",
)
_SYNC_MARKER_PATTERNS = (".sync_*.db", "._sync_*.db")

_WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4


def kind_of_place(path: Path) -> Place:
    """Which kind of place this folder is in; "own" where nothing speaks against it."""
    real = path.resolve()
    if is_synced(real):
        return Place.SYNCED
    if sys.platform == "win32":
        return _windows_place(real)
    mounts = _mac_mounts() if sys.platform == "darwin" else _linux_mounts()
    mount = mount_of(real, mounts)
    if mount is None:
        return Place.OWN
    if is_network(mount):
        return Place.NETWORK
    return Place.REMOVABLE if _is_removable(mount) else Place.OWN


def is_in_memory(path: Path) -> bool:
    """Whether what lies in this folder is gone after a restart. Known on Linux only, where folders can be so."""
    if not sys.platform.startswith("linux"):
        return False
    mount = mount_of(path.resolve(), _linux_mounts())
    return mount is not None and mount.type in _MEMORY_TYPES


def is_synced(path: Path) -> bool:
    """Whether a program such as OneDrive or Dropbox copies this folder, by its name or by the traces it leaves."""
    if any(_SYNCED_NAME.fullmatch(part) for part in path.parts):
        return True
    return any(_has_marker(folder) for folder in (path, *path.parents))


def mount_of(path: PurePath, mounts: list[Mount]) -> Mount | None:
    """The file system that holds this path: the deepest one, and of two at one point the later."""
    holding = [mount for mount in mounts if path.is_relative_to(mount.point)]
    return max(enumerate(holding), key=lambda item: (len(item[1].point.parts), item[0]))[1] if holding else None


def is_network(mount: Mount) -> bool:
    """Whether the file system is on another machine. A computer's own root counts as its own, whatever its type."""
    return mount.type in _NETWORK_TYPES and len(mount.point.parts) > 1


def read_mountinfo(text: str) -> list[Mount]:
    """The mounts in the text of /proc/self/mountinfo (man 5 proc_pid_mountinfo)."""
    mounts = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if dash and len(fields) > 4:
            mounts.append(Mount(PurePath(_unescaped(fields[4])), after.split(" ")[0].lower(), fields[2]))
    return mounts


def read_mac_mounts(text: str) -> list[Mount]:
    """The mounts in what /sbin/mount prints on macOS: "//me@server/share on /Volumes/share (smbfs, nodev)"."""
    found = re.findall(r"^.* on (/.*) \((\w+)[,)]", text, re.MULTILINE)
    return [Mount(PurePath(point), kind.lower()) for point, kind in found]


def _has_marker(folder: Path) -> bool:
    try:
        if any((folder / name).exists() for name in _SYNC_MARKERS):
            return True
        return any(next(folder.glob(pattern), None) is not None for pattern in _SYNC_MARKER_PATTERNS)
    except OSError:
        return False


def _linux_mounts() -> list[Mount]:
    try:
        return read_mountinfo(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return []


def _mac_mounts() -> list[Mount]:
    import subprocess

    try:
        printed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return []
    return read_mac_mounts(printed.stdout)


def _is_removable(mount: Mount) -> bool:
    if not mount.device:
        return False
    device = Path("/sys/dev/block") / mount.device
    try:
        # A partition's own folder has no such entry; its disk, one level up, has.
        flags = [folder / "removable" for folder in (device.resolve(), device.resolve().parent)]
        return any(flag.read_text().strip() == "1" for flag in flags if flag.exists())
    except OSError:
        return False


def _windows_place(path: Path) -> Place:
    if str(path).startswith(("\\\\", "//")):
        return Place.NETWORK
    kind = _windows_drive_type(path.anchor)
    return {_WINDOWS_REMOTE: Place.NETWORK, _WINDOWS_REMOVABLE: Place.REMOVABLE}.get(kind, Place.OWN)


def _windows_drive_type(anchor: str) -> int:
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(anchor or os.sep))


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), field)
