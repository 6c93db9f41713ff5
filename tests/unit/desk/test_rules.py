"""`rules check` and `rules show`: proved with lines, and written so that a lawyer can read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from services.chassis.kit import rule_files
from services.chassis.versions import VERSIONS_FOLDER
from services.desk.cli.ruling import rules
from services.desk.decisions import rule_table, rule_words

BROKEN = Path(__file__).parents[1] / "chassis" / "rules" / "broken"
FACTS = {"persons": "人数", "named": "实名信访", "kind": "信访类别", "hazards": "危险情形"}


def run(*arguments: str) -> Result:
    """A call of `xinfang rules`."""
    return CliRunner().invoke(rules, arguments)


def test_the_rules_of_the_house_are_fit_and_each_kind_of_case_was_looked_at() -> None:
    result = run("check", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["holds"], found["errors"]) == (0, True, [])
    assert {one["name"] for one in found["rule_sets"]} == {file.stem for file in rule_files()}
    assert all(one["exhaustive"] for one in found["rule_sets"])


def test_errors_come_with_file_line_and_sentence_and_exit_code_one() -> None:
    file = BROKEN / "unknown_clause.yaml"
    result = run("check", str(file))
    assert result.exit_code == 1
    line = re.match(r"# line (\d+)", file.read_text("utf-8"))
    assert line is not None
    assert f"✗ {file}:{line[1]}: rule R-REPORT: the clause 77.b does not exist" in result.stdout


def test_a_version_is_checked_with_its_own_readings(tmp_path: Path) -> None:
    assert run("check", str(VERSIONS_FOLDER / "conclude-30")).exit_code == 0
    (tmp_path / "version.yaml").write_text(
        "version: 2\ndoc_no: x\neffective_from: 2021-02-01\nsettings: {group.min: 0}\n", "utf-8"
    )
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "0 is no value of persons" in result.stdout


def test_a_folder_that_is_no_version_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "version.yaml").write_text("version: 2\n", "utf-8")
    result = run("check", str(tmp_path))
    assert (result.exit_code, "doc_no is missing" in result.output) == (1, True)


def test_a_rule_set_is_shown_with_its_cases_clauses_and_readings() -> None:
    result = run("show", "group")
    assert result.exit_code == 0
    [line] = [one for one in result.stdout.splitlines() if one.startswith("| GRP-GROUP ")]
    assert "来源渠道为“来访”，且人数不少于3" in line
    assert "属集体上访：是" in line
    assert "第十一条（五）（11.5a）" in line
    assert "group.min = 3" in line


def test_a_version_is_shown_with_its_readings(tmp_path: Path) -> None:
    (tmp_path / "version.yaml").write_text(
        "version: 2\ndoc_no: x\neffective_from: 2021-02-01\nsettings: {group.min: 2}\n", "utf-8"
    )
    result = run("show", "group", "--version", str(tmp_path))
    assert "人数不少于2" in result.stdout


def test_a_rule_that_a_reading_switches_off_is_shown_as_such() -> None:
    found = json.loads(run("show", "package", "--json").stdout)
    [line] = [one for one in found["lines"] if one["id"] == "PKG-T1-CANDIDATE"]
    assert line["when"] == rule_table.OFF_ZH


def test_a_set_that_does_not_exist_is_bad_use() -> None:
    result = run("show", "nonsense")
    assert (result.exit_code, "confidentiality" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("always", "其他情形"),
        (None, "（按现行口径不适用）"),
        ({"fact": "named", "eq": True}, "实名信访"),
        ({"fact": "named", "ne": True}, "并非“实名信访”"),
        ({"fact": "persons", "lt": 3}, "人数少于3"),
        ({"fact": "kind", "in": ["REPORT", "APPEAL"]}, "信访类别为“举报”或“申诉”"),
        ({"fact": "hazards", "contains": "SAFETY"}, "危险情形含“安全隐患”"),
        ({"not": {"fact": "persons", "gte": 3}}, "并非（人数不少于3）"),
        (
            {
                "all": [
                    {"fact": "named", "eq": True},
                    {"any": [{"fact": "persons", "gt": 5}, {"fact": "kind", "ne": "OTHER"}]},
                ]
            },
            "实名信访，且（人数多于5，或信访类别不为“其他”）",
        ),
        ({"all": [{"any": [{"fact": "persons", "lte": 4}]}]}, "人数不超过4"),
    ],
)
def test_a_condition_reads_as_a_sentence(when: Any, words: str) -> None:
    assert rule_table.condition(when, FACTS) == words


@pytest.mark.parametrize("file", rule_files(), ids=lambda file: file.stem)
def test_everything_a_rule_set_says_has_a_chinese_word(file: Path) -> None:
    document = yaml.safe_load(file.read_text("utf-8"))
    assert document["name"] in rule_words.TITLE
    codes = {code for fact in document["facts"].values() for code in fact.get("one_of", ())}
    for rule in document["rules"]:
        assert rule["outcome"].keys() <= rule_words.OUTCOME_KEY.keys()
        codes |= {value for value in rule["outcome"].values() if isinstance(value, str)}
    assert {str(code) for code in codes} <= rule_words.CODE.keys()
