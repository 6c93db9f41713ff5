"""Copies of what those reported must not see (art. 7, 9(二)6)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.commands.archive import RegisterCopy
from contracts.commands.base import Actor
from contracts.envelope import Principal
from contracts.events.archive import CopyRegistered
from contracts.ports import Issued, Refused
from services.archive.decisions import known_of
from services.archive.handlers.keeping import register_copy
from services.archive.state import CaseFile, CaseView
from tests.unit.archive.builders import CASE, LIMITS, START, basis_with
from tests.unit.case_story import BASIS

RESTRICTED = CaseFile(view=CaseView(confidentiality="RESTRICTED"))
REPORTED = CaseFile(view=CaseView(denied_persons=("demo-archivist",)))


def copying() -> Issued[Any]:
    """The archivist wants a copy of the letter."""
    return Issued(
        command_id="c-1",
        case_id=CASE,
        actor=Actor(principal=Principal("demo-archivist"), role="ARCHIVIST"),
        occurred_at=START,
        command=RegisterCopy(who=Principal("demo-archivist"), purpose="v-1", what="LETTER"),
    )


@pytest.mark.clause("9.2.6")
@pytest.mark.setting("copy.restricted")
def test_a_report_is_copied_only_under_another_reading() -> None:
    with pytest.raises(Refused) as refused:
        list(register_copy(RESTRICTED, copying(), known_of(BASIS, LIMITS)))
    assert refused.value.code == "COPY_DENIED"
    allowed = known_of(basis_with(copy__restricted="ALLOW"), LIMITS)
    [copied] = register_copy(RESTRICTED, copying(), allowed)
    assert isinstance(copied, CopyRegistered)


@pytest.mark.clause("9.2.6")
@pytest.mark.clause("7.d")
def test_nobody_gets_a_copy_of_what_is_about_him() -> None:
    with pytest.raises(Refused) as refused:
        list(register_copy(REPORTED, copying(), known_of(BASIS, LIMITS)))
    assert refused.value.code == "ACTOR_DENIED"
