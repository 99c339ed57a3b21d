# SPDX-License-Identifier: Apache-2.0
"""Staff of the registry: their passphrases, their signing in and out, and what they did."""

import hmac
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.names import clean_name
from app.domain.passphrases import check_passphrase, clean_passphrase
from app.domain.refusals import NotFound, RuleBroken
from app.journal.operation import ID_BYTES
from app.records import rows
from app.registry.registry import Registry
from app.registry.staff_book import sign_in_wait, staff, staff_deed, staff_session
from app.store.keyring import STRONG, Cost
from app.store.keys import SALT_BYTES, derive, same, stamp, subkey
from app.translation import later

IDLE_MS: Final = 30 * 60 * 1000
LONGEST_MS: Final = 12 * 60 * 60 * 1000
FREE_TRIES: Final = 3
FIRST_WAIT_MS: Final = 5_000
LONGEST_WAIT_MS: Final = 15 * 60 * 1000
_SEEN_LATE_MS: Final = 60_000
_FORGOTTEN_MS: Final = 24 * 60 * 60 * 1000
_LONGEST_SECRET: Final = 1_000
_PATIENCE_SECONDS: Final = 5
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""A guess takes 64 MiB for half a second: so many are tried at once, the others wait."""

_KNOWN: Final = later("There is somebody called {name} already. Nothing was changed.")
_UNKNOWN: Final = later("Nobody called {name} works here. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who may sign in; ``session`` is what they are signed in by, empty where they are not."""

    id: bytes
    name: str
    session: bytes = b""


@dataclass(frozen=True, slots=True)
class StaffDeed:
    """What somebody did, when (ms since 1970), to what, and the words that they gave for it."""

    at: int
    who: str
    what: str
    about: str
    words: str


class WrongSecret(ValueError):
    """Name and passphrase do not belong together."""


