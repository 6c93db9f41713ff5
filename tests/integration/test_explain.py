"""Why a case stands as it does, asked as anybody asks it; and its spans, found by its id."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.chassis.catalogue import load_catalogue
from services.chassis.drain import LOG_READERS
from services.chassis.http import served
from services.chassis.running import GATE
from services.chassis.settings import ChassisSettings
from services.desk.demo.processes import OK, page
from services.desk.play.player import Player
from services.desk.play.scenario import UNNAMED, Issue, Scenario, Step, read_scenario
from services.desk.traces.ring import Ring
from services.desk.traces.viewer import application
from tests.bench import driver
from tests.integration.stage import OPEN_ONLY, WAIT_SECONDS_MAX, staged

PROGRAM = Path(sys.executable).with_name("xinfang")
STORIES = Path(__file__).parents[1] / "scenarios"
WHOLE_LIFE = STORIES / "LIFE-01.yaml"
"""From the petition to the sealed dossier, with what people did on the way."""
IN_VAIN = STORIES / "SYN-25.yaml"
"""Nobody handles it: its date is missed, the reminder stays without an answer."""
NOT_FOUND = 404

DECIDED_BY_RULE = [
    ("petition.received", "CONF-NORMAL"),
    ("petition.registered", "PUB-PETITIONER"),
    ("petition.scope.assessed", "ACC-IN-SCOPE"),
    ("petition.accepted", "CHAN-TRANSFER"),
    ("petition.accepted", "SIGN-REAL-NAME"),
    ("petition.accepted", "SIMPLE-ELIGIBLE"),
    ("unit.proposed", "OWN-OWNER"),
    ("assignment.lead.set", "OWN-OWNER"),
    ("assignment.drafted", "OWN-OWNER"),
    ("archive.filed", "RET-LONG"),
]
DECIDED_BY_PERSON = [
    ("assignment.approved", "approve_assignment"),
    ("assignment.dispatched", "approve_assignment"),
    ("assignment.received", "acknowledge_assignment"),
    ("unit_head.reported", "report_to_head"),
    ("handler.designated", "designate_handler"),
    ("contact.logged", "log_contact"),
    ("verification.started", "attach_evidence"),
    ("evidence.attached", "attach_evidence"),
    ("verification.completed", "complete_verification"),
    ("reply.submitted", "submit_reply"),
    ("reply.content_passed", "pass_content"),
    ("reply.delivered", "deliver_reply"),
    ("receipt.signed", "record_signoff"),
    ("witness.signed", "record_signoff"),
    ("reply.passed", "pass_reply"),
    ("petition.concluded", "pass_reply"),
    ("materials.returned", "return_materials"),
    ("archive.item.noted", "note_missing_item"),
    ("archive.filed", "file_dossier"),
    ("archive.sealed", "file_dossier"),
]
CONCLUDED_BY = (
    "自2021年6月1日次日起60日，计至2021年7月31日，"
    "期末遇休息日2021年7月31日、2021年8月1日，到期日为2021年8月2日（B-6；10.5e）。",
    "60 calendar days from the day after 2021-06-01, counted to 2021-07-31,"
    " moved over the days of rest 2021-07-31, 2021-08-01, due on 2021-08-02 (B-6; 10.5e).",
)


@dataclass(frozen=True, slots=True)
class Lived:
    """A case, what the command line says of it, and where its spans are."""

    case_id: str
    explained: Mapping[str, Any]
    viewer: str

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """What was decided, in the order of the log."""
        found: list[dict[str, Any]] = self.explained["decisions"]
        return found

    @property
    def due_dates(self) -> list[dict[str, Any]]:
        """Its dates as they stand at the end."""
        found: list[dict[str, Any]] = self.explained["due_dates"]
        return found

    async def ask(self, path: str, case_id: str) -> tuple[int, str]:
        """Code and content of a page of the viewer about a case."""
        return await asyncio.to_thread(
            page, f"{self.viewer}{path}?case={case_id}", WAIT_SECONDS_MAX
        )


@asynccontextmanager
async def lived(story: Scenario, settings: ChassisSettings) -> AsyncIterator[Lived]:
    """A story's case once the story is over, its spans sent to a viewer."""
    async with served(application(Ring()), 0) as port:
        viewer = f"http://127.0.0.1:{port}"
        traced = settings.model_copy(update={"otel_exporter_otlp_endpoint": viewer})
        sources = sorted(story.sources)
        async with staged(traced, OPEN_ONLY, (), story.starts_at, sources) as stage:
            played = await Player(stage.here, stage.client, stage.clock).play(story)
            # The spans go to this very loop: it must stay free for them.
            await asyncio.to_thread(stage.house.close)
        (petition,) = played.petitions.values()
        yield Lived(petition.case_id, await explain(petition.case_id, settings), viewer)


