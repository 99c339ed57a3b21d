# SPDX-License-Identifier: Apache-2.0
"""The process that reads: it tells how far it is, ends at once when nobody wants it any more, and knows few modules."""

import os
import subprocess
import sys
import threading
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput, StorageTrouble
from app.spreadsheets.reading import limits, process
from app.spreadsheets.reading.book import Value
from app.spreadsheets.reading.frames import RowWriter, read_frame, rows_of
from app.spreadsheets.reading.reader import look, read_sheet

ROOT = Path(__file__).resolve().parents[3]


def small(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Full name", "Dara"])
    book.save(path)
    return path


def large(path: Path, rows: int = 20_000) -> Path:
    path.write_text("".join(f"{number},Dara,{number / 8}\n" for number in range(rows)), encoding="utf-8")
    return path


class Cancelled(Exception):
    """Somebody pressed Cancel."""


def children() -> set[str]:
    """The processes that this one started and that are not yet waited for."""
    found = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(found.read_text(encoding="ascii").split()) if found.exists() else set()


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0  # noqa: PTH208


def asleep(monkeypatch: pytest.MonkeyPatch, code: str = "import time; time.sleep(60)") -> None:
    monkeypatch.setattr(process, "_command", lambda: [sys.executable, "-c", code])


def test_progress_is_told_five_times_a_second_and_a_cancel_ends_the_child_within_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep(monkeypatch)
    told: list[tuple[float, int]] = []
    before, open_before, threads = children(), descriptors(), threading.active_count()

    def progress(done: int, of: int) -> None:
        told.append((time.monotonic(), done))
        assert 0 <= done <= of
        if len(told) > 8:
            raise Cancelled

    start = time.monotonic()
    with pytest.raises(Cancelled):
        read_sheet(small(tmp_path / "x.xlsx"), progress=progress)
    assert told[0][0] - start < 0.5
    assert time.monotonic() - told[-1][0] < 1
    assert max(b[0] - a[0] for a, b in pairwise(told)) < 0.5
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert (children(), descriptors(), threading.active_count()) == (before, open_before, threads)


def test_a_cancel_in_the_midst_of_the_rows_leaves_nothing_behind(tmp_path: Path) -> None:
    before, open_before, threads = children(), descriptors(), threading.active_count()
    calls = iter(range(100))

    def progress(_done: int, _of: int) -> None:
        if next(calls) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_sheet(large(tmp_path / "x.csv"), progress=progress)
    assert (children(), descriptors(), threading.active_count()) == (before, open_before, threads)


def test_at_the_end_all_is_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    assert len(read_sheet(large(tmp_path / "x.csv"), progress=lambda done, of: told.append((done, of))).rows) == 20_000
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("import os; os.abort()", "too-large"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too-large"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "too-slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "not-a-workbook"),
        ("import sys; sys.exit(1)", "not-a-workbook"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_child_that_dies_is_a_refusal_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, refused: str
) -> None:
    asleep(monkeypatch, f"import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); {code}")
    with pytest.raises(BadInput) as refusal:
        read_sheet(small(tmp_path / "x.xlsx"))
    assert refusal.value.code == refused


def test_a_child_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asleep(monkeypatch)
    monkeypatch.setattr(process, "patience", lambda _size: 0.2)
    with pytest.raises(BadInput) as refusal:
        look(small(tmp_path / "x.xlsx"))
    assert refusal.value.code == "too-slow"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
@pytest.mark.parametrize(
    ("work", "ends"), [("b'x' * (500 << 20)", "MemoryError"), ("all(True for _ in iter(int, 1))", "-24")]
)
def test_the_limits_hold(work: str, ends: str) -> None:
    code = f"from app.spreadsheets.reading import limits; limits._SECONDS = 0; limits.confine(1); {work}"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=30
    )
    assert ends in (str(done.returncode), done.stderr.strip().rpartition("\n")[2])


def test_honest_bulk_has_time_and_hostile_files_have_little() -> None:
    assert limits.processor_seconds(1 << 20) <= 4
    assert limits.processor_seconds(12 << 20) >= 15


def test_the_child_knows_neither_window_nor_database_nor_the_words_for_people(tmp_path: Path) -> None:
    code = "import sys, app.spreadsheets.reading.child, python_calamine, app.spreadsheets.reading.text_file\n"
    heavy = "PySide6 sqlalchemy openpyxl click msoffcrypto app.translation app.domain reportlab"
    code += f"sys.exit(','.join(name for name in '{heavy}'.split() if name in sys.modules) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stderr.strip(), done.returncode) == ("", 0)


def test_the_packaged_program_is_the_child_when_it_is_called_so(tmp_path: Path) -> None:
    path = small(tmp_path / "x.xlsx")
    question = f'{{"path": "{path.as_posix()}", "size": 1, "wish": "one", "sheet": null, "password": "", "form": null}}'
    entry = [sys.executable, str(ROOT / "packaging" / "entry.py"), process.HIDDEN_WORD]
    done = subprocess.run(
        entry, input=question.encode(), capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    stream = BytesIO(done.stdout)
    assert b'"sheet":"Sheet"' in read_frame(stream)
    assert rows_of(read_frame(stream)) == [["Full name", "Dara"]]


def test_what_is_no_file_is_storage_trouble_or_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        look(tmp_path / "none.csv")
    with pytest.raises(BadInput):
        look(tmp_path)


def test_a_folder_with_modules_of_the_same_names_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (tmp_path / "app").mkdir()
    monkeypatch.chdir(tmp_path)
    assert read_sheet(small(Path("Ответ 1.xlsx"))).rows == [["Full name", "Dara"]]


def plainly(values: st.SearchStrategy[Value]) -> st.SearchStrategy[list[list[Value]]]:
    return st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(values, min_size=width, max_size=width), min_size=1, max_size=5)
    )


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=5),
    st.text(st.characters(categories=["Cs", "Lu"]), max_size=3),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False).filter(lambda number: number != float("-inf")),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(st.one_of(plainly(VALUES), plainly(st.dates()), plainly(st.timedeltas())))
def test_every_value_arrives_as_it_was_sent(rows: list[list[Value]]) -> None:
    out = BytesIO()
    RowWriter(out).write(rows)
    back = rows_of(read_frame(BytesIO(out.getvalue())))
    assert back == rows
    assert [[type(value) for value in row] for row in back] == [[type(value) for value in row] for row in rows]


def test_dates_and_times_arrive_as_what_they_are() -> None:
    moment = datetime(2024, 2, 29, 12, 30, 15)  # noqa: DTZ001 workbooks know no zones
    row: list[Value] = [date(1900, 1, 1), moment, clock(23, 59), timedelta(days=2, microseconds=3), "2024-02-29"]
    out = BytesIO()
    RowWriter(out).write([row])
    assert rows_of(read_frame(BytesIO(out.getvalue()))) == [row]


def test_a_frame_that_was_cut_is_no_frame() -> None:
    out = BytesIO()
    RowWriter(out).write([["x"]])
    assert read_frame(BytesIO(out.getvalue()[:-1])) == b""
    assert read_frame(BytesIO(b"\0")) == b""
