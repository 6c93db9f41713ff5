"""Stories played in memory: the same player's rules, the same judge, thousands of times faster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from contracts.ports import Calendar
from contracts.topics import BUREAU_PARTITION, COMMAND_RESULTS, DEAD_LETTERS
from services.chassis.batch import Lane
from services.chassis.clock import StoryClock
from services.chassis.codec import header
from services.chassis.house import House
from services.chassis.kit import configured
from services.desk.play.player import BUREAU_COMMANDS, Petition, Played, RefusedCommand
from services.desk.play.run import name_key
from services.desk.play.scenario import Issue, Scenario, Step, Submit
from services.desk.play.verdict import CaseSeen, Difference, compare
from tests.simulation.memory_house import MemoryLog, Said, memory_house


def play_in_memory(
    scenario: Scenario,
    seed: int | None = None,
    partitions: int = 1,
    calendar: Calendar | None = None,
) -> list[Difference]:
    """How a story comes out other than it is written; empty where it holds."""
    clock = StoryClock(scenario.starts_at)
    house = _configured(memory_house(clock, partitions), scenario.config)
    if calendar is not None:
        house = replace(house, basis=replace(house.basis, calendar=calendar))
    teller = Teller(house, clock, seed)
    played = teller.tell(scenario)
    return compare(scenario, played, teller.seen(), name_key(house))


_CONFIGURED: dict[str, House] = {}
"""Houses by their readings: to compile the rules again for each story takes longer than to play."""


def _configured(house: House, readings: Mapping[str, Any]) -> House:
    key = f"{house.settings.partitions} {orjson.dumps(readings).decode()}"
    if key not in _CONFIGURED:
        _CONFIGURED[key] = configured(house, readings)
    return replace(_CONFIGURED[key], clock=house.clock)


class Teller:
    """Drives a house in memory through a story."""

    def __init__(self, house: House, clock: StoryClock, seed: int | None = None) -> None:
        self.log = MemoryLog(house, clock, seed)
        self.played = Played()
        self._commands = 0

    def tell(self, scenario: Scenario) -> Played:
        """Background first, then the steps, each after everything due before it."""
        for step in (*scenario.background, *scenario.steps):
            self.advance(step.at)
            self._do(scenario.id, step)
        self.log.settle()
        return self.played

    def advance(self, at: datetime) -> None:
        """Let time pass up to `at`: each armed timer on the way gets a tick of its own."""
        at = at.astimezone(UTC)
        while True:
            self.log.settle()
            armed = self.log.armed()
            if armed is None or armed > at:
                break
            self.log.tick(armed)
        self.log.tick(at)
        self.log.settle()

    def seen(self) -> dict[str, CaseSeen]:
        """What the archives know of the story's petitions, one object per case."""
        cases: dict[str, CaseSeen] = {}
        for petition in self.played.petitions.values():
            if petition.case_id not in cases:
                cases[petition.case_id] = self._case(petition)
        return {name: cases[one.case_id] for name, one in self.played.petitions.items()}

    def _case(self, petition: Petition) -> CaseSeen:
        reader = next(
            reader
            for reader in self.log.readers
            if reader.part.service == "archive" and reader.part.lane == petition.lane
        )
        record = reader.processor.remembered(petition.case_id)
        assert record is not None
        view = orjson.loads(reader.processor.codec.dump(record))["state"].get("view", {})
        return CaseSeen(view, self._events(petition))

    def _events(self, petition: Petition) -> Sequence[str]:
        """Those of the open lane first, where the case went over to the other one."""
        former = self._of("open", petition.former) if petition.former else []
        return [*former, *self._of(petition.lane, petition.case_id)]

    def _of(self, lane: Lane, case_id: str) -> list[str]:
        return [
            header(record, "ce_type") or ""
            for (log_lane, _), log in self.log.logs.items()
            for record in log
            if log_lane == lane and record.key == case_id.encode()
        ]

    def _do(self, story: str, step: Step) -> None:
        match step.does:
            case Submit() as submit:
                self._submit(submit)
            case Issue() as issue:
                self._command(story, issue, step.at)
            case None:
                pass
        self.log.settle()

    def _submit(self, submit: Submit) -> None:
        before = len(self.log.said)
        key = str(submit.petition.get("platform_ref", ""))
        self.log.submit(submit.source, key, orjson.dumps(submit.petition))
        answers = {one.topic: one for one in self.log.said[before:]}
        dead = answers.get(DEAD_LETTERS)
        if dead is not None:
            code = _body(dead).get("code")
            if code != submit.dead_letter:
                self.played.faults.append(f"{submit.name}: {code}, not {submit.dead_letter}")
            return
        if submit.dead_letter:
            self.played.faults.append(f"{submit.name}: became a case, not {submit.dead_letter}")
        receipt = _body(next(iter(answers.values())))
        self.played.petitions[submit.name] = Petition(
            submit.name, receipt["lane"], receipt["case_id"], submit.petition
        )

    def _command(self, story: str, issue: Issue, at: datetime) -> None:
        self._commands += 1
        about_bureau = issue.type in BUREAU_COMMANDS
        petition = None if about_bureau else self.played.petitions.get(issue.case)
        if petition is None and not about_bureau:
            self.played.faults.append(f"{issue.type}: there is no case {issue.case!r}")
            return
        command_id = issue.command_id or str(uuid5(NAMESPACE_URL, f"{story}/{self._commands}"))
        before = len(self.log.said)
        value = orjson.dumps(self.played.document(issue, petition, command_id, at))
        if petition is None:
            self.log.command("open", command_id, value, BUREAU_PARTITION)
        else:
            self.log.command(petition.lane, petition.case_id, value)
        self.log.settle()
        lane, answer = self._answer(command_id, before)
        if petition is not None:
            self.played.follow(petition, lane or petition.lane, answer)
        code = answer.get("code")
        if code:
            self.played.refused.append(RefusedCommand(issue.type, issue.case, code))

    def _answer(self, command_id: str, before: int) -> tuple[Lane | None, Mapping[str, Any]]:
        for said in self.log.said[before:]:
            if said.topic == COMMAND_RESULTS and said.key == command_id:
                return said.lane, _body(said)
        self.played.faults.append(f"{command_id}: no answer")
        return None, {}


def _body(said: Said) -> Mapping[str, Any]:
    body: Mapping[str, Any] = orjson.loads(said.value)
    return body
