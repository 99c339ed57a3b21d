# SPDX-License-Identifier: Apache-2.0
"""The few packages of Debian and Ubuntu that Python's venv and Qt want and a small installation lacks.

Standard library only: this runs before anything is installed. On other systems there is nothing to do.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

from environment import CannotGoOn

# Found by its library, not by its package: newer releases have other package names for the same library.
WITHOUT_DISPLAY = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
FOR_A_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
FOR_TESTS = {"pdftotext": "poppler-utils", "pg_ctlcluster": "postgresql"}
"""Programs that tests use: to ask what is printed on a page, and to keep a registry's records for many centres."""


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def install_missing(window: bool, tests: bool) -> None:
    """Install what is missing, also for a window or for the tests; raise ``CannotGoOn`` where not permitted."""
    if sys.platform != "linux":
        return
    missing = _missing_packages(window, tests)
    if not missing:
        return
    apt = shutil.which("apt-get")
    before = _permission()
    if apt is None or before is None:
        raise CannotGoOn(_what_to_do(missing, debian=apt is not None))
    print(f"Installing system packages: {' '.join(missing)} ...", flush=True)
    apt_get = [*before, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*apt_get, "update"], check=True, stdin=subprocess.DEVNULL)
    install = [*apt_get, "install", "--yes", "--no-install-recommends", *missing]
    subprocess.run(install, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _missing_packages(window: bool, tests: bool) -> list[str]:
    wanted = {**WITHOUT_DISPLAY, **FOR_A_WINDOW} if window else WITHOUT_DISPLAY
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if tests:
        missing += [package for tool, package in FOR_TESTS.items() if shutil.which(tool) is None]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _permission() -> list[str] | None:
    """What goes before a command that only root may run; nothing found means None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "--non-interactive", "true"], check=False, capture_output=True)
    return [sudo, "--non-interactive"] if asked.returncode == 0 else None


def _what_to_do(missing: list[str], debian: bool) -> str:
    names = " ".join(missing)
    if debian:
        return (
            "Some system packages are missing, and installing them needs an administrator. "
            f"Run this, then try again:\n    sudo apt-get install --no-install-recommends {names}"
        )
    return f"Some system libraries are missing. Install what your system calls these Debian packages: {names}"
