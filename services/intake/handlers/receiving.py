"""What reception and clerks record about a petition that is in the register (art. 10(一), 11)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.commands.intake import (
    AnswerOnSpot,
    ConfirmReadBack,
    ElectRepresentatives,
    LogOrderIncident,
    PromiseReply,
    SupplyInformation,
    Withdraw,
)
from contracts.envelope import CaseEvent
from contracts.events.intake import (
    OrderIncidentLogged,
    PetitionSupplemented,
    PetitionWithdrawn,
    PromiseMade,
    RepresentativesElected,
    SupplementedMatter,
    VisitAnsweredOnSpot,
    VisitReadBackConfirmed,
)
from contracts.petition import Matter, Petitioner
from contracts.ports import Announcements, Issued, Refused
from services.intake.decisions import reception, visits
from services.intake.decisions.known import Known
from services.intake.handlers import publishing, telling
from services.intake.handlers.arriving import told_on_record
from services.intake.handlers.classifying import kept_from
from services.intake.state import IntakeState

Events = Iterator[CaseEvent]


def on_confirm_read_back(
    state: IntakeState, issued: Issued[ConfirmReadBack], known: Known
) -> Events:
    """Only now the record is valid and the petition can be assessed (11.3)."""
    visits.check_visit(state, "11.3")
    if state.read_back:
        raise Refused("STATE_DOES_NOT_ALLOW", "11.3")
    yield VisitReadBackConfirmed(principal=issued.actor.principal)
    yield from told_on_record(state, known)


def on_answer_on_spot(state: IntakeState, issued: Issued[AnswerOnSpot], known: Known) -> Events:
    """Answered before it went to any unit, it needs none (E69)."""
    visits.check_read_back(state, "11.4a")
    if issued.actor.role == reception.FIRST_CONTACT:
        reception.check_first_contact(state, issued.actor, "11.1c")
    if not visits.may_be_answered_on_spot(state):
        raise Refused("STATE_DOES_NOT_ALLOW", "11.4a")
    yield VisitAnsweredOnSpot(
        answer_ref=issued.command.answer, concludes=known.settings.on_spot_concludes
    )


def on_promise_reply(state: IntakeState, issued: Issued[PromiseReply], known: Known) -> Events:
    """A day nearer than the law's, never a later one (11.4b)."""
    visits.check_read_back(state, "11.4b")
    last_day = visits.last_day_of_promise(state, known)
    if last_day is not None and issued.command.due_on > last_day:
        raise Refused("PROMISE_BEYOND_LIMIT", "11.4b")
    yield PromiseMade(due_on=issued.command.due_on)


def on_elect_representatives(
    state: IntakeState, issued: Issued[ElectRepresentatives], known: Known
) -> Events:
    """No more may speak for the others than the room takes (11.5c)."""
    visits.check_visit(state, "11.5c")
    if issued.command.count > known.settings.representatives_max:
        raise Refused("TOO_MANY_REPRESENTATIVES", "11.5c")
    yield RepresentativesElected(count=issued.command.count)


def on_log_order_incident(
    state: IntakeState, issued: Issued[LogOrderIncident], _known: Known
) -> Events:
    """Noted, and nothing follows from it by rule (11.5d)."""
    visits.check_open(state, "11.5d")
    yield OrderIncidentLogged(note_ref=issued.command.note)


def on_withdraw(state: IntakeState, issued: Issued[Withdraw], _known: Known) -> Announcements:
    """The petitioner may take it back as long as it is open."""
    visits.check_open(state, "11.4c")
    yield PetitionWithdrawn(reason_ref=issued.command.reason)
    yield from publishing.progress(state, "WITHDRAWN")
    yield from telling.progress(state, issued.case_id, "WITHDRAWN")


def on_supply_information(
    state: IntakeState, issued: Issued[SupplyInformation], _known: Known
) -> Events:
    """What was missing comes in; what it changes is for others to say."""
    visits.check_open(state, "10.1c")
    command = issued.command
    told = PetitionSupplemented(
        matter=_matter(command.matter) if command.matter else None,
        text_ref=command.text or "",
        suggested_topics=command.suggested_topics,
        suggested_district=command.suggested_district,
    )
    yield told.model_copy(update=_petitioner(command.petitioner)) if command.petitioner else told
    if issued.secrecy is not None:
        yield from kept_from(state, issued, issued.secrecy, reason_ref="")


def _matter(matter: Matter) -> SupplementedMatter:
    return SupplementedMatter(
        topics=matter.topics,
        district=matter.district,
        has_place=bool(matter.place),
        scope_basis=matter.scope_basis,
    )


def _petitioner(petitioner: Petitioner) -> dict[str, object]:
    """On the log the name and address are references already."""
    return {
        "named": petitioner.named,
        "petitioner_type": petitioner.type,
        "has_name": bool(petitioner.name),
        "has_address": bool(petitioner.address),
        "petitioner_ref": petitioner.name or petitioner.address or petitioner.phone or "",
    }
