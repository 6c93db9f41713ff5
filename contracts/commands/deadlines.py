"""Extensions, reminders, time that does not count."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictInt, model_validator

from contracts.commands.base import CLAUSE_CHARS_MAX, Command, Text
from contracts.days import Day
from contracts.envelope import Owner

EXTENSION_DAYS_ASKED_MAX = 3_650
"""Of the form only; how many are too many is the procedure's business (E25)."""


class DeadlineCommand(Command):
    """Decided by deadlines."""

    owner = Owner.DEADLINES


class RequestExtension(DeadlineCommand, type="request_extension", clause="10.5f"):
    """The unit asks for more time."""

    days: Annotated[StrictInt, Field(ge=1, le=EXTENSION_DAYS_ASKED_MAX)]
    reason: Text = ""


class ApproveExtension(DeadlineCommand, type="approve_extension", clause="10.5f"):
    """H6: more time is granted."""


class RefuseExtension(DeadlineCommand, type="refuse_extension", clause="10.5f"):
    """H6: more time is not granted."""

    reason: Text = ""


class NotifyExtension(DeadlineCommand, type="notify_extension", clause="12.5c"):
    """The petitioner is told the reason and the new date: both."""

    reason: Text = ""
    new_due: Day | None = None
    on: Day


class IssueReminder(DeadlineCommand, type="issue_reminder", clause="9.1.2"):
    """The Petition Office urges the unit."""

    note: Text = ""


class ExcludeTime(DeadlineCommand, type="exclude_time", clause="10.5e"):
    """These days, both included, do not count (a hearing)."""

    from_: Day = Field(alias="from")
    to: Day
    clause_id: Annotated[str, Field(alias="clause", min_length=1, max_length=CLAUSE_CHARS_MAX)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            raise ValueError("the first day comes after the last one")
        return self
