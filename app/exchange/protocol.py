# SPDX-License-Identifier: Apache-2.0
"""What two stores say to each other, and a peer: whoever answers so, however far away it is.

The messages stand as JSON on the wire (``*_fields`` and ``read_*``); batches are lines of their own (wire).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from app.exchange.wire import Parcel
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.chain import Place
from app.journal.kinds import KINDS
from app.journal.operation import HASH_BYTES, ID_BYTES
from app.records.comparing import Frontier
from app.records.positions import MOST_THINGS, Range, Standing
from app.records.receiving import KNOWN, NEW, WAITS

OLDEST: Final = 1
NEWEST: Final = 1
"""The versions of this protocol that this program speaks."""
ANSWERED: Final = "answer"
RECEIPT: Final = "receipt"
"""Purposes of a server's signed words: every answer, and the receipt inside the answer to a batch (signatures)."""
BAD_MESSAGE: Final = (NotCanonical, KeyError, TypeError, ValueError, AttributeError)
"""What the ``read_*`` raise for what nobody who speaks this protocol wrote."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one batch may hold: things, and bytes as they are sent."""

    operations: int = 1_000
    bytes: int = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hello:
    """Who answers, with its own time (ms since 1970). ``echo`` is what the asker drew: an old answer is known."""

    name: str
    sign_key: bytes
    box_key: bytes
    now: int
    epoch: bytes
    oldest: int = OLDEST
    newest: int = NEWEST
    kinds: Mapping[str, int] = field(default_factory=lambda: {kind.name: kind.ver for kind in KINDS.values()})
    limits: Limits = Limits()
    echo: str = ""


@dataclass(frozen=True, slots=True)
class FrontierAnswer:
    """The other side's frontier, which of the asker's tips it holds, in their order, and at which of its positions
    stands what these tips and equal groups of keys prove the asker to hold."""

    frontier: Frontier
    held: tuple[bool, ...]
    standing: Standing
    shared: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A range of the other side's positions, at most so many things of it. ``epoch`` and ``mark`` are what the asker
    knows of that side: the name of its numbering, and what stood before the range; an empty mark is not compared."""

    range: Range
    epoch: bytes
    mark: bytes = b""
    most: int = MOST_THINGS


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation that will never be taken in: its number among those of the batch (from 0), and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What became of a batch.

    ``verdicts`` has a letter for each operation (receiving.NEW, KNOWN, WAITS, UNUSABLE). ``placed`` are the receiver's
    positions that hold what the batch brought and set free: operations that had come there before and lie beneath
    ``freed``. ``cloned`` are origins under which two copies of a laptop
    write. ``receipt`` is the receiver's signed word that it holds the batch (``receipt_part`` of its hash and
    ``standing.top``).
    """

    verdicts: str
    standing: Standing
    refused: tuple[Refusal, ...] = ()
    placed: Range | None = None
    freed: tuple[Place, ...] = ()
    cloned: tuple[bytes, ...] = ()
    receipt: str = ""

    def count(self, verdict: str) -> int:
        """How many operations met with this verdict."""
        return self.verdicts.count(verdict)


class Peer(Protocol):
    """Somebody to exchange records of one centre with. Every method may raise a trouble (troubles)."""

    def hello(self) -> Hello:
        """Who answers; its signature is proven."""

    def standing(self) -> Standing:
        """Where its numbering stands."""

    def pushing(self, parcel: Parcel) -> Callable[[], PushAnswer]:
        """A batch made ready: the call gives it to the peer."""

    def pull(self, wanted: Wanted) -> Parcel:
        """What stands in a range of its positions. Raises EpochChanged where its numbering is another one."""

    def frontier(self, ours: Frontier) -> FrontierAnswer:
        """Tell it what we hold, and hear what it holds."""

    def digests(self, origin: bytes, first: int, count: int) -> Sequence[bytes]:
        """The digests of so many blocks of 1,000 places of an origin from this block on (0, 1 ...); empty for none."""

    def operations(self, origin: bytes, wanted: Range) -> Parcel:
        """The operations at these places of one origin, wherever they stand."""


def hello_fields(hello: Hello) -> dict[str, object]:
    """The hello on the wire."""
    return {
        "registry": {"name": hello.name, "sign_key": to_text(hello.sign_key), "box_key": to_text(hello.box_key)},
        "now": hello.now, "epoch": hello.epoch.hex(), "protocol": [hello.oldest, hello.newest],
        "kinds": dict(hello.kinds), "echo": hello.echo,
        "limits": {"operations": hello.limits.operations, "bytes": hello.limits.bytes},
    }  # fmt: skip


