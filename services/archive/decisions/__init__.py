"""What follows in the archive: of dossiers, seals and what is told outside."""

from services.archive.decisions.filing import (
    ENDED,
    ITEMS,
    FilingLimits,
    denied_as,
    is_expired,
    keep_until,
    keeper_of,
    materials_by,
    may_be_filed,
    missing_items,
    papers_not_back,
    retention_facts,
    retention_of,
    sealed_later,
    volume_of,
    year_of,
)
from services.archive.decisions.known import Known, known_of
from services.archive.decisions.sealing import manifest, outcome, seal

__all__ = [
    "ENDED",
    "ITEMS",
    "FilingLimits",
    "Known",
    "denied_as",
    "is_expired",
    "keep_until",
    "keeper_of",
    "known_of",
    "manifest",
    "materials_by",
    "may_be_filed",
    "missing_items",
    "outcome",
    "papers_not_back",
    "retention_facts",
    "retention_of",
    "seal",
    "sealed_later",
    "volume_of",
    "year_of",
]
