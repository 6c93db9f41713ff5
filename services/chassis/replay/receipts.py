"""Each receipt judged again: its facts by its rule set give the same bytes."""

from __future__ import annotations

from contracts.basis import Basis
from contracts.envelope import CaseEvent, Receipt
from services.chassis.replay.comparing import Difference
from services.chassis.replay.tally import Tally
from services.chassis.replay.terms import Terms
from services.chassis.rules import Judge


class Receipts:
    """Judges by the rule sets that are here; a set of another edition is named, and no more."""

    def __init__(self, terms: Terms, tally: Tally) -> None:
        self._tally = tally
        self._editions: dict[tuple[str, str], Judge] = {}
        self.activated(terms.house.basis)

    def judge(self, event: CaseEvent) -> None:
        """Judge an event's receipts again, where it has any."""
        if event.receipt is not None:
            self._one(event, event.receipt)
        for receipt in getattr(event, "further_receipts", ()):
            self._one(event, receipt)

    def activated(self, basis: Basis) -> None:
        """Know the rule sets of a version that came into force on the log."""
        assert isinstance(basis.judge, Judge)
        for name, ruleset in basis.judge.rulesets.items():
            self._editions.setdefault((name, ruleset.sha256), basis.judge)

    def _one(self, event: CaseEvent, receipt: Receipt) -> None:
        self._tally.receipts += 1
        judge = self._editions.get((receipt.ruleset, receipt.sha256))
        if judge is None:
            edition = f"{receipt.ruleset} {receipt.version} {receipt.sha256[:12]}"
            self._tally.receipts_of_older_rules[edition] += 1
            return
        again = judge(receipt.ruleset, receipt.facts)
        if _json(receipt) != _json(again):
            self._tally.differ([_difference(event, receipt, again)])


def _difference(event: CaseEvent, was: Receipt, would_be: Receipt) -> Difference:
    return Difference(
        event.case_id,
        event.owner.value,
        event.name,
        was.ruleset,
        would_be.rules[0].clause if would_be.rules else "",
        event.occurred_at.isoformat(),
        event.offset,
        "receipt",
        was.model_dump(mode="json"),
        would_be.model_dump(mode="json"),
    )


def _json(receipt: Receipt) -> bytes:
    return receipt.__pydantic_serializer__.to_json(receipt)
