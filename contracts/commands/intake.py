"""Registration, visits, secrecy and publication."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.codes import ArchiveItem, Kind, NoticeWay
from contracts.commands.base import Command, NamedUnit, Text
from contracts.days import Code, Count, Day, Yes
from contracts.envelope import CaseId, Owner
from contracts.petition import ITEMS_MAX, Matter, Petitioner, Reported

UNITS_MAX = 50
"""Of every list of units in a command."""

Units = Annotated[tuple[NamedUnit, ...], Field(max_length=UNITS_MAX)]


class IntakeCommand(Command):
    """Decided by intake."""

    owner = Owner.INTAKE


class ConfirmReadBack(IntakeCommand, type="confirm_read_back", clause="11.3"):
    """The record was read back to the visitor, who confirms it."""


class AnswerOnSpot(IntakeCommand, type="answer_on_spot", clause="11.4a"):
    """The visitor gets the answer at once."""

    answer: Text = ""


class PromiseReply(IntakeCommand, type="promise_reply", clause="11.4b"):
    """The visitor is promised an answer by a day."""

    due_on: Day


class ElectRepresentatives(IntakeCommand, type="elect_representatives", clause="11.5c"):
    """The group has chosen who speaks for it."""

    count: Count


class SupplyInformation(IntakeCommand, type="supply_information", clause="10.1c"):
    """What was missing."""

    matter: Matter | None = None
    petitioner: Petitioner | None = None
    text: Text | None = None
    suggested_topics: Annotated[tuple[Code, ...], Field(max_length=ITEMS_MAX)] = ()
    """Added by the gate, which alone sees the text; never taken from outside (E56)."""
    suggested_district: Code | None = None


class Reclassify(IntakeCommand, type="reclassify", clause="2.c"):
    """Kind or allegation were taken wrongly; secrecy is decided anew."""

    kind: Kind | None = None
    reported: Reported | None = None
    reason: Text = ""


class LiftRestriction(IntakeCommand, type="lift_restriction", clause="7.c"):
    """The discipline officer finds no reason for secrecy."""

    reason: Text = ""


class Withdraw(IntakeCommand, type="withdraw", clause="11.4c"):
    """The petitioner takes the petition back."""

    reason: Text = ""


class LinkDuplicate(IntakeCommand, type="link_duplicate", clause="12.T8"):
    """It is the same person's open case."""

    of: CaseId
    reason: Text = ""


class UnlinkDuplicate(IntakeCommand, type="unlink_duplicate", clause="12.T8"):
    """It is not, after all."""

    reason: Text = ""


class LogOrderIncident(IntakeCommand, type="log_order_incident", clause="11.5d"):
    """Something disturbed the order of the house."""

    note: Text = ""


class RetractPublication(IntakeCommand, type="retract_publication", clause="9.1.3"):
    """What was published must not be public."""

    reason: Text = ""


class DeferVisit(IntakeCommand, type="defer_visit", clause="11.1c"):
    """The unit that was asked first cannot answer at once, and says why."""

    reason: Text = ""


class GuideVisitor(IntakeCommand, type="guide_visitor", clause="11.1d"):
    """The unit that was asked first leads the visitor to the Petition Office."""


class ForwardMaterials(IntakeCommand, type="forward_materials", clause="11.1c"):
    """The unit that was asked first hands its papers to the Petition Office."""

    items: Annotated[tuple[ArchiveItem, ...], Field(min_length=1)]


class AssignReception(IntakeCommand, type="assign_reception", clause="11.2a"):
    """Who is called to receive the visitor; without units, those the topics name."""

    units: Units = ()
    """The first of them leads."""


class ApproveReceptionLead(IntakeCommand, type="approve_reception_lead", clause="11.2b"):
    """A leader agrees who leads the reception."""


class StartReception(IntakeCommand, type="start_reception", clause="11.2c"):
    """Somebody of the unit has come to receive the visitor."""

    unit: NamedUnit


class RedirectVisitor(IntakeCommand, type="redirect_visitor", clause="11.4d"):
    """The visitor is told which body to go to; without one, the one the topics name."""

    competent_bodies: Units = ()
    withdraws: Yes = False
    """The visitor is content with that and takes the petition back."""


class SendAcceptanceNotice(IntakeCommand, type="send_acceptance_notice", clause="10.1d"):
    """The notice goes out by hand, where none follows by itself."""

    way: NoticeWay = "POST"
