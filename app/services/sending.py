# SPDX-License-Identifier: Apache-2.0
"""A run of a print job on its way: one file with all its pages in order, corrected for the printer, and handed over."""

from collections.abc import Sequence

from app.records.queries.print_jobs import PrintJob
from app.services.job_forms import RunSheet
from app.services.opening import OpenCentre
from app.services.printers import Printers, for_printer
from app.services.printing import run_parts
from app.services.progress import OnProgress
from app.services.spooling import Run, Spool, spool


def run_file(
    centre: OpenCentre,
    job: PrintJob,
    run: Sequence[RunSheet],
    printers: Printers,
    progress: OnProgress = lambda done, of: None,
) -> bytes:
    """The pages of a run as one PDF, so that the printer of the job puts each where it belongs. Raises NotAllowed,
    NotFound."""
    return for_printer(run_parts(centre, job, run, progress), printers, job.printer, job.tray)


def send_file(pdf: bytes, job: PrintJob, run: Sequence[RunSheet], system: Run) -> str:
    """Hand such a file to the printing system; returns its name there. Raises Refused "printer-gone", StorageTrouble;
    then nothing is written down and the job waits."""
    ends = dict.fromkeys((run[0].number, run[-1].number))
    title = " - ".join(ends)
    return spool(system, pdf, Spool(job.printer, title, paper_of(pdf), job.tray, job.duplex))


def paper_of(pdf: bytes) -> tuple[float, float]:
    """Width and height in mm of the paper for the first page, as it lies upright."""
    from app.documents.calibration import POINTS, page_sizes

    width, height = sorted(page_sizes(pdf)[0])
    return width / POINTS, height / POINTS
