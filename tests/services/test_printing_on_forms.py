# SPDX-License-Identifier: Apache-2.0
"""What is on a form already is not printed on it once more; the rule for duplicates holds on forms, too."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from app.documents.reading import says_nothing_else, states, text_of
from app.documents.starting import starting_template
from app.documents.template import Background
from app.domain.issuing import MARKED
from app.domain.printing import BY_TEMPLATE, FIRST_PAGE, LEFT_OUT, OTHER_PAGES, PRINTED_TOO
from app.domain.refusals import BadInput, RuleBroken
from app.domain.stationery import LOST, SPOILED
from app.records.queries import certificates
from app.records.queries.print_jobs import PrintJob
from app.services.job_forms import Earlier
from app.services.policies import set_policy
from app.services.printing import Answer, JobWish, answer_run, begin_job, job_of, next_run, printed_again, run_parts
from app.services.reprinting import pages_of
from app.services.templates import keep_picture, keep_template, use_template
from tests.services.centre_samples import ADMIN
from tests.services.centres import KHMER, SINGLE, Centre, a_centre
from tests.services.paper import FORMS, SECOND, numbers_of, printed_on, with_forms


def on_forms(numbers: Sequence[str], preprinted: str = BY_TEMPLATE, earlier: Earlier | None = None) -> JobWish:
    return JobWish(numbers, "P", part=FIRST_PAGE, stationery=FORMS, preprinted=preprinted, earlier=earlier)


def printed(centre: Centre, job: PrintJob) -> bytes:
    """The first document of the next run, as it goes to the printer."""
    return run_parts(centre.open, job, next_run(centre.work, job))[0][0]


def came_out(centre: Centre, job: PrintJob) -> None:
    answer_run(centre.work, job.id, Answer(len(job.sheets), len(job.sheets)))


def words_of(folder: Path, pdf: bytes) -> str:
    """The mark of a duplicate lies over the page, so a reader of places must look."""
    path = folder / "printed.pdf"
    path.write_bytes(pdf)
    with PdfDocument(path) as document:
        return f"{text_of(path)}\n{document[0].get_textpage().get_text_bounded()}"


def pictures_in(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages[0].get_images())


def with_background(centre: Centre) -> None:
    """Certificates look from now on as those on the centre's own paper, whose ground is a picture."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), (220, 230, 255)).save(picture, "PNG")
    centre.as_person(ADMIN)
    template = starting_template("certificate")
    behind = Background(file=keep_picture(centre.open, picture.getvalue(), "ground.png"))
    pages = (replace(template.pages[0], background=behind), *template.pages[1:])
    keep_template(centre.open, replace(template, key="ours", pages=pages))
    use_template(centre.work, "ours")


def test_what_the_template_says_is_on_the_forms_is_left_out_there_and_stays_in_the_kept_pages(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with_background(centre)
        numbers = numbers_of(centre, KHMER)
        with_forms(centre)
        kept = pages_of(centre.open, numbers[0])
        job = begin_job(centre.open, on_forms(numbers))
        on_form = printed(centre, job)
        assert pictures_in(kept) == pictures_in(on_form) + 1
        assert says_nothing_else(kept, on_form)
        assert states(words_of(tmp_path, on_form), KHMER)
        plain = begin_job(centre.open, JobWish(numbers, "P"))
        assert printed(centre, plain) == kept == pages_of(centre.open, numbers[0])
        assert job_of(centre.work, job.id).preprinted == BY_TEMPLATE


def test_the_person_may_say_otherwise_than_the_template(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre, KHMER)
        with_forms(centre)
        kept = pages_of(centre.open, numbers[0])
        assert printed(centre, begin_job(centre.open, on_forms(numbers))) == kept
        bare = printed(centre, begin_job(centre.open, on_forms(numbers, LEFT_OUT)))
        assert len(bare) < len(kept)
        assert says_nothing_else(kept, bare)
        with_background(centre)
        other = numbers_of(centre, SINGLE)
        assert printed(centre, begin_job(centre.open, on_forms(other, PRINTED_TOO))) == pages_of(centre.open, other[0])
        with pytest.raises(BadInput):
            begin_job(centre.open, on_forms(other, "perhaps"))


def test_a_document_on_a_lost_form_is_printed_on_another_one_as_a_marked_duplicate(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre, KHMER, SINGLE), with_forms(centre)
        set_policy(centre.work, "duplicates", MARKED)
        first = begin_job(centre.open, on_forms(numbers))
        assert first.duplicates == {}
        came_out(centre, first)
        assert printed_again(centre.work, numbers) == tuple(numbers)
        again = begin_job(centre.open, on_forms(numbers[:1], earlier=Earlier(LOST, "fire")))
        assert again.duplicates == {numbers[0]: 1}
        assert states(words_of(tmp_path, printed(centre, again)), f"Duplicate No. 1 of {numbers[0]}")
        came_out(centre, again)
        assert printed_on(centre, stock) == {4402: numbers[1], 4403: numbers[0]}
        assert centre.work.read(certificates.duplicates, numbers[0]) == 1
        rest = begin_job(centre.open, JobWish(numbers, "P", part=OTHER_PAGES))
        assert rest.duplicates == {numbers[0]: 1}
        assert centre.work.read(certificates.duplicates, numbers[0]) == 1
        assert centre.is_sound()


def test_a_form_that_is_spoiled_in_the_office_makes_no_duplicate(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre, KHMER)
        with_forms(centre)
        set_policy(centre.work, "duplicates", MARKED)
        came_out(centre, begin_job(centre.open, on_forms(numbers)))
        again = begin_job(centre.open, on_forms(numbers, earlier=Earlier(SPOILED, "smeared", SECOND)))
        assert again.duplicates == {}


def test_what_came_out_on_plain_paper_is_a_duplicate_the_next_time_by_the_rule_alone(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre, KHMER)
        came_out(centre, begin_job(centre.open, JobWish(numbers, "P")))
        assert printed_again(centre.work, numbers) == ()
        assert begin_job(centre.open, JobWish(numbers, "P")).duplicates == {}
        with pytest.raises(RuleBroken, match="without a mark"):
            begin_job(centre.open, JobWish(numbers, "P", duplicate=True))
        set_policy(centre.work, "duplicates", MARKED)
        job = begin_job(centre.open, JobWish(numbers, "P", words="for the employer"))
        text = words_of(tmp_path, printed(centre, job))
        assert states(text, f"Duplicate No. 1 of {numbers[0]}")


def test_a_duplicate_can_be_asked_for_of_what_was_never_written_down_as_printed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers, stock = numbers_of(centre, KHMER), with_forms(centre)
        set_policy(centre.work, "duplicates", MARKED)
        job = begin_job(centre.open, replace(on_forms(numbers), duplicate=True))
        assert job.duplicates == {numbers[0]: 1}
        came_out(centre, job)
        assert printed_on(centre, stock) == {4401: numbers[0]}
