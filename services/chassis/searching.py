"""Other cases of the lane, looked up for a batch in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from contracts.envelope import CaseEvent, CaseId
from contracts.ports import Sought
from services.chassis import case_store, claims
from services.chassis.batch import Batch
from services.chassis.case_record import CaseRecord
from services.chassis.case_store import RecordCodec
from services.chassis.codec import decode, header
from services.chassis.database import Connection
from services.chassis.service import Lookup

S = TypeVar("S")
K = TypeVar("K")

LEADS_MAX = 8
"""Longest way from a case to the one it has gone into; what lies beyond is not looked at."""

Here = Callable[[str], "CaseRecord[S] | None"]
"""The cases of the batch itself, as far as it has come."""


@dataclass(frozen=True, slots=True)
class Others(Generic[S]):
    """What the database knew of other cases before the batch."""

    claimants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    records: Mapping[str, CaseRecord[S]] = field(default_factory=dict)


class Search(Generic[S, K]):
    """Finds the other cases that the events of a batch ask after."""

    def __init__(
        self,
        lookup: Lookup[S, K],
        registry: Mapping[str, type[CaseEvent]],
        codec: RecordCodec[S],
    ) -> None:
        self._lookup = lookup
        self._registry = registry
        self._codec = codec
        self._asking = frozenset(event.name for event in lookup.sought)

    def asked(self, batch: Batch) -> list[tuple[CaseEvent, Sought]]:
        """The events of a batch that ask after other cases; each is parsed once."""
        found = []
        for record in batch.records:
            if record.key is None or header(record, "ce_type") not in self._asking:
                continue
            place = (record.partition, record.offset)
            event = batch.parsed.get(place)
            if event is None:
                # What cannot be parsed fails again in its turn, and is parked then.
                with suppress(Exception):
                    event = decode(record, self._registry)
            if event is not None:
                batch.parsed[place] = event
                sought = self._sought(event)
                if sought.keys or sought.cases:
                    found.append((event, sought))
        return found

    async def others(self, link: Connection, batch: Batch) -> Others[S]:
        """Claim what the batch claims, then read the cases that have claimed the same before."""
        asked = self.asked(batch)
        if not asked:
            return Others()
        mine = {(key, event.case_id) for event, sought in asked for key in sought.keys}
        claimants = await claims.claim(link, mine)
        wanted = {case for cases in claimants.values() for case in cases}
        wanted.update(case for _, sought in asked for case in sought.cases)
        arriving = {event.case_id for event, sought in asked if sought.keys and not sought.cases}
        return Others(claimants, await self._records(link, wanted - arriving))

    def told(
        self, event: CaseEvent, others: Others[S], here: Here[S]
    ) -> Callable[[K, S], K] | None:
        """How the event's handler comes to know of them; None where there are none."""
        found = self._found(event, others, here)
        return (lambda known, state: self._lookup.tell(known, state, found)) if found else None

    def _found(self, event: CaseEvent, others: Others[S], here: Here[S]) -> Mapping[CaseId, S]:
        """As they stand now, in the middle of the batch."""
        sought = self._sought(event)
        wanted = {case for key in sought.keys for case in others.claimants.get(key, ())}
        wanted.update(sought.cases)
        states: dict[CaseId, S] = {}
        for _ in range(LEADS_MAX):
            for case_id in sorted(wanted - {event.case_id} - states.keys()):
                record = here(case_id) or others.records.get(case_id)
                if record is not None:
                    states[record.case_id] = record.state
            leads = {lead for state in states.values() for lead in self._lookup.leads_to(state)}
            if leads <= wanted:
                break
            wanted |= leads
        return states

    def claims_of(self, event: CaseEvent) -> list[tuple[str, str]]:
        """The keys an event claims for its case."""
        return [(key, event.case_id) for key in self._sought(event).keys]

    def _sought(self, event: CaseEvent) -> Sought:
        ask = self._lookup.sought.get(type(event))
        return ask(event) if ask is not None else Sought()

    async def _records(self, link: Connection, wanted: set[Any]) -> dict[str, CaseRecord[S]]:
        """The cases, and those they have gone into."""
        records: dict[str, CaseRecord[S]] = {}
        for _ in range(LEADS_MAX):
            missing = sorted(wanted - records.keys())
            if not missing:
                break
            read = await case_store.read(link, missing, self._codec)
            records.update(read)
            wanted = {lead for one in read.values() for lead in self._lookup.leads_to(one.state)}
        return records
