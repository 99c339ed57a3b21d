# SPDX-License-Identifier: Apache-2.0
"""A virtual environment that holds exactly what a lock file says, made or brought up to date.

Standard library only: this runs before anything is installed.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "locks"
WINDOWS = sys.platform == "win32"


class CannotGoOn(Exception):
    """Set-up cannot continue; the text says what to do about it."""


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run a command in the project's folder and raise ``CalledProcessError`` when it fails."""
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env={**os.environ, **(env or {})})


def program(venv: Path, name: str) -> Path:
    """Where the environment keeps the program of this name."""
    return venv / "Scripts" / f"{name}.exe" if WINDOWS else venv / "bin" / name


def bring_up(venv: Path, lock: Path) -> bool:
    """Make the environment hold what the lock says; tell whether anything had to be done.

    Packages that the lock does not name are left alone.
    """
    if not _works(venv):
        print(f"Making the environment {venv.name} ...", flush=True)
        run(sys.executable, "-m", "venv", "--clear", venv)
    if _unchanged(venv, "lock", [lock]):
        return False
    print(f"Installing the packages of {lock.relative_to(ROOT)} ...", flush=True)
    _pip(venv, "--require-hashes", "--requirement", lock)
    _compile(venv)
    _remember(venv, "lock", [lock])
    return True


def install_project(venv: Path) -> bool:
    """Make ``guildmark`` in the environment run the files of this folder; tell whether anything had to be done."""
    sources = [ROOT / "pyproject.toml", ROOT / "app" / "__init__.py"]
    if program(venv, "guildmark").exists() and _unchanged(venv, "project", sources):
        return False
    _pip(venv, "--no-deps", "--no-index", "--no-build-isolation", "--editable", ROOT)
    _remember(venv, "project", sources)
    return True


def _works(venv: Path) -> bool:
    python = program(venv, "python")
    if not python.exists():
        return False
    asked = subprocess.run([str(python), "-m", "pip", "--version"], check=False, capture_output=True)
    return asked.returncode == 0


def _pip(venv: Path, *arguments: str | Path) -> None:
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    run(program(venv, "python"), "-m", "pip", "install", *quiet, *arguments)


def _compile(venv: Path) -> None:
    """Write the bytecode, which pip may have been told not to do: without it every start takes twice as long."""
    python = str(program(venv, "python"))
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.check_output([python, "-c", ask], text=True).strip()
    # Some packages carry templates that are no valid Python, so that the exit status says nothing
    subprocess.run([python, "-m", "compileall", "-qq", "-j", "0", packages], check=False, stdout=subprocess.DEVNULL)


def _unchanged(venv: Path, name: str, sources: Sequence[Path]) -> bool:
    stamp = _stamp(venv, name)
    return stamp.exists() and stamp.read_text(encoding="ascii") == _digest(sources)


def _remember(venv: Path, name: str, sources: Sequence[Path]) -> None:
    _stamp(venv, name).write_text(_digest(sources), encoding="ascii")


def _stamp(venv: Path, name: str) -> Path:
    return venv / f"installed-{name}.sha256"


def _digest(sources: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
