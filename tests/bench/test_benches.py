# SPDX-License-Identifier: Apache-2.0
"""Every bench runs, in small, and tells all that is asked of it. What it finds then is noise and not looked at."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from itertools import product

import pytest

from app.bench import NAMES
from app.bench.benches import BENCHES
from app.bench.ground import Ground
from app.bench.mark import commits_in
from app.bench.measuring import in_turn, worst_but
from app.bench.name_pairs import HALVES, LOCALES
from app.bench.name_pairs import NAMES as NAME_LIST
from app.bench.people import SCRIPTS, learners
from app.bench.sizes import FULL, SMALL, SMALL_VARIABLE, sizes
from app.cli.outside import Measured

LIKENESS = {
    *(
        f"likeness.{what}-{dated}{script}-{half}"
        for what, dated, script, half in product(("recall", "precision"), ("", "dated-", "combined-"), LOCALES, HALVES)
    ),
    "likeness.seconds-200",
    "likeness.row-growth",
}
FIGURES = {
    "start": {"start.sign-in", "start.slow-imports", "start.enter-to-learners"},
    "table": {
        "table.paint-growth", "table.page-growth", "table.jump-growth", "table.sort-growth", "table.memory-growth",
        "table.first-paint", "table.program-memory",
    },
    "search": {"search.worst-key-200", "search.recall-200", "search.worst-key-400", "search.recall-400"},
    "mark": {"mark.record", "mark.disk-writes", "mark.key-to-paint-p95", "mark.key-to-paint-p95-clock"},
    "read": {"import.read"},
    "import": {"import.cohort"},
    "plan": {"import.plan.known", "import.plan.new", "import.plan.growth", "import.apply"},
    "likeness": LIKENESS,
    "refold": {"refold.100000-operations"},
    "certificates": {"certificates.each", "certificates.default-reportlab"},
    "documents": {
        "documents.merged", "documents.each", "documents.merged-bytes", "documents.each-bytes", "documents.qt",
        "documents.two-processes",
    },
    "proof": {"proof.sign-1000", "proof.sign-over-bare", "proof.check", "proof.check-over-bare"},
    "export": {"export.write", "export.write-memory"},
    "exchange": {
        "exchange.push", "exchange.pull", "exchange.push-signed", "exchange.push-cpu", "exchange.pull-cpu",
        "exchange.bytes-of-a-day", "exchange.bytes-signed", "exchange.nothing-trips", "exchange.nothing-bytes",
        "exchange.push-over-broken-lines", "exchange.slowest-request", "exchange.requests-broken", "exchange.growth",
        "exchange.mark-while-arriving-p95", "exchange.first-50000",
    },
}  # fmt: skip

WHERE_INSTALLED = {"documents.typst", "documents.default-reportlab"}

CERTAIN = {
    "start.slow-imports", "search.recall-200", "search.recall-400", "mark.disk-writes",
    "exchange.nothing-trips", "exchange.nothing-bytes",
}  # fmt: skip
"""What no busy neighbour can change."""


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground(SMALL)


@pytest.mark.parametrize("name", NAMES)
def test_a_bench_runs_in_small_and_tells_its_figures(ground: Ground, name: str) -> None:
    figures = {one.name: one for one in BENCHES[name](ground)}
    listed = name != "likeness" or NAME_LIST.exists()  # without the list, only scripts of the invented people
    assert figures.keys() - WHERE_INSTALLED == FIGURES[name] if listed else figures.keys() < FIGURES[name]
    for one in figures.values():
        assert one.goal is None or one.goal >= 0
        assert one.against > 0
        assert math.isfinite(one.ratio)
        assert one.met or one.name not in CERTAIN


def test_the_command_tells_the_figures_as_one_document() -> None:
    environment = {**os.environ, SMALL_VARIABLE: "1"}
    command = [sys.executable, "-c", "import sys; from app.bootstrap import main; sys.exit(main())"]
    done = subprocess.run(
        [*command, "bench", "refold", "--json"], env=environment, check=False, stdout=subprocess.PIPE, encoding="utf-8"
    )
    (figure,) = json.loads(done.stdout)
    assert set(figure) == {"name", "median", "against", "ratio", "goal", "met"}
    assert done.returncode == (0 if figure["met"] else 1)


def test_the_goals_are_measured_at_full_size_unless_a_small_one_is_asked_for() -> None:
    assert sizes({}) == FULL
    assert sizes({SMALL_VARIABLE: "1"}) == SMALL
    assert (FULL.few, FULL.many, FULL.most, FULL.imported) == (10_000, 100_000, 1_000_000, 10_000)


def test_jobs_take_turns_and_the_first_round_is_not_counted() -> None:
    told: list[str] = []

    def job(name: str, *taken: float) -> float:
        told.append(name)
        return taken[told.count(name) - 1]

    assert in_turn(3, lambda: job("a", 9, 1, 2, 3), lambda: job("b", 9, 5, 4, 6)) == [2, 5]
    assert told == ["a", "b"] * 4


def test_the_slowest_but_for_one_in_twenty() -> None:
    assert worst_but(0.05, [*range(1, 101)]) == 95


def test_the_people_have_names_in_every_script_and_are_the_same_each_time() -> None:
    made = list(learners(300))
    assert made == list(learners(300))
    assert len({one.id_number for one in made}) == 300
    for script in SCRIPTS.values():
        assert any(one.family_name in script.families for one in made)


def test_commits_are_counted_by_the_frames_that_end_them() -> None:
    page = bytes(512)
    header = b"\x37\x7f\x06\x82" + bytes(4) + (512).to_bytes(4, "big") + bytes(20)
    frames = [(3).to_bytes(4, "big") + (size).to_bytes(4, "big") + bytes(16) + page for size in (0, 0, 9, 0, 10)]
    assert commits_in(header + b"".join(frames)) == 2


def test_a_figure_that_is_not_good_enough_says_so() -> None:
    figure = Measured("x", 2.0, 1.0, 1.5)
    assert not figure.met
    assert replace(figure, goal=2.0).met
