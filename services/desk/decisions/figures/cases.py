"""Each petition of a period, folded from its events into what is counted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from contracts.events import archive, deadlines, escalation, gate, handling, intake, routing
from contracts.events.common import CommandRefused
from contracts.zone import bureau_day
from services.desk.decisions.figures.petition import UNKNOWN, Counted

Body = Mapping[str, Any]

OUTSIDE = "EXT-"


class Happened(NamedTuple):
    """An event of the log, as far as figures need it."""

    case_id: str
    type: str
    body: Body


def count(found: dict[str, Counted], happened: Happened) -> None:
    """Take an event into account; each case's come in the order of the log."""
    case_id, kind, body = happened
    step = STEPS.get(kind)
    if step is None:
        return
    case = found.get(case_id)
    if case is None:
        case = found[case_id] = Counted(case_id)
    step(case, body)


def counted(events: Iterable[Happened]) -> dict[str, Counted]:
    """The petitions these events are about."""
    found: dict[str, Counted] = {}
    for happened in events:
        count(found, happened)
    return found


def matters(cases: Mapping[str, Counted]) -> dict[str, list[Counted]]:
    """The petitions by matter: merged ones and repeats are one matter, counted once.

    The matter is named after its first case, which may lie before the period.
    """
    found: dict[str, list[Counted]] = {}
    for case in sorted(cases.values(), key=lambda one: (one.received_on, one.case_id)):
        found.setdefault(_root(case, cases), []).append(case)
    return found


def _root(case: Counted, cases: Mapping[str, Counted]) -> str:
    seen = {case.case_id}
    while True:
        before = case.merged_into or case.repeat_of
        if not before or before in seen:
            return case.case_id
        if before not in cases:
            return before
        seen.add(before)
        case = cases[before]


def _received(case: Counted, body: Body) -> None:
    petition = body["petition"]
    case.source = body["source"]
    case.channel = body["channel"]
    case.received_on = bureau_day(datetime.fromisoformat(body["received_at"]))
    case.named = petition["named"]
    case.kind = petition.get("kind") or UNKNOWN
    case.visitors = petition.get("persons", 1) if case.channel == "VISIT" else 0
    case.topics = tuple(petition.get("topics") or petition.get("suggested_topics") or ())
    case.district = petition.get("district") or petition.get("suggested_district") or UNKNOWN
    case.reported_units = tuple(petition.get("reported_units") or ())
    case.referral_level = (petition.get("referral") or {}).get("level", "")


def _registered(case: Counted, body: Body) -> None:
    case.kind = body["kind"]
    case.repeat_no = body.get("repeat_no", 0)
    case.repeat_of = body.get("repeat_of") or ""


def _classified(case: Counted, body: Body) -> None:
    case.kind = body["kind"]


def _supplemented(case: Counted, body: Body) -> None:
    matter = body.get("matter") or {}
    case.topics = tuple(matter.get("topics") or case.topics)
    case.district = matter.get("district") or case.district
    case.named = body["named"] if body.get("named") is not None else case.named


def _repeated(case: Counted, body: Body) -> None:
    case.repeat_no = max(case.repeat_no, body["count"] - 1, 1)
    case.repeat_of = case.repeat_of or next(iter(body.get("earlier") or ()), "")


def _merged(case: Counted, body: Body) -> None:
    case.status, case.merged_into = "MERGED", body["into"]


def _unlinked(case: Counted, _: Body) -> None:
    case.status, case.merged_into = "REGISTERED", ""


def _not_accepted(case: Counted, body: Body) -> None:
    if not body.get("parts"):
        case.status = "NOT_ACCEPTED"


def _accepted(case: Counted, body: Body) -> None:
    case.status, case.accepted = "ACCEPTED", True
    case.signoff_required = body.get("signoff_required", False)


def _dispatched(case: Counted, body: Body) -> None:
    case.status, case.lead_unit = "ASSIGNED", body["lead_unit"]
    case.dispatches += 1


def _designated(case: Counted, body: Body) -> None:
    outside = body["body"].startswith(OUTSIDE)
    case.status = "TRANSFERRED_OUT" if outside else "ASSIGNED"
    case.lead_unit = "" if outside else body["body"]


