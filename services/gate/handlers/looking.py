"""Somebody asks to look into the vault: who may is written down first, who may not as well."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.commands.base import Actor
from contracts.envelope import CaseEvent, CaseId
from contracts.events.gate import AccessDenied, PersonalDataAccessed
from contracts.refusals import ACTOR_DENIED, ROLE_NOT_ALLOWED, UNKNOWN_CASE
from contracts.zone import bureau_day
from services.chassis.ids import derived_id
from services.chassis.security import is_denied
from services.gate.decisions import reading
from services.gate.decisions.matching import name_key
from services.gate.handlers.shapes import GATE, Known, Moment, OnLog, Taken
from services.gate.state import Document, KnownCase, Look, Memory


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to see what of a case, and for what."""

    case_id: CaseId
    actor: Actor
    purpose: str
    field_classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What may be shown, or why nothing is."""

    code: str = ""
    """As the asker is told it: that a RESTRICTED case exists is already too much."""
    field_classes: tuple[str, ...] = ()
    taken: Taken | None = None
    """What is written down; nothing where there is no such case."""


def on_look(asked: Asked, case: KnownCase | None, moment: Moment, known: Known) -> Told:
    """The deny set goes before every role; an attempt stands on the log of the case."""
    if case is None or case.moved_to is not None:
        return Told(UNKNOWN_CASE)
    level = case.held.confidentiality
    if _is_denied(asked.actor, case, known):
        return _refused(asked, case, ACTOR_DENIED, moment)
    classes = reading.may_see(asked.actor.role, level, asked.field_classes)
    if not classes or not known.basis.is_held(asked.actor, bureau_day(moment.now)):
        return _refused(asked, case, ROLE_NOT_ALLOWED, moment)
    return _shown(asked, case, classes, moment)


def _is_denied(actor: Actor, case: KnownCase, known: Known) -> bool:
    key = name_key(actor.principal, known.keys[case.lane].hashed)
    keyed = actor.model_copy(update={"key": key})
    return is_denied(keyed, case.held.access, known.catalogue)


def _refused(asked: Asked, case: KnownCase, code: str, moment: Moment) -> Told:
    secret = case.held.confidentiality == "RESTRICTED"
    told = UNKNOWN_CASE if secret else code
    actor = asked.actor
    event = AccessDenied(principal=actor.principal, role=actor.role, code=code, unit=actor.unit)
    return Told(told, taken=_taken(event, asked, case, moment))


def _shown(asked: Asked, case: KnownCase, classes: tuple[str, ...], moment: Moment) -> Told:
    """What it is for is somebody's words: they go where words go."""
    ref = f"vault:{_look_id(asked, case)}"
    actor = asked.actor
    event = PersonalDataAccessed(
        principal=actor.principal,
        role=actor.role,
        purpose=f"{ref}#purpose",
        field_classes=classes,
    )
    taken = _taken(event, asked, case, moment)
    taken.news.documents.append(Document(ref, asked.case_id, case.lane, {"purpose": asked.purpose}))
    taken.news.looks.append(
        Look(
            id=_look_id(asked, case),
            case_id=asked.case_id,
            principal=actor.principal,
            role=actor.role,
            unit=actor.unit,
            purpose_ref=f"{ref}#purpose",
            field_classes=classes,
            at=moment.not_before_tick(moment.now, case.lane),
        )
    )
    return Told(field_classes=classes, taken=taken)


def _taken(event: CaseEvent, asked: Asked, case: KnownCase, moment: Moment) -> Taken:
    look_id = _look_id(asked, case)
    stamped = event.stamped(
        case_id=asked.case_id,
        id=look_id,
        seq=case.seq + 1,
        occurred_at=moment.not_before_tick(moment.now, case.lane),
        caused_by=look_id,
        partition=case.partition,
    )
    news = Memory(cases={asked.case_id: replace(case, seq=case.seq + 1)})
    return Taken((OnLog(case.lane, stamped),), news)


def _look_id(asked: Asked, case: KnownCase) -> str:
    return derived_id(f"{asked.case_id}/look", GATE, case.seq + 1)
