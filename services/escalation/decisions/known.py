"""What escalation may consult beside the case."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.basis import Basis
from contracts.catalogue import Catalogue
from contracts.ports import Judge
from services.escalation.settings import EscalationSettings


@dataclass(frozen=True, slots=True)
class Known:
    """The same for every case of a process."""

    catalogue: Catalogue
    judge: Judge
    settings: EscalationSettings


def known_of(basis: Basis) -> Known:
    """As it follows from what is in force."""
    return Known(basis.catalogue, basis.judge, EscalationSettings.of(basis.catalogue))
