"""Rule sets with one fault each are refused before anything is judged, with sentence and line.

The first line of a file says on which line the fault is, and how the refusal begins.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from services.chassis import kit
from services.chassis.catalogue import load_catalogue
from services.chassis.clock import WallClock
from services.chassis.rules import RuleSetRejected, check, house_rules, load_rulesets
from services.chassis.settings import ChassisSettings

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
EXPECTED = re.compile(r"# line (\d+): (.+)")
BROKEN_MIN = 30


def expected(file: Path) -> tuple[int, str]:
    """Line and beginning of the sentence a file must be refused with."""
    found = EXPECTED.match(file.read_text("utf-8"))
    assert found is not None
    return int(found[1]), found[2]


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_rule_set_is_refused_with_its_sentence_and_line(file: Path) -> None:
    with pytest.raises(RuleSetRejected) as caught:
        load_rulesets([file], at_start=True)
    line, sentence = expected(file)
    told = [(one.line, one.sentence) for one in caught.value.problems]
    assert [at for at, said in told if said.startswith(sentence)] == [line], told
    assert len(told) == 1, "one fault, one sentence"


def test_there_are_enough_of_them_and_no_two_for_the_same_reason() -> None:
    sentences = {re.sub(r"R-\w+|\d+", "", expected(file)[1]) for file in BROKEN}
    assert len(BROKEN) >= BROKEN_MIN
    assert len(sentences) >= BROKEN_MIN


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_check_tells_the_same_as_a_refused_start(file: Path) -> None:
    checked = check([file], load_catalogue())
    line, sentence = expected(file)
    assert [(one.line, one.sentence.startswith(sentence)) for one in checked.errors] == [
        (line, True)
    ]


def test_the_rule_sets_of_the_house_have_no_errors() -> None:
    checked = check(house_rules(), load_catalogue())
    assert checked.errors == []
    assert len(checked.rulesets) == len(kit.rule_files())


@pytest.mark.parametrize("stem", ["unknown_clause", "never_first"])
def test_a_house_does_not_start_on_one(
    stem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [file] = [file for file in BROKEN if file.stem == stem]
    shutil.copy(file, tmp_path)
    files = [*kit.rule_files(), tmp_path / file.name]
    monkeypatch.setattr(kit, "rule_files", lambda: files)
    with pytest.raises(RuleSetRejected, match=expected(file)[1]):
        kit.open_house(ChassisSettings(), WallClock(), process="test")


def test_ranks_that_decide_silently_are_noted_with_an_example(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "broken" / "never_first.yaml").read_text("utf-8")
    text = re.sub(r"when: \{all.*", "when: {fact: kind, eq: REPORT}", text)
    file = tmp_path / "never_first.yaml"
    file.write_text(text, "utf-8")
    checked = check([file], load_catalogue())
    assert checked.errors == []
    [note] = checked.notes
    assert note.line == text[: text.index("- id: R-REPORT")].count("\n") + 1
    assert "R-MANY says something else of some cases" in note.sentence
    assert re.search(r"persons \d+, kind REPORT", note.sentence), note.sentence
