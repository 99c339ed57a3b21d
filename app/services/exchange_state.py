# SPDX-License-Identifier: Apache-2.0
"""How far the records have come by any road: what the window tells of them in one sentence."""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.services.carried import Safety, safety
from app.services.partners import Partner, partners


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """The registries with what each lacks, and what is known of sticks and of the centre's other laptops."""

    partners: tuple[Partner, ...]
    safety: Safety

    @property
    def waiting(self) -> int:
        """How many entries wait: those that a registry lacks, or without one those that no other laptop is given."""
        if self.partners:
            return max(one.waiting for one in self.partners)
        return self.safety.waiting if self.safety.other_laptops else 0

    @property
    def last(self) -> int:
        """When records last went out or came in, in ms since 1970; 0 for never."""
        carried = self.safety.carried
        return max(carried.written_at, carried.read_at, *(one.met_at for one in self.partners), 0)

    @property
    def by_network(self) -> bool:
        """Whether somebody can be reached over a network."""
        return any(one.url for one in self.partners)


def exchange_state(connection: Connection, device: bytes) -> ExchangeState:
    """How far the entries of this laptop and of others have come."""
    return ExchangeState(tuple(partners(connection)), safety(connection, device))
