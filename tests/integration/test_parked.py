"""A bug of ours stops one case: it waits with its events in order, all others go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from contracts.commands.handling import AcknowledgeAssignment
from contracts.envelope import CaseEvent
from contracts.events.deadlines import DeadlineMissed
from contracts.events.gate import CommandReceived
from contracts.events.intake import PetitionRegistered
from contracts.events.routing import AssignmentApproved, AssignmentDispatched
from contracts.ports import Announcements, Timer
from contracts.topics import CASES, COMMANDS, DEAD_LETTERS
from services.chassis.cases import CaseProcessor
from services.chassis.database import Row, connection
from services.chassis.deciding import Decider
from services.chassis.parking import HANDLER_FAILED
from services.chassis.running import Part, service_app
from services.chassis.security import guard
from services.chassis.service import Service, Timers
from services.chassis.settings import ChassisSettings
from tests.bench.driver import lifecycle
from tests.integration.invariants import history, not_once, violations
from tests.integration.lifecycles import Desk
from tests.integration.posting import Posted, post
from tests.integration.stage import (
    OPEN_ONLY,
    STARTS_AT,
    Stage,
    messages_on,
    schema_of,
    staged,
    until,
)

CANARY = "what the error says is nobody's business"
ERROR = ZeroDivisionError.__name__
PAST_EVERY_DATE = STARTS_AT + timedelta(days=120)

DEADLINES = Part("deadlines")
APPROVE, ACKNOWLEDGE, *_ = lifecycle(STARTS_AT.date().isoformat())

AnyService = Service[Any, Any]
Fault = Callable[[AnyService], AnyService]


@dataclass(slots=True)
class Stumbles:
    """A function of a service that cannot cope with the first case it meets, ever again."""

    right: Callable[..., Announcements]
    over: set[str] = field(default_factory=set)

    def __call__(self, state: Any, about: Any, known: Any) -> Announcements:
        """As the right one, for every other case."""
        # A timer does not name its case, but the event of the case that armed it.
        met = about.armed_by if isinstance(about, Timer) else about.case_id
        if not self.over:
            self.over.add(met)
        if met in self.over:
            raise ZeroDivisionError(CANARY)
        return self.right(state, about, known)


def at_an_event(service: AnyService) -> AnyService:
    """Routing stumbles over a registration."""
    right = service.on_event[PetitionRegistered]
    return replace(service, on_event={**service.on_event, PetitionRegistered: Stumbles(right)})


def at_a_command(service: AnyService) -> AnyService:
    """Handling stumbles over a receipt."""
    right = service.on_command[AcknowledgeAssignment]
    stumbles = Stumbles(right)
    return replace(service, on_command={**service.on_command, AcknowledgeAssignment: stumbles})


def at_a_timer(service: AnyService) -> AnyService:
    """Deadlines stumbles over a date."""
    assert service.timers is not None
    return replace(service, timers=Timers(service.timers.earliest, Stumbles(service.timers.fire)))


@pytest.fixture
def one_partition(settings: ChassisSettings) -> ChassisSettings:
    """All cases stand in one another's way."""
    return settings.model_copy(update={"partitions": 1})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "fault", "failed", "waiting"),
    [
        (Part("routing"), at_an_event, PetitionRegistered, 2),
        (Part("handling"), at_a_command, CommandReceived, 0),
    ],
    ids=["an event", "a command"],
)
async def test_a_case_whose_handler_fails_is_parked_and_all_others_go_on(
    part: Part,
    fault: Fault,
    failed: type[CaseEvent],
    waiting: int,
    one_partition: ChassisSettings,
) -> None:
    settings = one_partition
    async with staged(settings) as stage:
        plant(stage, part, fault)
        struck = await Desk(stage.client, stage.clock, "struck").submit(0)
        await stage.settled()
        await order(stage, struck, APPROVE, ACKNOWLEDGE)
        others = [await Desk(stage.client, stage.clock, "others").carry(0)]
        await stage.settled()
    first, *rest = await parked(settings, part)
    assert told_of(first) == (struck, failed.name, ERROR)
    commands = [told_of(row) for row in rest if row["type"] == CommandReceived.name]
    assert commands == [(struck, CommandReceived.name, "")] * waiting
    await assert_told_once(settings, part, first)

    # With the bug mended too it waits until somebody drives it again.
    async with staged(settings) as stage:
        others.append(await Desk(stage.client, stage.clock, "later").carry(0))
        await order(stage, struck, APPROVE)
        await stage.settled()
    *before, last = await parked(settings, part)
    assert before == [first, *rest]
    assert told_of(last) == (struck, CommandReceived.name, "")
    await assert_as_on_the_log(settings, [*before, last])
    await assert_told_once(settings, part, first)
    assert not_once(await history(settings, "open"), others) == []
    assert await violations(settings, OPEN_ONLY) == []


