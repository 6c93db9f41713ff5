"""What becomes of a reply: the gates it passes, the petitioner who signs for it, the superior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.desk.year import persons
from services.desk.year.deciding import NOTE, Step
from services.desk.year.seen import Act, Case
from services.desk.year.working import RETURNED

SIGNED = ("receipt.signed", "receipt.refused", "receipt.unreachable")
WITNESS: Mapping[str, Any] = {"name": "居委会工作人员（虚构）", "side": "COMMUNITY"}
SECRET_WITNESS: Mapping[str, Any] = {"name": "纪检工作人员（虚构）", "side": "DISCIPLINE"}


def _gatekeeper(case: Case, act_type: str) -> Mapping[str, Any]:
    own_call = case.view.get("routing") == "COMMAND_CENTRE_SELF_HANDLED"
    turn = case.tried(act_type) % 2
    return persons.OPERATOR if own_call == (turn == 0) else persons.OFFICE


def content_gate(case: Case) -> Act | None:
    """The Petition Office reads the reply (H7)."""
    if not case.waits("H7") or case.last("reply.submitted", "reply.content_passed", *SIGNED) != (
        "reply.submitted"
    ):
        return None
    if case.chance(0.06, "returns", case.count("reply.submitted")):
        actor = _gatekeeper(case, "return_reply")
        fields = {"missing": ["FACTS"], "reason": NOTE}
        return Act("return_reply", actor, fields, tries_max=2, days_max=3)
    return Act("pass_content", _gatekeeper(case, "pass_content"), tries_max=2, days_max=3)


def delivery(case: Case) -> Act | None:
    """The petitioner gets the reply."""
    passed = case.since(("reply.submitted", *RETURNED), "reply.content_passed")
    done = case.since(("reply.content_passed",), "reply.delivered", "reply.passed")
    if not case.lead or not passed or done or not case.named:
        return None
    way = case.lot.pick(("IN_PERSON", "REGISTERED_POST", "PLATFORM"), case.reference, "way")
    fields = {"by": way, "on": str(case.day)}
    return Act("deliver_reply", persons.liaison(case.lead), fields, days_max=3)


def signature(case: Case) -> Act | None:
    """Signed, refused, or nobody there."""
    if case.status != "REPLIED" or not case.lead or case.since(("reply.delivered",), *SIGNED):
        return None
    if not case.view.get("signoff_required"):
        return None
    secret = case.view.get("confidentiality") == "RESTRICTED"
    witness = SECRET_WITNESS if secret else WITNESS
    drawn = case.lot.number(case.reference, "signs", case.count("reply.delivered"))
    actor = persons.handler(case.lead)
    fields: dict[str, Any]
    if drawn < 0.86:
        fields = {"on": str(case.day), "witness": witness}
        return Act("record_signoff", persons.liaison(case.lead), fields, days_max=5)
    if drawn < 0.93:
        fields = {"reason": NOTE, "witness": witness}
        return Act("record_signoff_refusal", actor, fields, days_max=5)
    attempts = [str(case.day - timedelta(days=n)) for n in (2, 1, 0)]
    fields = {"attempts": attempts, "witness": witness, "registered_post": True}
    return Act("record_unreachable", actor, fields, days_max=9, days_min=4)


def final_gate(case: Case) -> Act | None:
    """Everything is there (H7, the second gate)."""
    needed: Sequence[str] = ("reply.delivered",) if case.named else ("reply.content_passed",)
    if case.named and case.view.get("signoff_required"):
        needed = SIGNED
    if not case.since(("reply.submitted", *RETURNED), *needed):
        return None
    if case.since(("reply.content_passed", "reply.delivered", *SIGNED), "reply.passed"):
        return None
    return Act("pass_reply", _gatekeeper(case, "pass_reply"), tries_max=2, days_max=3)


def superior(case: Case) -> Act | None:
    """Who sent it down hears the result."""
    if not case.since(RETURNED, "reply.passed") or case.has("superior.reported"):
        return None
    if case.status in {"CONCLUDED", "ARCHIVED"} or not case.chance(0.95, "reports"):
        return None
    fields = {"on": str(case.day)}
    return Act("report_to_superior", persons.OFFICE, fields, days_max=6)


STEPS: Sequence[Step] = (content_gate, delivery, signature, final_gate, superior)
