"""What people of the Petition Office and leaders do next: from the registration to the dispatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.desk.year import persons
from services.desk.year.seen import Act, Case

Step = Callable[[Case], Act | None]
NOTE = "记录（虚构）"
UNITS = ("BRG-XY", "BRG-LX", "BRG-KF", "APP", "MNT-RD", "MNT-DR", "WST", "LND", "SUP", "PRK")
"""Whom the Petition Office names where the rules name nobody."""
OPEN = frozenset({"ACCEPTED", "ASSIGNED", "HANDLING"})


def read_back(case: Case) -> Act | None:
    """The visitor hears the record and confirms it."""
    if case.view.get("channel") != "VISIT" or case.status != "REGISTERED":
        return None
    if case.has("petition.scope.assessed", "visit.read_back.confirmed"):
        return None
    return Act("confirm_read_back", persons.RECEPTION, days_max=1)


def on_the_spot(case: Case) -> Act | None:
    """Some visitors are answered at once, some are promised an answer."""
    if case.view.get("channel") != "VISIT" or case.status != "ACCEPTED":
        return None
    if case.has("visit.answered_on_spot", "promise.made", "assignment.dispatched"):
        return None
    if case.chance(0.08, "answer"):
        return Act("answer_on_spot", persons.RECEPTION, {"answer": NOTE}, days_max=0.3)
    if case.chance(0.1, "promise"):
        due_on = case.day + timedelta(days=case.lot.whole(5, 40, case.reference, "promise"))
        return Act("promise_reply", persons.RECEPTION, {"due_on": due_on.isoformat()}, days_max=0.3)
    return None


def group(case: Case) -> Act | None:
    """Too many want to come in: they choose who speaks for them."""
    if not case.has("representatives.exceeded") or case.has("representatives.elected"):
        return None
    return Act("elect_representatives", persons.RECEPTION, {"count": 3}, days_max=0.5)


def reception_lead(case: Case) -> Act | None:
    """Who receives visitors with several matters (H4)."""
    return Act("approve_reception_lead", persons.VICE_LEADER) if case.waits("H4") else None


def information(case: Case) -> Act | None:
    """What was missing comes later, or never."""
    times = case.count("petition.supplemented")
    if case.status != "NEED_INFO" or not case.chance(0.75, "supplies", times):
        return None
    topic = case.lot.pick(("SEWER_BLOCKED", "STREET_VENDING"), case.reference, "supplied")
    matter = {"topics": [topic], "district": "XY", "place": f"补充地点{case.reference}"}
    return Act("supply_information", persons.CLERK, {"matter": matter}, days_max=20, days_min=1)


def withdrawal(case: Case) -> Act | None:
    """Some take their petition back."""
    if case.status not in OPEN | {"NEED_INFO"} or not case.chance(0.02, "withdraws"):
        return None
    return Act("withdraw", persons.CLERK, {"reason": NOTE}, days_max=30, days_min=1)


def non_acceptance(case: Case) -> Act | None:
    """A leader consents to a refusal, or wants it handled (H1)."""
    if not case.waits("H1"):
        return None
    leader = (persons.VICE_LEADER, persons.DIRECTOR)[case.tried("consent_non_acceptance") % 2]
    if case.chance(0.88, "consents", case.count("nonacceptance.proposed")):
        return Act("consent_non_acceptance", leader, tries_max=2, days_max=6)
    return Act("refuse_non_acceptance", persons.VICE_LEADER, {"reason": NOTE}, days_max=6)


def units(case: Case) -> Act | None:
    """The Petition Office names the units (H3)."""
    if not case.waits("H3") or case.view.get("confidentiality") == "RESTRICTED":
        return None
    times = (case.count("assignment.drafted"), case.tried("amend_assignment"))
    unit = case.lot.pick(UNITS, case.reference, "unit", *times)
    fields = {"lead_unit": unit, "co_units": [], "reason": NOTE}
    return Act("amend_assignment", persons.CLERK, fields, tries_max=3, days_max=2)


def draft(case: Case) -> Act | None:
    """A leader agrees to the draft, mostly (H2)."""
    if not case.waits("H2"):
        return None
    drafts = case.count("assignment.drafted")
    if case.chance(0.04, "refuses draft", drafts) and drafts < 3:
        return Act("refuse_assignment", persons.VICE_LEADER, {"reason": NOTE})
    leader = persons.LEADERS[case.tried("approve_assignment") % len(persons.LEADERS)]
    return Act("approve_assignment", leader, tries_max=3, days_max=3)


def amendment(case: Case) -> Act | None:
    """Now and then the Petition Office changes a draft before it is approved."""
    drafted_once = case.count("assignment.drafted") == 1 and not case.has("assignment.dispatched")
    if not case.waits("H2") or not drafted_once or not case.chance(0.04, "amends"):
        return None
    fields = {
        "lead_unit": case.lot.pick(UNITS, case.reference, "amended"),
        "co_units": ["SUP"] if case.chance(0.3, "with a co-unit") else [],
        "reason": NOTE,
    }
    return Act("amend_assignment", persons.CLERK, fields, days_max=0.5, word="early")


def investigator(case: Case) -> Act | None:
    """Who looks into a report (H10)."""
    if not case.waits("H10"):
        return None
    body = case.lot.weighted({"DSC": 8, "PDI": 1, "EXT-CCDI": 1}, case.reference, "body")
    if case.tried("designate_investigator"):
        body = "PDI"
    return Act("designate_investigator", persons.DISCIPLINE, {"body": body}, tries_max=2)


def lifting(case: Case) -> Act | None:
    """Seldom the discipline officer finds no reason for secrecy."""
    secret = case.view.get("confidentiality") in {"RESTRICTED", "CAUTION"}
    if not secret or not case.chance(0.04, "lifts") or case.status not in OPEN | {"REGISTERED"}:
        return None
    return Act("lift_restriction", persons.DISCIPLINE, {"reason": NOTE}, days_max=20)


def reclassification(case: Case) -> Act | None:
    """Seldom a petition was taken wrongly."""
    if case.status not in OPEN or not case.chance(0.006, "reclassifies"):
        return None
    if case.has("petition.classified"):
        return None
    unit = case.lead or "BRG-XY"
    report = {"kind": "REPORT", "reported": {"units": [unit], "allegation": "VIOLATION"}}
    fields = report if case.chance(0.5, "as a report") else {"kind": "APPEAL"}
    return Act("reclassify", persons.CLERK, {**fields, "reason": NOTE}, days_max=20)


def unlinking(case: Case) -> Act | None:
    """Seldom a merged petition was about something else."""
    if case.status != "MERGED" or not case.chance(0.06, "unlinks") or case.has("petition.unlinked"):
        return None
    return Act("unlink_duplicate", persons.CLERK, {"reason": NOTE}, days_max=10, days_min=1)


def later_news(case: Case) -> Act | None:
    """Instructions, media and visits to higher organs that come while the case is open."""
    if case.status not in OPEN:
        return None
    for word, share, made in _NEWS:
        if case.chance(share, word) and not case.has(_HEARD[word]):
            return Act(word, persons.CLERK, made(case), days_max=30, days_min=1)
    return None


def _instruction(case: Case) -> Mapping[str, Any]:
    level = case.lot.pick(("BUREAU", "CITY"), case.reference, "later level")
    leader = "DIRECTOR" if level == "BUREAU" else "LEADER"
    note = {"level": level, "by": leader, "type": "INSTRUCT", "text": NOTE, "on": str(case.day)}
    return {"instruction": note}


def _media(case: Case) -> Mapping[str, Any]:
    report = {"outlet": "某报（虚构）", "outlet_class": "PARTY_GOV_PAPER", "on": str(case.day)}
    return {"media": {**report, "negative": True}}


def _superior_visit(case: Case) -> Mapping[str, Any]:
    visit = {"organ": "某上级机关（虚构）", "level": "PROVINCE", "on": str(case.day), "persons": 2}
    return {"superior_visit": {**visit, "public_place": False, "own_bureau": False}}


_NEWS: Sequence[tuple[str, float, Callable[[Case], Mapping[str, Any]]]] = (
    ("record_instruction", 0.012, _instruction),
    ("record_media_exposure", 0.004, _media),
    ("record_superior_visit", 0.005, _superior_visit),
)
_HEARD: Mapping[str, str] = {
    "record_instruction": "instruction.recorded",
    "record_media_exposure": "media.exposure.recorded",
    "record_superior_visit": "superior_visit.recorded",
}
STEPS: Sequence[Step] = (
    read_back,
    on_the_spot,
    group,
    reception_lead,
    information,
    withdrawal,
    non_acceptance,
    units,
    amendment,
    draft,
    investigator,
    lifting,
    reclassification,
    unlinking,
    later_news,
)
