# SPDX-License-Identifier: Apache-2.0
"""Where something else can be written than the answers to a question say, or where what it tells of can be seen."""

from typing import Final

from app.services.questions import Question

_ASSESS: Final = ("assess", "")
_REGISTER: Final = ("certificates", "register")
_PAGES: Final = {
    "mark": _ASSESS, "judgement": _ASSESS, "marks-changed": _ASSESS, "award": _REGISTER, "ruling": _REGISTER,
    "number": _REGISTER, "policy": ("certificates", "rules"), "sheet": ("certificates", "forms"),
    "copy": ("devices", ""),
}  # fmt: skip
_OF_LEARNERS: Final = ("field", "merge", "result")


def way_of(question: Question) -> tuple[str, str] | None:
    """The page, and the place on it; None where there is none."""
    if question.kind in _OF_LEARNERS:
        field = question.id.rpartition("-")[2] if question.kind == "field" else ""
        return "learners", f"{question.about.hex()} {field}".strip()
    return _PAGES.get(question.kind)
