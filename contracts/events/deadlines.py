"""Every clock of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field

from contracts.codes import DeadlineKey, Status, StepKey
from contracts.derivation import Derivation
from contracts.envelope import CaseEvent, Owner, Principal, UnitCode


class DeadlineEvent(CaseEvent):
    """A case event only deadlines announces."""

    owner = Owner.DEADLINES


class DeadlineSet(DeadlineEvent, name="deadline.set", clauses=("10.5e",)):
    """A date is due from now on; None where there can be none."""

    key: DeadlineKey
    due_on: date | None = None
    derivation: Derivation | None = None
    provisional: bool = False
    """The calendar does not reach that far yet."""
    internal: bool = False
    """A target of the bureau's own, which the law does not set."""
    clause: str = ""
    """The clause, B-n or E-n the date rests on."""
    remind_at: datetime | None = None
    """The next planned reminder, where the calendar can count it."""
    ends_on: tuple[str, ...] = ()
    """The events that keep it, where the bureau reads the text otherwise than usual (E61, E77)."""


class DeadlineApproaching(DeadlineEvent, name="deadline.approaching", clauses=("10.5e",)):
    """A date comes near."""

    key: DeadlineKey
    due_on: date
    working_days_left: int


class DeadlineMet(DeadlineEvent, name="deadline.met", clauses=("10.5e",)):
    """What was due is done."""

    key: DeadlineKey
    due_on: date | None = None
    on: date


class DeadlineMissed(DeadlineEvent, name="deadline.missed", clauses=("10.5e", "12.5a")):
    """A date went by."""

    key: DeadlineKey
    due_on: date
    internal: bool = False
    statutory: bool = False
    """It is the date the law sets for the conclusion."""


class DeadlineCancelled(DeadlineEvent, name="deadline.cancelled", clauses=("10.5e",)):
    """A date does not matter any more."""

    key: DeadlineKey
    cause: str


class DeadlineRederived(DeadlineEvent, name="deadline.rederived", clauses=("10.5e",)):
    """A date was counted again, because what it was counted with has changed."""

    key: DeadlineKey
    previous_due_on: date | None = None
    due_on: date | None = None
    cause: str
    derivation: Derivation | None = None
    remind_at: datetime | None = None
    """The next planned reminder, where the calendar can count it."""


class TimeExcluded(DeadlineEvent, name="time.excluded", clauses=("10.5e",)):
    """These days, both included, do not count."""

    from_: date = Field(alias="from")
    to: date
    clause: str


class CalendarHorizonReached(DeadlineEvent, name="calendar.horizon.reached", clauses=("10.5e",)):
    """A date lies past the published calendar."""

    key: DeadlineKey
    horizon: date


class PromiseKept(DeadlineEvent, name="promise.kept", clauses=("11.4b",)):
    """The visitor had the answer by the promised day."""

    due_on: date
    on: date


class PromiseBroken(DeadlineEvent, name="promise.broken", clauses=("11.4b",)):
    """The promised day went by."""

    due_on: date


class ExtensionRequested(DeadlineEvent, name="extension.requested", clauses=("10.5f",)):
    """The unit asks for more time."""

    days: int
    reason_ref: str = ""


class ExtensionApproved(DeadlineEvent, name="extension.approved", clauses=("10.5f",)):
    """A leader of the Leading Group grants more time."""

    days: int
    due_on: date | None = None
    principal: Principal
    role: str


class ExtensionRefused(DeadlineEvent, name="extension.refused", clauses=("10.5f",)):
    """A leader of the Leading Group does not grant more time."""

    principal: Principal
    reason_ref: str = ""


class ExtensionNotified(DeadlineEvent, name="extension.notified", clauses=("10.5f", "12.5c")):
    """The petitioner knows the new date and the reason."""

    new_due: date
    on: date
    reason_ref: str = ""


class ReminderIssued(DeadlineEvent, name="reminder.issued", clauses=("9.1.2",)):
    """The unit is urged to act."""

    keys: tuple[DeadlineKey, ...] = ()
    to_unit: UnitCode | None = None
    planned: bool
    count: int
    """How many reminders there were, this one included."""
    note_ref: str = ""
    next_at: Mapping[DeadlineKey, datetime] = {}
    """When the next planned one is due, by key, where the calendar can count it."""
    grace_ends_on: date | None = None
    """Last day on which a reply still answers the first reminder after a missed date."""
    steps: tuple[StepKey, ...] = ()
    """What is late inside the bureau, where that is what the reminder is about (B-22)."""


class ReminderUnanswered(DeadlineEvent, name="reminder.unanswered", clauses=("9.1.2", "12.T7")):
    """A reminder after a missed date stayed without a reply that stands."""

    keys: tuple[DeadlineKey, ...] = ()
    reminded_on: date
    grace_ended_on: date


class PetitionStalled(DeadlineEvent, name="petition.stalled", clauses=("3.b",)):
    """Nothing has happened for long."""

    status: Status
    idle_working_days: int


class ReviewWindowOpened(DeadlineEvent, name="review.window.opened", clauses=("10.5h",)):
    """Until this day the petitioner can ask for a review."""

    until: date
