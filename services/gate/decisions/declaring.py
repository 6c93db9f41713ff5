"""What is declared of a petition once somebody has said something else of it (art. 2, 7)."""

from __future__ import annotations

from typing import Any

from contracts.commands.base import Command
from contracts.commands.intake import LiftRestriction, Reclassify, SupplyInformation
from contracts.petition import ITEMS_MAX, Matter, PetitionSubmitted, Reported
from contracts.text import TEXT_CHARS_MAX
from services.gate.state import Guarded

DISCIPLINE_OFFICER = "DISCIPLINE_OFFICER"
"""The only one who may lower the class, and take somebody out of the deny set (R-CONF)."""

DECLARING: tuple[type[Command], ...] = (Reclassify, SupplyInformation, LiftRestriction)
"""The commands after which R-CONF is asked again."""


def redeclared(petition: PetitionSubmitted, command: Command, role: str) -> PetitionSubmitted:
    """The petition with what the command says of it."""
    match command:
        case Reclassify():
            return petition.model_copy(update=_reclassified(petition, command, role))
        case SupplyInformation():
            return petition.model_copy(update=_supplemented(petition, command))
        case _:
            return petition


def is_too_long(petition: PetitionSubmitted) -> bool:
    """Whether more is reported in all than a petition may hold."""
    reported = petition.reported
    return max(len(reported.units), len(reported.persons)) > ITEMS_MAX


def is_lifted(command: Command, held: Guarded) -> bool:
    """Whether the discipline officer's word holds; a new accusation is not covered by it."""
    match command:
        case LiftRestriction():
            return True
        case Reclassify():
            accused = command.reported is not None or command.kind == "REPORT"
            return held.lifted and not accused
        case _:
            return held.lifted


def _reclassified(petition: PetitionSubmitted, command: Reclassify, role: str) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if command.kind is not None:
        changes["kind"] = command.kind
    if command.reported is not None:
        replaces = role == DISCIPLINE_OFFICER
        reported = command.reported
        changes["reported"] = reported if replaces else _joined(petition.reported, reported)
    return changes


def _joined(held: Reported, said: Reported) -> Reported:
    """Who was reported stays reported: otherwise a clerk could open the case to them."""
    named = {person.name for person in said.persons}
    return Reported.model_construct(
        units=tuple(dict.fromkeys((*held.units, *said.units))),
        persons=(*(p for p in held.persons if p.name not in named), *said.persons),
        allegation=held.allegation if said.allegation == "NONE" else said.allegation,
    )


def _supplemented(petition: PetitionSubmitted, command: SupplyInformation) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if command.matter is not None:
        changes["matter"] = _filled(petition.matter, command.matter)
    if command.petitioner is not None:
        changes["petitioner"] = command.petitioner
    if command.text:
        # Each text stands in the vault whole; here it only serves to find topics again.
        changes["text"] = f"{petition.text}\n{command.text}"[:TEXT_CHARS_MAX]
    return changes


def _filled(held: Matter, said: Matter) -> Matter:
    return Matter.model_construct(
        topics=said.topics or held.topics,
        district=said.district or held.district,
        place=said.place or held.place,
        scope_basis=said.scope_basis or held.scope_basis,
    )
