# SPDX-License-Identifier: Apache-2.0
"""The server as one application: its endpoints, what it counts and logs, and how it answers what goes wrong."""

import logging
import time
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import app
from app.domain.refusals import StorageTrouble
from app.registry import exchange_api, files_api, joining_api, office_api, public_api
from app.registry.answers import MODELS
from app.registry.limits import Rate
from app.registry.links import add_links
from app.registry.logs import LOGGER
from app.registry.metrics import Counters
from app.registry.problems import Problem, ProblemDocument, answer_to, of_status
from app.registry.registry import Registry
from app.registry.requests import trouble_of
from app.registry.web.site import add_pages

_BATCHES_A_SECOND: Final = 10.0
_BATCHES_AT_ONCE: Final = 60.0
_ENROLMENTS_A_SECOND: Final = 5 / 3600
_ENROLMENTS_AT_ONCE: Final = 20.0
_JOININGS_A_SECOND: Final = 1.0
_JOININGS_AT_ONCE: Final = 60.0
"""New laptops ask every few seconds, perhaps several behind one address."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What is counted by its own name: whoever asks may make up others without end."""
_OF_PAGES: Final = "GET, POST"
_log: Final = logging.getLogger(LOGGER)


def create_app(registry: Registry) -> FastAPI:
    """The application over these records. It keeps nothing between requests but counters and rates."""
    api = FastAPI(
        title="Guildmark registry", version=app.__version__, docs_url=None, redoc_url=None,
        generate_unique_id_function=lambda route: route.name, redirect_slashes=False,
    )  # fmt: skip

    def jitter() -> float:
        return int.from_bytes(registry.random(2), "big") / 2**16

    api.state.registry = registry
    api.state.counters = Counters()
    api.state.rate = Rate(_BATCHES_A_SECOND, _BATCHES_AT_ONCE, time.monotonic, jitter)
    api.state.entrance_rate = Rate(_ENROLMENTS_A_SECOND, _ENROLMENTS_AT_ONCE, time.monotonic, jitter)
    api.state.joining_rate = Rate(_JOININGS_A_SECOND, _JOININGS_AT_ONCE, time.monotonic, jitter)
    api.include_router(public_api.v1)
    api.include_router(exchange_api.router)
    api.include_router(files_api.router)
    api.include_router(office_api.router)
    api.include_router(joining_api.router)
    api.include_router(public_api.health)
    api.add_middleware(_Watching, counters=api.state.counters)
    api.exception_handler(Problem)(_problem)
    api.exception_handler(StorageTrouble)(_trouble)
    api.exception_handler(RequestValidationError)(_not_understood)
    api.exception_handler(HTTPException)(_of_the_framework)
    add_pages(api, jitter)
    api.openapi = lambda: _description(api)  # type: ignore[method-assign]  # FastAPI's own way to change it
    return api


class _Watching:
    """Counts and logs every request, and answers what nobody foresaw; nothing of what it says names anybody."""

    def __init__(self, app: ASGIApp, counters: Counters) -> None:
        self._app = app
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, said = time.perf_counter(), {"status": 0, "bytes_out": 0}
        method = scope["method"] if scope["method"] in _METHODS else "other"

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                said["status"] = message["status"]
            said["bytes_out"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:  # noqa: BLE001 - the last resort: whatever it is, its laptop gets an answer
            _log.exception("unforeseen", extra={"method": method})
            if not said["status"]:
                await answer_to(Problem("unexpected"))(scope, receive, watched)
        seconds, route = time.perf_counter() - start, getattr(scope.get("route"), "path", "none")
        self._counters.answered(method, route, said["status"], seconds)
        extra = {"method": method, "route": route, "ms": round(seconds * 1000, 1), **said}
        _log.info("answered", extra=extra)


def _told(request: Request, problem: Problem) -> Response:
    request.app.state.counters.refused(problem.code)
    return answer_to(problem)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _told(request, error)


def _trouble(request: Request, error: Exception) -> Response:
    assert isinstance(error, StorageTrouble)
    _log.warning("trouble", extra={"code": error.code})
    return _told(request, trouble_of(error))


def _not_understood(request: Request, error: Exception) -> Response:
    return _told(request, Problem("malformed"))


def _of_the_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = _told(request, of_status(error.status_code))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = _allowed(request)
    return answer


def _allowed(request: Request) -> str:
    """What can be done at this address."""
    described = request.app.openapi()["paths"]
    found = (methods for path, methods in described.items() if compile_path(path)[0].match(request.url.path))
    return ", ".join(sorted({method.upper() for methods in found for method in methods})) or _OF_PAGES


def _description(api: FastAPI) -> dict[str, Any]:
    """The truth of every endpoint: problems are problem documents, and bodies read by hand are described."""
    if api.openapi_schema:
        return api.openapi_schema
    found = get_openapi(title=api.title, version=api.version, routes=api.routes)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    models: dict[str, type[BaseModel]] = {**MODELS, "ProblemDocument": ProblemDocument}
    for name, model in models.items():
        schemas[name] = model.model_json_schema(ref_template="#/components/schemas/{model}")
    for path in found["paths"].values():
        for endpoint in path.values():
            endpoint["responses"].pop("422", None) if "batch" not in str(endpoint["responses"].get("422")) else None
    add_links(found)
    api.openapi_schema = found
    return found
