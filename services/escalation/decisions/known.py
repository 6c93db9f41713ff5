"""What escalation may consult beside the case."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.catalogue import Catalogue
from services.escalation.settings import EscalationSettings


@dataclass(frozen=True, slots=True)
class Known:
    """The same for every case of a process."""

    catalogue: Catalogue
    settings: EscalationSettings
