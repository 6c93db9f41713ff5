"""The catalogues: what is looked up, and that what is cited exists."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from contracts.envelope import UnitCode
from services.chassis.catalogue import CATALOGUE_FOLDER, CatalogueRejected, load_catalogue
from services.chassis.plain_yaml import parse_yaml

CATALOGUE = load_catalogue()

ARTICLES = 16


@pytest.mark.parametrize(
    ("unit", "ancestors", "under"),
    [
        ("BRG-XY", ["BRG-XY"], True),
        ("BRG-XY", ["ENF"], True),
        ("BRG-XY", ["BUREAU"], True),
        ("ENF", ["BRG-XY"], False),
        ("XFB", ["OFF"], True),
        ("MNT-RD", ["ENF", "MNT"], True),
        ("PDI", ["BUREAU"], False),
        ("EXT-CCDI", ["BUREAU"], False),
        ("EXT-CCDI", ["EXT-CCDI"], True),
        ("BRG-XY", [], False),
    ],
)
def test_a_unit_lies_under_itself_and_everything_above_it(
    unit: str, ancestors: list[str], under: bool
) -> None:
    assert CATALOGUE.under(UnitCode(unit), [UnitCode(code) for code in ancestors]) is under


@pytest.mark.parametrize(
    ("owner", "district", "unit"),
    [
        ("brigade_of_district", "XY", "BRG-XY"),
        ("brigade_of_district", "CITY", "BRG-MB"),
        ("brigade_of_district", None, "BRG-MB"),
        ("brigade_of_district", "CS", None),
        ("MNT-LT", "CS", "MNT-LT"),
    ],
)
def test_a_topics_owner_is_found_by_district(
    owner: str, district: str | None, unit: str | None
) -> None:
    assert CATALOGUE.resolve(owner, district) == unit


@pytest.mark.parametrize(
    ("channel", "days"),
    [("PHONE", 5), ("FIVE_TYPE_CITY", 5), ("VOICE_PROV", 10), ("SUGGEST_JJ", 15)]
    + [(channel, None) for channel in ("LETTER", "VISIT", "SMS", "PROV_PETITION_PLATFORM")],
)
def test_a_channel_has_its_own_target_or_none(channel: str, days: int | None) -> None:
    assert CATALOGUE.channel_working_days(channel) == days


@pytest.mark.parametrize(
    ("code", "assignable"),
    [("BRG-XY", True), ("PDI", True), ("BUREAU", False), ("EXT-PSB", False), ("NOBODY", False)],
)
def test_work_goes_to_active_units_only(code: str, assignable: bool) -> None:
    assert CATALOGUE.is_assignable(code) is assignable


def test_every_article_has_a_clause() -> None:
    articles = {clause_id.split(".")[0] for clause_id in CATALOGUE.clauses}
    assert {str(number) for number in range(1, ARTICLES + 1)} <= articles


def test_every_quotation_stands_in_the_procedure_letter_by_letter() -> None:
    silent = {"10.1d", "10.2d", "10.5h"}
    for clause in CATALOGUE.clauses.values():
        if re.match(r"[0-9N]", clause.id):
            assert bool(clause.text_zh) != (clause.id in silent)
            assert clause.text_zh in CATALOGUE.procedure_zh
            assert clause.label_zh.startswith(("第", "通知"))


def test_every_limit_and_every_reading_can_be_cited() -> None:
    assert {f"B-{number}" for number in range(1, 24)} <= set(CATALOGUE.clauses)
    assert {f"E{number}" for number in range(1, 81)} <= set(CATALOGUE.clauses)


def test_a_reading_quotes_the_words_it_reads_and_says_what_was_chosen() -> None:
    clause = CATALOGUE.clause("E10")
    assert clause.text_zh == "规定时限内未回复经催办无果的案件"
    assert "t7.grace_working_days = 5" in clause.gist_en


def test_limits_and_settings_are_found_by_key() -> None:
    assert (CATALOGUE.limit("conclude").id, CATALOGUE.limit("conclude").limit) == ("B-6", 60)
    assert CATALOGUE.setting("caution.lead_fallback") == ("SUP", "XFB")
    assert CATALOGUE.setting("reminder.working_days") == (-10, -5, -1, 1)


def test_words_that_yaml_takes_for_booleans_stay_words() -> None:
    assert parse_yaml("{on: OFF, a: yes, b: true, c: 10.5, d: 7}") == {
        "on": "OFF",
        "a": "yes",
        "b": True,
        "c": "10.5",
        "d": 7,
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("units.yaml", "parent: ENF", "parent: NIL", "Unit BRG-XY: its parent NIL is no unit."),
        ("districts.yaml", "BRG-XY", "BRG-QQ", "District XY: its brigade BRG-QQ is no unit."),
        ("topics.yaml", "owner: SRT", "owner: QQ", "Topic WASTE_SORTING: QQ is no unit."),
        ("topics.yaml", "owner: SRT", "owner: null", "WASTE_SORTING: in scope and owned, or"),
        ("topics.yaml", "[EXT-NRP]", "[EXT-QQ]", "TRANSFER_STATION_SITING: EXT-QQ is no outside"),
        ("procedure.yaml", "谁主管谁负责", "谁主管谁", None),
        ("procedure.yaml", "谁主管谁负责", "谁都不管", "Clause 4.d: its quotation is not in the"),
        ("limits.yaml", "clause: 2.a", "clause: 2.z", "B-16: the clause 2.z does not exist."),
        ("limits.yaml", "limit: 60,", "limit: many,", "Limit row 5.limit: Input should be a valid"),
    ],
)
def test_catalogues_that_contradict_themselves_are_refused(
    tmp_path: Path, file: str, old: str, new: str, sentence: str | None
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE_FOLDER, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    if sentence is None:
        assert load_catalogue(folder).units == CATALOGUE.units
        return
    with pytest.raises(CatalogueRejected, match=re.escape(sentence)):
        load_catalogue(folder)
