"""What a seal covers, and what subscribers are told."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from contracts.envelope import CaseId
from contracts.outcomes import CaseOutcome
from services.archive.decisions.filing import ITEMS
from services.archive.state import CaseFile, CaseView, Volume


def manifest(case_id: CaseId, case: CaseFile) -> str:
    """The dossier's table of contents as canonical JSON: papers, dates, decisions, chain."""
    assert case.volume is not None
    view, volume = case.view, case.volume
    document: dict[str, Any] = {
        "case_id": case_id,
        "reg_no": view.reg_no,
        "source": view.source,
        "platform_ref": view.platform_ref,
        "year": volume.year,
        "supplement": volume.supplement,
        "retention": volume.retention,
        "keep_until": _text(volume.keep_until),
        "confidentiality": view.confidentiality,
        "acceptance": view.accept,
        "lead_unit": view.lead_unit,
        "co_units": view.co_units,
        "package": view.package_case,
        "accountability": view.accountability,
        "outcome_code": view.outcome_code,
        "concluded_on": _text(view.concluded_on),
        "items": _items(view, volume),
        "returned_items": view.returned_items,
        "custody": {one.item: one.keeper for one in view.custody},
        "breaches": view.breaches,
        "deadlines": [
            {"key": clock.key, "due_on": _text(clock.due_on), "missed": clock.missed}
            for clock in sorted(view.clocks, key=lambda clock: clock.key)
        ],
        "contents": [
            {"event": entry.event, "on": _text(entry.on), "clauses": entry.clauses}
            for entry in view.contents
        ],
        "chain": {"events": volume.events, "head": volume.head},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(case_id: CaseId, case: CaseFile) -> str:
    """The hash under the manifest, and through its chain under everything that happened."""
    return hashlib.sha256(manifest(case_id, case).encode()).hexdigest()


def outcome(case_id: CaseId, view: CaseView) -> CaseOutcome | None:
    """What subscribers hear: nothing of a RESTRICTED case, no units of a CAUTION one (7.b)."""
    if view.status is None or view.status_since is None or view.was_restricted:
        return None
    masked = view.confidentiality == "CAUTION"
    return CaseOutcome(
        case_id=case_id,
        source=view.source,
        platform_ref=view.platform_ref,
        status=view.status,
        status_since=view.status_since,
        lead_unit=None if masked else view.lead_unit,
        co_units=() if masked else view.co_units,
        due_on=view.due_on,
        package=view.package_case,
        overdue=view.overdue,
        concluded_on=view.concluded_on,
        outcome_code=view.outcome_code,
        clauses=view.status_clauses,
    )


def _items(view: CaseView, volume: Volume) -> list[dict[str, str]]:
    notes = {noted.item: noted.reason_ref for noted in view.noted_items}
    return [
        {"item": item, "state": "GIVEN"}
        if item in volume.items
        else {"item": item, "state": "NOTED", "reason_ref": notes.get(item, "")}
        for item in ITEMS
    ]


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
