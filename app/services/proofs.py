# SPDX-License-Identifier: Apache-2.0
"""Looking at a document before it is made: what of it could not be printed, without writing a page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.credentials.numbers import certificate_number
from app.domain.learners import LearnerDetails
from app.domain.printed_names import doubts
from app.domain.refusals import Refused
from app.services.awarding import Order
from app.services.grounds import Ground
from app.services.looks import look_for, materials_for
from app.services.papers import Terms, compose_paper, faults_of_paper, printed_name
from app.translation import later, tr

_NO_TAG: Final = "000000"
_NO_PHOTO: Final = later("The template shows a photo, and there is none.")

Found = tuple[str, str, str]
"""A fixed word, a sentence, and the field of the learner that it is about, empty where it is the template."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Looks at documents of one order."""

    order: Order

    def faults(self, learner: LearnerDetails, ground: Ground) -> tuple[Found, ...]:
        """What would go wrong with this learner's document; each once."""
        return tuple(dict.fromkeys(self._faults(learner, ground)))

    def _faults(self, learner: LearnerDetails, ground: Ground) -> Iterator[Found]:
        order = self.order
        doubt = doubts(learner.full_name, learner.printed_name)
        if doubt:
            yield "printed-name", doubt, "printed_name"
        if "learner.photo" in order.dress.shown and not learner.photo:
            yield "no-photo", tr(_NO_PHOTO), "photo"
        terms, unsigned = Terms(order.subject.document), replace(order.issuer, key=None)
        try:
            look = look_for(order.dress, learner, ground, terms, order.issuer, order.vault)
            number = certificate_number(order.issuer.centre.country, order.issuer.centre.code, _NO_TAG, 0)
            paper = compose_paper(number, learner, ground.wanted, ground.counted, unsigned, terms)
            materials = materials_for(order.dress, order.vault, look)
            found = faults_of_paper(replace(paper, look=look), materials)
        except Refused as reason:
            yield reason.code, str(reason), ""
            return
        for fault in found:
            yield fault.code, fault.words, _field_of(fault.words, learner)


def _field_of(words: str, learner: LearnerDetails) -> str:
    """The field whose text a sentence quotes."""
    name = "printed_name" if learner.printed_name else "full_name"
    texts = {name: printed_name(learner), "latin_name": learner.latin_name, "birth_place": learner.birth_place}
    return next((field for field, text in texts.items() if text and text in words), "")
