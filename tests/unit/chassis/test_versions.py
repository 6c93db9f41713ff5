"""Versions of the procedure: what they change, and what is refused before anything is judged."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contracts.events.gate import ProcedureVersionActivated
from contracts.ports import Facts
from services.chassis.kit import basis_of
from services.chassis.rules.errors import RuleSetRejected
from services.chassis.rules.judge import SERVICES_FOLDER
from services.chassis.standing import Standing, VersionUnknown
from services.chassis.versions import (
    VERSIONS_FOLDER,
    VersionRejected,
    load_version,
    loader,
    versions_in,
)
from tests.unit.case_story import BASIS, CATALOGUE

HEAD = "version: 9\ndoc_no: test\neffective_from: 2021-03-01\n"


def version(folder: Path, text: str = HEAD) -> Path:
    """A version of a test's own."""
    folder.mkdir()
    (folder / "version.yaml").write_text(text, "utf-8")
    return folder


def activated(name: str, sha256: str | None = None) -> ProcedureVersionActivated:
    """It is put in force."""
    known = versions_in()[name]
    return ProcedureVersionActivated(
        doc_no=known.doc_no,
        version=known.number,
        ruleset=name,
        sha256=sha256 or known.sha256,
        effective_from=known.effective_from,
    ).stamped(seq=1)


def test_the_versions_of_the_house_can_all_be_put_in_force() -> None:
    basis = basis_of(CATALOGUE)
    assert set(basis.versions) == {"conclude-30", "regulation-2022"}
    for name in basis.versions:
        assert load_version(VERSIONS_FOLDER / name, basis).versions == basis.versions


@pytest.mark.clause("N.1")
def test_a_version_changes_limits_and_readings_for_the_cases_judged_by_it() -> None:
    basis = replace(BASIS, versions=versions_in())
    standing = Standing(basis, loader(basis))
    standing.learn(activated("conclude-30"))
    assert standing.basis(1, 1).catalogue.limit("conclude").limit == 30
    assert standing.basis(1, 0).catalogue.limit("conclude").limit == 60
    assert standing.basis(1, 1).version == 1


@pytest.mark.setting("procedure.effective_from")
def test_a_version_says_itself_from_when_it_is_effective(tmp_path: Path) -> None:
    assert CATALOGUE.setting("procedure.effective_from") == "2021-02-01"
    made = load_version(version(tmp_path / "later"), BASIS)
    assert made.catalogue.setting("procedure.effective_from") == "2021-03-01"
    assert versions_in(tmp_path)["later"].effective_from == date(2021, 3, 1)


def test_a_rule_set_of_a_version_stands_in_the_place_of_ours(tmp_path: Path) -> None:
    folder = version(tmp_path / "other")
    ours = SERVICES_FOLDER / "intake" / "rules" / "group.yaml"
    text = ours.read_text("utf-8")
    (folder / "group.yaml").write_text(text.replace("{setting: group.min}", "7"), "utf-8")
    facts: Facts = {"channel": "VISIT", "persons": 5, "representatives": 0}
    sevens = [basis.judge("group", facts) for basis in (BASIS, load_version(folder, BASIS))]
    assert sevens[0].outcome != sevens[1].outcome
    assert sevens[0].sha256 != sevens[1].sha256


def test_a_version_that_is_not_here_or_is_another_one_stops_the_house() -> None:
    basis = replace(BASIS, versions=versions_in())
    with pytest.raises(VersionUnknown, match="other contents"):
        Standing(basis, loader(basis)).learn(activated("conclude-30", sha256="0" * 64))
    bare = Standing(BASIS, loader(BASIS))
    with pytest.raises(VersionUnknown, match="not here"):
        bare.learn(activated("conclude-30"))


@pytest.mark.parametrize(
    "text",
    [
        "- nothing\n",
        HEAD.replace("version: 9", "version: nine"),
        HEAD.replace("doc_no: test\n", ""),
        HEAD.replace("2021-03-01", "'soon'"),
        HEAD + "colour: red\n",
        HEAD + "settings: {no.such.key: 1}\n",
        HEAD + "limits: {no_such_limit: 1}\n",
    ],
)
def test_a_version_of_bad_form_is_refused(text: str, tmp_path: Path) -> None:
    folder = version(tmp_path / "bad", text)
    with pytest.raises(VersionRejected, match="bad"):
        load_version(folder, BASIS)


def test_a_version_with_a_rule_set_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = version(tmp_path / "bad")
    (folder / "group.yaml").write_text("rules: []\n", "utf-8")
    with pytest.raises(RuleSetRejected):
        load_version(folder, BASIS)
    shutil.move(folder / "group.yaml", folder / "no-such-set.yaml")
    with pytest.raises(VersionRejected, match="no-such-set"):
        load_version(folder, BASIS)
