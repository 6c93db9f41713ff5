"""Whether a reply is complete, and what a concluded case is called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import get_args

from contracts.codes import DeliveryWay, OutcomeCode, ReplyElement
from contracts.envelope import Receipt
from contracts.ports import Facts, Judge
from services.handling.state import HandlingState

REPLY_ELEMENTS: tuple[str, ...] = get_args(ReplyElement)


def reply_facts(state: HandlingState, elements: Iterable[str]) -> Facts:
    """What the rule set `reply` looks at: the letter's elements, and what lies beside it."""
    present = frozenset(elements)
    given = frozenset(state.co_opinions)
    return {
        **{f"has_{element.lower()}": element in present for element in REPLY_ELEMENTS},
        "co_opinions_missing": sum(unit not in given for unit in state.access.co_units),
        "extension_notice_owed": state.extension_notice_owed,
    }


def completeness(state: HandlingState, elements: Iterable[str], judge: Judge) -> Receipt:
    """The judgement of a reply; its outcome lists what is missing."""
    return judge("reply", reply_facts(state, elements))


def lacks_signoff(state: HandlingState) -> bool:
    """A real-name petition whose reply was neither signed, nor refused, nor found undeliverable."""
    return state.signoff_required and (state.reply is None or state.reply.signoff is None)


def is_enough_attempts(attempts: Iterable[date], registered_post: bool, days_min: int) -> bool:
    """Tried on that many different days, and sent by registered post besides (E15)."""
    return registered_post and len(set(attempts)) >= days_min


def outcome_code(state: HandlingState) -> OutcomeCode:
    """How the reply ended: as the petitioner took it, else as it was made."""
    if state.reply is not None and state.reply.signoff is not None:
        return state.reply.signoff
    return "INVESTIGATED" if state.access.restricted else "REPLIED"


def is_answered_on_spot(state: HandlingState) -> bool:
    """Accepted and answered before any unit was asked: nothing is left to do (E69)."""
    answered = state.accepted and state.answered_on_spot and state.assignment is None
    return answered and not (state.concluded or state.ended)


def is_reported_up(state: HandlingState, report_up_on: Iterable[str]) -> bool:
    """Whether somebody above waits for a report before the case is concluded (E49)."""
    return not set(state.asked_from_above).isdisjoint(report_up_on)


def takes_e_receipt(state: HandlingState, way: DeliveryWay | None, counts: bool) -> bool:
    """The platform itself attests that a named petitioner took the reply (E15)."""
    return counts and way == "PLATFORM" and state.signoff_required
