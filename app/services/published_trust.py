# SPDX-License-Identifier: Apache-2.0
"""Lists of trust that came from a registry which the centre trusts are believed like those that a person added."""

from app.domain.refusals import Refused, StorageTrouble
from app.records.queries.published_lists import published_lists
from app.records.unit_of_work import Work
from app.services.trusting import add_list, files_in
from app.store.folder import DataFolder


def take_published_lists(work: Work, folder: DataFolder) -> int:
    """Believe the lists that came and are newer than what is here; returns how many there were. One that breaks a rule
    (older, of another key, of the future) is left out. Raises StorageTrouble."""
    known = set(files_in(folder))
    taken = 0
    for content in work.read(published_lists):
        if content in known:
            continue
        try:
            add_list(folder, content, work.today())
            taken += 1
        except StorageTrouble:
            raise
        except Refused:
            continue
    return taken
