"""Copies of what those reported must not see (art. 7, 9(二)6)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.archive import RegisterCopy
from contracts.commands.base import Actor
from contracts.envelope import Principal
from contracts.events.archive import CopyRegistered
from contracts.ports import Issued, Refused
from services.archive.handlers import Known, register_copy
from services.archive.state import CaseFile, CaseView
from services.chassis.calendar import load_calendar
from tests.unit.archive.builders import CASE, LIMITS, START

ISSUED: Issued[Any] = Issued(
    command_id="c-1",
    case_id=CASE,
    actor=Actor(principal=Principal("demo-archivist"), role="ARCHIVIST"),
    occurred_at=START,
    command=RegisterCopy(who=Principal("demo-archivist"), purpose="v-1", what="LETTER"),
)
RESTRICTED = CaseFile(view=CaseView(confidentiality="RESTRICTED"))


@pytest.mark.clause("9.2.6")
@pytest.mark.setting("copy.restricted")
def test_a_report_is_copied_only_under_another_reading() -> None:
    with pytest.raises(Refused) as refused:
        list(register_copy(RESTRICTED, ISSUED, Known(load_calendar(), LIMITS)))
    assert refused.value.code == "COPY_DENIED"
    known = Known(load_calendar(), LIMITS, restricted_copied=True)
    [copied] = register_copy(RESTRICTED, ISSUED, known)
    assert isinstance(copied, CopyRegistered)
