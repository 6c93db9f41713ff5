"""Visits: reception, record, read-back, promises, groups (art. 11)."""

from __future__ import annotations

from datetime import date, datetime

from contracts.envelope import Principal, UnitCode
from contracts.events.intake.registration import IntakeEvent


class VisitReceived(IntakeEvent, name="visit.received", clauses=("11.1a",)):
    """Somebody came in person."""

    persons: int
    at: datetime


class VisitFirstContactLogged(IntakeEvent, name="visit.first_contact.logged", clauses=("11.1b",)):
    """Which unit was asked first, and so answers for the visitor."""

    unit: UnitCode
    principal: Principal | None = None


class VisitRecorded(IntakeEvent, name="visit.recorded", clauses=("11.3",)):
    """What the visitor said is on record."""

    record_ref: str = ""


class VisitReadBackConfirmed(IntakeEvent, name="visit.read_back.confirmed", clauses=("11.3",)):
    """The record was read back and confirmed; only now it can be assessed."""

    principal: Principal | None = None
    """None where the petition itself says so."""


class VisitAnsweredOnSpot(IntakeEvent, name="visit.answered_on_spot", clauses=("11.1c", "11.4a")):
    """The visitor has the answer."""

    answer_ref: str = ""
    concludes: bool = True
    """Whether nothing else has to be done about the matter (E69)."""


class VisitDeferred(IntakeEvent, name="visit.deferred", clauses=("11.1c",)):
    """No answer on the spot, and why."""

    reason_ref: str = ""


class MaterialsForwarded(IntakeEvent, name="materials.forwarded", clauses=("11.1c",)):
    """The first asked unit hands its papers to the Petition Office."""

    unit: UnitCode
    items: tuple[str, ...] = ()


class VisitGuided(IntakeEvent, name="visit.guided", clauses=("11.1d",)):
    """The visitor was led to the Petition Office by the unit that was asked first."""

    unit: UnitCode
    principal: Principal | None = None
    """None where the record of the visit says so."""


class VisitorRedirected(IntakeEvent, name="visitor.redirected", clauses=("11.4d",)):
    """The visitor was told which body to go to."""

    competent_bodies: tuple[UnitCode, ...] = ()
    principal: Principal | None = None
    ends: bool = False
    """Whether the bureau is done with it, with no leader asked (E7)."""


class VisitReceptionAssigned(
    IntakeEvent, name="visit.reception.assigned", clauses=("9.2.2", "11.2a")
):
    """A unit was called to receive the visitor."""

    unit: UnitCode
    lead: bool = True
    """Whether it leads, where several were called."""


class ReceptionLeadProposed(IntakeEvent, name="reception.lead.proposed", clauses=("11.2b",)):
    """Several units are concerned: who is to lead the reception."""

    lead_unit: UnitCode
    units: tuple[UnitCode, ...] = ()
    """All that are to come, the lead among them."""
    major: bool = False
    """A major matter, which goes to the director (E8)."""


class ReceptionLeadApproved(IntakeEvent, name="reception.lead.approved", clauses=("11.2b",)):
    """A leader agreed who leads the reception."""

    lead_unit: UnitCode
    principal: Principal


class ReceptionStarted(IntakeEvent, name="reception.started", clauses=("11.2c",)):
    """The unit has sent somebody."""

    unit: UnitCode
    at: datetime


class PromiseMade(IntakeEvent, name="promise.made", clauses=("11.4b",)):
    """The visitor was promised an answer by this day."""

    due_on: date


class GroupVisitDetected(IntakeEvent, name="group_visit.detected", clauses=("11.5a",)):
    """Three or more came with one matter."""

    persons: int
    counted: bool = True
    """Whether the statistics count it as a group visit; they may want more people (E23)."""


class GroupVisitReported(IntakeEvent, name="group_visit.reported", clauses=("11.5b",)):
    """The leader in charge knows of the group."""

    to_role: str


class RepresentativesElected(IntakeEvent, name="representatives.elected", clauses=("11.5c",)):
    """The group has chosen who speaks for it."""

    count: int


class RepresentativesExceeded(IntakeEvent, name="representatives.exceeded", clauses=("11.5c",)):
    """More want to come in than may."""

    count: int
    limit: int


class OrderIncidentLogged(IntakeEvent, name="order.incident.logged", clauses=("11.5d",)):
    """Something disturbed the order of the house; noted, without a consequence by rule."""

    note_ref: str = ""
