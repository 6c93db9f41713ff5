"""Plays one story: lets time pass, submits, commands, and looks at what stands in the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts.commands import COMMANDS
from contracts.envelope import Owner
from services.chassis.batch import Lane
from services.chassis.client import Answer, Client, NoAnswer
from services.chassis.clock import StoryClock
from services.chassis.running import Running
from services.desk.play.scenario import Issue, Scenario, Step, Submit

RECEIPT_FIELD = "lane"
BUREAU_COMMANDS = frozenset(c.type for c in COMMANDS.values() if c.owner == Owner.GATE)
"""About the whole bureau: they name no case."""


@dataclass(frozen=True, slots=True)
class Petition:
    """A petition of the story and the case it became."""

    name: str
    lane: Lane
    case_id: str
    declared: Mapping[str, Any]
    former: str | None = None
    """The case of the open lane it was, before it became RESTRICTED (art. 7)."""


@dataclass(frozen=True, slots=True)
class RefusedCommand:
    """A command of the story that was refused."""

    command: str
    case: str
    code: str


@dataclass(slots=True)
class Played:
    """What happened while the story was played."""

    petitions: dict[str, Petition] = field(default_factory=dict)
    refused: list[RefusedCommand] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What the story asked for and the house did not do: a wrong dead letter, no answer."""

    def document(
        self, issue: Issue, petition: Petition | None, command_id: str, at: datetime
    ) -> dict[str, Any]:
        """A command of the story as it is published; without a petition it is the bureau's."""
        return {
            "command_id": command_id,
            **({"case_id": petition.case_id} if petition else {}),
            "type": issue.type,
            "issued_at": at.isoformat(),
            "actor": issue.actor,
            **self._fields_of(issue),
        }

    def _fields_of(self, issue: Issue) -> dict[str, Any]:
        """A command's own fields; another case of the story is called by its name in them."""
        named = self.petitions.get(issue.fields["of"]) if "of" in issue.fields else None
        return {**issue.fields, "of": named.case_id} if named else {**issue.fields}

    def follow(self, petition: Petition, lane: Lane, answer: Mapping[str, Any]) -> None:
        """A case that became RESTRICTED goes on in the other lane; in the story it keeps its name.

        The answer to the command that made it so comes from there and names the case it is now.
        """
        if lane == petition.lane:
            return
        moved = {"lane": lane, "case_id": answer["case_id"], "former": petition.case_id}
        for name, known in self.petitions.items():
            if known.case_id == petition.case_id:
                self.petitions[name] = replace(known, **moved)


class Player:
    """Drives a running house through a story."""

    def __init__(self, here: Running, client: Client, clock: StoryClock) -> None:
        assert here.ticker is not None, "the gate must run in the player's process"
        self._here = here
        self._ticker = here.ticker
        self._client = client
        self._clock = clock
        self._lanes: Sequence[Lane] = here.house.lanes
        self._commands = 0
        self.played = Played()

    async def play(self, scenario: Scenario) -> Played:
        """Background first, then the steps; returns when everything said has been heard."""
        for step in (*scenario.background, *scenario.steps):
            await self.advance(step.at)
            await self._do(scenario.id, step)
        await self._settled()
        return self.played

    async def advance(self, at: datetime) -> None:
        """Let time pass up to `at`: each armed timer on the way gets a tick of its own."""
        at = at.astimezone(UTC)
        while True:
            armed = await self._settled()
            if armed is None or armed > at:
                break
            await self._tick(armed)
        await self._tick(at)
        await self._settled()

    async def _tick(self, at: datetime) -> None:
        self._clock.move_to(at)
        await asyncio.gather(*(self._ticker.tick(lane, at) for lane in self._lanes))

    async def _settled(self) -> datetime | None:
        """Wait until nothing waits anywhere; the earliest armed timer of all lanes."""
        looks = [await self._ticker.settled(lane) for lane in self._lanes]
        return min((look.armed for look in looks if look.armed is not None), default=None)

    async def _do(self, story: str, step: Step) -> None:
        try:
            await self._done(story, step)
        except NoAnswer as silence:
            self.played.faults.append(f"{step.at.isoformat()}: {silence}")

    async def _done(self, story: str, step: Step) -> None:
        match step.does:
            case Submit() as submit:
                await self._submit(submit)
            case Issue() as issue:
                await self._command(story, issue, step.at)
            case None:
                pass

    async def _submit(self, submit: Submit) -> None:
        answer = await self._client.submit(submit.source, submit.petition)
        if RECEIPT_FIELD not in answer.body:
            self._note_dead_letter(submit, answer)
            return
        if submit.dead_letter:
            self.played.faults.append(f"{submit.name}: became a case, not {submit.dead_letter}")
        lane: Lane = answer.body["lane"]
        self.played.petitions[submit.name] = Petition(
            submit.name,
            lane,
            answer.body["case_id"],
            submit.petition,
        )

    def _note_dead_letter(self, submit: Submit, answer: Answer) -> None:
        code = answer.body.get("code")
        if code != submit.dead_letter:
            wanted = submit.dead_letter or "a case"
            self.played.faults.append(f"{submit.name}: {code} instead of {wanted}")

    async def _command(self, story: str, issue: Issue, at: datetime) -> None:
        self._commands += 1
        about_bureau = issue.type in BUREAU_COMMANDS
        petition = None if about_bureau else self.played.petitions.get(issue.case)
        if petition is None and not about_bureau:
            self.played.faults.append(f"{issue.type}: there is no case {issue.case!r}")
            return
        command_id = issue.command_id or str(uuid5(NAMESPACE_URL, f"{story}/{self._commands}"))
        answer = await self._client.command(
            petition.lane if petition else "open",
            self.played.document(issue, petition, command_id, at),
        )
        if petition is not None:
            self.played.follow(petition, answer.lane, answer.body)
        code = answer.body.get("code")
        if code:
            self.played.refused.append(RefusedCommand(issue.type, issue.case, code))
