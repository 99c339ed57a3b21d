# SPDX-License-Identifier: Apache-2.0
"""The language of one request: pages for several people are made at the same moment, each in their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import NullTranslations
from typing import Final

from app import paths
from app.domain.refusals import Refused
from app.registry.web.texts import TEXTS
from app.translation import LANGUAGES, translation_for

COOKIE: Final = "guildmark-language"
_MOST_WISHES: Final = 20


@dataclass(frozen=True, slots=True)
class Speech:
    """Texts in one language. Called with the name of a text and its facts it gives the text."""

    language: str
    catalogue: NullTranslations

    def __call__(self, name: str, /, **facts: object) -> str:
        return self.tr(TEXTS[name], **facts)

    def tr(self, text: str, **facts: object) -> str:
        """A text that was marked with ``later``."""
        translated = self.catalogue.gettext(text) if text else ""
        return translated.format(**facts) if facts else translated

    def trn(self, one: str, many: str, n: int) -> str:
        """The form of a text for ``n`` things."""
        return self.catalogue.ngettext(one, many, n).format(n=n)

    def refusal(self, refused: Refused) -> str:
        """What was refused, in this language."""
        return self.tr(refused.text, **refused.facts)

    def ago(self, at: int, now: int) -> str:
        """How long ago a moment (ms since 1970) was, in days; "never" for none."""
        if not at:
            return self("never")
        days = (now // _DAY_MS) - (at // _DAY_MS)
        if days <= 0:
            return self("today")
        return self.trn("{n} day ago", "{n} days ago", days)


_DAY_MS: Final = 24 * 60 * 60 * 1000


def moment(at: int) -> str:
    """A moment (ms since 1970) as pages show it."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC" if at else ""


def day(at: int) -> str:
    """The day of a moment (ms since 1970), in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat() if at else ""


def speech_in(code: str) -> Speech:
    """The texts of one of the program's languages."""
    return Speech(code, translation_for(code, paths.resources() / "translations"))


def chosen_language(query: Mapping[str, str], cookies: Mapping[str, str], accept: str) -> str:
    """The language that somebody chose just now, or before, or that their browser asks for; English else."""
    for said in (query.get("lang", ""), cookies.get(COOKIE, "")):
        if said in LANGUAGES:
            return said
    return next((code for code in _wished(accept) if code in LANGUAGES), "en")


def _wished(accept: str) -> list[str]:
    """The languages of an Accept-Language header (RFC 9110), the dearest first."""
    wishes = []
    for place, one in enumerate(accept.split(",")[:_MOST_WISHES]):
        name, _, weight = one.partition(";")
        try:
            weighed = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            weighed = 0.0
        if weighed > 0:
            wishes.append((-weighed, place, name.strip().lower().partition("-")[0]))
    return [name for _, _, name in sorted(wishes)]
