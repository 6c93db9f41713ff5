"""A house in memory that a year can be played in: the same people, no servers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from contracts.topics import COMMAND_RESULTS, DEAD_LETTERS
from services.chassis.batch import Lane
from services.chassis.cases import CaseProcessor
from services.chassis.codec import header
from services.desk.year.balance import Row, Standing
from services.desk.year.petitions import Arrival
from services.desk.year.seen import NOT_FACTS, Seen
from tests.simulation.memory_house import LANES, MemoryLog


@dataclass(slots=True)
class MemoryYear:
    """Speaks to a log in memory the way a desk and platforms speak to real servers."""

    log: MemoryLog
    cases: dict[str, Seen] = field(default_factory=dict)
    dead: Counter[str] = field(default_factory=Counter)
    """Dead letters by code."""
    _read: dict[tuple[Lane, int], int] = field(default_factory=dict)

    async def submit(self, arrivals: Sequence[Arrival]) -> Sequence[str]:
        """Publish petitions; the code of each dead letter."""
        codes = []
        for arrival in arrivals:
            self.log.said.clear()
            self.log.submit(arrival.source, arrival.platform_ref, arrival.value)
            dead = [said for said in self.log.said if said.topic == DEAD_LETTERS]
            codes.append(str(orjson.loads(dead[0].value)["code"]) if dead else "")
            self.dead.update(str(orjson.loads(said.value)["code"]) for said in dead)
        self.log.settle()
        return codes

    async def order(self, commands: Sequence[tuple[Seen, Mapping[str, Any]]]) -> Sequence[str]:
        """Issue commands; the code of each refusal."""
        self.log.said.clear()
        for seen, command in commands:
            self.log.command(seen.lane, seen.case_id, orjson.dumps(command))
        self.log.settle()
        answers = {
            said.key: str(orjson.loads(said.value).get("code") or "")
            for said in self.log.said
            if said.topic == COMMAND_RESULTS
        }
        return [answers[command["command_id"]] for _, command in commands]

    async def tick(self, at: datetime) -> None:
        """Let time pass."""
        self.log.settle()
        self.log.tick(at)
        self.log.settle()

    async def changed(self) -> Sequence[Seen]:
        """Cases in which something has happened."""
        self.log.settle()
        self.log.said.clear()
        touched: dict[str, Lane] = {}
        for (lane, partition), log in self.log.logs.items():
            for record in log[self._read.get((lane, partition), 0) :]:
                kind = header(record, "ce_type") or ""
                if record.key and kind not in NOT_FACTS:
                    case_id = record.key.decode()
                    seen = self.cases.setdefault(case_id, Seen(case_id, lane, {}, []))
                    seen.happened.append(kind)
                    touched[case_id] = lane
            self._read[lane, partition] = len(log)
        for case_id in touched:
            self.cases[case_id].view = self.view(case_id)
        return [self.cases[case_id] for case_id in sorted(touched)]

    def view(self, case_id: str) -> Mapping[str, Any]:
        """The archive's view of a case."""
        processor = self.processor("archive", self.cases[case_id].lane)
        record = processor.remembered(case_id)
        assert record is not None
        view: Mapping[str, Any] = orjson.loads(processor.codec.dump(record))["state"].get(
            "view", {}
        )
        return view

    def standing(self) -> Standing:
        """What every service holds at the end."""
        rows, cases, wanted = {}, {}, {}
        for reader in self.log.readers:
            part = reader.part
            own = [seen.case_id for seen in self.cases.values() if seen.lane == part.lane]
            known = (reader.processor.remembered(case_id) for case_id in own)
            cases[part.label] = sum(record is not None for record in known)
            wanted[part.label] = len(own)
        for lane in LANES:
            for seen in self.cases.values():
                if seen.lane == lane:
                    view = seen.view
                    reference = (view.get("source", ""), view.get("platform_ref", ""))
                    rows[seen.case_id] = Row.of(*reference, view)
        waits = sum(self.log.waits(reader) for reader in self.log.readers)
        return Standing(rows, cases, wanted, self.dead, self.dead.total(), behind=waits)

    def processor(self, service: str, lane: Lane) -> CaseProcessor[Any, Any]:
        """The processor of a service."""
        return next(
            reader.processor
            for reader in self.log.readers
            if reader.part.service == service and reader.part.lane == lane
        )
