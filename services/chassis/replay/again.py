"""One service decides one partition again; where the log says otherwise, the log is followed."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.basis import Basis
from contracts.envelope import CaseEvent
from contracts.events.gate import CommandReceived
from services.chassis.batch import InForce, Record
from services.chassis.case_record import CaseRecord
from services.chassis.cases import CaseProcessor
from services.chassis.codec import decode, encode
from services.chassis.deciding import Decider, Told, Turn
from services.chassis.replay.comparing import Difference, Said, differences, likeness, said_of
from services.chassis.replay.spoken import Ours, Spoken, as_said, follows
from services.chassis.replay.tally import Tally
from services.chassis.replay.terms import Terms
from services.chassis.running import Part, service_app
from services.chassis.security import guard


@dataclass(frozen=True, slots=True)
class Ends:
    """Up to where the log must have all that follows."""

    applied: int
    """How many events the service has committed."""
    last_tick: int
    """What is due by the last tick may wait for its slice."""


@dataclass(slots=True)
class _Case:
    """What is kept of a case."""

    record: CaseRecord[Any] | None = None
    spoken: Spoken = field(default_factory=Spoken)


class Again:
    """Hears a partition as the service did, and holds what it decides beside what it said."""

    def __init__(self, part: Part, ends: Ends, terms: Terms, tally: Tally) -> None:
        house = terms.house
        service = service_app(part.service).service(house)
        self.processor = CaseProcessor[Any, Any](
            Decider(service, guard, terms.standing()),
            part.lane,
            house.telemetry_of(part.lane),
            house.settings.states_cached_max,
            house.settings.slice_cases_max,
        )
        self._decider = self.processor.decider
        self._lane, self._name = part.lane, service.name
        self._ends = ends
        self._other_version = terms.instead is not None
        self._tally = tally
        self._cases: dict[str, _Case] = {}
        self._in_force = InForce()
        self._due: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, str]] = []
        self._kinds = self.processor.own_events

    def collect(self, record: Record) -> None:
        """Know an announcement of the service before the log comes to it; repeats are dropped."""
        assert record.key is not None
        self._cases.setdefault(record.key.decode(), _Case()).spoken.collect(record)

    def basis_at(self, event: CaseEvent) -> Basis:
        """What is in force for a case that begins with this event."""
        return self._decider.basis(self._decider.fresh(event.case_id, self._in_force.bureau, event))

    def bureau_wide(self, record: Record) -> None:
        """Something comes into force in the partition: open cases meet it at once."""
        before = self._in_force.bureau
        self._in_force = self.processor.put_in_force(record, self._in_force, [])
        if self._in_force.bureau > before and self.processor.service.on_bureau:
            records = {key: one.record for key, one in self._cases.items() if one.record}
            for case_id in self.processor.waiting_of(records):
                self._catch_up(case_id, record.partition, record.offset)
                self._late(case_id, record.partition, record.offset)

    def tick(self, partition: int, offset: int) -> None:
        """Fire what is due by the tick at this place."""
        at = self._in_force.tick(self._lane)
        while self._heap and at is not None and self._heap[0][0] <= at:
            due, case_id = heapq.heappop(self._heap)
            if self._due.get(case_id) == due:
                del self._due[case_id]
                self._fire(case_id, at, partition, offset)

    def hear(self, event: CaseEvent, source: str) -> None:
        """Apply an event, decide what follows from it, and compare."""
        case = self._cases.setdefault(event.case_id, _Case())
        if not self.processor.wants(event):
            return
        if case.record is None:
            case.record = self._decider.fresh(event.case_id, self._in_force.bureau, event)
        if self._decider.is_repeat(case.record, event, source):
            return
        self._not_again(event.case_id, case, event.offset)
        if case.record.bureau < self._in_force.bureau:
            self._catch_up(event.case_id, event.partition, event.offset)
        cause = event.command_id if isinstance(event, CommandReceived) else event.id
        ours = follows(cause, event.offset + 1)
        before, told = case.record, self._told(case, event, ours)
        turn = self._ventured(
            lambda: self._decider.apply(before, event, source, told), event.case_id, event.offset
        )
        self._settle(
            _Step(case, turn, ours, event.offset),
            lambda: self._decider.replay(before, event, source).record,
        )
        self._arm(event.case_id, case)
        self._late(event.case_id, event.partition, event.offset)

    def end(self) -> None:
        """What was said and not decided again differs."""
        for case_id, case in self._cases.items():
            self._not_again(case_id, case, None)

    def _catch_up(self, case_id: str, partition: int, offset: int) -> None:
        case = self._cases[case_id]
        before = case.record
        assert before is not None
        count = self._in_force.bureau
        standing = self._decider.standing
        causes = {standing.cause(n, partition) for n in range(before.bureau + 1, count + 1)}
        applied_to = max(case.spoken.decided_at, offset + 1)
        turn = self._ventured(
            lambda: self._decider.catch_up(before, count, partition, applied_to), case_id, offset
        )
        self._settle(
            _Step(case, turn, lambda body: body["caused_by"] in causes, offset),
            lambda: self._aged(before, count),
        )
        self._arm(case_id, case)

    def _late(self, case_id: str, partition: int, offset: int) -> None:
        """What is armed when its time has passed already does not wait for another tick."""
        at, due = self._in_force.tick(self._lane), self._due.get(case_id)
        if at is not None and due is not None and due <= at:
            del self._due[case_id]
            self._fire(case_id, at, partition, offset)

    def _fire(self, case_id: str, until: datetime, partition: int, offset: int) -> None:
        case = self._cases[case_id]
        before = case.record
        assert before is not None
        # When a slice came to the case only the log can tell; not before the tick.
        applied_to = max(case.spoken.decided_at, offset + 1)
        turn = self._ventured(
            lambda: self._decider.fire_due(before, until, partition, applied_to), case_id, offset
        )

        def ours(body: Any) -> bool:
            at = datetime.fromisoformat(body["occurred_at"])
            return bool(body["decided_at"] == applied_to and at <= until)

        step = _Step(case, turn, ours, offset)
        if turn is None:
            return  # a clock that cannot strike rests until the case goes on
        if case.spoken.starts_with(ours):
            self._settle(step, lambda: before)
        elif offset >= min(self._ends.applied, self._ends.last_tick):
            self._tally.waiting += len(turn.announced)
            return  # as the log ends
        else:
            self._settle(step, lambda: _without_saying(turn, before))
        self._arm(case_id, case)

    def _settle(self, step: _Step, followed: Callable[[], CaseRecord[Any]]) -> None:
        """Take what was decided where it stands on the log; else follow what stands there."""
        case, turn = step.case, step.turn
        again = [said_of(encode(e, self._lane, self._name)) for e in turn.announced] if turn else []
        self._tally.decided += len(again)
        if turn is not None and not self._silent(step, again) and self._the_same(case, again):
            case.record = turn.record
            return
        stored = case.spoken.that(step.ours)
        if turn is not None and not stored and self._is_open_end(step.offset):
            self._tally.waiting += len(again)
            case.record = turn.record
            return
        was = [as_said(record) for record in stored]
        found = list(differences(step.case_id(turn, followed), self._name, step.offset, was, again))
        self._tally.differ(found)
        case.record = followed()
        self._follow(case, stored)

    def _silent(self, step: _Step, again: Sequence[Said]) -> bool:
        """Whether another version says nothing where something was said."""
        return self._other_version and not again and step.case.spoken.starts_with(step.ours)

    def _the_same(self, case: _Case, again: Sequence[Said]) -> bool:
        """Whether the next announcements on the log are these; they are met then."""
        records = case.spoken.records
        if len(records) < len(again):
            return False
        alike = []
        for stored, one in zip(records, again, strict=False):
            alike.append(likeness(as_said(stored), one, self._kinds))
            if alike[-1] == "different":
                return False
        self._tally.likeness.update(alike)
        for _ in again:
            case.spoken.meet()
        return True

    def _follow(self, case: _Case, stored: Sequence[Record]) -> None:
        for record in stored:
            event = decode(record, self._kinds)
            assert event is not None
            assert case.record is not None
            case.record = self._decider.replay(case.record, event, self._name).record
            case.spoken.meet()

    def _not_again(self, case_id: str, case: _Case, before: int | None) -> None:
        """Announcements that stand on the log, and nothing was heard that they follow from."""
        spoken = case.spoken
        while spoken.records and (before is None or spoken.decided_at <= before):
            stored = spoken.records[0]
            found = differences(case_id, self._name, spoken.decided_at, [as_said(stored)], [])
            self._tally.differ(found)
            if case.record is None:
                event = decode(stored, self._kinds)
                assert event is not None
                case.record = self._decider.fresh(event.case_id, self._in_force.bureau, event)
            self._follow(case, [stored])

    def _told(self, case: _Case, event: CaseEvent, ours: Ours) -> Told[Any, Any] | None:
        """What was found of other cases then, as the log has kept it."""
        lookup = self.processor.service.lookup
        if lookup is None or type(event) not in lookup.sought:
            return None
        stored = (decode(record, self._kinds) for record in case.spoken.that(ours))
        said = [one for one in stored if one is not None]
        return lambda known, _state: lookup.recall(known, said)

    def _ventured(
        self, decide: Callable[[], Turn[Any]], case_id: str, offset: int
    ) -> Turn[Any] | None:
        """A turn; a handler that fails differs from whatever it said then."""
        try:
            return decide()
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            self._tally.differ(
                [Difference(case_id, self._name, "", "", "", "", offset, "failed", None, what)]
            )
            return None

    def _aged(self, record: CaseRecord[Any], count: int) -> CaseRecord[Any]:
        aged = record.copy()
        for number in range(record.bureau + 1, count + 1):
            self._decider.age(aged, self._decider.standing.event(number))
        return aged

    def _is_open_end(self, offset: int) -> bool:
        """Whether the service may have had no time yet to say what follows."""
        return offset >= self._ends.applied

    def _arm(self, case_id: str, case: _Case) -> None:
        if self.processor.service.timers is None or case.record is None:
            return
        timer = self._decider.next_timer(case.record)
        if timer is None:
            self._due.pop(case_id, None)
        elif self._due.get(case_id) != timer.due_at:
            self._due[case_id] = timer.due_at
            heapq.heappush(self._heap, (timer.due_at, case_id))


@dataclass(frozen=True, slots=True)
class _Step:
    """What was decided again, and how its counterpart on the log is known."""

    case: _Case
    turn: Turn[Any] | None
    ours: Ours
    offset: int

    def case_id(self, turn: Turn[Any] | None, followed: Callable[[], CaseRecord[Any]]) -> str:
        """The case it is about."""
        return turn.record.case_id if turn is not None else followed().case_id


def _without_saying(turn: Turn[Any], before: CaseRecord[Any]) -> CaseRecord[Any]:
    """The timer is gone, what it would have said was never on the log."""
    record = turn.record.copy()
    record.seq = before.seq
    return record
