"""Petitions in numbers, and the commands that bring each of them to its conclusion."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from services.chassis.settings import ChassisSettings

SOURCE = "bureau-desk"
UNIT = "MNT-DR"
LIAISON = {"principal": "demo-mnt-dr-liaison", "role": "LIAISON", "unit": UNIT}
HEAD = {"principal": "demo-mnt-dr-head", "role": "UNIT_HEAD", "unit": UNIT}
HANDLER = {"principal": "demo-mnt-dr-handler-1", "role": "HANDLER", "unit": UNIT}
OFFICE = {"principal": "demo-office-director", "role": "PETITION_OFFICE_DIRECTOR", "unit": "XFB"}
VICE_LEADER = {"principal": "demo-vice-leader", "role": "PETITION_VICE_LEADER"}
ELEMENTS = (
    "CLAIM",
    "FACTS",
    "EVIDENCE",
    "CONCLUSION",
    "LEGAL_BASIS",
    "MEASURES",
    "LETTER",
    "CONTACT",
    "REVIEW_RIGHT",
)


def petition(run: str, number: int, received_at: datetime) -> dict[str, Any]:
    """One of many letters about a blocked drain."""
    return {
        "platform_ref": f"{run}-{number}",
        "channel": "LETTER",
        "received_at": received_at.isoformat(),
        "kind": "COMPLAINT",
        "title": "下水道堵塞",
        "text": f"第{number}号：楼下的下水道堵了半个月，一下雨污水就从雨水篦里冒出来，请派人疏通。",
        "petitioner": {
            "named": True,
            "type": "PERSON",
            "name": f"压测人{run}-{number}",
            "address": f"八里湖新区测试路{number}号",
        },
        "persons": 1,
        "matter": {"topics": ["SEWER_BLOCKED"], "district": "BL", "place": f"测试路{number}号"},
    }


def lifecycle(today: str) -> tuple[dict[str, Any], ...]:
    """The nine commands from approval to conclusion."""
    witness = {"name": "居委会工作人员", "side": "COMMUNITY"}
    verifiers = [{"principal": HANDLER["principal"], "unit": UNIT}]
    handler = {"principal": HANDLER["principal"], "unit": UNIT}
    return (
        {"type": "approve_assignment", "actor": VICE_LEADER},
        {"type": "acknowledge_assignment", "actor": LIAISON},
        {
            "type": "designate_handler",
            "actor": HEAD,
            "handler": handler,
            "recusal_declared": False,
        },
        {
            "type": "complete_verification",
            "actor": HANDLER,
            "verifiers": verifiers,
            "facts": "属实",
        },
        {"type": "submit_reply", "actor": LIAISON, "elements": list(ELEMENTS)},
        {"type": "pass_content", "actor": OFFICE},
        {"type": "deliver_reply", "actor": LIAISON, "by": "IN_PERSON", "on": today},
        {"type": "record_signoff", "actor": LIAISON, "on": today, "witness": witness},
        {"type": "pass_reply", "actor": OFFICE},
    )


@dataclass(slots=True)
class Driver:
    """A platform and a desk that answer each receipt and result with the next command."""

    settings: ChassisSettings
    run: str
    concluded: int = 0
    refused: list[Mapping[str, Any]] = field(default_factory=list)
    _case_of: dict[str, str] = field(default_factory=dict)
    _stage_of: dict[str, int] = field(default_factory=dict)
    _done: asyncio.Event = field(default_factory=asyncio.Event)
    _producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect and begin to listen for answers."""
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self.settings.kafka_bootstrap,
            acks="all",
            enable_idempotence=True,
        )
        await self._producer.start()

    async def stop(self) -> None:
        """Disconnect."""
        assert self._producer is not None
        await self._producer.stop()

    async def submit(self, numbers: range) -> None:
        """Publish petitions and wait until the broker has them."""
        assert self._producer is not None
        topic = self.settings.topic("open", f"petitions.submitted.v1.{SOURCE}")
        received_at = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 - a platform's clock
        sent = []
        for number in numbers:
            body = petition(self.run, number, received_at)
            key = body["platform_ref"].encode()
            sent.append(await self._producer.send(topic, orjson.dumps(body), key=key))
        await asyncio.gather(*sent)

    async def carry_through(self, numbers: range, timeout_seconds: float) -> None:
        """Submit, and answer every receipt and result until all are concluded."""
        self.concluded = 0
        listening = AIOKafkaConsumer(
            bootstrap_servers=self.settings.kafka_bootstrap,
            enable_auto_commit=False,
        )
        await listening.start()
        answers = ("case.command-results.v1", f"platforms.returned.v1.{SOURCE}")
        partitions = [
            TopicPartition(self.settings.topic("open", stem), p)
            for stem in answers
            for p in range(self.settings.partitions)
        ]
        listening.assign(partitions)
        await listening.seek_to_end(*partitions)
        answering = asyncio.create_task(self._answer(listening, len(numbers)))
        try:
            await self.submit(numbers)
            async with asyncio.timeout(timeout_seconds):
                await self._done.wait()
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
            await listening.stop()
        self._done.clear()

    async def _answer(self, listening: AIOKafkaConsumer, wanted: int) -> None:
        today = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the desk's clock
        commands = lifecycle(today)
        while True:
            fetched = await listening.getmany(timeout_ms=100, max_records=2_000)
            for messages in fetched.values():
                for message in messages:
                    await self._next(orjson.loads(message.value), commands)
            if self.concluded >= wanted:
                self._done.set()

    async def _next(self, body: Mapping[str, Any], commands: tuple[dict[str, Any], ...]) -> None:
        if "acceptance" in body:
            # The draft to be approved stands on the log before the source hears of the acceptance.
            case_id, stage = body["case_id"], 0
        elif "command_id" in body:
            case_id = body["case_id"]
            if body.get("code"):
                self.refused.append(body)
                self._done.set()
                return
            stage = self._stage_of[case_id] + 1
        else:
            return
        self._stage_of[case_id] = stage
        if stage == len(commands):
            self.concluded += 1
            return
        await self._issue(case_id, stage, commands[stage])

    async def _issue(self, case_id: str, stage: int, command: Mapping[str, Any]) -> None:
        assert self._producer is not None
        body = {
            **command,
            "command_id": str(uuid5(NAMESPACE_URL, f"{case_id}/{stage}")),
            "case_id": case_id,
            "issued_at": datetime.now(UTC).isoformat(),  # noqa: TID251 - the desk's clock
        }
        topic = self.settings.topic("open", "case.commands.v1")
        await self._producer.send(topic, orjson.dumps(body), key=case_id.encode())


def bad_inputs() -> Iterator[tuple[str, bytes]]:
    """Messages that must become dead letters, with a word for each."""
    yield "not JSON", b"{"
    yield "not UTF-8", b"\xff\xfe\x00"
    yield "too large", b'{"text": "' + b"x" * 300_000 + b'"}'
    yield "unknown field", b'{"platform_ref": "b", "surprise": 1}'
