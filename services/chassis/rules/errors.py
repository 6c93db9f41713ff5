"""What can be wrong with rules and facts, said in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    file: str
    line: int
    """From 1; 0 where the file as a whole is meant."""
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"


class RuleSetRejected(Exception):
    """Rule sets are not fit for use; each problem names the file, the line and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


class FactsRejected(Exception):
    """A decision was asked for on facts its rule set does not declare so; a fault of the caller."""


class RuleEngineFault(Exception):
    """The matching core did not evaluate: not even the catch-all answered."""
