# SPDX-License-Identifier: Apache-2.0
"""``self-test``: whether this copy of the program has all that it needs, tried on a sample centre that is then gone."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.outside import Outside
from app.cli.session import Session
from app.documents import reading
from app.domain.rights import Role
from app.paths import migrations
from app.records.migrations import bring_up_journal
from app.records.queries import cohorts
from app.records.schema import FORMAT
from app.records.unit_of_work import Work
from app.services import assessing, certificates, signing, verifying
from app.services.certificates import IssueWish
from app.services.machine import Machine
from app.services.opening import OpenCentre, open_centre
from app.services.sample import Sample, make_sample
from app.spreadsheets.cohort_reading import read_cohort
from app.spreadsheets.sample import sample_learners, write_sample_cohort
from app.store.folder import DataFolder
from app.store.keys import KEY_BYTES
from app.store.records_file import create_database
from app.translation import tr

_FIRST_KHMER: Final = "\u1780"
_LAST_KHMER: Final = "\u17ff"


@dataclass(frozen=True, slots=True)
class _Ground:
    """The folder in which all is tried, and the sample centre in it."""

    outside: Outside
    machine: Machine
    place: Path
    sample: Sample

    @property
    def folder(self) -> DataFolder:
        return _folder(self.place)


@dataclass(frozen=True, slots=True)
class _Result:
    name: str
    fault: str = ""


@click.command("self-test")
@click.pass_obj
def self_test(session: Session) -> Answer:
    """Try whether this copy of the program has all that it needs; nothing is left behind."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        results = list(_results(session, Path(place)))
    ok = not any(one.fault for one in results)
    document = {"ok": ok, "steps": [{"name": one.name, "ok": not one.fault, "fault": one.fault} for one in results]}
    words = lines((one.name, one.fault or tr("works")) for one in results)
    return Answer(document, words, DONE if ok else REFUSED)


def _results(session: Session, place: Path) -> Iterator[_Result]:
    """The result of each trial; where no sample centre can be made there is nothing to try the others on."""
    outside, machine = session.outside, replace(session.machine(), state=place / "state")
    made: list[Sample] = []
    yield _tried("sample", lambda: made.append(make_sample(_folder(place), machine, outside.resources)))
    for sample in made:
        ground = _Ground(outside, machine, place, sample)
        for name, trial in _TRIALS.items():
            yield _tried(name, partial(trial, ground))


def _tried(name: str, trial: Callable[[], object]) -> _Result:
    try:
        trial()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this copy is what the test is there to find
        return _Result(name, f"{type(error).__name__}: {error}")
    return _Result(name)


def _window(ground: _Ground) -> None:
    ground.outside.try_window(ground.folder.path, ground.machine)


def _workbook(ground: _Ground) -> None:
    file = ground.place / "cohort.xlsx"
    write_sample_cohort(file, ground.outside.resources)
    sheet = read_cohort(file, ground.outside.today(), ground.outside.translations)
    written = [learner.full_name for learner in sample_learners(ground.outside.resources)]
    _require([row.details.full_name for row in sheet.rows] == written, "names came back different")


def _certificate(ground: _Ground) -> None:
    """A learner with a Khmer name is assessed and gets a certificate; the page is read back and checked."""
    with _opened(ground, Role.ASSESSOR) as centre:
        learner = _sign_all_units(centre.work, ground.sample)
    with _opened(ground, Role.ADMINISTRATOR) as centre:
        wish = IssueWish(ground.sample.cohorts[0].code, learners=[learner], out=ground.place)
        (row,) = certificates.issue(centre, wish).issued
    file = ground.place / f"{row.number}.pdf"
    _require(reading.states(reading.text_of(file), row.name), "the name came back different")
    trust = verifying.read_trust(ground.folder.trust)
    found = verifying.verify(str(file), trust, ground.outside.today())
    _require(found.result == "genuine", found.result)


def _upgrade(ground: _Ground) -> None:
    """The steps for records of earlier programs are there and can be run."""
    steps = partial(bring_up_journal, scripts=migrations() / "centre", found=0)
    create_database(DataFolder(ground.place / "older"), ground.machine.random(KEY_BYTES), steps, FORMAT)


_TRIALS: Final[dict[str, Callable[[_Ground], None]]] = {
    "window": _window,
    "workbook": _workbook,
    "certificate": _certificate,
    "upgrade": _upgrade,
}


def _sign_all_units(work: Work, sample: Sample) -> bytes:
    cohort = sample.cohorts[0]
    members = work.read(cohorts.members, cohort.id)
    learner = next(one.learner for one in members if _FIRST_KHMER <= one.name[0] <= _LAST_KHMER)
    for unit in cohort.units:
        desk = work.read(assessing.desk, cohort.code, unit)
        assessing.record_remaining(work, desk, [learner], allow_critical=True)
        signed = signing.sign(work, desk, [learner], propose=True)
        _require(not signed.refused, "a complete checklist was not signed")
    return learner


@contextmanager
def _opened(ground: _Ground, role: Role) -> Iterator[OpenCentre]:
    user = next(one for one in ground.sample.users if role in one.roles)
    centre = open_centre(ground.folder, user.name, user.passphrase, ground.machine)
    try:
        yield centre
    finally:
        centre.close()


def _folder(place: Path) -> DataFolder:
    return DataFolder(place / "centre")


def _require(right: bool, fault: str) -> None:
    if not right:
        raise ValueError(fault)