async def explain(reference: str, settings: ChassisSettings) -> Mapping[str, Any]:
    """`xinfang explain --json`, which needs neither a broker nor a key."""
    told = {
        "POSTGRES_DSN": settings.postgres_dsn.get_secret_value(),
        "NAMESPACE": settings.namespace,
    }
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *("explain", reference, "--json"),
        env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(WAIT_SECONDS_MAX):
        printed, _ = await process.communicate()
    assert process.returncode == 0
    found: Mapping[str, Any] = json.loads(printed)
    return found


@pytest.mark.slow
async def test_a_whole_life_is_explained_step_by_step_and_its_spans_are_found_by_its_id(
    settings: ChassisSettings,
) -> None:
    async with lived(read_scenario(WHOLE_LIFE), settings) as case:
        assert_each_decision_says_why(case.decisions)
        by_rule = [one for one in case.decisions if one["kind"] == "RULE"]
        assert [(one["event"], *one["rules"]) for one in by_rule] == DECIDED_BY_RULE
        by_person = [one for one in case.decisions if one["kind"] == "PERSON"]
        assert [(one["event"], one["facts"]["command"]) for one in by_person] == DECIDED_BY_PERSON
        assert_each_date_is_counted_out(case.due_dates)
        counted = {one["key"]: (one["sentence_zh"], one["sentence_en"]) for one in case.due_dates}
        assert counted["conclude"] == CONCLUDED_BY
        await assert_spans_are_found(case)


@pytest.mark.slow
async def test_a_case_nobody_handled_says_what_was_missed_and_why_a_command_was_refused(
    settings: ChassisSettings,
) -> None:
    story = read_scenario(IN_VAIN)
    too_early = Issue("pass_reply", UNNAMED, driver.OFFICE, {}, None)
    at_last = Step(story.steps[-1].at + timedelta(minutes=1), too_early)
    async with lived(replace(story, steps=(*story.steps, at_last)), settings) as case:
        assert_each_decision_says_why(case.decisions)
        (refused,) = (one for one in case.decisions if one["kind"] == "REFUSED")
        assert refused["outcome"] == {"code": "STATE_DOES_NOT_ALLOW"}
        assert refused["by"]["role"] == driver.OFFICE["role"]
        assert refused["facts"]["command"] == "pass_reply"
        ruled = {(one["event"], rule) for one in case.decisions for rule in one["rules"]}
        assert ruled >= {
            ("package.triggered", "PKG-T7"),
            ("accountability.flagged", "ACCT-NO-REPLY"),
        }
        assert_each_date_is_counted_out(case.due_dates)
        states = {one["key"]: one["state"] for one in case.due_dates}
        assert (states["acceptance_notice"], states["conclude"]) == ("MET", "MISSED")
        await assert_spans_are_found(case)


def assert_each_decision_says_why(decisions: Sequence[Mapping[str, Any]]) -> None:
    """By which rule of which version or by whom, on the very words of which clause, seeing what."""
    clauses = load_catalogue().clauses
    assert decisions
    for one in decisions:
        assert one["facts"], one
        assert one["clauses"], one
        for cited in one["clauses"]:
            clause = clauses[cited["id"]]
            assert cited["text"] in {clause.text_zh, clause.gist_en} - {""}
            assert cited["label"] == clause.label_zh
        if one["kind"] == "RULE":
            assert one["rules"], one
            assert one["by"].keys() == {"ruleset", "version", "sha256"}
        else:
            assert one["by"].keys() >= {"principal", "role"}


def assert_each_date_is_counted_out(due_dates: Sequence[Mapping[str, Any]]) -> None:
    """From which day, how many days, by which rule and clause, to which day."""
    assert due_dates
    for one in due_dates:
        counted, due = one["derivation"], date.fromisoformat(one["due_on"])
        start = date.fromisoformat(counted["start"])
        for sentence, days in (
            (one["sentence_zh"], (in_chinese(start), in_chinese(due))),
            (one["sentence_en"], (start.isoformat(), due.isoformat())),
        ):
            for said in (*days, str(counted["limit"]), counted["rule"], counted["clause"]):
                assert said in sentence
        assert [cited["id"] for cited in one["clauses"]] == [counted["rule"], counted["clause"]]
        assert all(cited["text"] for cited in one["clauses"])


def in_chinese(day: date) -> str:
    """As sentences write a day."""
    return f"{day.year}年{day.month}月{day.day}日"


async def assert_spans_are_found(case: Lived) -> None:
    """Of every service, under the id of this case and of no other."""
    code, content = await case.ask("/api/traces", case.case_id)
    spans = json.loads(content)["spans"]
    assert code == OK
    assert {span["service"] for span in spans} == {GATE, *LOG_READERS}
    assert {span["case_id"] for span in spans} == {case.case_id}
    assert not [span for span in spans if span["failed"]]
    code, shown = await case.ask("/traces", case.case_id)
    assert code == OK
    assert case.case_id in shown
    assert "process petition.registered" in shown
    assert (await case.ask("/traces", "no-such-case"))[0] == NOT_FOUND
