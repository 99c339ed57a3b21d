# SPDX-License-Identifier: Apache-2.0
"""A printing system of the test's own: CUPS with a printer that writes PDF files (CUPS-PDF), under a folder of its
own."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PRINTER: Final = "SAMPLE-PDF"
_MODEL: Final = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
_BACKEND: Final = Path("/usr/lib/cups/backend/cups-pdf")
_SECONDS: Final = 30
_SERVER: Final = """Listen {socket}
Browsing Off
WebInterface No
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess default
JobPrivateValues default
SubscriptionPrivateAccess default
SubscriptionPrivateValues default
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
_FILES: Final = """ServerRoot {place}/root
RequestRoot {place}/spool
TempDir {place}/spool/tmp
CacheDir {place}/cache
StateDir {place}/run
AccessLog {place}/log/access
ErrorLog {place}/log/error
PageLog {place}/log/page
SystemGroup root
"""


def why_not() -> str:
    """Why there can be no such printer here; empty where there can."""
    if not os.environ.get("GUILDMARK_CUPS"):
        return "a printing system is started for this test only where GUILDMARK_CUPS is set"
    missing = [name for name in ("cupsd", "lp", "lpadmin", "gs") if not shutil.which(name, path=_path())]
    missing += [str(path) for path in (_MODEL, _BACKEND) if not path.exists()]
    if missing:
        return f"not installed: {', '.join(missing)} (cups-daemon cups-client cups-filters printer-driver-cups-pdf)"
    return "" if os.geteuid() == 0 else "CUPS-PDF writes its files only for a server that root started"


@contextmanager
def printing_system() -> Iterator[Path]:
    """The printing system while the block runs; gives the folder in which the printer puts its files. It is found by
    ``CUPS_SERVER`` in the environment."""
    with tempfile.TemporaryDirectory(prefix="guildmark-cups-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # its filters run as somebody else
        yield from _running(place)


def _running(place: Path) -> Iterator[Path]:
    for name in ("root", "spool/tmp", "cache", "run", "log"):
        (place / name).mkdir(parents=True)
    socket = place / "run" / "socket"
    server, files = place / "root" / "cupsd.conf", place / "root" / "cups-files.conf"
    server.write_text(_SERVER.format(socket=socket))
    files.write_text(_FILES.format(place=place))
    with subprocess.Popen(["cupsd", "-f", "-c", server, "-s", files], env=os.environ | {"PATH": _path()}) as running:
        os.environ["CUPS_SERVER"] = str(socket)
        try:
            _until(lambda: "is running" in _asked("lpstat", "-r"))
            _asked("lpadmin", "-p", PRINTER, "-E", "-v", "cups-pdf:/", "-P", str(_MODEL))
            yield Path.home() / "PDF"
        finally:
            del os.environ["CUPS_SERVER"]
            running.terminate()


def next_file(folder: Path, known: set[Path]) -> Path:
    """The file that the printer puts there next, once it is whole."""
    _until(lambda: bool(set(folder.glob("*.pdf")) - known) and not _asked("lpstat", "-W", "not-completed", "-o"))
    return max(set(folder.glob("*.pdf")) - known, key=lambda path: path.stat().st_mtime)


def _asked(*words: str) -> str:
    done = subprocess.run(words, env=os.environ | {"LC_ALL": "C", "PATH": _path()}, capture_output=True, check=False)
    return done.stdout.decode()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _SECONDS
    while not true():
        assert time.monotonic() < end, "the printing system does not answer"
        time.sleep(0.2)


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin"
