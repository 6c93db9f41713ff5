"""Petitions that ended in every way there is, and the figures counted from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from contracts.catalogue import Catalogue
from contracts.envelope import CaseEvent
from contracts.events import deadlines, handling, intake, routing
from contracts.events.archive import ArchiveFiled
from contracts.events.gate import PetitionReceived
from contracts.petition import PetitionFacts
from contracts.zone import bureau_moment
from services.chassis.catalogue import load_catalogue
from services.desk.decisions.figures.cases import Happened, counted
from services.desk.decisions.figures.census import Census
from services.desk.decisions.figures.reports import Asked
from services.desk.decisions.figures.tables import Period, Report, Table
from tests.unit.archive.builders import accepted, dispatched, registered

YEAR = Period("2021", date(2021, 1, 1), date(2021, 12, 31))
ASKED = Asked(YEAR, date(2022, 1, 31))
WHO = {"principal": "demo-someone"}


def received(on: date = date(2021, 6, 1), source: str = "bureau-desk", **facts: Any) -> CaseEvent:
    """A petition comes in."""
    return PetitionReceived(
        source=source,
        platform_ref="L-1",
        channel=facts.pop("channel", "LETTER"),
        received_at=bureau_moment(on),
        regime="2005",
        confidentiality="NORMAL",
        petition=PetitionFacts.model_validate({"named": True, **facts}),
    )


MERGED = intake.PetitionMerged.model_validate({"into": "case-0"})
WITHDRAWN = intake.PetitionWithdrawn()
REFUSED = routing.NonacceptanceApproved.model_validate(
    {"ground": "OUT_OF_SCOPE", "routing": "RETURNED_TO_SOURCE", **WHO}
)
HANDED_OUT = routing.InvestigationBodyDesignated.model_validate({"body": "EXT-CCDI", **WHO})
CONCLUDED = handling.PetitionConcluded(concluded_on=date(2021, 7, 1), outcome_code="SIGNED")
DELIVERED = handling.ReplyDelivered(version=1, by="IN_PERSON", on=date(2021, 6, 30))
SUBMITTED = handling.ReplySubmitted(version=1)
RETURNED = handling.ReplyReturned(version=1, by_rule=True, count=1)
SIGNED = handling.ReceiptSigned(on=date(2021, 6, 30))
MISSED = deadlines.DeadlineMissed(key="conclude", due_on=date(2021, 8, 2))
FILED = ArchiveFiled(year=2021)

WAYS: dict[str, tuple[CaseEvent, ...]] = {
    "REGISTERED": (),
    "MERGED": (MERGED,),
    "WITHDRAWN": (WITHDRAWN, FILED),
    "NOT_ACCEPTED": (REFUSED,),
    "TRANSFERRED_OUT": (HANDED_OUT,),
    "ACCEPTED": (accepted(),),
    "ASSIGNED": (accepted(), dispatched(), MISSED),
    "REPLIED": (accepted(), dispatched(), SUBMITTED, DELIVERED),
    "HANDLING": (accepted(), dispatched(), SUBMITTED, RETURNED),
    "CONCLUDED": (accepted(), dispatched(), SUBMITTED, DELIVERED, SIGNED, CONCLUDED, FILED),
}


def happened(case_id: str, events: Iterable[CaseEvent]) -> list[Happened]:
    """The events of a case as the archive has them."""
    return [
        Happened(case_id, e.name, json.loads(e.model_dump_json(exclude_none=True))) for e in events
    ]


def census(*stories: Sequence[CaseEvent], **readings: Any) -> Census:
    """Petitions, each with its events, as `case-0`, `case-1` …"""
    catalogue: Catalogue = load_catalogue().configured(
        {key.replace("__", "."): value for key, value in readings.items()}
    )
    events = [one for n, story in enumerate(stories) for one in happened(f"case-{n}", story)]
    return Census(counted(events), catalogue)


def petition(way: str, **facts: Any) -> tuple[CaseEvent, ...]:
    """A petition that ended this way."""
    return (received(**facts), registered(), *WAYS[way])


def table(report: Report, key: str) -> Table:
    """A table of a report by its key."""
    return next(one for one in report.tables if one.key == key)


def rows(found: Table) -> dict[str, tuple[int, ...]]:
    """Counts by code, rows of nothing left out."""
    return {row.code: row.values for row in found.rows if any(row.values)}
