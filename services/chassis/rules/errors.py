"""What can be wrong with rules and facts, said in sentences."""

from __future__ import annotations


class RuleSetRejected(Exception):
    """Rule sets are not fit for use; each problem names the file, the rule and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FactsRejected(Exception):
    """A decision was asked for on facts its rule set does not declare so; a fault of the caller."""


class RuleEngineFault(Exception):
    """The matching core did not evaluate: not even the catch-all answered."""