class WaitFirst(ValueError):
    """There were too many wrong passphrases; ``seconds`` have to pass."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def add_staff(registry: Registry, name: str, passphrase: str, cost: Cost = STRONG) -> Staff:
    """Let somebody sign in from now on. Raises BadInput, RuleBroken "staff-known"."""
    shown, secret = clean_name(name), check_passphrase(passphrase)
    id_ = registry.random(ID_BYTES)
    kept = _kept(registry, secret, cost)

    def write(connection: Connection) -> None:
        if _row(connection, shown) is not None:
            raise RuleBroken("staff-known", _KNOWN, name=shown)
        values = {"id": id_, "name": shown, "named": shown.casefold(), "added_at": registry.wall()}
        connection.execute(insert(staff).values(**values, **kept))

    registry.stores.write_book(write)
    return Staff(id_, shown)


def all_staff(registry: Registry) -> Sequence[Staff]:
    """Everybody who may sign in, by name."""
    query = select(staff.c.id, staff.c.name).order_by(staff.c.named)
    return registry.stores.read_book(lambda connection: [Staff(*row) for row in connection.execute(query)])


def change_staff_passphrase(registry: Registry, name: str, passphrase: str, cost: Cost = STRONG) -> None:
    """Give somebody another passphrase and sign them out everywhere. Raises BadInput, NotFound "no-such-staff"."""
    kept = _kept(registry, check_passphrase(passphrase), cost)

    def write(connection: Connection) -> None:
        row = _required(connection, name)
        connection.execute(update(staff).where(staff.c.id == row.id).values(**kept))
        connection.execute(delete(staff_session).where(staff_session.c.staff == row.id))

    registry.stores.write_book(write)


def remove_staff(registry: Registry, name: str) -> None:
    """Let somebody sign in no more, and sign them out everywhere; what they did stays written down. Raises NotFound."""

    def write(connection: Connection) -> None:
        row = _required(connection, name)
        connection.execute(delete(staff_session).where(staff_session.c.staff == row.id))
        connection.execute(delete(staff).where(staff.c.id == row.id))

    registry.stores.write_book(write)


def sign_in(registry: Registry, name: str, passphrase: str) -> Staff:
    """Sign somebody in. For a name that nobody has it takes as long and says the same.

    Raises WrongSecret; WaitFirst after several wrong passphrases, also for the right one.
    """
    typed, secret = name.strip()[:_LONGEST_SECRET], clean_passphrase(passphrase[:_LONGEST_SECRET])
    named = stamp(subkey(registry.key, "staff names"), typed.casefold().encode(errors="surrogatepass"))
    wait = registry.stores.write_book(partial(_try, named=named, now=registry.wall()))
    if wait:
        raise WaitFirst(-(-wait // 1000))
    row, other = registry.stores.read_book(partial(_two_rows, name=typed))
    tried = row or other
    cost = Cost(tried.memory_kib, tried.passes, tried.lanes) if tried else STRONG
    mark = _mark(registry, secret, tried.salt if tried else bytes(SALT_BYTES), cost)
    if row is None or not same(mark, row.mark):
        raise WrongSecret
    return _begun(registry, row, named)


def signed_in(registry: Registry, session: bytes) -> Staff | None:
    """Whom this session signs in; None where it ended, was left idle or never began."""
    now = registry.wall()
    query = (
        select(staff.c.id, staff.c.name, staff_session.c.began_at, staff_session.c.seen_at)
        .join(staff, staff.c.id == staff_session.c.staff)
        .where(staff_session.c.id == session)
    )
    row = registry.stores.read_book(lambda connection: connection.execute(query).first())
    if row is None or now - row.seen_at > IDLE_MS or now - row.began_at > LONGEST_MS:
        return None
    if now - row.seen_at > _SEEN_LATE_MS:
        change = update(staff_session).where(staff_session.c.id == session).values(seen_at=now)
        registry.stores.write_book(lambda connection: connection.execute(change).rowcount)
    return Staff(row.id, row.name, session)


def sign_out(registry: Registry, session: bytes) -> None:
    """End a session; nothing signs in by it again."""
    gone = delete(staff_session).where(staff_session.c.id == session)
    registry.stores.write_book(lambda connection: connection.execute(gone).rowcount)


def note_deed(registry: Registry, who: Staff, what: str, about: str, words: str = "") -> None:
    """Write down what somebody did."""
    values = {"at": registry.wall(), "who": who.name, "what": what, "about": about, "words": words}
    written = insert(staff_deed).values(id=registry.random(ID_BYTES), **values)
    registry.stores.write_book(lambda connection: connection.execute(written).rowcount)


def deeds(registry: Registry, most: int = 200) -> Sequence[StaffDeed]:
    """What staff did last, the newest first."""
    columns = (staff_deed.c[name] for name in ("at", "who", "what", "about", "words"))
    query = select(*columns).order_by(staff_deed.c.at.desc(), staff_deed.c.id).limit(most)
    return registry.stores.read_book(lambda connection: [StaffDeed(*row) for row in connection.execute(query)])


def _begun(registry: Registry, row: Any, named: bytes) -> Staff:
    session, now = registry.random(2 * ID_BYTES), registry.wall()

    def write(connection: Connection) -> None:
        connection.execute(delete(sign_in_wait).where(sign_in_wait.c.named == named))
        connection.execute(delete(staff_session).where(staff_session.c.seen_at < now - _FORGOTTEN_MS))
        connection.execute(insert(staff_session).values(id=session, staff=row.id, began_at=now, seen_at=now))

    registry.stores.write_book(write)
    return Staff(row.id, row.name, session)


def _kept(registry: Registry, secret: str, cost: Cost) -> dict[str, object]:
    salt = registry.random(SALT_BYTES)
    work = {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes}
    return {**work, "salt": salt, "mark": _mark(registry, secret, salt, cost)}


def _mark(registry: Registry, secret: str, salt: bytes, cost: Cost) -> bytes:
    if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
        raise WaitFirst(_PATIENCE_SECONDS)
    try:
        derived = derive(secret, salt, cost)
    finally:
        _AT_ONCE.release()
    return stamp(subkey(registry.key, "staff passphrases"), derived.secret)


def _row(connection: Connection, name: str) -> Any:
    return connection.execute(select(staff).where(staff.c.named == name.strip().casefold())).first()


def _two_rows(connection: Connection, name: str) -> tuple[Any, Any]:
    """Who is called so, and anybody: for a name that nobody has the work of a guess is done for somebody else."""
    return _row(connection, name), connection.execute(select(staff).order_by(staff.c.id).limit(1)).first()


def _required(connection: Connection, name: str) -> Any:
    row = _row(connection, name)
    if row is None:
        raise NotFound("no-such-staff", _UNKNOWN, name=name)
    return row


def _try(connection: Connection, named: bytes, now: int) -> int:
    """0 where a passphrase may be tried, which counts as wrong until it turns out right, so that nobody tries several
    at once; else how long (ms) to wait."""
    connection.execute(delete(sign_in_wait).where(sign_in_wait.c.at < now - _FORGOTTEN_MS))
    place = sign_in_wait.c.named == named
    row = connection.execute(select(sign_in_wait).where(place).with_for_update()).first()
    if row is not None and row.until > now:
        return int(row.until) - now
    failed = (row.failed if row else 0) + 1
    over = failed - FREE_TRIES
    until = now + min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(over, 20)) if over >= 0 else 0
    connection.execute(delete(sign_in_wait).where(place))
    columns = ("named", "failed", "until", "at")
    rows.insert(connection, sign_in_wait, [(named, failed, until, now)], columns, ignore=True)
    return 0


def session_mark(registry: Registry, session: bytes) -> bytes:
    """What shows that the registry gave this session out."""
    return stamp(subkey(registry.key, "staff sessions"), session)


def form_mark(registry: Registry, session: bytes) -> str:
    """What every form of a session carries, so that no other site can send one."""
    return stamp(subkey(registry.key, "staff forms"), session).hex()


def is_form_mark(registry: Registry, session: bytes, mark: str) -> bool:
    """Whether a form carries the mark of its session."""
    return hmac.compare_digest(form_mark(registry, session).encode(), mark.encode(errors="replace"))
