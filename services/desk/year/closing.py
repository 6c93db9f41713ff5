"""What is done beside and after the handling: packages, responsibility, reviews, the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

from contracts.codes import ArchiveItem, Guarantee
from services.desk.year import persons
from services.desk.year.deciding import NOTE, Step
from services.desk.year.seen import Act, Case

ENDED_OTHERWISE = frozenset({"NOT_ACCEPTED", "WITHDRAWN", "MERGED", "TRANSFERRED_OUT"})
OVER = ENDED_OTHERWISE | {"CONCLUDED"}
CANDIDATE_MARK = "?"
PAPERS_OF_THE_UNIT: Sequence[ArchiveItem] = ("INVESTIGATION", "EVIDENCE")


def candidate(case: Case) -> Act | None:
    """Whether a candidate is a package case (H9)."""
    marks = [t for t in case.view.get("package_triggers", ()) if t.endswith(CANDIDATE_MARK)]
    if not case.waits("H9") or not marks:
        return None
    trigger = marks[0].removesuffix(CANDIDATE_MARK)
    does = "confirm_package" if case.chance(0.4, "package", trigger) else "decline_package"
    return Act(does, persons.VICE_LEADER, {"trigger": trigger, "reason": NOTE}, word=trigger)


def waiver(case: Case) -> Act | None:
    """Seldom the director does without a package."""
    triggers = case.view.get("package_triggers", ())
    if case.view.get("package_case") != "TRIGGERED" or not case.chance(0.03, "waives"):
        return None
    fields = {"trigger": triggers[0].removesuffix(CANDIDATE_MARK), "reason": NOTE}
    return Act("waive_package", persons.DIRECTOR, fields, days_max=4)


def major(case: Case) -> Act | None:
    """A leader sets the measures (H12)."""
    if not case.waits("H12") or case.status in OVER or not case.chance(0.7, "major"):
        return None
    return Act("confirm_major", persons.VICE_LEADER, {"measures": NOTE}, days_max=1)


def leader_visit(case: Case) -> Act | None:
    """A leader goes and sees for himself (H15)."""
    if not case.waits("H15") or not case.chance(0.8, "goes"):
        return None
    fields = {"on": str(case.day), "place": NOTE}
    return Act("record_leader_visit", persons.VICE_LEADER, fields, days_max=5)


def team(case: Case) -> Act | None:
    """Three people take a package on (H8)."""
    if not case.waits("H8") or not case.lead:
        return None
    if case.has("package.team.appointed"):
        seat = {"seat": "LEADER", "person": {"principal": "demo-deputy-3"}, "reason": NOTE}
        return Act("replace_team_member", persons.DIRECTOR, seat)
    supervisor = "SUP" if case.tried("appoint_package_team") < 1 else "LEG"
    fields = {
        "leader": {"principal": persons.PACKAGE_LEADER["principal"]},
        "supervisor": persons.person(supervisor, "head"),
        "responsible": persons.person(case.lead, "deputy"),
    }
    return Act("appoint_package_team", persons.DIRECTOR, fields, tries_max=2, days_max=4)


def _carried(case: Case) -> bool:
    return bool(case.view.get("package_open")) and case.has("package.team.appointed")


def plan(case: Case) -> Act | None:
    """The package leader sets the plan."""
    if not _carried(case) or case.has("package.plan.approved"):
        return None
    return Act("approve_plan", persons.PACKAGE_LEADER, {"plan": NOTE}, days_max=4)


def case_visit(case: Case) -> Act | None:
    """He goes to the place."""
    if not _carried(case) or case.has("leader.visited"):
        return None
    fields = {"on": str(case.day), "place": NOTE}
    return Act("record_case_visit", persons.PACKAGE_LEADER, fields, days_max=15)


def package_report(case: Case) -> Act | None:
    """The responsible unit reports, some too late."""
    if not _carried(case) or not case.lead or case.has("package.report.submitted"):
        return None
    fields = {"causes": NOTE, "measures": NOTE, "opinion": NOTE}
    days_max = 30 if case.chance(0.2, "late report") else 6
    return Act("submit_package_report", persons.responsible(case.lead), fields, days_max=days_max)


def guarantee(case: Case) -> Act | None:
    """The five guarantees, one after the other."""
    addressed = case.count("guarantee.updated")
    every: Sequence[str] = get_args(Guarantee)
    if not _carried(case) or not case.lead or addressed >= len(every):
        return None
    fields = {"which": every[addressed], "state": "DONE", "note": NOTE}
    actor = persons.responsible(case.lead)
    return Act("update_guarantee", actor, fields, days_max=12, word=every[addressed])


def delay_reported(case: Case) -> Act | None:
    """The unit tells that it will be late; the leader passes it on (H11)."""
    if case.waits("H11"):
        fields = {"reason": NOTE}
        return Act("report_delay_to_director", persons.PACKAGE_LEADER, fields, days_max=3)
    late = _carried(case) and case.lead and case.chance(0.1, "will be late")
    if not late or case.has("package.overdue.reported_to_leader"):
        return None
    actor = persons.responsible(case.lead)
    return Act("report_delay_to_leader", actor, {"reason": NOTE}, days_max=50, days_min=10)


def package_end(case: Case) -> Act | None:
    """The package is closed once the matter is quiet."""
    if not _carried(case) or case.status not in OVER or not case.has("leader.visited"):
        return None
    actor = persons.PACKAGE_LEADER
    return Act("close_package", actor, days_max=40, days_min=2, tries_max=6)


def responsibility(case: Case) -> Act | None:
    """What was flagged goes before the Leading Group (H13), which decides (H14)."""
    if case.waits("H14"):
        fields = {"outcome": NOTE, "reason": NOTE}
        return Act("decide_accountability", persons.DIRECTOR, fields, days_max=20)
    flags = [code for code in case.view.get("accountability", ()) if code.startswith("FLAG:")]
    if not case.waits("H13") or not flags or not case.chance(0.7, "proposes"):
        return None
    proposed = case.count("accountability.proposed")
    clause = flags[proposed % len(flags)].removeprefix("FLAG:")
    fields = {"clause": clause, "facts": NOTE}
    return Act("propose_accountability", persons.OFFICE, fields, days_max=20)


def settlement(case: Case) -> Act | None:
    """Whether the petitioner is content."""
    asked = case.has("reply.delivered") and case.chance(0.4, "asked")
    if case.status != "CONCLUDED" or case.has("petition.settled") or not asked:
        return None
    fields = {"settled": case.chance(0.85, "content")}
    return Act("record_settlement", persons.OFFICE, fields, days_max=15)


def review(case: Case) -> Act | None:
    """Some ask for a review, and get an opinion."""
    asked, answered = case.count("review.requested"), case.count("review.opinion.recorded")
    if asked > answered:
        result = case.lot.pick(("UPHELD", "UPHELD", "CHANGED", "REDO"), case.reference, answered)
        fields: dict[str, Any] = {"result": result, "on": str(case.day)}
        return Act("record_review_opinion", persons.CLERK, fields, days_max=28, days_min=8)
    if case.status not in {"REPLIED", "CONCLUDED"} or asked or not case.chance(0.04, "review"):
        return None
    return Act("request_review", persons.CLERK, {"on": str(case.day)}, days_max=25, days_min=1)


def _worked(case: Case) -> bool:
    return case.status == "CONCLUDED" and case.has("verification.completed") and bool(case.lead)


def materials(case: Case) -> Act | None:
    """The unit gives its papers back."""
    if not _worked(case) or case.has("materials.returned") or not case.chance(0.97, "gives back"):
        return None
    fields = {"items": list(PAPERS_OF_THE_UNIT)}
    return Act("return_materials", persons.liaison(case.lead), fields, days_max=14)


def _to_be_noted(case: Case) -> list[str]:
    there = {"ORIGINAL", *case.view.get("returned_items", ())}
    noted = {item["item"] for item in case.view.get("noted_items", ())}
    return [item for item in get_args(ArchiveItem) if item not in there | noted]


def _ready_for_the_shelf(case: Case) -> bool:
    if case.status not in OVER or case.view.get("package_open"):
        return False
    return not _worked(case) or case.has("materials.returned")


def missing_item(case: Case) -> Act | None:
    """A paper that does not exist is noted with the reason."""
    missing = _to_be_noted(case)
    if not _ready_for_the_shelf(case) or not missing:
        return None
    fields = {"item": missing[0], "reason": NOTE}
    return Act("note_missing_item", persons.ARCHIVIST, fields, days_max=20, word=missing[0])


def filing(case: Case) -> Act | None:
    """The dossier goes on the shelf, at the latest before the summer of the next year."""
    if not _ready_for_the_shelf(case) or _to_be_noted(case) or not case.chance(0.97, "files"):
        return None
    items = ["ORIGINAL", *case.view.get("returned_items", ())]
    days_max = 20 if _is_spring(case.day) else 60
    fields = {"items": items}
    return Act(
        "file_dossier", persons.ARCHIVIST, fields, days_max=days_max, days_min=3, tries_max=3
    )


def _is_spring(day: date) -> bool:
    return day.month in {3, 4, 5, 6}


STEPS: Sequence[Step] = (
    candidate,
    waiver,
    major,
    leader_visit,
    team,
    plan,
    case_visit,
    package_report,
    guarantee,
    delay_reported,
    package_end,
    responsibility,
    settlement,
    review,
    materials,
    missing_item,
    filing,
)