def _objected(case: Counted, _: Body) -> None:
    case.status = "ACCEPTED"
    case.objections += 1


def _submitted(case: Counted, _: Body) -> None:
    case.submissions += 1


def _returned(case: Counted, _: Body) -> None:
    case.status = "HANDLING"
    case.returns += 1


def _delivered(case: Counted, _: Body) -> None:
    case.status, case.delivered = "REPLIED", True


def _concluded(case: Counted, body: Body) -> None:
    case.status, case.outcome = "CONCLUDED", body["outcome_code"]


def _reopened(case: Counted, _: Body) -> None:
    case.status, case.outcome = "HANDLING", ""


def _status(status: str) -> Callable[[Counted, Body], None]:
    def step(case: Counted, _: Body) -> None:
        case.status = status

    return step


def _signed(how: str) -> Callable[[Counted, Body], None]:
    def step(case: Counted, _: Body) -> None:
        case.signed = how

    return step


def _missed(case: Counted, body: Body) -> None:
    if not body.get("internal"):
        case.missed.add(body["key"])


def _extended(case: Counted, _: Body) -> None:
    case.extended = True


def _reminded(case: Counted, _: Body) -> None:
    case.reminders += 1


def _supervised(case: Counted, _: Body) -> None:
    case.supervised += 1


def _supervision_reported(case: Counted, _: Body) -> None:
    case.supervision_reported = True


def _triggered(case: Counted, body: Body) -> None:
    case.triggers.update(body.get("triggers") or ())


def _flagged(case: Counted, body: Body) -> None:
    case.flags.add(body["code"])


def _watched(case: Counted, body: Body) -> None:
    case.watches.add(body["code"])


def _refused(case: Counted, body: Body) -> None:
    if body["code"] == "SIGNOFF_MISSING":
        case.refused_without_signoff += 1


def _reviewed(case: Counted, _: Body) -> None:
    case.reviews += 1


def _filed(case: Counted, _: Body) -> None:
    case.filed = True


def _moved(case: Counted, _: Body) -> None:
    case.moved = True


STEPS: Mapping[str, Callable[[Counted, Body], None]] = {
    gate.PetitionReceived.name: _received,
    gate.CaseEnded.name: _moved,
    intake.PetitionRegistered.name: _registered,
    intake.PetitionClassified.name: _classified,
    intake.PetitionSupplemented.name: _supplemented,
    intake.InformationRequested.name: _status("NEED_INFO"),
    intake.RepeatDetected.name: _repeated,
    intake.PetitionMerged.name: _merged,
    intake.PetitionUnlinked.name: _unlinked,
    intake.PetitionWithdrawn.name: _status("WITHDRAWN"),
    routing.PetitionAccepted.name: _accepted,
    routing.NonacceptanceApproved.name: _not_accepted,
    routing.AssignmentDispatched.name: _dispatched,
    routing.InvestigationBodyDesignated.name: _designated,
    routing.PackageTriggered.name: _triggered,
    routing.AccountabilityFlagged.name: _flagged,
    routing.AccountabilityWatch.name: _watched,
    handling.AssignmentObjected.name: _objected,
    handling.HandlerDesignated.name: _status("HANDLING"),
    handling.ReplySubmitted.name: _submitted,
    handling.ReplyReturned.name: _returned,
    handling.ReplyDelivered.name: _delivered,
    handling.ReceiptSigned.name: _signed("SIGNED"),
    handling.ReceiptRefused.name: _signed("SIGNOFF_REFUSED"),
    handling.ReceiptUnreachable.name: _signed("UNREACHABLE"),
    handling.PetitionConcluded.name: _concluded,
    handling.PetitionReopened.name: _reopened,
    handling.ReviewRequested.name: _reviewed,
    deadlines.DeadlineMissed.name: _missed,
    deadlines.ExtensionApproved.name: _extended,
    deadlines.ReminderIssued.name: _reminded,
    escalation.SupervisionOpened.name: _supervised,
    escalation.SupervisionReported.name: _supervision_reported,
    archive.ArchiveFiled.name: _filed,
    CommandRefused.name: _refused,
}
"""What each event changes of what is counted; all others change nothing."""
