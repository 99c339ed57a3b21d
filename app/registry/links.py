# SPDX-License-Identifier: Apache-2.0
"""What follows on what, for the description of the server: which answer gives the next request its values."""

from collections.abc import Mapping
from typing import Any, Final

_STREAM: Final = {"stream": "$request.path.stream"}
_EPOCH: Final = {**_STREAM, "epoch": "$response.body#/epoch"}
_FILE: Final = {**_STREAM, "id": "$request.path.id"}
_FILE_ON: Final = {**_FILE, "Upload-Offset": "$response.header.Upload-Offset"}
_TIP: Final = {**_STREAM, "origin": "$response.body#/tips/0/0"}
_FROM_SNAPSHOT: Final = {
    **_STREAM, "epoch": "$response.header.Guildmark-Epoch", "after": "$response.header.Guildmark-Position",
    "mark": "$response.header.Guildmark-Mark",
}  # fmt: skip
_FOLLOWING: Final[Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]]] = {
    ("hello", "200"): {"enrol": {}, "standing": {}, "whole_stream": {}},
    ("enrol", "201"): {"push": {}, "standing": {}},
    ("standing", "200"): {
        "push": _STREAM, "pull": _EPOCH, "frontier": _STREAM, "file_chunk": _STREAM, "join_code": _STREAM,
    },
    ("push", "200"): {
        "push": _STREAM, "pull": _EPOCH, "standing": _STREAM, "file_chunk": _STREAM, "claim_answer": _STREAM,
        "block": _STREAM,
    },
    ("block", "200"): {"block": _STREAM, "push": _STREAM},
    ("pull", "200"): {"frontier": _STREAM, "standing": _STREAM, "file_state": _STREAM},
    ("pull", "409"): {"frontier": _STREAM, "standing": _STREAM},
    ("frontier", "200"): {"pull": _EPOCH, "digests": _TIP, "operations": _TIP},
    ("digests", "200"): {"operations": {**_STREAM, "origin": "$request.path.origin"}},
    ("whole_stream", "200"): {"pull": _FROM_SNAPSHOT},
    ("join_code", "200"): {"joinings": _STREAM, "join_answer": _STREAM, "ask_to_be_let_in": {}},
    ("ask_to_be_let_in", "200"): {"ask_to_be_let_in": {}},
    ("joinings", "200"): {"join_answer": _STREAM, "joinings": _STREAM},
    ("join_answer", "200"): {"ask_to_be_let_in": {}},
    ("file_chunk", "204"): {"file_chunk": _FILE_ON, "file_state": _FILE, "file_content": _FILE, "file_gone": _FILE},
    ("file_chunk", "409"): {"file_chunk": _FILE_ON},
    ("file_state", "200"): {"file_chunk": _FILE_ON, "file_content": _FILE},
    ("file_state", "404"): {"file_chunk": _FILE},
    ("file_gone", "204"): {"file_state": _FILE, "file_chunk": _FILE},
}  # fmt: skip
"""By endpoint and status: the endpoints that come next, and where their parameters come from."""


def add_links(described: dict[str, Any]) -> None:
    """Put the links into a description whose endpoints are known by their names."""
    for path in described["paths"].values():
        for endpoint in path.values():
            for status, answer in endpoint["responses"].items():
                following = _FOLLOWING.get((endpoint["operationId"], status), {})
                links = {name: {"operationId": name, "parameters": dict(values)} for name, values in following.items()}
                if links:
                    answer["links"] = links
