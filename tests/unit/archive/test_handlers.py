"""What the archive announces, event by event and command by command."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.envelope import CaseEvent, Principal, UnitCode
from contracts.events.archive import (
    ArchiveDue,
    ArchiveFiled,
    ArchiveSealed,
    CopyRegistered,
    MaterialsReturned,
)
from contracts.events.common import CommandRefused
from contracts.events.deadlines import DeadlineMet, DeadlineSet
from contracts.events.escalation import AccountabilityDecided, PackageOpened
from contracts.events.handling import ContactLogged
from contracts.events.intake import MaterialsForwarded, PublicationRetracted
from contracts.outcomes import CaseOutcome
from services.archive import decisions
from services.archive.handlers import ON_COMMAND, ON_EVENT
from services.archive.state import CaseFile
from services.chassis.deciding import Turn
from tests.unit.archive.builders import (
    ARRIVED,
    ASSIGNED,
    CASE,
    CONCLUDED,
    command,
    play,
    received,
    registered,
    turns,
)

ALL = ("ORIGINAL", "LEADER_NOTES", "INVESTIGATION", "EVIDENCE")
FILED = (*CONCLUDED, command("file_dossier", items=ALL))
DECIDED = AccountabilityDecided(clause="14.1", principal=Principal("demo-director"))


def _said(turn: Turn[CaseFile]) -> list[str]:
    return [event.name for event in turn.announced]


def _outcomes(turn: Turn[CaseFile]) -> list[str]:
    return [
        message.body.status
        for message, _, _ in turn.messages
        if isinstance(message.body, CaseOutcome)
    ]


def _refusal(turn: Turn[CaseFile]) -> tuple[str, str]:
    [refused] = turn.announced
    assert isinstance(refused, CommandRefused)
    return refused.code, refused.clause


def test_subscribers_hear_of_each_change_and_of_nothing_else() -> None:
    contact = ContactLogged(contact_type="PHONE", handler=Principal("demo-handler"))
    told = [_outcomes(turn) for turn in turns((*ASSIGNED, contact, *CONCLUDED[-1:]))]
    assert told == [[], ["REGISTERED"], ["ACCEPTED"], [], ["ASSIGNED"], [], ["CONCLUDED"]]


def test_a_conclusion_says_when_the_papers_are_due_and_that_the_outcome_is_known() -> None:
    turn = play(*CONCLUDED)
    assert _said(turn) == ["archive.due", "outcome.published"]
    due = turn.announced[0]
    assert isinstance(due, ArchiveDue)
    assert (due.materials_by, due.file_by) == (date(2021, 6, 29), date(2022, 6, 30))


def test_a_date_that_moves_at_the_moment_of_the_conclusion_publishes_no_second_outcome() -> None:
    counted = DeadlineSet(key="conclude", due_on=date(2021, 8, 2))
    met = DeadlineMet(key="conclude", due_on=date(2021, 8, 2), on=date(2021, 6, 1))
    *_, concluded, late = turns((*ASSIGNED, counted, *CONCLUDED[-1:], met), days_apart=0)
    assert _said(concluded) == ["archive.due", "outcome.published"]
    assert _said(late) == []
    assert _outcomes(late) == ["CONCLUDED"]


def test_nothing_of_a_restricted_case_is_told() -> None:
    secret = (
        received(confidentiality="RESTRICTED"),
        registered(confidentiality="RESTRICTED"),
        *CONCLUDED[2:],
    )
    played = turns(secret)
    assert [_outcomes(turn) for turn in played] == [[]] * len(secret)
    assert _said(played[-1]) == ["archive.due"]


def test_a_complete_dossier_is_filed_and_sealed_at_once() -> None:
    turn = play(*FILED)
    filed, sealed = turn.announced
    assert isinstance(filed, ArchiveFiled)
    assert isinstance(sealed, ArchiveSealed)
    assert (filed.year, filed.items, sealed.supplement) == (2021, ALL, 0)
    assert sealed.sha256 == decisions.seal(CASE, turn.record.state)
    assert _outcomes(turn) == ["ARCHIVED"]


def test_what_comes_after_filing_is_sealed_as_a_supplement() -> None:
    first, second = turns((*FILED, DECIDED, DECIDED))[-2:]
    [sealed], [again] = first.announced, second.announced
    assert isinstance(sealed, ArchiveSealed)
    assert isinstance(again, ArchiveSealed)
    assert (sealed.supplement, again.supplement) == (1, 2)
    assert sealed.sha256 == decisions.seal(CASE, first.record.state)
    assert again.sha256 != sealed.sha256


@pytest.mark.parametrize(
    "event", [MaterialsForwarded(unit=UnitCode("APP")), PublicationRetracted()]
)
def test_papers_and_retractions_that_come_late_are_sealed_too(event: CaseEvent) -> None:
    assert _said(play(*FILED, event)) == ["archive.sealed"]


def test_the_same_event_before_filing_seals_nothing() -> None:
    assert _said(play(*CONCLUDED, DECIDED)) == []


@pytest.mark.parametrize(
    ("before", "refused", "code", "clause"),
    [
        (ASSIGNED, command("file_dossier", items=ALL), "STATE_DOES_NOT_ALLOW", "10.6a"),
        (
            (*CONCLUDED, PackageOpened()),
            command("file_dossier", items=ALL),
            "STATE_DOES_NOT_ALLOW",
            "10.6a",
        ),
        (CONCLUDED, command("file_dossier", items=ALL[:3]), "DOSSIER_INCOMPLETE", "10.6d"),
        (ARRIVED, command("return_materials", items=ALL), "STATE_DOES_NOT_ALLOW", "9.2.6"),
        (FILED, command("return_materials", items=ALL), "STATE_DOES_NOT_ALLOW", "9.2.6"),
        (
            FILED,
            command("note_missing_item", item="EVIDENCE", reason="v-1"),
            "STATE_DOES_NOT_ALLOW",
            "10.6d",
        ),
        (
            (received(confidentiality="RESTRICTED"), *ASSIGNED[2:]),
            command("register_copy", who="demo-archivist", purpose="v-1", what="LETTER"),
            "COPY_DENIED",
            "9.2.6",
        ),
    ],
)
def test_the_archive_refuses(
    before: tuple[CaseEvent, ...], refused: CaseEvent, code: str, clause: str
) -> None:
    assert _refusal(play(*before, refused)) == (code, clause)


def test_a_noted_item_completes_the_dossier() -> None:
    noted = command("note_missing_item", item="LEADER_NOTES", reason="v-1")
    filing = command("file_dossier", items=("ORIGINAL", "INVESTIGATION", "EVIDENCE"))
    assert _said(play(*CONCLUDED, noted, filing)) == ["archive.filed", "archive.sealed"]


def test_papers_and_copies_are_registered() -> None:
    back, copy = turns(
        (
            *CONCLUDED,
            command("return_materials", items=ALL[2:]),
            command("register_copy", who="demo-clerk", purpose="v-1", what="LETTER"),
        )
    )[-2:]
    [returned], [registered_copy] = back.announced, copy.announced
    assert isinstance(returned, MaterialsReturned)
    assert (returned.unit, returned.items) == ("MNT-DR", ALL[2:])
    assert isinstance(registered_copy, CopyRegistered)
    assert (registered_copy.principal, registered_copy.purpose_ref) == ("demo-clerk", "v-1")


def test_every_handler_says_in_a_sentence_what_it_does() -> None:
    assert all(handler.__doc__ for handler in (*ON_EVENT.values(), *ON_COMMAND.values()))
