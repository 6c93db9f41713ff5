"""The readings of the procedure that handling goes by."""

from __future__ import annotations

from typing import Self

from contracts.catalogue import Catalogue
from contracts.envelope import Strict


class HandlingSettings(Strict):
    """What the procedure leaves open, each with its key in the catalogue."""

    objection_working_days: int = 1
    """`objection.days`: how long after dispatch a unit may say that the matter is not its own."""
    recusal_enabled: bool = True
    """`recusal.enabled`: whoever has an interest must step back, as the statutes ask (E39)."""
    first_gate: bool = True
    """`reply.gate1`: the content is passed before the petitioner gets the reply (E26)."""
    e_receipt_counts: bool = False
    """`signoff.e_receipt`: a reply taken on the platform counts as signed for (E15)."""
    unreachable_attempts_min: int = 3
    """`signoff.unreachable_attempts`: on as many days, before nobody looks any further."""
    restricted_witness_sides: tuple[str, ...] = ("DISCIPLINE", "REPORTER_CHOICE")
    """`signoff.restricted_witness`: any other witness would learn who reported (E16)."""
    report_up_on: tuple[str, ...] = ("FORWARD", "ASSIGN", "INSTRUCT_CITY_UP")
    """`superior.report_on`: who gets a report before the case is concluded (E49)."""
    review_enabled: bool = True
    """`review.enabled`: reviews and re-examinations are on the file (E24)."""
    review_request_days: int = 30
    """B-8: how long after delivery a review may be asked for; later is recorded as late."""
    reexamination_request_days: int = 30
    """B-10: the same for a re-examination, after the opinion of the review."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        return cls(
            objection_working_days=catalogue.number("objection.days"),
            recusal_enabled=catalogue.flag("recusal.enabled"),
            first_gate=catalogue.flag("reply.gate1"),
            e_receipt_counts=catalogue.flag("signoff.e_receipt"),
            unreachable_attempts_min=catalogue.number("signoff.unreachable_attempts"),
            restricted_witness_sides=_sides(catalogue.word("signoff.restricted_witness")),
            report_up_on=catalogue.words("superior.report_on"),
            review_enabled=catalogue.flag("review.enabled"),
            review_request_days=catalogue.limit("review_request").limit,
            reexamination_request_days=catalogue.limit("reexam_request").limit,
        )


def _sides(value: str) -> tuple[str, ...]:
    """`DISCIPLINE_OR_REPORTER_CHOICE` names two sides, or one of them stands alone."""
    return tuple(value.split("_OR_"))
