"""A petition gets its lane, its case and its place on the log; a repeat gets its receipt again."""

from __future__ import annotations

from contracts.access import Access
from contracts.codes import Confidentiality
from contracts.envelope import Receipt as RuleReceipt
from contracts.events.gate import PetitionReceived, Secrecy
from contracts.outcomes import Receipt, Refusal
from contracts.query import query_code, query_key
from contracts.topics import returned_topic
from services.chassis.batch import Lane
from services.chassis.ids import derived_id
from services.gate.decisions import confidentiality, petition
from services.gate.handlers.shapes import (
    GATE,
    Aside,
    BadPetition,
    Known,
    Moment,
    OnLog,
    Submission,
    Taken,
    content_ref,
    dead_letter,
    place_of,
)
from services.gate.state import Document, Guarded, KnownCase, KnownPetition, Memory

IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT"


def on_submission(submission: Submission, memory: Memory, moment: Moment, known: Known) -> Taken:
    """New under its number: onto the log. The same again: its receipt. Another one: refused."""
    digest = known.keys["open"].digest(submission.canonical)
    number = (submission.source, submission.petition.platform_ref)
    earlier = memory.petition(number)
    if earlier is None:
        return _taken_in(submission, digest, moment, known)
    if earlier.digest == digest:
        return Taken((receipt(submission, earlier, known),))
    conflict = BadPetition(submission.record, *number[:1], IDEMPOTENCY_CONFLICT, number[1])
    # What is said of a number whose case is RESTRICTED may stand on the restricted topics only.
    return _refused(conflict, earlier.lane)


def on_bad_petition(bad: BadPetition, memory: Memory, moment: Moment, known: Known) -> Taken:  # noqa: ARG001 - handlers are called alike
    """A dead letter for the operators, and a refusal for the source where it can be answered."""
    return _refused(bad, "open")


def _refused(bad: BadPetition, lane: Lane) -> Taken:
    letter = dead_letter(bad.record, lane, bad.code)
    if bad.platform_ref is None:
        return Taken((letter,))
    refusal = Refusal.of(bad.platform_ref, bad.code)
    topic = returned_topic(bad.source)
    return Taken((letter, Aside(lane, topic, bad.platform_ref, refusal)))


def _taken_in(submission: Submission, digest: bytes, moment: Moment, known: Known) -> Taken:
    source, submitted = submission.source, submission.petition
    verdict = _verdict(submission, known)
    lane = lane_of(verdict.outcome["confidentiality"])
    partition = submission.record.partition
    case_id = known.keys[lane].case_id(source, submitted.platform_ref, partition, known.partitions)
    kept = KnownPetition(digest, case_id, lane)
    ref = content_ref(case_id)
    content = submitted.model_dump(mode="json", exclude_none=True)
    event = received(submission, verdict, lane, ref, known).stamped(
        case_id=case_id,
        id=derived_id(case_id, GATE, 1),
        seq=1,
        occurred_at=moment.not_before_tick(moment.now, lane),
        caused_by=place_of(submission.record),
        partition=partition,
        query_key=query_key(code) if (code := _query_code(kept, known)) else "",
    )
    news = Memory(
        petitions={(source, submitted.platform_ref): kept},
        cases={case_id: KnownCase(lane, partition, 1, source, guarded_by(secrecy_of(event)))},
        documents=[Document(ref, case_id, lane, content)],
    )
    return Taken((OnLog(lane, event), receipt(submission, kept, known)), news)


def lane_of(confidentiality: Confidentiality) -> Lane:
    """Where a case of this class begins, or goes on."""
    return "restricted" if confidentiality == "RESTRICTED" else "open"


def secrecy_of(event: PetitionReceived) -> Secrecy:
    """What art. 7 asks for, as the petition was received."""
    return Secrecy(
        confidentiality=event.confidentiality,
        denied_units=event.denied_units,
        denied_persons=event.denied_persons,
        body=event.body,
    )


def guarded_by(secrecy: Secrecy, *, lifted: bool = False) -> Guarded | None:
    """What the door remembers of it; nothing where the case is kept from nobody."""
    level = secrecy.confidentiality
    access = Access().denying(level, secrecy.denied_units, secrecy.denied_persons)
    guarded = Guarded(level, access, lifted)
    return guarded if guarded != Guarded() else None


def _verdict(submission: Submission, known: Known) -> RuleReceipt:
    readings = confidentiality.Readings.of(known.catalogue)
    units = confidentiality.denied_units(submission.petition.reported, readings)
    facts = confidentiality.declared_facts(submission.petition, units, known.catalogue)
    return known.judge(confidentiality.RULESET, facts)


def received(
    submission: Submission, verdict: RuleReceipt, lane: Lane, ref: str, known: Known
) -> PetitionReceived:
    """The petition as the log of this lane may know it, its content under this reference."""
    submitted, hashed = submission.petition, known.keys[lane].hashed
    readings = confidentiality.Readings.of(known.catalogue)
    denied = confidentiality.denied_units(submitted.reported, readings)
    return PetitionReceived(
        source=submission.source,
        platform_ref=submitted.platform_ref,
        channel=petition.channel_of(submitted, known.catalogue) or submitted.channel,
        received_at=submitted.received_at,
        regime=petition.regime_of(submitted.received_at, known.catalogue),
        confidentiality=verdict.outcome["confidentiality"],
        denied_units=denied,
        denied_persons=confidentiality.denied_persons(submitted.reported, hashed),
        body=confidentiality.body_of(verdict.outcome["rung"], denied, known.catalogue),
        petition=petition.facts_of(submitted, ref, known.catalogue, hashed),
        content_ref=ref,
        receipt=verdict,
    )


def _query_code(kept: KnownPetition, known: Known) -> str:
    """Follows from the case by the lane's key; nothing can be asked of a RESTRICTED one."""
    if kept.lane == "restricted":
        return ""
    return query_code(bytes.fromhex(known.keys[kept.lane].hashed("query", kept.case_id)))


def receipt(submission: Submission, kept: KnownPetition, known: Known) -> Aside:
    """Goes back in the lane of the case: the open topics know nothing of a RESTRICTED one."""
    platform_ref = submission.petition.platform_ref
    body = Receipt(
        platform_ref=platform_ref,
        case_id=kept.case_id,
        lane=kept.lane,
        query_code=_query_code(kept, known),
    )
    return Aside(kept.lane, returned_topic(submission.source), platform_ref, body)
