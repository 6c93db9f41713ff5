"""The processor of a service that reads the case log: states in, announcements and states out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from services.chassis import case_store, ledger, parking, standing_store
from services.chassis.batch import Batch, Lane, Plan
from services.chassis.case_plan import CasePlan, Due, Heard
from services.chassis.case_record import CaseRecord
from services.chassis.case_turns import CaseTurns
from services.chassis.clockwork import AT_ONCE
from services.chassis.database import Connection
from services.chassis.deciding import Decider
from services.chassis.ledger import Position
from services.chassis.searching import Others
from services.chassis.telemetry import Telemetry

S = TypeVar("S")
K = TypeVar("K")


class CaseProcessor(CaseTurns[S, K]):
    """Applies the case log to the cases of one service in one lane."""

    def __init__(
        self,
        decider: Decider[S, K],
        lane: Lane,
        telemetry: Telemetry,
        states_cached_max: int,
        slice_cases_max: int,
    ) -> None:
        super().__init__(decider, lane, telemetry)
        self._states_cached_max = states_cached_max
        self._slice_cases_max = slice_cases_max
        self._awake = False
        """Whether it knows, since it began, what is parked and what is in force."""

    @property
    def has_slices(self) -> bool:
        """Whether something may be to be done for a case when no event of it comes."""
        return self.service.timers is not None or bool(self.service.on_bureau)

    def searches(self, batch: Batch) -> bool:
        """Whether an event of the batch asks after other cases."""
        return self.search is not None and bool(self.search.asked(batch))

    async def prefetch(self, link: Connection, batch: Batch) -> Heard[S]:
        """What of the batch concerns us, and the records of its cases that are not in memory."""
        await self._wake(link)
        heard = [record for record in batch.records if self.concerns_us(record)]
        wanted = {record.key.decode() for record in heard if record.key}
        missing = [case_id for case_id in wanted if case_id not in self._cache]
        others: Others[S] = await self.search.others(link, batch) if self.search else Others()
        return Heard(heard, await case_store.read(link, missing, self.codec), others)

    async def record(self, link: Connection, plan: CasePlan[S]) -> None:
        """States, timers, parked events, and the service's own rows: one statement per kind."""
        bureau = self.waiting_of(plan.changed)
        await case_store.write(link, plan.changed, plan.partition_of, self.codec, bureau)
        await standing_store.write(link, plan.copies)
        await case_store.write_timers(link, self.timers_of(plan.changed), plan.partition_of)
        await parking.park(link, plan.parked)
        if self.service.store is not None and plan.applied:
            await self.service.store.record(link, plan.applied)

    def timers_of(self, records: Mapping[str, CaseRecord[S]]) -> dict[str, datetime | None]:
        """The earliest timer of each of these cases; nothing where the service has none."""
        if self.service.timers is None:
            return {}
        return {
            case_id: timer.due_at if (timer := self.decider.next_timer(record)) else None
            for case_id, record in records.items()
        }

    def waiting_of(self, records: Mapping[str, CaseRecord[S]]) -> dict[str, int]:
        """How many bureau-wide events the open ones of these cases have met, where it matters."""
        if not self.service.on_bureau:
            return {}
        is_open = self.service.is_open
        return {case_id: r.bureau for case_id, r in records.items() if is_open(r.state)}

    def settle(self, plan: CasePlan[S]) -> None:
        """Keep the new records in memory, the least recently changed ones leave."""
        for case_id, record in plan.changed.items():
            self._cache[case_id] = record
            self._cache.move_to_end(case_id)
        while len(self._cache) > self._states_cached_max:
            self._cache.popitem(last=False)
        self._parked_cases.update(event.case_id for event in plan.parked)

    def forget(self, partitions: Sequence[int]) -> None:
        """Another worker may have changed any of these cases."""
        self._cache.clear()
        self._awake = False
        if self.service.on_bureau:
            self._behind.update(partitions)

    async def overdue(self, link: Connection, position: Position) -> Plan:  # noqa: ARG002 - the gate's business
        """Nothing: a service that reads the log says what follows from it, and no more."""
        return Plan()

    async def next_due(self, link: Connection, partitions: Sequence[int]) -> dict[int, datetime]:
        """The earliest timer of each partition that has one; a case left behind is due at once."""
        due = await case_store.next_due(link, partitions) if self.service.timers else {}
        asked = self._behind.intersection(partitions)
        if asked:
            behind = await case_store.partitions_behind(link, sorted(asked))
            self._behind -= asked - behind
            due |= dict.fromkeys(behind, AT_ONCE)
        return due

    async def prefetch_due(self, link: Connection, ticks: Mapping[int, datetime]) -> Due[S]:
        """The cases whose timers are due by these ticks, those of parked cases left out."""
        await self._wake(link)
        cases = await self._due(link, ticks)
        missing = [case_id for case_id, _ in cases if case_id not in self._cache]
        return Due(cases, await case_store.read(link, missing, self.codec))

    async def _due(self, link: Connection, ticks: Mapping[int, datetime]) -> list[tuple[str, int]]:
        """Cases that bureau-wide events are still to be applied to, or else those with timers."""
        behind = self._behind.intersection(ticks)
        if behind:
            counts = await ledger.bureau_counts(link, sorted(behind))
            if found := await case_store.cases_behind(link, counts, self._slice_cases_max):
                return found
        if self.service.timers is None:
            return []
        return await case_store.due_cases(link, ticks, self._slice_cases_max)

    async def _wake(self, link: Connection) -> None:
        if not self._awake:
            self._parked_cases = await parking.parked_cases(link)
            self.decider.standing.forget()
            await standing_store.read(link, self.decider.standing)
            self._awake = True
