"""What leaders, media and petitioners did meanwhile (9(一)5, 12.T1-T6)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands.routing import (
    ClassifyRegime,
    RecordInstruction,
    RecordMediaExposure,
    RecordSuperiorVisit,
)
from contracts.envelope import CaseEvent
from contracts.events.routing import (
    InstructionRecorded,
    MediaExposureRecorded,
    PetitionRegimeClassified,
    SuperiorVisitRecorded,
)
from contracts.petition import InstructionFacts, MediaFacts, SuperiorVisitFacts
from contracts.ports import Issued, Refused
from services.routing.decisions import major
from services.routing.decisions.known import Known
from services.routing.decisions.package import Evidence
from services.routing.handlers.accountability import watch_leapfrog
from services.routing.handlers.package import trigger
from services.routing.state import RoutingState, with_superior_visit

Events = Iterator[CaseEvent]


def on_record_instruction(
    state: RoutingState, issued: Issued[RecordInstruction], known: Known
) -> Events:
    """A leader's note; an order of the director, or from above, makes a package case (T3, T4)."""
    _open(state, "9.1.5")
    note = issued.command.instruction
    facts = InstructionFacts(
        level=note.level, by=note.by, type=note.type, on=note.on, due=note.due, text_ref=note.text
    )
    yield InstructionRecorded(**facts.model_dump())
    yield from trigger(state, Evidence(instructions=(facts,)), known)


def on_record_media_exposure(
    state: RoutingState, issued: Issued[RecordMediaExposure], known: Known
) -> Events:
    """A media report; an important outlet, or a second day, makes a package case (T5, T6)."""
    _open(state, "12.T5")
    report = issued.command.media
    facts = MediaFacts(
        outlet_class=report.outlet_class,
        on=report.on,
        negative=report.negative,
        reprint=bool(report.reprint_of),
    )
    yield MediaExposureRecorded(**facts.model_dump())
    media = (*state.media, facts)
    hinted = bool(
        major.hints(state, state.dispatched or state.draft, media, known).outcome["hints"]
    )
    yield from trigger(state, Evidence(media=media, major_hinted=hinted), known)


def on_record_superior_visit(
    state: RoutingState, issued: Issued[RecordSuperiorVisit], known: Known
) -> Events:
    """A visit to a higher organ or a gathering (T1, T2); a group that leaps is watched (14.3)."""
    _open(state, "12.T1")
    visit = issued.command.superior_visit
    facts = SuperiorVisitFacts(
        level=visit.level,
        on=visit.on,
        persons=visit.persons,
        public_place=visit.public_place,
        own_bureau=visit.own_bureau,
        direct_superior=visit.direct_superior,
    )
    yield SuperiorVisitRecorded(**facts.model_dump())
    yield from trigger(state, Evidence(superior_visits=(facts,)), known)
    if state.accepted:
        yield from watch_leapfrog(with_superior_visit(state, facts), known)


def on_classify_regime(
    state: RoutingState, issued: Issued[ClassifyRegime], _known: Known
) -> Events:
    """Only the 2022 regulation asks which article a matter falls under (E3)."""
    _open(state, "N.1")
    if state.regime != "2022":
        raise Refused("STATE_DOES_NOT_ALLOW", "N.1")
    yield PetitionRegimeClassified(kind_2022=issued.command.kind_2022)


def _open(state: RoutingState, clause: str) -> None:
    if not state.registered or state.closed:
        raise Refused("STATE_DOES_NOT_ALLOW", clause)
