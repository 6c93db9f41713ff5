"""Registration, visits, secrecy and publication."""

from __future__ import annotations

from contracts.codes import Kind
from contracts.commands.base import Command, Text
from contracts.days import Count, Day
from contracts.envelope import CaseId, Owner
from contracts.petition import Matter, Petitioner, Reported


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
