# SPDX-License-Identifier: Apache-2.0
"""How far the records have come, in one sentence."""

from dataclasses import dataclass

from app.services.exchange_state import ExchangeState
from app.translation import tr, trn
from app.ui.widgets.moments import lately_words


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence, and whether nothing waits."""

    words: str
    fine: bool


def told(state: ExchangeState, now: int) -> Told:
    """What is told of the records; ``now`` in milliseconds since 1970."""
    if state.partners:
        return _of_registries(state, now)
    if state.safety.other_laptops:
        return _of_sticks(state, now)
    return Told(tr("This is the only laptop of the centre. Everything is kept here."), True)


def _of_registries(state: ExchangeState, now: int) -> Told:
    if state.waiting:
        return Told(_waiting(state.waiting, state.last, now), False)
    return Told(tr("Everything has reached {name}.", name=", ".join(one.name for one in state.partners)), True)


def _of_sticks(state: ExchangeState, now: int) -> Told:
    known = state.safety
    if known.waiting:
        return Told(_waiting(known.waiting, state.last, now), False)
    if known.under_way:
        words = trn("{n} record is under way on a stick.", "{n} records are under way on a stick.", known.under_way)
        return Told(words, True)
    return Told(tr("Another laptop has received everything."), True)


def _waiting(count: int, last: int, now: int) -> str:
    if not last:
        return trn("{n} record waits. Nothing was sent yet.", "{n} records wait. Nothing was sent yet.", count)
    when = lately_words(last, now)
    return trn("{n} record waits. Last sent: {when}.", "{n} records wait. Last sent: {when}.", count, when=when)