def read_hello(fields: Mapping[str, Any]) -> Hello:
    """The hello behind ``hello_fields``. Raises one of BAD_MESSAGE."""
    who, limits = fields["registry"], fields["limits"]
    oldest, newest = map(_whole, fields["protocol"])
    return Hello(
        _text(who["name"]), _bytes(who["sign_key"], 32), _bytes(who["box_key"], 32), _whole(fields["now"]),
        _hex(fields["epoch"]), oldest, newest, {_text(kind): _whole(ver) for kind, ver in fields["kinds"].items()},
        Limits(_whole(limits["operations"]), _whole(limits["bytes"])), _text(fields["echo"]),
    )  # fmt: skip


def standing_fields(standing: Standing) -> dict[str, object]:
    """Where a numbering stands, on the wire."""
    return {"epoch": standing.epoch.hex(), "head": standing.top, "hash": standing.mark.hex()}


def read_standing(fields: Mapping[str, Any]) -> Standing:
    """The standing behind ``standing_fields``. Raises one of BAD_MESSAGE."""
    return Standing(_hex(fields["epoch"]), _whole(fields["head"]), bytes.fromhex(fields["hash"]))


def push_fields(answer: PushAnswer) -> dict[str, object]:
    """The answer to a batch, on the wire."""
    return {
        "accepted": answer.count(NEW), "duplicates": answer.count(KNOWN), "waiting": answer.count(WAITS),
        "verdicts": answer.verdicts, "refused": [{"line": one.number, "reason": one.reason} for one in answer.refused],
        "placed": list(answer.placed) if answer.placed else [], "freed": _tips_fields(answer.freed),
        "cloned": [one.hex() for one in answer.cloned],
        "receipt": answer.receipt, **standing_fields(answer.standing),
    }  # fmt: skip


def read_push(fields: Mapping[str, Any]) -> PushAnswer:
    """The answer behind ``push_fields``. Raises one of BAD_MESSAGE."""
    placed = [_whole(one) for one in fields["placed"]]
    refused = tuple(Refusal(_whole(one["line"]), _text(one["reason"])) for one in fields["refused"])
    cloned = tuple(map(_hex, fields["cloned"]))
    return PushAnswer(
        _text(fields["verdicts"]), read_standing(fields), refused, Range(*placed) if placed else None,
        _read_tips(fields["freed"]), cloned,
        _text(fields["receipt"]),
    )  # fmt: skip


def frontier_fields(frontier: Frontier) -> dict[str, object]:
    """What a store holds, on the wire."""
    return {
        "tips": _tips_fields(frontier.tips),
        "keys": to_text(frontier.keys),
    }


def read_frontier(fields: Mapping[str, Any]) -> Frontier:
    """The frontier behind ``frontier_fields``. Raises one of BAD_MESSAGE."""
    return Frontier(_read_tips(fields["tips"]), to_bytes(fields["keys"]))


def frontier_answer_fields(answer: FrontierAnswer) -> dict[str, object]:
    """The answer to a frontier, on the wire."""
    return {
        **frontier_fields(answer.frontier), **standing_fields(answer.standing),
        "held": "".join("01"[one] for one in answer.held), "shared": [list(one) for one in answer.shared],
    }  # fmt: skip


def read_frontier_answer(fields: Mapping[str, Any]) -> FrontierAnswer:
    """The answer behind ``frontier_answer_fields``. Raises one of BAD_MESSAGE."""
    held = tuple(one == "1" for one in _text(fields["held"]))
    shared = tuple(Range(_whole(first), _whole(last)) for first, last in fields["shared"])
    return FrontierAnswer(read_frontier(fields), held, read_standing(fields), shared)


def message(fields: Mapping[str, object]) -> bytes:
    """A message as it is sent."""
    return canonical(fields)


def read_message(data: bytes) -> dict[str, Any]:
    """The fields of a message. Raises NotCanonical."""
    return parse(data)


def _tips_fields(tips: Sequence[Place]) -> list[list[object]]:
    return [[one.origin.hex(), one.seq, to_text(one.hash)] for one in tips]


def _read_tips(listed: Sequence[Any]) -> tuple[Place, ...]:
    return tuple(Place(_hex(origin), _whole(seq), _bytes(hash_, HASH_BYTES)) for origin, seq, hash_ in listed)


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise NotCanonical("a number expected")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotCanonical("a text expected")
    return value


def _hex(value: object) -> bytes:
    data = bytes.fromhex(_text(value))
    if len(data) != ID_BYTES:
        raise NotCanonical("an id expected")
    return data


def _bytes(value: object, size: int) -> bytes:
    data = to_bytes(value)
    if len(data) != size:
        raise NotCanonical(f"{size} bytes expected")
    return data
