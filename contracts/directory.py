"""Who holds which role, from when to when (art. 8, 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from contracts.commands.base import Actor
from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.gate import LiaisonAssigned, RoleAssigned, RoleEnded

LIAISON = "LIAISON"


class Holding(NamedTuple):
    """A role somebody holds."""

    principal: Principal
    role: str
    unit: UnitCode | None
    valid_from: date
    valid_to: date | None = None

    def on(self, day: date) -> bool:
        """Whether it is held on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Directory:
    """Roles and their holders, as they were assigned and ended."""

    holdings: tuple[Holding, ...] = ()

    def after(self, events: Iterable[CaseEvent]) -> Directory:
        """The directory once these were assigned and ended."""
        holdings = list(self.holdings)
        for event in events:
            match event:
                case RoleAssigned():
                    held = Holding(event.principal, event.role, event.unit, event.valid_from)
                    holdings.append(held)
                case LiaisonAssigned():
                    held = Holding(event.principal, LIAISON, event.unit, event.valid_from)
                    holdings.append(held)
                case RoleEnded():
                    holdings = [_ended(held, event) for held in holdings]
        return replace(self, holdings=tuple(holdings))

    def holds(self, actor: Actor, day: date) -> bool:
        """Whether the actor has the role he acts in, on this day and for his unit."""
        return any(
            held.principal == actor.principal
            and held.role == actor.role
            and held.unit in {None, actor.unit}
            and held.on(day)
            for held in self.holdings
        )

    def holder(self, role: str, unit: UnitCode | None, day: date) -> Principal | None:
        """Who holds a role of a unit on this day; the one who was assigned it last."""
        return next(
            (
                held.principal
                for held in reversed(self.holdings)
                if held.role == role and held.unit == unit and held.on(day)
            ),
            None,
        )


NOBODY = Directory()
"""Nothing was assigned yet."""


def _ended(held: Holding, event: RoleEnded) -> Holding:
    ended = (event.principal, event.role, event.unit)
    if (held.principal, held.role, held.unit) != ended or held.valid_from > event.valid_to:
        return held
    return held._replace(valid_to=event.valid_to)
