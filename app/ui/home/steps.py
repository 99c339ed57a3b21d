# SPDX-License-Identifier: Apache-2.0
"""What a person is led to from the first page, worked out from real numbers. No widgets here."""

from dataclasses import dataclass

from app.domain.rights import Command, allowed
from app.records.queries.home import Counts
from app.services.carried import Safety
from app.translation import tr, trn

ASSESS, COHORTS, IMPORT = "assess", "cohorts", "import"
STANDARDS, CERTIFICATES = "standards", "certificates"
DEVICES, PEOPLE, CONFLICTS, EXCHANGE = "devices", "people", "conflicts", "exchange"
NEW_COHORT, INTO, RESUME = "?new", "into", "resume"
LONG_WITHOUT_BACKUP_MS = 7 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Step:
    """A way on: what it is, a sentence about it, and the page (and place) where it is done."""

    title: str
    sentence: str
    page: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """One of the steps of a new centre, and whether it is done."""

    words: str
    done: bool
    page: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the first page is made from. ``practical`` is the place of the last practical, empty when there was none;
    ``now`` is in ms since 1970."""

    counts: Counts
    safety: Safety
    roles: frozenset[str]
    practical: str
    now: int


def next_step(facts: Facts) -> Step:
    """The one thing to go on with: the last practical, or what the centre lacks next."""
    counts = facts.counts
    if allowed(facts.roles, Command.RECORD_MARK) and facts.practical:
        words = tr("The checklist opens at the mark where you were.")
        cohort, _, unit = facts.practical.partition("\n")[0].partition(" ")
        return Step(tr("Practical of {cohort}, unit {unit}", cohort=cohort, unit=unit), words, ASSESS, facts.practical)
    if allowed(facts.roles, Command.OPEN_COHORT):
        missing = next((step for step in _first_steps(counts)), None)
        if missing is not None:
            return missing
    if allowed(facts.roles, Command.RECORD_MARK) and counts.enrolled:
        return Step(tr("Start a practical"), tr("Choose a cohort and a unit, then mark by key or mouse."), ASSESS)
    if allowed(facts.roles, Command.ISSUE_CERTIFICATE) and counts.signed:
        return Step(tr("Issue certificates"), tr("See who has everything that a certificate needs."), CERTIFICATES)
    return Step(tr("Look at the cohorts"), tr("Who is in them, and how far each unit is."), COHORTS)


def getting_started(facts: Facts) -> list[Started]:
    """The seven steps of a new centre, in order."""
    counts = facts.counts
    return [
        Started(tr("Bring in your standards"), counts.qualifications > 0, STANDARDS),
        Started(tr("Add the people you work with"), counts.people > 1, PEOPLE, "new"),
        Started(tr("Open a cohort"), counts.cohorts > 0, COHORTS, NEW_COHORT),
        Started(tr("Bring in its learners"), counts.learners > 0 and counts.enrolled > 0, IMPORT, INTO),
        Started(tr("Mark a practical"), counts.marks > 0, ASSESS),
        Started(tr("Issue a certificate"), counts.certificates > 0, CERTIFICATES),
        Started(tr("Make a backup"), facts.safety.carried.backed_up_at > 0, DEVICES),
    ]


def waiting(facts: Facts) -> list[Step]:
    """What waits for this person, most pressing first."""
    found = []
    counts, safety = facts.counts, facts.safety
    if counts.unfinished_jobs and allowed(facts.roles, Command.PRINT_DOCUMENTS):
        n = counts.unfinished_jobs
        title = trn("{n} print job is not finished", "{n} print jobs are not finished", n)
        found.append(Step(title, tr("Say which sheet was the last good one, then it goes on."), CERTIFICATES, RESUME))
    if counts.to_sign and allowed(facts.roles, Command.SIGN):
        title = trn("{n} judgement to sign", "{n} judgements to sign", counts.to_sign)
        found.append(Step(title, tr("Judged, but not signed yet: it counts for no certificate."), ASSESS))
    if safety.other_laptops and safety.waiting and allowed(facts.roles, Command.EXPORT_BUNDLE):
        title = trn("{n} entry is on this laptop only", "{n} entries are on this laptop only", safety.waiting)
        found.append(Step(title, tr("Carry them to another laptop of the centre by stick."), EXCHANGE))
    last = safety.carried.backed_up_at
    if counts.marks and facts.now - last > LONG_WITHOUT_BACKUP_MS and allowed(facts.roles, Command.BACKUP):
        found.append(Step(tr("A backup is due"), tr("It takes a minute and a stick."), DEVICES))
    return found


def _first_steps(counts: Counts) -> list[Step]:
    """What a new centre lacks, in the order in which one thing needs the other."""
    steps = (
        (
            counts.qualifications,
            Step(
                tr("Bring in your standards"),
                tr("Units and criteria come from a workbook or a file of your authority."),
                STANDARDS,
            ),
        ),
        (
            counts.cohorts,
            Step(
                tr("Open your first cohort"), tr("A group of learners who work at the same units."), COHORTS, NEW_COHORT
            ),
        ),
        (
            counts.learners,
            Step(tr("Bring in the learners"), tr("From a workbook, many at once."), IMPORT, INTO),
        ),
    )
    return [step for there, step in steps if not there]
