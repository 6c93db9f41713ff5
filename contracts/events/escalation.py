"""What follows from a trigger: the team, supervision, incidents, accountability."""

from __future__ import annotations

from datetime import date, datetime

from contracts.codes import (
    FindingKind,
    Guarantee,
    GuaranteeState,
    InstructionBy,
    InstructionLevel,
    InstructionType,
    OrganLevel,
    PackageCloseGround,
    ReferralType,
    Seat,
    Trigger,
)
from contracts.commands.base import Person
from contracts.envelope import CaseEvent, Owner, Principal, UnitCode


class EscalationEvent(CaseEvent):
    """A case event only escalation announces."""

    owner = Owner.ESCALATION


class PackageOpened(EscalationEvent, name="package.opened", clauses=("12.0",)):
    """A leader will carry the case to its end."""

    triggers: tuple[Trigger, ...] = ()
    supervisor_unit: UnitCode | None = None
    """Whose head should supervise: the section above the lead unit, or who stands in (E34)."""


class PackageTeamAppointed(EscalationEvent, name="package.team.appointed", clauses=("12.1",)):
    """Three different people answer for the package case."""

    leader: Person
    supervisor: Person
    responsible: Person
    principal: Principal
    """Who appointed them."""


class PackageTeamReplaced(EscalationEvent, name="package.team.replaced", clauses=("12.1",)):
    """One seat of the team is held by somebody else."""

    seat: Seat
    person: Person
    reason_ref: str = ""


class PackageReportSubmitted(EscalationEvent, name="package.report.submitted", clauses=("12.3",)):
    """Causes, measures and opinion are before the package leader."""

    number: int
    causes_ref: str = ""
    measures_ref: str = ""
    report_ref: str = ""
    """The opinion how to solve it."""


class PackagePlanApproved(EscalationEvent, name="package.plan.approved", clauses=("12.4",)):
    """The package leader has set the plan."""

    plan_ref: str = ""


class LeaderVisited(EscalationEvent, name="leader.visited", clauses=("10.3e", "12.4")):
    """The leader went to the place with the file."""

    principal: Principal
    on: date
    place_ref: str = ""
    for_package: bool = True
    """The leader who carries the package went, as closing it asks for."""


class GuaranteeUpdated(EscalationEvent, name="guarantee.updated", clauses=("12.2",)):
    """One of the five guarantees is addressed; a note of measures, nothing about a person (E20)."""

    which: Guarantee
    state: GuaranteeState
    note_ref: str = ""


class PackageOverdueReportedToLeader(
    EscalationEvent, name="package.overdue.reported_to_leader", clauses=("12.5b",)
):
    """The responsible unit has told the package leader that it will be late."""

    principal: Principal
    reason_ref: str = ""


class PackageOverdueReportedToDirector(
    EscalationEvent, name="package.overdue.reported_to_director", clauses=("12.5b",)
):
    """The package leader has told the director that it will be late."""

    principal: Principal
    reason_ref: str = ""


class PackageClosed(EscalationEvent, name="package.closed", clauses=("12.1",)):
    """The package leader closes the case as carried to its end."""

    principal: Principal
    ground: PackageCloseGround


class SupervisionOpened(
    EscalationEvent, name="supervision.opened", clauses=("8.2", "9.1.4", "9.1.5")
):
    """The case is followed up, for a superior or for a leader of the bureau."""

    by: InstructionBy | None = None
    """None for a referral."""
    level: OrganLevel | InstructionLevel
    type: ReferralType | InstructionType
    due: date | None = None


class SupervisionReported(EscalationEvent, name="supervision.reported", clauses=("8.2",)):
    """Who follows the case up has the result."""

    on: date


class InspectionLogged(EscalationEvent, name="inspection.logged", clauses=("9.1.2",)):
    """The Petition Office has looked how a unit is getting on."""

    unit: UnitCode
    note_ref: str = ""


class IncidentEscalated(EscalationEvent, name="incident.escalated", clauses=("8.4",)):
    """Something grave or abnormal is before a leader."""

    cause: str
    to_role: str


class IncidentReported(EscalationEvent, name="incident.reported", clauses=("8.4",)):
    """Something grave was reported upwards."""

    to: str
    """Reference to the body."""
    at: datetime


class FindingRecorded(EscalationEvent, name="finding.recorded", clauses=("14.2c", "14.3a")):
    """A leader has found fault, serious impact or just cause: never a rule."""

    kind: FindingKind
    principal: Principal
    note_ref: str = ""


class AccountabilityProposed(EscalationEvent, name="accountability.proposed", clauses=("9.1.7",)):
    """The facts are before the Leading Group."""

    clause: str
    principal: Principal
    facts_ref: str = ""


class AccountabilityDecided(
    EscalationEvent, name="accountability.decided", clauses=("9.1.7", "14")
):
    """The Leading Group, or a body outside the bureau, has decided."""

    clause: str
    principal: Principal
    outcome_ref: str = ""
    reason_ref: str = ""
    body: UnitCode | None = None
    """Who decided, where it was not the Leading Group."""