@pytest.mark.slow
async def test_a_case_whose_timer_fails_is_parked_and_the_clocks_of_all_others_go_on(
    one_partition: ChassisSettings,
) -> None:
    settings = one_partition
    async with staged(settings) as stage:
        plant(stage, DEADLINES, at_a_timer)
        desk = Desk(stage.client, stage.clock)
        cases = [await desk.submit(number) for number in range(3)]
        await stage.advance(PAST_EVERY_DATE)
        (failed,) = await parked(settings, DEADLINES)
        struck = failed["case_id"]
        await order(stage, struck, APPROVE)
        await stage.settled()
    assert told_of(failed) == (struck, "", ERROR)
    assert failed["value"] is None
    _, *waiting = [told_of(row) for row in await parked(settings, DEADLINES)]
    assert waiting == [
        (struck, event.name, "")
        for event in (CommandReceived, AssignmentApproved, AssignmentDispatched)
    ]
    await assert_told_once(settings, DEADLINES, failed)
    happened = await history(settings, "open")
    missed = {event.case_id for event in happened if event.type == DeadlineMissed.name}
    assert missed == set(cases) - {struck}
    assert await violations(settings, OPEN_ONLY) == []


def plant(stage: Stage, part: Part, fault: Fault) -> None:
    """From now on the part decides with a fault in it."""
    house, worker = stage.house, stage.here.worker(part)
    service = fault(service_app(part.service).service(house))
    processor = CaseProcessor(
        Decider(service, guard, house.standing()),
        part.lane,
        house.telemetry_of(part.lane),
        house.settings.states_cached_max,
        house.settings.slice_cases_max,
    )
    worker.processor = processor
    worker.clockwork = processor if service.timers else None


async def order(stage: Stage, case_id: str, *commands: Mapping[str, Any]) -> None:
    """Issue commands whose answers nobody waits for: there may be none."""
    about = {"case_id": case_id, "issued_at": STARTS_AT.isoformat()}
    bodies = [{**c, **about, "command_id": f"{case_id[:36]}/{c['type']}"} for c in commands]
    topic = stage.house.settings.topic("open", COMMANDS)
    messages = [Posted(orjson.dumps(body), case_id.encode()) for body in bodies]
    await post(stage.house.settings, topic, messages)
    drain = stage.here.drain
    ends = await drain.ends([topic])
    await until(lambda: drain.inbound([topic], ends))


async def parked(settings: ChassisSettings, part: Part) -> list[Row]:
    """What waits, in the order of the log."""
    dsn = settings.postgres_dsn.get_secret_value()
    async with connection(dsn, schema_of(settings, part)) as link:
        return await link.fetch(
            'SELECT "offset", case_id, key, value, cause,'
            " coalesce(headers->>'ce_type', '') AS type FROM parked ORDER BY partition, \"offset\""
        )


def told_of(row: Row) -> tuple[str, str, str]:
    """Whose event it is, which one, and what failed."""
    return row["case_id"], row["type"], row["cause"]


async def assert_told_once(settings: ChassisSettings, part: Part, failed: Row) -> None:
    """Operators hear of the failure alone, and nothing that the error says."""
    (letter,) = await messages_on(settings, settings.topic("open", DEAD_LETTERS))
    body = orjson.loads(letter.value)
    assert (body["code"], body["error"]) == (HANDLER_FAILED, ERROR)
    assert (body["service"], body["topic"]) == (part.service, CASES)
    assert body["offset"] == failed["offset"]
    assert letter.key.decode() == failed["case_id"]
    assert CANARY.encode() not in letter.value


async def assert_as_on_the_log(settings: ChassisSettings, rows: Sequence[Row]) -> None:
    """Each waits as it was said, and none twice."""
    log = {m.offset: m for m in await messages_on(settings, settings.topic("open", CASES))}
    assert [(row["key"], row["value"]) for row in rows] == [
        (log[row["offset"]].key, log[row["offset"]].value) for row in rows
    ]
    assert len({row["offset"] for row in rows}) == len(rows)
