# SPDX-License-Identifier: Apache-2.0
"""When to exchange with a peer: decisions by themselves, without a clock, a network or dice of their own.

Moments are milliseconds since 1970 by whatever clock the caller has; ``dice`` are numbers from 0 to 1. A hint that
there is a connection makes the next exchange come sooner, and is never needed: the program tries anyway.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.exchange.pace import wait_after
from app.exchange.troubles import SlowDown, Trouble

EVERY_MS: Final = 5 * 60 * 1000
"""How often to look whether there is something to take, when nothing else happens."""
_SPARING_MS: Final = 30 * 60 * 1000
"""The same where each byte is paid for; what is written still goes out soon."""
_SOON_MS: Final = 3_000
_AFTER_WORK_MS: Final = 45_000
_AFTER_SIGNING_MS: Final = 2_000
_HOPELESS_MS: Final = 60 * 60 * 1000
"""Where trying again does not help, somebody may have put it right meanwhile."""
_SPREAD: Final = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """When the next exchange is due. ``not_before`` is when a server that asked to wait may be asked again;
    ``failures`` counts exchanges in a row that did not come to their end."""

    due: int = 0
    not_before: int = 0
    failures: int = 0

    def is_due(self, now: int) -> bool:
        """Whether to exchange now. A clock that was set back makes nothing wait longer than it should."""
        return max(self.due, self.not_before) <= now or now < self.due - _HOPELESS_MS * 2

    def went_well(self, now: int, dice: float, *, sparing: bool = False) -> "Plan":
        """An exchange came to its end; ``sparing`` where the link is metered."""
        return Plan(now + _spread(_SPARING_MS if sparing else EVERY_MS, dice))

    def hindered(self, now: int, trouble: Trouble, dice: float) -> "Plan":
        """An exchange did not come to its end."""
        failures = self.failures + 1
        wait = int(wait_after(failures, dice) * 1000) if trouble.again else _spread(_HOPELESS_MS, dice)
        asked = int(trouble.seconds * 1000) if isinstance(trouble, SlowDown) else 0
        later = now + _spread(asked, dice) + asked // 2 if asked else 0
        return Plan(max(now + wait, later), later, failures)

    def connected(self, now: int, dice: float) -> "Plan":
        """The system says that there is a connection now."""
        return self._sooner(now + _spread(_SOON_MS, dice))

    def wrote(self, now: int, dice: float) -> "Plan":
        """Somebody wrote something here."""
        return self if self.failures else self._sooner(now + _spread(_AFTER_WORK_MS, dice))

    def signed(self, now: int, dice: float) -> "Plan":
        """Somebody signed something off: what others wait for."""
        return self if self.failures else self._sooner(now + _spread(_AFTER_SIGNING_MS, dice))

    def wanted(self, now: int) -> "Plan":
        """A person asks for it now: only a server that asked to wait is waited for."""
        return replace(self, due=min(self.due, now))

    def _sooner(self, moment: int) -> "Plan":
        return replace(self, due=min(self.due, moment))


def _spread(milliseconds: int, dice: float) -> int:
    """About so long: between three quarters and five quarters of it, so that many laptops do not come at once."""
    return int(milliseconds * (1 - _SPREAD / 2 + _SPREAD * dice))
