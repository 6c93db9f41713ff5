"""The log of each story, decided again, is the same log; and what was tampered with shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.chassis.drain import LOG_READERS
from services.chassis.kit import configured
from tests.simulation.stored_log import SCENARIOS, at, changed, replayed, told, with_record

STORIES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
SEED = 4
PARTITIONS = 3
STRAIGHT, LATE = "LIFE-01", "SYN-25"
"""A life from topic to sealed dossier; one whose dates pass."""
SEALS = "archive"
"""Its seal rests on every event of the case, so it shows what was changed in any of them."""


@pytest.mark.clause("N.1")
@pytest.mark.parametrize("name", STORIES)
def test_a_story_decided_again_gives_the_same_bytes(name: str) -> None:
    tally = replayed(*told(name, SEED, PARTITIONS))
    assert tally.differences == []
    assert (tally.likeness["same"], tally.waiting) == (tally.decided, 0)
    assert tally.receipts > 0
    assert not tally.receipts_of_older_rules


def test_every_announcement_on_the_log_was_decided_again() -> None:
    house, log = told(LATE)
    kinds = [dict(record.headers)["ce_source"] for one in log for record in one.records]
    ours = sum(source != b"xinfang/gate" for source in kinds)
    assert replayed(house, log).decided == ours + kinds.count(b"xinfang/gate") - gate_only(log)


def gate_only(log: list) -> int:  # type: ignore[type-arg]
    """What the gate said of no petition: commands and ticks are not decided."""
    kinds = [dict(record.headers)["ce_type"] for one in log for record in one.records]
    return sum(kind in {b"command.received", b"clock.ticked"} for kind in kinds)


@pytest.mark.parametrize(
    ("kind", "fields", "told_of"),
    [
        ("deadline.set", {"due_on": "2021-01-01"}, ("deadlines", "due_on")),
        ("petition.accepted", {"acceptance": "PARTIAL"}, ("routing", "acceptance")),
        ("petition.registered", {"reg_no": "0"}, ("intake", "reg_no")),
        ("petition.received", {"regime": "2022"}, ("gate", "regime")),
        ("archive.filed", {"id": "another"}, ("archive", "id")),
    ],
)
def test_a_changed_field_is_found_and_drags_nothing_behind_it(
    kind: str, fields: dict[str, str], told_of: tuple[str, str]
) -> None:
    house, log = told(STRAIGHT)
    tally = replayed(house, changed(log, kind, fields))
    assert told_of in {(one.service, one.field) for one in tally.differences}
    assert {one.service for one in tally.differences} <= {told_of[0], SEALS}
    others = [one for one in tally.differences if one.service not in {SEALS, "deadlines"}]
    assert len(others) <= 1


def test_an_announcement_that_is_gone_is_found() -> None:
    house, log = told(STRAIGHT)
    found = replayed(house, with_record(log, at(log, "deadline.set"), None)).differences
    assert found[0].event == "deadline.set"
    assert (found[0].was, found[0].field) == (None, "")


def test_a_timer_that_did_not_strike_is_found() -> None:
    house, log = told(LATE)
    found = replayed(house, with_record(log, at(log, "deadline.missed"), None)).differences
    assert [one.event for one in found if one.was is None] == ["deadline.missed"]


def test_an_announcement_nothing_leads_to_is_found() -> None:
    house, log = told(LATE)
    first, place = at(log, "deadline.missed")
    stray = log[first].records[place]
    tally = replayed(house, with_record(log, at(log, "deadline.approaching"), stray))
    assert not tally.holds


def test_where_the_log_ends_before_a_service_has_answered_it_waits() -> None:
    house, log = told(STRAIGHT)
    number, place = at(log, "petition.received")
    records = log[number].records[: place + 1]
    heard = replace(log[number], records=records, applied=dict.fromkeys(LOG_READERS, 0))
    tally = replayed(house, [heard])
    assert tally.holds
    assert tally.waiting > 0
    asleep = replace(heard, applied=dict.fromkeys(LOG_READERS, place + 1))
    assert not replayed(house, [asleep]).holds


def test_a_rule_set_of_another_edition_is_named_and_is_no_difference() -> None:
    house, log = told(STRAIGHT)
    tally = replayed(configured(house, {"conf.doubt": "CAUTION"}), log)
    [edition] = tally.receipts_of_older_rules
    assert edition.startswith("confidentiality 1 ")
    assert tally.holds
    assert tally.likeness["older_rules"] > 0


def test_receipts_are_judged_again_by_themselves() -> None:
    house, log = told(STRAIGHT)
    tally = replayed(house, log, receipts_only=True)
    assert (tally.decided, tally.different) == (0, 0)
    number, place = at(log, "petition.accepted")
    value = log[number].records[place].value
    assert value is not None
    forged = value.replace(b'"rules":[{"id":"', b'"rules":[{"id":"X-', 1)
    record = log[number].records[place]._replace(value=forged)
    tally = replayed(house, with_record(log, (number, place), record), receipts_only=True)
    assert [one.field for one in tally.differences] == ["receipt"]
