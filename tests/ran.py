"""A test that is named as a proof must have run: looked at when the whole suite has ended."""

from __future__ import annotations

import pytest

from services.desk.cli.clauses import load_coverage
from services.desk.decisions.coverage import untested

PASSED: set[str] = set()
"""`path::function` of every test that passed in this run, with some parameters at least."""


def note(report: pytest.TestReport) -> None:
    """Remember a test that passed."""
    if report.when == "call" and report.passed:
        PASSED.add(report.nodeid.partition("[")[0])


def is_whole(config: pytest.Config) -> bool:
    """Whether this run was asked for everything."""
    narrowed = ("keyword", "markexpr", "deselect", "lf", "collectonly")
    return config.args == ["tests"] and not any(map(config.getoption, narrowed))


def proofs_that_did_not_run() -> list[str]:
    """A sentence for each test of the coverage table that did not pass in this run."""
    return untested(load_coverage(), PASSED)
