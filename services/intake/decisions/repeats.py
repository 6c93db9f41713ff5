"""The same person, the same matter again: R-DUP and R-REPEAT (art. 12, T8; E9, E50, E60)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.codes import CaseStanding, Likeness
from contracts.commands.intake import LinkDuplicate
from contracts.envelope import CaseEvent, CaseId, Receipt
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.events.intake import FoundCase, PetitionMerged, PetitionRegistered
from contracts.facts import EarlierFacts
from contracts.ports import Sought
from services.intake.decisions.known import Known
from services.intake.state import IntakeState

ANSWERED = frozenset({"REPLIED", "REFUSED"})
"""Only what was answered can be raised again; what is open elsewhere is no repeat (E9)."""
FOUND_MAX = 100
"""Other cases that one decision looks at, the latest ones."""
LINKS_MAX = 8
"""Longest way from a merged case to the one it goes on in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a petition is beside others."""

    duplicate_of: CaseId | None = None
    suggested: tuple[FoundCase, ...] = ()
    repeat_no: int = 0
    earlier: tuple[CaseId, ...] = ()
    """Own cases that were answered before."""
    receipt: Receipt | None = None


NEW = Finding()


def of_person(event: PetitionReceived) -> Sought:
    """A petition asks after the cases of the same person."""
    return Sought(keys=event.petition.person_keys)


def of_link(event: CommandReceived) -> Sought:
    """A clerk names the other case; two that are put into one another at once see each other."""
    if event.type != LinkDuplicate.type:
        return Sought()
    of = CaseId(str(event.fields["of"]))
    return Sought(keys=(f"case/{event.case_id}", f"case/{of}"), cases=(of,))


def leads_to(state: IntakeState) -> tuple[CaseId, ...]:
    """A merged case goes on in another."""
    return (state.merged_into,) if state.merged_into is not None else ()


def tell(known: Known, state: IntakeState, others: Mapping[CaseId, IntakeState]) -> Known:
    """What is known of the other cases, those left out that say nothing about this one."""
    closest_last = sorted(_related(state, others), key=lambda one: (one.same_person, _is_same(one)))
    found = {one.case_id: one for one in closest_last}
    latest = sorted(found.values(), key=lambda one: (one.received_on, one.case_id))
    return replace(known, found=tuple(latest[-FOUND_MAX:]))


def recall(known: Known, said: Sequence[CaseEvent]) -> Known:
    """What had been found when this was said: the register names it, a link stands for its case."""
    for event in said:
        match event:
            case PetitionRegistered():
                return replace(known, found=event.found)
            case PetitionMerged(by_rule=False):
                return replace(known, found=(_joined(event.into, event.day),))
            case _:
                pass
    return known


def _joined(case_id: CaseId, day: date) -> FoundCase:
    """The case a link was allowed to: open, and known to whoever may know of this one."""
    return FoundCase(
        case_id=case_id,
        standing="OPEN",
        same_person=False,
        matter="OTHER",
        same_secrecy=True,
        received_on=day,
    )


def finding(event: PetitionReceived, *, valid: bool, known: Known) -> Finding:
    """R-DUP and R-REPEAT; most petitions are like no other, and no rule is asked."""
    found = tuple(one for one in known.found if one.same_person and one.matter != "OTHER")
    earlier = event.petition.earlier
    if not found and not earlier:
        return NEW
    answered = _within(found, event.day, known)
    elsewhere = [item for item in earlier if _counts(item, answered, event.day, known)]
    open_same = [one for one in found if _is_open(one) and _is_same(one)]
    open_alike = [one for one in found if _is_open(one) and not _is_same(one)]
    raised = len(answered) + len(elsewhere)
    if not known.settings.repeat_after_reply_only:
        raised += len(open_same)
    receipt = known.judge(
        "repeat",
        {
            "open_same": len(open_same),
            "open_alike": len(open_alike),
            "raised": raised,
            "record_valid": valid,
        },
    )
    return _found(receipt, open_same, open_alike, answered, raised)


def may_be_linked(known: Known, of: CaseId) -> bool:
    """The other case is open, and nobody may know of it who must not know of this one."""
    return any(_is_open(one) and one.same_secrecy and one.case_id == of for one in known.found)


def _found(
    receipt: Receipt,
    open_same: list[FoundCase],
    open_alike: list[FoundCase],
    answered: tuple[FoundCase, ...],
    raised: int,
) -> Finding:
    says = receipt.outcome["findings"]
    repeat = "REPEAT" in says
    return Finding(
        duplicate_of=open_same[0].case_id if "MERGED" in says else None,
        suggested=tuple(open_same or open_alike) if "SUGGESTED" in says else (),
        repeat_no=raised if repeat else 0,
        earlier=tuple(one.case_id for one in answered) if repeat else (),
        receipt=receipt if says else None,
    )


def _is_open(one: FoundCase) -> bool:
    return one.standing == "OPEN"


def _is_same(one: FoundCase) -> bool:
    return one.matter == "SAME" and one.same_secrecy


def _within(found: Iterable[FoundCase], today: date, known: Known) -> tuple[FoundCase, ...]:
    """Own cases of the same matter that were answered, and not too long ago."""
    oldest = today - timedelta(days=known.settings.repeat_lookback_days)
    return tuple(
        one
        for one in found
        if one.answered_on is not None and one.matter == "SAME" and one.answered_on >= oldest
    )


def _counts(item: EarlierFacts, answered: Iterable[FoundCase], today: date, known: Known) -> bool:
    """What the source knows counts like one of our own, unless it is one of those counted."""
    oldest = today - timedelta(days=known.settings.repeat_lookback_days)
    same = item.same_person and item.same_matter
    ours = any(
        one.answered_on is not None and one.received_on <= item.on <= one.answered_on
        for one in answered
    )
    return same and item.state in ANSWERED and item.on >= oldest and not ours


def _related(state: IntakeState, others: Mapping[CaseId, IntakeState]) -> Iterator[FoundCase]:
    """Each other case, or the one it goes on in; what was withdrawn leaves nothing to join."""
    for case_id, other in others.items():
        main_id, main = _main(case_id, others)
        standing = _standing(main)
        if main is None or standing is None or main.received_on is None:
            continue
        yield FoundCase(
            case_id=main_id,
            standing=standing,
            same_person=bool(set(state.person_keys) & set(other.person_keys)),
            matter=_matter(state, other),
            same_secrecy=state.kept_from == main.kept_from,
            received_on=main.received_on,
            answered_on=main.answered_on,
        )


def _main(
    case_id: CaseId, others: Mapping[CaseId, IntakeState]
) -> tuple[CaseId, IntakeState | None]:
    state = others.get(case_id)
    for _ in range(LINKS_MAX):
        if state is None or state.merged_into is None:
            break
        case_id, state = state.merged_into, others.get(state.merged_into)
    return case_id, state


def _standing(main: IntakeState | None) -> CaseStanding | None:
    if main is None or not main.registered or main.merged_into is not None:
        return None
    if main.answered_on is not None:
        return "ANSWERED"
    return None if main.ended else "OPEN"


def _matter(state: IntakeState, other: IntakeState) -> Likeness:
    if state.matter_key is not None and state.matter_key == other.matter_key:
        return "SAME"
    same_place = not state.district or not other.district or state.district == other.district
    return "ALIKE" if state.topics == other.topics and same_place else "OTHER"
