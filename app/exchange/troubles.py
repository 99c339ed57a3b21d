# SPDX-License-Identifier: Apache-2.0
"""What can go wrong between two stores. Nothing of it loses anything: what did not arrive is sent again."""

from typing import Final

from app.domain.refusals import Refused
from app.translation import later

_EPOCH: Final = later("The other side counts its records anew. Everything is compared with it and sent again.")
_BUSY: Final = later("The other side has much to do. The program tries again by itself.")
_TOO_MUCH: Final = later("The connection carries only little at a time. The program goes on in smaller steps.")
_NOT_ADMITTED: Final = later(
    "The other side does not know this laptop, or it was shut out. Nothing was lost. Ask the administrator of your "
    "centre to have this laptop enrolled."
)
_GARBLED: Final = later(
    "What came back was damaged on the way. Nothing was changed. The program tries again by itself."
)
_UNREACHABLE: Final = later(
    "The other side cannot be reached now. Everything is kept here and is sent when there is a connection."
)
_WRONG: Final = later(
    "Somebody else answers at this address than the one that your centre trusts. Nothing was sent. "
    "Ask the administrator whether the address is right."
)
_NOT_OURS: Final = later(
    "Who answers at {address} is not another laptop of your centre, or was shut out of it. Nothing was sent. "
    "Look at the address again, or exchange by a stick."
)
_NEWER: Final = later("The other side needs a newer version of the program. Nothing was changed. Update the program.")

_NO_CLAIM: Final = later("The registry does not hold this claim yet. Exchange the records first, then ask again.")
_UNANSWERED: Final = later("Nobody at the registry has answered this claim yet. Ask again later.")
_NO_NUMBERS: Final = later("The registry has not so many numbers left to give out. Ask its office.")
_TOO_MANY_CODES: Final = later(
    "Too many codes for new laptops are open at the registry. Nothing was changed. "
    "Answer those who ask, or wait: a code counts for a day."
)


class Trouble(Refused):
    """An exchange that did not come to its end. ``again``: trying again later can help; ``smaller``: so can less at a
    time."""

    again = True
    smaller = False
    seconds = 0.0
    """So long the other side asks to wait."""


class Unreachable(Trouble):
    """Nobody answers, or the line breaks."""

    def __init__(
        self, code: str = "unreachable", sentence: str = _UNREACHABLE, *, smaller: bool = False, **facts: object
    ) -> None:
        super().__init__(code, sentence, **facts)
        self.smaller = smaller


class Garbled(Trouble):
    """What came is not what was sent."""

    smaller = True

    def __init__(self) -> None:
        super().__init__("garbled", _GARBLED)


class EpochChanged(Trouble):
    """The other side's numbering is another one than when it was last met."""

    def __init__(self) -> None:
        super().__init__("epoch", _EPOCH)


class TooMuch(Trouble):
    """A batch was too large for the other side or for the line."""

    smaller = True

    def __init__(self) -> None:
        super().__init__("too-much", _TOO_MUCH)


class SlowDown(Trouble):
    """The other side asks to wait so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("busy", _BUSY)
        self.seconds = seconds


class NotAdmitted(Trouble):
    """The other side does not take this laptop's word."""

    again = False

    def __init__(self) -> None:
        super().__init__("not-admitted", _NOT_ADMITTED)


class NotOurs(Trouble):
    """Whoever answers is no laptop of the centre."""

    again = False

    def __init__(self, address: str) -> None:
        super().__init__("not-ours", _NOT_OURS, address=address)


class Newer(Trouble):
    """The other side speaks only a later version of the protocol."""

    again = False

    def __init__(self) -> None:
        super().__init__("newer-protocol", _NEWER)


class WrongPeer(Trouble):
    """Somebody else answers than the one that the centre trusts."""

    def __init__(self) -> None:
        super().__init__("wrong-peer", _WRONG)


class NotGiven(Trouble):
    """The other side has not given what was asked of it: "no-such-claim", "unanswered", "no-numbers",
    "too-many-codes"."""

    again = False

    def __init__(self, code: str) -> None:
        said = {
            "no-such-claim": _NO_CLAIM, "unanswered": _UNANSWERED, "no-numbers": _NO_NUMBERS,
            "too-many-codes": _TOO_MANY_CODES,
        }  # fmt: skip
        super().__init__(code, said[code])


class OldRequest(NotAdmitted):
    """The other side does not believe the signature: perhaps it only came late, or by a wrong clock."""


class NotThePacking(Garbled):
    """The other side cannot unpack what was sent; there is another way to pack it."""
