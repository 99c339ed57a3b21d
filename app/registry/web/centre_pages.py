# SPDX-License-Identifier: Apache-2.0
"""Centres and their laptops: when they were last heard of, what waits there, what staff must look at."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import Connection, select
from starlette.responses import RedirectResponse

from app.domain.searching import matches
from app.journal.operation import OpId
from app.records import tables
from app.registry.accounts import Account, accounts
from app.registry.barring import bar, barred_of, let_in
from app.registry.book import contact
from app.registry.contacts import CentreRow, centre_rows
from app.registry.registry import Registry
from app.registry.requests import registry_of
from app.registry.sightings import CLONE, DOUBT, Sighting, settle, sightings
from app.registry.staff import deeds, note_deed
from app.registry.stores import NoSuchCentre
from app.registry.web.doors import SignedIn, StaffForm
from app.registry.web.pages import show
from app.registry.web.refused import PageRefused

CLOCK_DOUBT_MS: Final = 5 * 60 * 1000
SILENT_MS: Final = 30 * 24 * 60 * 60 * 1000
_Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
router = APIRouter(include_in_schema=False, prefix="/staff")


@dataclass(frozen=True, slots=True)
class CentreSeen:
    """A centre with what is to be looked at: laptops that were copied, doubtful documents, clocks that are off."""

    id: bytes
    row: CentreRow
    copied: int
    doubtful: int
    clocks: int
    silent: bool

    @property
    def needs_a_look(self) -> bool:
        """Something about it is for a person."""
        return bool(self.copied or self.doubtful or self.clocks or self.silent)


@dataclass(frozen=True, slots=True)
class LaptopSeen:
    """A laptop as its centre's records name it, and as the registry heard of it. ``shut_out``: by its centre;
    ``barred``: why the registry does not answer it, empty where it does."""

    id: str
    name: str
    last_at: int
    waiting: int
    clock_off: int
    program: str
    shut_out: bool
    barred: str
    is_barred: bool

    @property
    def clock_minutes(self) -> int:
        """By how many minutes its clock is off; before the registry's is negative. 0 where that is no more than a few
        minutes."""
        return round(self.clock_off / 60_000) if abs(self.clock_off) > CLOCK_DOUBT_MS else 0


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """One sighting, and the number of the document where it is about one."""

    seen: Sighting
    place: str
    number: str
    title: str


@router.get("")
def centres(request: Request, staff: SignedIn, find: str = "") -> Response:
    """All centres, those first that need a look."""
    registry = registry_of(request)
    seen = _centres(registry)
    asked = find.strip()[:100]
    shown = [one for one in seen if not asked or matches(asked, f"{one.row.code} {one.row.name}")]
    return show(request, "centres", centres=shown, find=asked, all=seen)


@router.get("/centres/{account}")
def centre(request: Request, staff: SignedIn, account: _Id) -> Response:
    """One centre with its laptops."""
    registry = registry_of(request)
    one = _account(registry, account)
    return show(
        request, "centre", centre=one, laptops=_laptops(registry, one), look=_to_look_at(registry, one)
    )  # fmt: skip


@router.get("/centres/{account}/laptops/{device}")
def laptop(request: Request, staff: SignedIn, account: _Id, device: _Id) -> Response:
    """Ask for a reason and a confirmation."""
    one, found = _laptop(registry_of(request), account, device)
    return show(request, "laptop", centre=one, laptop=found, why="", reason="")


@router.post("/centres/{account}/laptops/{device}")
def change_laptop(request: Request, staff: SignedIn, sent: StaffForm, account: _Id, device: _Id) -> Response:
    """Answer a laptop no more, or again."""
    registry = registry_of(request)
    one, found = _laptop(registry, account, device)
    reason = sent.text("reason")
    why = "no-reason" if not reason else "not-confirmed" if sent.text("sure") != "yes" else ""
    if why:
        return show(request, "laptop", 400, centre=one, laptop=found, why=why, reason=reason)
    id_ = bytes.fromhex(device)
    if found.is_barred:
        let_in(registry, one.centre, id_)
    else:
        bar(registry, one.centre, id_, reason)
    what = "let-in" if found.is_barred else "barred"
    note_deed(registry, staff, what, f"{one.code}: {found.name}", reason)
    return RedirectResponse(f"/staff/centres/{account}", 303)


@router.post("/centres/{account}/seen")
def looked_at(request: Request, staff: SignedIn, sent: StaffForm, account: _Id) -> Response:
    """A person looked at what was seen, and it is well."""
    registry = registry_of(request)
    one = _account(registry, account)
    origin, _, seq = sent.text("place").partition("-")
    what = sent.text("what")
    for seen in registry.stores.read_book(partial(sightings, centre=one.centre)):
        if (seen.what, seen.place.origin.hex(), str(seen.place.seq)) == (what, origin, seq) and not seen.settled_at:
            settle(registry, one.centre, what, seen.place)
            note_deed(registry, staff, f"settled-{what}", one.code, sent.text("words"))
    return RedirectResponse(f"/staff/centres/{account}", 303)


@router.get("/deeds")
def what_was_done(request: Request, staff: SignedIn) -> Response:
    """What staff did last."""
    return show(request, "deeds", deeds=deeds(registry_of(request)))


def _centres(registry: Registry) -> list[CentreSeen]:
    ids, open_, clocks = registry.stores.read_book(_seen)
    now = registry.wall()
    found = []
    for row in centre_rows(registry):
        silent = bool(row.last_at) and now - row.last_at > SILENT_MS
        counted = (open_[row.centre, CLONE], open_[row.centre, DOUBT], clocks[row.centre])
        found.append(CentreSeen(ids[row.code], row, *counted, silent))
    return sorted(found, key=lambda one: not one.needs_a_look)


def _seen(connection: Connection) -> tuple[dict[str, bytes], Counter[tuple[bytes, str]], Counter[bytes]]:
    ids = {one.code: one.id for one in accounts(connection)}
    open_ = Counter((one.centre, one.what) for one in sightings(connection) if not one.settled_at)
    query = select(contact.c.centre, contact.c.clock_off)
    clocks = Counter(centre for centre, off in connection.execute(query) if abs(off) > CLOCK_DOUBT_MS)
    return ids, open_, clocks


def _account(registry: Registry, id_: str) -> Account:
    found = (one for one in registry.stores.read_book(accounts) if one.id.hex() == id_)
    one = next(found, None)
    if one is None:
        raise PageRefused("no-page", 404)
    return one


def _laptop(registry: Registry, account: str, device: str) -> tuple[Account, LaptopSeen]:
    one = _account(registry, account)
    found = next((laptop for laptop in _laptops(registry, one) if laptop.id == device), None)
    if found is None:
        raise PageRefused("no-page", 404)
    return one, found


def _laptops(registry: Registry, one: Account) -> list[LaptopSeen]:
    if not one.centre:
        return []

    def heard(connection: Connection) -> tuple[dict[bytes, Any], dict[bytes, str]]:
        rows = connection.execute(select(contact).where(contact.c.centre == one.centre))
        return {row.device: row for row in rows}, dict(barred_of(connection, one.centre))

    last, barred = registry.stores.read_book(heard)
    found = []
    for row in _devices(registry, one.centre):
        told = last.get(row.id)
        last_at, waiting, off, program = (
            (told.last_at, told.waiting, told.clock_off, told.program) if told else (0, 0, 0, "")
        )
        why, shut_out = barred.get(row.id), bool(row.revoked)
        found.append(
            LaptopSeen(row.id.hex(), row.name, last_at, waiting, off, program, shut_out, why or "", why is not None)
        )
    return found


def _devices(registry: Registry, centre: bytes) -> list[Any]:
    table = tables.device
    query = select(table.c.id, table.c.name, table.c.revoked).order_by(table.c.revoked, table.c.name)
    try:
        return registry.stores.read(centre, lambda connection: list(connection.execute(query).all()))
    except NoSuchCentre:
        return []


def _to_look_at(registry: Registry, one: Account) -> list[ToLookAt]:
    seen = [] if not one.centre else registry.stores.read_book(partial(sightings, centre=one.centre))
    open_ = [sighting for sighting in seen if not sighting.settled_at]
    told = _documents(registry, one.centre, [one.place for one in open_ if one.what == DOUBT])
    return [ToLookAt(one, f"{one.place.origin.hex()}-{one.place.seq}", *told.get(one.place, ("", ""))) for one in open_]


def _documents(registry: Registry, centre: bytes, places: list[OpId]) -> dict[OpId, tuple[str, str]]:
    """The number and the title of documents; nothing that names their holders."""
    table = tables.certificate

    def read(connection: Connection) -> dict[OpId, tuple[str, str]]:
        found = {}
        for place in places:
            query = select(table.c.number, table.c.title)
            row = connection.execute(query.where(table.c.origin == place.origin, table.c.seq == place.seq)).first()
            if row is not None:
                found[place] = (row.number, row.title)
        return found

    return registry.stores.read(centre, read) if places else {}
