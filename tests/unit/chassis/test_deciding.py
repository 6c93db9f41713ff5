"""One event, one case: what is told apart, what is stamped, what is refused, what is fired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from contracts.commands.base import Actor
from contracts.commands.handling import SubmitReply
from contracts.envelope import CaseEvent, Principal
from contracts.events.common import CommandRefused
from contracts.events.gate import CommandReceived, PetitionReceived
from contracts.events.intake import PromiseMade, VisitRecorded
from contracts.events.routing import AssignmentDispatched
from contracts.outcomes import CommandResult
from contracts.ports import Message
from contracts.topics import COMMAND_RESULTS
from contracts.zone import BUREAU_ZONE
from services.chassis.case_record import Answer, CaseRecord
from services.chassis.case_store import RecordCodec
from services.chassis.deciding import Turn
from services.chassis.ids import derived_id
from tests.unit.chassis.promises import (
    CASE,
    PARTITION,
    WITHDRAWAL,
    Promises,
    decider,
    dispatch,
    keep_nothing,
    letter,
    order,
    promise_again,
)

Record = CaseRecord[Promises]
LAST_TICK = datetime(2021, 6, 21, 9, tzinfo=BUREAU_ZONE)
"""The moment the later of the two promises is due."""


def fresh() -> Record:
    """A case not heard of yet."""
    return decider().fresh(CASE)


def heard(*events: CaseEvent, start: Record | None = None) -> Turn[Promises]:
    """The turn of the last of these events."""
    record = start or fresh()
    for event in events:
        turn = decider().apply(record, event, event.owner.value)
        record = turn.record
    return turn


@pytest.mark.parametrize(
    ("source", "seq", "repeat"),
    [
        ("gate", 1, True),
        ("gate", 2, True),
        ("gate", 3, False),
        ("gate", 9, False),
        ("routing", 1, False),
    ],
)
def test_a_repeat_is_known_by_its_number_among_those_of_its_source(
    source: str, seq: int, repeat: bool
) -> None:
    record = heard(letter(seq=1), letter(seq=2)).record
    assert decider().is_repeat(record, letter(seq=seq), source) is repeat


def test_an_announcement_is_stamped_with_what_follows_from_its_cause() -> None:
    turn = heard(letter(), dispatch(offset=8))
    assert [
        (e.name, e.id, e.seq, e.case_id, e.caused_by, e.decided_at, e.partition, e.offset)
        for e in turn.announced
    ] == [
        (
            "promise.made",
            derived_id(f"event-8/{CASE}", "intake", seq),
            seq,
            CASE,
            "event-8",
            9,
            PARTITION,
            -1,
        )
        for seq in (2, 3)
    ]
    assert {event.occurred_at for event in turn.announced} == {dispatch().occurred_at}


def test_the_same_event_leads_to_the_same_announcements_and_the_same_record() -> None:
    first, second = heard(letter(), dispatch()), heard(letter(), dispatch())
    assert (first.announced, first.record) == (second.announced, second.record)


def test_a_handler_sees_the_state_after_its_event() -> None:
    (recorded,) = heard(letter()).announced
    assert recorded == VisitRecorded(record_ref="L-1 is letter 1", **stamp_of(recorded))


def stamp_of(event: CaseEvent) -> dict[str, Any]:
    """The envelope of an event, to compare only the rest."""
    names = ("case_id", "id", "seq", "occurred_at", "caused_by", "decided_at", "partition")
    return {name: getattr(event, name) for name in names}


def test_an_event_is_applied_before_what_follows_from_it() -> None:
    applied = heard(letter(), dispatch(offset=8)).applied
    assert [(a.event.name, a.offset, len(a.state.open)) for a in applied] == [
        ("assignment.dispatched", 8, 0),
        ("promise.made", None, 1),
        ("promise.made", None, 2),
    ]


def test_a_handler_that_fails_leaves_the_record_as_it_was() -> None:
    def fail(*_: Any) -> Iterator[CaseEvent]:
        yield PromiseMade(due_on=date(2021, 7, 1))
        raise ZeroDivisionError

    record = heard(letter()).record
    kept = record.copy()
    with pytest.raises(ZeroDivisionError):
        decider(on_event={AssignmentDispatched: fail}).apply(record, dispatch(), "routing")
    assert record == kept


def test_an_event_cannot_be_announced_twice() -> None:
    said = PromiseMade(due_on=date(2021, 7, 1))
    twice = {PetitionReceived: lambda *_: iter((said, said))}
    with pytest.raises(AssertionError, match="announced once"):
        decider(on_event=twice).apply(fresh(), letter(), "gate")


def test_a_command_that_is_accepted_says_so_and_what_follows() -> None:
    turn = heard(letter(), order(2, 8))
    assert [event.name for event in turn.announced] == ["promise.made"]
    assert [event.caused_by for event in turn.announced] == ["c-1"]
    assert turn.messages == [(result(order(2, 8)), "event-8", order(2, 8).occurred_at)]


def result(event: CommandReceived, code: str = "", clause: str = "") -> Message:
    """What the desk is told of a command."""
    body = CommandResult.of(event, code, clause)
    return Message(COMMAND_RESULTS, event.command_id, body)


STRANGER = Actor(principal=Principal("demo-emperor"), role="EMPEROR")


@pytest.mark.parametrize(
    ("before", "changes", "code", "clause"),
    [
        # The handler itself refuses, after it has said something.
        ([], {}, "STATE_DOES_NOT_ALLOW", "11.4b"),
        # The guard refuses before any handler is asked.
        ([letter()], {"actor": STRANGER}, "ROLE_NOT_ALLOWED", "11.4b"),
    ],
)
def test_a_refused_command_announces_its_refusal_and_nothing_else(
    before: Sequence[CaseEvent], changes: dict[str, Any], code: str, clause: str
) -> None:
    issued = order(2, 8, **changes)
    known = heard(*before).record if before else fresh()
    turn = heard(issued, start=known)
    (refused,) = turn.announced
    assert isinstance(refused, CommandRefused)
    assert (refused.command_id, refused.command_type) == ("c-1", "promise_reply")
    assert (refused.code, refused.clause) == (code, clause)
    assert [message for message, _, _ in turn.messages] == [result(issued, code, clause)]
    assert turn.record.state == known.state


def test_a_command_nobody_can_do_yet_is_refused_by_the_state() -> None:
    clerk = Actor(principal=Principal("demo-clerk"), role="PETITION_CLERK")
    turn = heard(letter(), order(2, 8, actor=clerk, **WITHDRAWAL))
    assert turn.record.answers == {"c-1": Answer("STATE_DOES_NOT_ALLOW", "11.4c")}


def test_the_command_of_another_service_is_left_to_it() -> None:
    turn = heard(letter(), order(2, 8, type=SubmitReply.type, fields={}))
    assert (turn.announced, turn.messages, turn.record.answers) == ([], [], {})


@pytest.mark.parametrize("letters", [0, 1], ids=["refused", "accepted"])
def test_the_same_command_id_is_answered_as_before_and_does_nothing(letters: int) -> None:
    known = heard(letter()).record if letters else fresh()
    first = heard(order(2, 8), start=known)
    # By now the state would allow the command that was refused.
    second = heard(letter(3, 9), order(4, 10), start=first.record)
    assert second.announced == []
    assert [m for m, _, _ in second.messages] == [m for m, _, _ in first.messages]
    assert second.record.answers == first.record.answers


def test_timers_fire_in_the_order_they_are_due_each_at_its_own_moment() -> None:
    made = heard(letter(), dispatch())
    by_day = {e.due_on: e.id for e in made.announced if isinstance(e, PromiseMade)}
    first, last = date(2021, 6, 11), date(2021, 6, 21)
    turn = decider().fire_due(made.record, LAST_TICK, PARTITION, 20)
    assert [(e.name, e.occurred_at, e.caused_by, e.decided_at) for e in turn.announced] == [
        ("visit.deferred", LAST_TICK - timedelta(days=10), by_day[first], 20),
        ("visit.deferred", LAST_TICK, by_day[last], 20),
    ]
    assert turn.record.state.open == ()


@pytest.mark.parametrize(
    ("until", "fired"),
    [
        (LAST_TICK - timedelta(days=10, seconds=1), 0),
        (LAST_TICK - timedelta(days=10), 1),
        (LAST_TICK - timedelta(seconds=1), 1),
        (LAST_TICK, 2),
        (LAST_TICK + timedelta(days=999), 2),
    ],
)
def test_only_what_is_due_is_fired(until: datetime, fired: int) -> None:
    made = heard(letter(), dispatch())
    turn = decider().fire_due(made.record, until, PARTITION, 20)
    assert (len(turn.announced), len(turn.record.state.open)) == (fired, 2 - fired)


def test_a_timer_that_stays_after_it_fired_is_an_error() -> None:
    made = heard(letter(), dispatch())
    with pytest.raises(RuntimeError, match="timer 2021-06-11 fired and did not go away"):
        decider(fire=keep_nothing).fire_due(made.record, LAST_TICK, PARTITION, 20)


def test_a_timer_that_always_arms_another_one_is_an_error() -> None:
    made = heard(letter(), dispatch())
    with pytest.raises(RuntimeError, match="a timer of one case does not go away"):
        decider(fire=promise_again).fire_due(made.record, LAST_TICK, PARTITION, 20)


def test_replaying_the_log_gives_the_record_that_deciding_gave() -> None:
    stranger: dict[str, Any] = {"command_id": "c-2", "actor": STRANGER}
    arriving: list[CaseEvent] = [
        order(1, 6, command_id="c-0"),
        letter(2, 7),
        dispatch(1, 8),
        order(3, 9),
        order(4, 10, **stranger),
        order(5, 11, **stranger),
    ]
    record, log = fresh(), []
    for event in arriving:
        turn = decider().apply(record, event, event.owner.value)
        log += [(event, event.owner.value), *((said, "intake") for said in turn.announced)]
        record = turn.record
    fired = decider().fire_due(record, LAST_TICK, PARTITION, 12)
    log += [(said, "intake") for said in fired.announced]

    again = fresh()
    for event, source in log:
        again = decider().replay(again, event, source).record
    assert again == fired.record
    assert sorted(again.answers) == ["c-0", "c-1", "c-2"]


def test_a_record_is_the_same_after_it_was_stored() -> None:
    record = heard(letter(), dispatch(), order(2, 9)).record
    codec = RecordCodec(Promises)
    text = codec.dump(record)
    assert codec.load(text) == record
    assert codec.dump(codec.load(text)) == text
