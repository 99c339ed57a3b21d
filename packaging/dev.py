# SPDX-License-Identifier: Apache-2.0
"""The verbs of the project: ``python3 packaging/dev.py run`` (or ``make run``).

Standard library only, so that it works on a machine that has nothing but Python.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

VENV_NAME = ".venv"
OLDEST_PYTHON = (3, 11)


def _use_new_enough_python() -> None:
    """Start again under a newer Python of this machine when this one is too old."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(15, OLDEST_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit("Guildmark needs Python 3.11 or newer. Install it, then try again.")


_use_new_enough_python()

from environment import LOCKS, ROOT, CannotGoOn, bring_up, install_project, program, run  # noqa: E402 - after the check
from system import has_display, install_missing  # noqa: E402 - needs what the line above makes sure of

VENV = ROOT / VENV_NAME
DEMO = ROOT / ".demo"
HEADLESS = {"QT_QPA_PLATFORM": "offscreen"}


def setup(tests: bool = False) -> None:
    """Make everything ready: system packages, the locked environment, the program in it, the translations."""
    install_missing(window=has_display(), tests=tests)
    bring_up(VENV, LOCKS / "dev.txt")
    install_project(VENV)
    run(_python(), "packaging/catalogues.py", "compile")


def run_program() -> None:
    """Open the window on a sample centre; without a display do the main job and say where the results lie."""
    setup()
    if not has_display():
        run(_python(), "packaging/demo.py", env=HEADLESS)
        return
    people = _sample_centre()
    for person in people["users"]:
        print(f"Sign in as {person['name']} with the passphrase: {person['passphrase']}")
    run(program(VENV, "guildmark"), "--data", DEMO / "centre")


def check() -> None:
    """Format, lint, types, import contracts and dependencies; all are run, then the failed ones are named."""
    _name([name for name, command in _checks().items() if not _passes(name, command)])


def test() -> None:
    """Set up, then all checks and all tests. Types, which take longest, are checked beside the tests."""
    setup(tests=True)
    start = time.monotonic()
    checks = _checks()
    types = _beside(checks.pop("types"))
    failed = [name for name, command in checks.items() if not _passes(name, command)]
    try:
        # Tests wait for disks, timers and processes of theirs: one worker more than cores keeps those busy
        run(_python(), "-m", "pytest", "-n", str((os.cpu_count() or 1) + 1), "--dist", "loadgroup", env=HEADLESS)
    finally:
        said, _ = types.communicate()
        print(f"-- types\n{said}", end="")
        _name([*failed, "types"] if types.returncode else failed)
    print(f"Checks and tests took {time.monotonic() - start:.0f} s.")


def bench() -> None:
    """Measure the program against what this machine can do at best."""
    setup()
    run(program(VENV, "guildmark"), "bench", env=HEADLESS)


def screenshots() -> None:
    """Take a picture of every screen, and of every document that there is a template for."""
    setup()
    run(_python(), "packaging/screenshots.py", env=HEADLESS)
    run(_python(), "packaging/contact_sheets.py", env=HEADLESS)


def package() -> None:
    """Build the program as a folder that needs no Python, from an environment with nothing else in it, and test it."""
    setup()
    lean = ROOT / f"{VENV_NAME}-package"
    bring_up(lean, LOCKS / "package.txt")
    spec = ROOT / "packaging" / "guildmark.spec"
    run(program(lean, "python"), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", spec)
    built = ROOT / "dist" / "guildmark" / ("guildmark.exe" if sys.platform == "win32" else "guildmark")
    run(built, "self-test", env=HEADLESS)
    print(f"The program is in {built.parent}")


def lock() -> None:
    """Choose the newest packages that fit each other and write the lock files; no addresses go into them."""
    setup()
    options = "--quiet --upgrade --universal --python-version 3.11 --generate-hashes"
    clean = "--no-emit-index-url --no-header --no-annotate"
    choose: list[str | Path] = [_python(), *f"-m uv pip compile {options} {clean} pyproject.toml".split()]
    everything = LOCKS / "dev.txt"
    run(*choose, "--group", "dev", "--output-file", everything)
    run(*choose, "--constraint", everything, "--output-file", LOCKS / "run.txt")
    run(*choose, "--constraint", everything, "--group", "package", "--output-file", LOCKS / "package.txt")


def translations() -> None:
    """Collect the texts of the program into the catalogues for translators, then compile them."""
    setup()
    run(_python(), "packaging/catalogues.py", "update")


VERBS: dict[str, Callable[[], None]] = {
    "run": run_program,
    "test": test,
    "check": check,
    "bench": bench,
    "screenshots": screenshots,
    "package": package,
    "lock": lock,
    "translations": translations,
    "setup": setup,
}


def _python() -> Path:
    return program(VENV, "python")


def _checks() -> dict[str, list[str | Path]]:
    python = _python()
    return {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "types": [python, "-m", "mypy"],
        "import contracts": [program(VENV, "lint-imports")],
        "dependencies": [program(VENV, "deptry"), "."],
    }


def _passes(name: str, command: list[str | Path]) -> bool:
    print(f"-- {name}", flush=True)
    return subprocess.run([str(part) for part in command], check=False, cwd=ROOT).returncode == 0


def _beside(command: list[str | Path]) -> "subprocess.Popen[str]":
    """A command that runs beside others, so that what it says is kept for later."""
    words = [str(part) for part in command]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")


def _name(failed: list[str]) -> None:
    if failed:
        raise CannotGoOn(f"Failed: {', '.join(failed)}")


def _sample_centre() -> dict[str, list[dict[str, str]]]:
    """The people of the sample centre, which is made when it is not there yet."""
    described = DEMO / "sample.json"
    if not described.exists():
        DEMO.mkdir(exist_ok=True)
        make = [str(program(VENV, "guildmark")), "--data", str(DEMO / "centre"), "--json", "sample"]
        described.write_text(subprocess.check_output(make, text=True, encoding="utf-8"), encoding="utf-8")
    people: dict[str, list[dict[str, str]]] = json.loads(described.read_text(encoding="utf-8"))
    return people


def main() -> int:
    """Do what the command line says; the exit status is 0 when it was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=VERBS)
    try:
        VERBS[parser.parse_args().verb]()
    except CannotGoOn as reason:
        print(reason, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"Failed: {' '.join(failed.cmd)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
