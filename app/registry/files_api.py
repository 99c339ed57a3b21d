# SPDX-License-Identifier: Apache-2.0
"""Large things over HTTP, in parts: files of centres, and all of a stream as one file to begin with."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response

from app.exchange.snapshot_card import HEADERS
from app.registry.exchange_api import ASKING
from app.registry.files import CHUNK_BYTES, LARGEST_FILE, WrongOffset, add_chunk, forget_file, place_of, state_of
from app.registry.problems import Problem, answer_to, documented
from app.registry.requests import Laptop, Reader, registry_of
from app.registry.sending import OCTETS, PARTS, Part, file_answer
from app.registry.snapshots import snapshot
from app.registry.stores import NoSuchCentre

FileId = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="The name of the file on the road.")]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, le=LARGEST_FILE)]
Length = Annotated[int, Header(alias="Upload-Length", ge=1, le=LARGEST_FILE)]
_OFFSET = {"Upload-Offset": {"description": "How much is here", "schema": {"type": "integer"}}}
_WHOLE: dict[int | str, dict[str, Any]] = {
    status: {**answer, "headers": {name: {"schema": {"type": "string"}} for name in HEADERS}}
    for status, answer in PARTS.items()
}
_CHUNK = {"requestBody": {"required": True, "content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}}}}
router = APIRouter(prefix="/v1", tags=["files"])


@router.head(
    "/streams/{stream}/blobs/{id}",
    response_class=Response,
    responses={200: {"headers": _OFFSET}, **documented(*ASKING, "not-found")},
)
def file_state(asked: Laptop, request: Request, id: FileId) -> Response:
    """How much of a file is here: of one that is not whole, how much this laptop sent."""
    state = state_of(registry_of(request), asked.centre, asked.device, id)
    if state is None:
        raise Problem("not-found")
    return Response(headers={"Upload-Offset": str(state.offset), "Upload-Complete": "?1" if state.whole else "?0"})


@router.patch(
    "/streams/{stream}/blobs/{id}",
    status_code=204,
    response_class=Response,
    responses={204: {"headers": _OFFSET}, **documented(*ASKING, "offset", "not-found")},
    openapi_extra=_CHUNK,
)
def file_chunk(asked: Laptop, request: Request, id: FileId, offset: Offset, length: Length) -> Response:
    """Add a chunk at the end of what is here; the last one completes the file."""
    if len(asked.body) > CHUNK_BYTES:
        raise Problem("too-large")
    try:
        state = add_chunk(registry_of(request), asked.centre, asked.device, id, (offset, length, asked.body))
    except WrongOffset as error:
        answer = answer_to(Problem("offset"))
        answer.headers["Upload-Offset"] = str(error.offset)
        return answer
    complete = "?1" if state.whole else "?0"
    return Response(status_code=204, headers={"Upload-Offset": str(state.offset), "Upload-Complete": complete})


@router.get(
    "/streams/{stream}/blobs/{id}",
    response_class=Response,
    responses={**PARTS, **documented(*ASKING, "not-found", "range")},
)
def file_content(asked: Laptop, request: Request, id: FileId, part: Part) -> Response:
    """A file, or a part of it (Range)."""
    return file_answer(place_of(registry_of(request), asked.centre, id), part, id)


@router.delete(
    "/streams/{stream}/blobs/{id}",
    status_code=204,
    response_class=Response,
    responses=documented(*ASKING, "not-found"),
)
def file_gone(asked: Laptop, request: Request, id: FileId) -> Response:
    """Delete a file, as when the learner whom it is about was erased."""
    if not forget_file(registry_of(request), asked.centre, id):
        raise Problem("not-found")
    return Response(status_code=204)


@router.get(
    "/streams/{stream}/snapshot",
    response_class=Response,
    responses={**_WHOLE, **documented(*ASKING, "not-found", "range")},
)
def whole_stream(asked: Reader, request: Request, part: Part) -> Response:
    """All that the stream holds up to a position, as a file of the kind that sticks carry, or a part of it (Range)."""
    registry = registry_of(request)
    try:
        found = snapshot(registry, asked.centre)
    except NoSuchCentre as error:
        raise Problem("not-found") from error
    headers = found.card.headers(asked.centre, registry.identity.sign)
    return file_answer(found.path, part, found.card.tag, headers)
