"""What a unit does next: from the dispatch to the reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import get_args

from contracts.codes import ReplyElement
from services.desk.year import persons
from services.desk.year.deciding import NOTE, Step
from services.desk.year.seen import Act, Case

ELEMENTS: tuple[str, ...] = get_args(ReplyElement)
GIVEN = ("assignment.dispatched", "investigation.body.designated")
AT_WORK = frozenset({"ASSIGNED", "HANDLING"})
RETURNED = ("reply.returned", "petition.reopened")
MEANWHILE = 0.98
"""Share of units that do not wait for a reminder."""


def _moves(case: Case, word: str) -> bool:
    """Some units let a step lie until they are reminded, and some even then."""
    reminders = case.count("reminder.issued")
    share = MEANWHILE if not reminders else 0.5
    return any(case.chance(share, word, n) for n in range(reminders + 1))


def _at_work(case: Case) -> bool:
    return case.status in AT_WORK and bool(case.lead)


def acknowledgement(case: Case) -> Act | None:
    """The liaison takes note, or objects."""
    if case.status != "ASSIGNED" or not case.lead or not _moves(case, "acknowledges"):
        return None
    if case.since(GIVEN, "assignment.received"):
        return None
    times = case.count("assignment.dispatched")
    late = case.tried("object_to_assignment") or case.since(GIVEN, "reminder.issued")
    if times < 3 and not late and case.chance(0.04, "objects", times):
        actor = persons.liaison(case.lead)
        return Act("object_to_assignment", actor, {"reason": NOTE}, days_max=0.2)
    if case.chance(0.004, "refuses", times) and not case.has("handling.refused"):
        return Act("refuse_to_handle", persons.liaison(case.lead), {"reason": NOTE})
    return Act("acknowledge_assignment", persons.liaison(case.lead), days_max=1.5)


def head_told(case: Case) -> Act | None:
    """The liaison tells the head."""
    if case.status != "ASSIGNED" or not case.since(GIVEN, "assignment.received"):
        return None
    if case.since(GIVEN, "unit_head.reported") or not case.chance(0.9, "tells the head"):
        return None
    return Act("report_to_head", persons.liaison(case.lead), days_max=0.6)


def designation(case: Case) -> Act | None:
    """The head names somebody; now and then somebody with an interest."""
    if not case.since(GIVEN, "assignment.received") or not _moves(case, "designates"):
        return None
    named = case.since((*GIVEN, "recusal.required"), "handler.designated")
    if not _at_work(case) or (named and not case.waits("H5")):
        return None
    interest = case.chance(0.02, "interest") and not case.tried("designate_handler")
    number = 1 + case.tried("designate_handler") + case.count("recusal.required")
    fields = {
        "handler": persons.person(case.lead, f"handler-{number}"),
        "recusal_declared": interest,
    }
    actor = persons.head(case.lead)
    return Act("designate_handler", actor, fields, tries_max=3, days_max=2)


def _handled(case: Case) -> bool:
    return _at_work(case) and bool(case.since(GIVEN, "handler.designated"))


def hearing(case: Case) -> Act | None:
    """The handler speaks with the petitioner."""
    if not _handled(case) or case.has("contact.logged") or not case.chance(0.6, "contact"):
        return None
    fields = {"contact_type": "PHONE", "summary": NOTE}
    return Act("log_contact", persons.handler(case.lead), fields, days_max=4)


def method(case: Case) -> Act | None:
    """Some matters are talked over."""
    if not _handled(case) or case.has("method.applied") or not case.chance(0.15, "method"):
        return None
    agreed = case.chance(0.4, "agreed")
    fields = {"method": "MEDIATION", "outcome": NOTE, "agreed": agreed}
    return Act("log_method", persons.handler(case.lead), fields, days_max=8)


def evidence(case: Case) -> Act | None:
    """The handler brings evidence."""
    if not _handled(case) or case.has("evidence.attached") or not case.chance(0.8, "evidence"):
        return None
    taken_at = f"{case.day - timedelta(days=1)}T10:00:00+08:00"
    fields = {
        "evidence_type": "PHOTO",
        "sha256": sha256(case.reference.encode()).hexdigest(),
        "taken_by": persons.name_in(case.lead, "handler-1"),
        "taken_at": taken_at,
        "place": "现场（虚构）",
    }
    return Act("attach_evidence", persons.handler(case.lead), fields, days_max=6, days_min=1)


def stepping_back(case: Case) -> Act | None:
    """Seldom the handler finds an interest of his own."""
    if not _handled(case) or case.has("recusal.declared") or not case.chance(0.01, "recuses"):
        return None
    fields = {"person": persons.person(case.lead, "handler-1"), "reason": NOTE}
    return Act("declare_recusal", persons.handler(case.lead), fields, days_max=6)


def verification(case: Case) -> Act | None:
    """Two people establish the facts."""
    if not _handled(case) or not _moves(case, "verifies"):
        return None
    if case.since((*GIVEN, "petition.reopened"), "verification.completed"):
        return None
    number = 1 + case.count("recusal.required")
    verifiers = [persons.person(case.lead, f"handler-{number + n}") for n in range(2)]
    fields = {"verifiers": verifiers, "facts": NOTE}
    actor = {**persons.handler(case.lead), "principal": verifiers[0]["principal"]}
    return Act("complete_verification", actor, fields, days_max=14, days_min=1)


def co_opinions(case: Case) -> Act | None:
    """Each co-unit gives its opinion, mostly."""
    co_units = case.view.get("co_units", ())
    given = case.since(GIVEN, "co_opinion.submitted")
    if not _at_work(case) or given >= len(co_units):
        return None
    unit = co_units[given]
    if not case.chance(0.95, "opinion", unit, case.count("reminder.issued")):
        return None
    fields = {"unit": unit, "text": NOTE}
    return Act("submit_co_opinion", persons.liaison(unit), fields, days_max=6, word=unit)


def extension(case: Case) -> Act | None:
    """Some units ask for more time."""
    if not _handled(case) or case.has("extension.requested") or not case.chance(0.08, "more time"):
        return None
    days = case.lot.pick((10, 15, 30, 30, 45), case.reference, "extension")
    fields = {"days": days, "reason": NOTE}
    actor = persons.head(case.lead)
    return Act("request_extension", actor, fields, days_max=45, days_min=5)


def extension_decided(case: Case) -> Act | None:
    """A leader of the Leading Group grants more time or does not (H6)."""
    if not case.waits("H6"):
        return None
    leader = (persons.VICE_LEADER, persons.DIRECTOR)[case.tried("approve_extension") % 2]
    if case.chance(0.85, "grants"):
        return Act("approve_extension", leader, tries_max=2, days_max=3)
    return Act("refuse_extension", leader, {"reason": NOTE}, days_max=3)


def extension_told(case: Case) -> Act | None:
    """The petitioner hears of the new date."""
    if not case.since(("extension.requested",), "extension.approved") or not _at_work(case):
        return None
    clocks = case.view.get("clocks", ())
    due = next((clock.get("due_on") for clock in clocks if clock["key"] == "extended"), None)
    if due is None or case.has("extension.notified") or not case.chance(0.85, "tells"):
        return None
    fields = {"reason": NOTE, "new_due": due, "on": str(case.day)}
    return Act("notify_extension", persons.liaison(case.lead), fields, days_max=3)


def hearing_days(case: Case) -> Act | None:
    """Days of a hearing do not count."""
    if not _handled(case) or case.has("time.excluded") or not case.chance(0.01, "hearing"):
        return None
    fields = {"from": str(case.day), "to": str(case.day + timedelta(days=4)), "clause": "B-11"}
    return Act("exclude_time", persons.CLERK, fields, days_max=15)


def reply(case: Case) -> Act | None:
    """The unit replies, sometimes with something missing, sometimes only when reminded."""
    if not _handled(case) or not case.since(GIVEN, *_READY):
        return None
    if case.last("reply.submitted", *RETURNED, *GIVEN) == "reply.submitted" or not _moves(
        case, "replies"
    ):
        return None
    times = case.count("reply.submitted")
    elements = list(ELEMENTS)
    if case.chance(0.1, "lacks", times):
        elements.remove(case.lot.pick(ELEMENTS, case.reference, "lacking"))
    slow = case.chance(0.06, "slow")
    actor = persons.liaison(case.lead)
    days_max = 70 if slow else 18
    return Act("submit_reply", actor, {"elements": elements}, days_max=days_max, tries_max=2)


_READY = ("verification.completed", *RETURNED)


def reminder(case: Case) -> Act | None:
    """The Petition Office urges a unit by hand."""
    if not _at_work(case) or not case.has("deadline.missed") or case.count("reminder.issued") > 6:
        return None
    if not case.chance(0.5, "urges", case.count("reminder.issued")):
        return None
    return Act("issue_reminder", persons.CLERK, {"note": NOTE}, days_max=9, days_min=2)


STEPS: Sequence[Step] = (
    acknowledgement,
    head_told,
    designation,
    hearing,
    method,
    evidence,
    stepping_back,
    verification,
    co_opinions,
    extension,
    extension_decided,
    extension_told,
    hearing_days,
    reply,
    reminder,
)
