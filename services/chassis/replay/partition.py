"""One partition of a lane's log, heard from its beginning by all services that read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.basis import Basis
from contracts.envelope import CaseEvent
from contracts.events import EVENTS
from contracts.events.gate import ClockTicked, PetitionReceived, ProcedureVersionActivated
from services.chassis.batch import Lane, Record
from services.chassis.case_turns import BUREAU_EVENTS
from services.chassis.codec import SOURCE_PREFIX, decode, encode, header
from services.chassis.drain import LOG_READERS
from services.chassis.replay.again import Again, Ends
from services.chassis.replay.comparing import differences, likeness, said_of
from services.chassis.replay.receipts import Receipts
from services.chassis.replay.tally import Tally
from services.chassis.replay.terms import Terms
from services.chassis.running import GATE, Part


@dataclass(frozen=True, slots=True)
class Stored:
    """A partition as it stands on the broker."""

    lane: Lane
    partition: int
    records: Sequence[Record]
    applied: Mapping[str, int]
    """How far each service has read it; what follows from later events may still be missing."""


def replay_partition(stored: Stored, terms: Terms, tally: Tally) -> Iterator[int]:
    """Decide a partition again; gives the number of records heard, one by one."""
    heard = _Partition(stored, terms, tally)
    for number, record in enumerate(stored.records, 1):
        heard.hear(record)
        yield number
    heard.end()


class _Partition:
    """All services of a lane on one partition, each record parsed once for them."""

    def __init__(self, stored: Stored, terms: Terms, tally: Tally) -> None:
        self._terms, self._tally = terms, tally
        self._receipts = Receipts(terms, tally)
        ticks = (r.offset for r in reversed(stored.records) if _kind(r) == ClockTicked.name)
        last_tick = next(ticks, -1)
        readers = () if terms.receipts_only else LOG_READERS
        self._services = {
            name: Again(
                Part(name, stored.lane),
                Ends(stored.applied.get(name, 0), last_tick),
                terms,
                tally,
            )
            for name in readers
        }
        for record in stored.records:
            service = self._services.get(_source(record))
            if service is not None and record.key:
                service.collect(record)

    def hear(self, record: Record) -> None:
        """The next record."""
        self._tally.events += 1
        kind = _kind(record)
        if kind in BUREAU_EVENTS:
            self._in_force(record, kind)
            return
        event = decode(record, EVENTS)
        if event is None:
            return
        if self._terms.instead is None:
            self._receipts.judge(event)
        if self._terms.receipts_only:
            return
        source = _source(record)
        if isinstance(event, PetitionReceived):
            event = self._at_the_gate(event)
        for name, service in self._services.items():
            if name != source and kind in service.processor.registry:
                service.hear(event, source)

    def end(self) -> None:
        """What the log says and nobody has decided again, comes to light at its end."""
        for service in self._services.values():
            service.end()

    def _in_force(self, record: Record, kind: str) -> None:
        event = decode(record, BUREAU_EVENTS)
        if isinstance(event, ProcedureVersionActivated):
            base = self._terms.house.basis
            self._receipts.activated(self._terms.house.standing().version_of(event, base))
        for service in self._services.values():
            service.bureau_wide(record)
            if kind == ClockTicked.name:
                service.tick(record.partition, record.offset)

    def _at_the_gate(self, event: PetitionReceived) -> PetitionReceived:
        again = self._terms.at_the_gate(event, self._basis_of(event))
        again.fill(partition=event.partition, offset=event.offset)
        was, would_be = (said_of(encode(one, "open", GATE)) for one in (event, again))
        alike = likeness(was, would_be, EVENTS)
        self._tally.decided += 1
        if alike != "different":
            self._tally.likeness[alike] += 1
            return event
        self._tally.differ(differences(event.case_id, GATE, event.offset, [was], [would_be]))
        return _in_its_lane(event, again)

    def _basis_of(self, event: CaseEvent) -> Basis:
        """What was in force where the petition came in."""
        return next(iter(self._services.values())).basis_at(event)


def _in_its_lane(event: PetitionReceived, again: PetitionReceived) -> PetitionReceived:
    """What the services of this lane hear; in the other lane they would hear nothing of it."""
    if "RESTRICTED" in {event.confidentiality, again.confidentiality}:
        kept = again.stamped(confidentiality=event.confidentiality, body=event.body)
        kept.fill(partition=event.partition, offset=event.offset)
        return kept
    return again


def _kind(record: Record) -> str:
    return header(record, "ce_type") or ""


def _source(record: Record) -> str:
    return (header(record, "ce_source") or "").removeprefix(SOURCE_PREFIX)
