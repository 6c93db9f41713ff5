"""A command that says something else of a petition: R-CONF is asked again, before anybody hears.

Where the case becomes RESTRICTED it goes over to the restricted lane in one step (ADR 0009).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from contracts.access import is_lower
from contracts.commands.intake import SupplyInformation
from contracts.envelope import CaseId, Receipt
from contracts.events.gate import CaseEnded, PetitionReceived, Secrecy
from contracts.petition import PetitionSubmitted
from contracts.refusals import INVALID
from contracts.zone import bureau_day
from services.chassis.batch import Lane
from services.chassis.ids import derived_id
from services.gate.decisions import confidentiality, declaring
from services.gate.handlers.entering import Entry, answered, put_on_log
from services.gate.handlers.petitions import guarded_by, lane_of, receipt, received
from services.gate.handlers.shapes import (
    GATE,
    Known,
    Moment,
    OnLog,
    Submission,
    Taken,
    content_ref,
    declared_ref,
    place_of,
)
from services.gate.state import Document, Guarded, KnownCase, Memory, Relocation


@dataclass(frozen=True, slots=True)
class Found:
    """What is declared now, and what art. 7 asks for because of it."""

    petition: PetitionSubmitted
    secrecy: Secrecy
    receipt: Receipt
    lifted: bool


def on_declaration(entry: Entry, memory: Memory, moment: Moment, known: Known) -> Taken:
    """Who may not declare anything is refused by the owner, who is not told what it was."""
    actor, day = entry.form.submitted.actor, bureau_day(entry.form.submitted.issued_at)
    if entry.denied or not known.basis.may_issue(actor, entry.form.command.type, day):
        return put_on_log(replace(entry, withheld=True), moment, known)
    held = _declared(entry, memory)
    if held is None:
        return put_on_log(entry, moment, known)  # shredded: nothing is left to be declared anew
    command, role = entry.form.command, entry.form.submitted.actor.role
    petition = declaring.redeclared(held, command, role)
    if declaring.is_too_long(petition):
        return answered(entry.form, INVALID)
    found = _found(petition, entry, known)
    if entry.case.lane != lane_of(found.secrecy.confidentiality) == "restricted":
        return _gone_over(entry, found, memory, moment, known)
    return _stays(entry, found, moment, known)


def _declared(entry: Entry, memory: Memory) -> PetitionSubmitted | None:
    """The petition as it was declared last; None once its key was destroyed."""
    case_id = entry.kept.case_id
    for ref in (declared_ref(case_id), content_ref(case_id)):
        content = memory.contents.get(ref)
        if content is not None:
            return PetitionSubmitted.model_validate(content)
    return None


def _found(petition: PetitionSubmitted, entry: Entry, known: Known) -> Found:
    """Asked with the keys of the lane the case will live in then."""
    lifted = declaring.is_lifted(entry.form.command, entry.case.held)
    readings = confidentiality.Readings.of(known.catalogue)
    denied = confidentiality.denied_units(petition.reported, readings)
    facts = confidentiality.declared_facts(petition, denied, known.catalogue, lifted=lifted)
    verdict = known.judge(confidentiality.RULESET, facts)
    level = verdict.outcome["confidentiality"]
    lane: Lane = "restricted" if entry.case.lane == "restricted" else lane_of(level)
    hashed = known.keys[lane].hashed
    secrecy = Secrecy(
        confidentiality=level,
        denied_units=denied,
        denied_persons=confidentiality.denied_persons(petition.reported, hashed),
        body=confidentiality.body_of(verdict.outcome["rung"], denied, known.catalogue),
    )
    return Found(petition, secrecy, verdict, lifted)


def _stays(entry: Entry, found: Found, moment: Moment, known: Known) -> Taken:
    """In its lane; its owner says what follows, and refuses what only one officer may do."""
    held, level = entry.case.held, found.secrecy.confidentiality
    if isinstance(entry.form.command, SupplyInformation) and not is_lower(
        held.confidentiality, level
    ):
        # What is supplied may raise the class by a topic, and changes nothing of it otherwise.
        taken = put_on_log(entry, moment, known)
        return _remembering(taken, entry, found, entry.case.guarded)
    entry = replace(entry, secrecy=found.secrecy, receipt=found.receipt)
    taken = put_on_log(entry, moment, known)
    officer = entry.form.submitted.actor.role == declaring.DISCIPLINE_OFFICER
    if is_lower(level, held.confidentiality) and not officer:
        return taken
    return _remembering(taken, entry, found, guarded_by(found.secrecy, lifted=found.lifted))


def _remembering(taken: Taken, entry: Entry, found: Found, guarded: Guarded | None) -> Taken:
    """What is declared now is what the next declaration is held against."""
    case_id = entry.kept.case_id
    taken.news.cases[case_id] = replace(taken.news.cases[case_id], guarded=guarded)
    taken.news.documents.append(
        Document(declared_ref(case_id), case_id, entry.case.lane, _content(found.petition))
    )
    return taken


def _gone_over(entry: Entry, found: Found, memory: Memory, moment: Moment, known: Known) -> Taken:
    """Everything about it stands on the restricted side from here on, in one transaction.

    The open log only learns that the case has ended; its number, its papers and the command
    itself belong to the case of the other lane.
    """
    case, former, source = entry.case, entry.kept.case_id, entry.case.source
    number = (source, found.petition.platform_ref)
    known_as = memory.petition(number)
    assert known_as is not None, "a case has its number as long as it is kept"
    case_id = known.keys["restricted"].case_id(*number, case.partition, known.partitions)
    petition = replace(known_as, case_id=case_id, lane="restricted")
    begun = Submission(entry.form.record, source, found.petition, canonical="")
    guarded = guarded_by(found.secrecy, lifted=found.lifted)
    there = replace(
        entry,
        case=KnownCase("restricted", case.partition, 1, source, guarded),
        kept=replace(entry.kept, case_id=case_id),
        secrecy=found.secrecy,
        receipt=found.receipt,
    )
    taken = put_on_log(there, moment, known)
    said = (
        OnLog("restricted", _begun_again(begun, there, former, moment, known)),
        *taken.said,
        OnLog("open", _ended(entry, moment)),
        receipt(begun, petition, known),
    )
    taken.news.cases[former] = replace(case, seq=case.seq + 1, moved_to=case_id)
    taken.news.relocations[number] = Relocation(petition, former)
    taken.news.documents.append(
        Document(content_ref(case_id), case_id, "restricted", _content(found.petition))
    )
    return Taken(said, taken.news)


def _begun_again(
    begun: Submission, there: Entry, former: CaseId, moment: Moment, known: Known
) -> PetitionReceived:
    """The petition as it is declared now, on the log of the other lane."""
    case_id, submitted = there.kept.case_id, there.form.submitted
    assert there.receipt is not None
    event = received(begun, there.receipt, "restricted", content_ref(case_id), known)
    return event.model_copy(update={"history_of": former}).stamped(
        case_id=case_id,
        id=derived_id(case_id, GATE, 1),
        seq=1,
        occurred_at=moment.not_before_tick(submitted.issued_at, "restricted"),
        caused_by=submitted.command_id,
        partition=there.case.partition,
    )


def _ended(entry: Entry, moment: Moment) -> CaseEnded:
    """Tells nothing: its cause is a place, not the command."""
    place, former = place_of(entry.form.record), entry.kept.case_id
    return CaseEnded().stamped(
        case_id=former,
        id=derived_id(f"{former}/ended", GATE, 0),
        seq=entry.case.seq + 1,
        occurred_at=moment.not_before_tick(entry.form.submitted.issued_at, "open"),
        caused_by=place,
        partition=entry.case.partition,
    )


def _content(petition: PetitionSubmitted) -> dict[str, Any]:
    return petition.model_dump(mode="json", exclude_none=True)
