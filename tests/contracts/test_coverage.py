"""Each clause of the procedure is covered or reasoned, and the table that says so can be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.chassis.catalogue import load_catalogue
from services.desk.cli.clauses import existing, load_coverage, procedure_clauses
from services.desk.decisions.coverage import Covered, problems_of, untested
from tests.marked import all_tests, names_by_mark

CLAUSES = procedure_clauses(load_catalogue())
ROWS = load_coverage()
EXISTING = existing(load_catalogue(), ROWS)


def test_every_clause_is_covered_by_something_that_exists_or_says_why_not() -> None:
    assert problems_of(ROWS, CLAUSES, EXISTING) == []


def test_every_test_that_is_named_exists() -> None:
    assert untested(ROWS, all_tests()) == []


def test_a_mark_names_a_clause_that_exists() -> None:
    assert sorted(set(names_by_mark("clause")) - set(load_catalogue().clauses)) == []


FIRST = next(row for row in ROWS if row.kind != "OUTSIDE")


@pytest.mark.parametrize(
    ("planted", "sentence"),
    [
        ([], "no row says how it is covered; add one."),
        ([FIRST, FIRST], "has 2 rows; keep one."),
        ([replace(FIRST, where=())], "say where it is covered."),
        ([replace(FIRST, tests=())], "name a test that proves it."),
        ([replace(FIRST, where=("rule:NO-SUCH",))], "rule:NO-SUCH does not exist"),
        ([replace(FIRST, where=("file:no/such.py",))], "file:no/such.py does not exist"),
        ([replace(FIRST, where=("magic:x",))], "before the colon."),
        ([replace(FIRST, kind="OUTSIDE", reason="")], "say why."),
        ([FIRST, Covered("99.z", "OUTSIDE", reason="planted")], "is no clause of the procedure"),
    ],
)
def test_a_planted_fault_of_the_table_is_seen(planted: list[Covered], sentence: str) -> None:
    others = [row for row in ROWS if row is not FIRST]
    found = problems_of([*planted, *others], CLAUSES, EXISTING)
    assert [problem for problem in found if sentence in problem]
    assert len(found) == 1


def test_a_test_that_is_not_there_is_seen() -> None:
    planted = replace(FIRST, tests=("tests/unit/test_none.py::test_nothing",))
    assert len(untested([planted], all_tests())) == 1
