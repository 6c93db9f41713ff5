"""Consent, units, package, what leaders and media say."""

from __future__ import annotations

from pydantic import Field

from contracts.codes import Kind2022, Trigger
from contracts.commands.base import Command, Text
from contracts.envelope import Owner
from contracts.petition import ITEMS_MAX, Instruction, Media, SuperiorVisit, Unit


class RoutingCommand(Command):
    """Decided by routing."""

    owner = Owner.ROUTING


class ConsentNonAcceptance(RoutingCommand, type="consent_non_acceptance", clause="10.1a"):
    """H1: the leader consents to the refusal."""


class RefuseNonAcceptance(RoutingCommand, type="refuse_non_acceptance", clause="10.1a"):
    """H1: the leader does not consent."""

    reason: Text = ""


class AmendAssignment(RoutingCommand, type="amend_assignment", clause="10.2c"):
    """H3: the Petition Office says which units."""

    lead_unit: Unit
    co_units: tuple[Unit, ...] = Field(default=(), max_length=ITEMS_MAX)
    reason: Text = ""


class ApproveAssignment(RoutingCommand, type="approve_assignment", clause="10.2b"):
    """H2: a leader agrees to the draft."""


class RefuseAssignment(RoutingCommand, type="refuse_assignment", clause="10.2b"):
    """H2: a leader does not agree to the draft."""

    reason: Text = ""


class ConfirmPackage(RoutingCommand, type="confirm_package", clause="12.T9"):
    """H9: it is a package case."""

    trigger: Trigger
    reason: Text = ""


class DeclinePackage(RoutingCommand, type="decline_package", clause="12.T9"):
    """H9: the candidate is none."""

    trigger: Trigger
    reason: Text = ""


class WaivePackage(RoutingCommand, type="waive_package", clause="12.0"):
    """The director does without a package for this trigger."""

    trigger: Trigger
    reason: Text = ""


class RecordInstruction(RoutingCommand, type="record_instruction", clause="9.1.5"):
    """A leader has written a note."""

    instruction: Instruction


class RecordMediaExposure(RoutingCommand, type="record_media_exposure", clause="12.T5"):
    """The media have reported."""

    media: Media


class RecordedVisit(SuperiorVisit):
    """A visit somebody records, and what the gate alone can see in the organ's name."""

    direct_superior: bool = False
    """Added by the gate: the organ is one of the bureau's direct superiors (E14)."""


class RecordSuperiorVisit(RoutingCommand, type="record_superior_visit", clause="12.T1"):
    """Somebody went to a higher organ, or people gathered."""

    superior_visit: RecordedVisit


class ConfirmMajor(RoutingCommand, type="confirm_major", clause="8.4"):
    """H12: the matter is major, and these are the measures."""

    measures: Text = ""


class DesignateInvestigator(RoutingCommand, type="designate_investigator", clause="7.c"):
    """H10: which body looks into the report."""

    body: Unit


class ClassifyRegime(RoutingCommand, type="classify_regime", clause="N.1"):
    """Which article of the 2022 regulation it is."""

    kind_2022: Kind2022
