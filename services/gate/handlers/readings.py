"""Records become readings: what can be said of a message before anything is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from contracts.commands.archive import RegisterCommand
from contracts.commands.submitted import UnknownCommand, parse_command
from contracts.envelope import REGISTER, Owner
from contracts.topics import BUREAU_PARTITION, COMMANDS, SUBMITTED_PREFIX
from services.chassis.batch import Record
from services.chassis.codec import header
from services.gate.decisions import form, petition
from services.gate.decisions.form import INVALID_SCHEMA, Rejected
from services.gate.decisions.vaulting import poses
from services.gate.handlers.shapes import (
    BadCommand,
    BadPetition,
    CommandForm,
    Known,
    Reading,
    Submission,
    Unreadable,
)


def read(record: Record, latest: datetime, known: Known) -> Reading:
    """What a record holds; nothing in it may be dated after `latest`."""
    if record.topic == COMMANDS:
        return _read_command(record, latest, known)
    return _read_petition(record, latest, known)


def _read_petition(record: Record, latest: datetime, known: Known) -> Submission | BadPetition:
    source = record.topic.removeprefix(SUBMITTED_PREFIX)
    key = form.reference(record.key)
    document: Mapping[str, Any] = {}
    try:
        document = _document(record, known)
        submitted = petition.submitted(document, key)
        petition.check(submitted, source, latest, known.catalogue)
    except Rejected as rejected:
        platform_ref = key or form.reference(document.get("platform_ref"))
        return BadPetition(record, source, rejected.code, platform_ref)
    return Submission(record, source, submitted, petition.canonical(submitted))


def _read_command(
    record: Record, latest: datetime, known: Known
) -> CommandForm | BadCommand | Unreadable:
    try:
        document = _document(record, known)
    except Rejected as rejected:
        return Unreadable(record, rejected.code)
    try:
        submitted, command = parse_command(document)
    except (ValidationError, UnknownCommand):
        return _bad_command(record, document)
    if poses(command):
        return _bad_command(record, document)
    if submitted.case_id is None and isinstance(command, RegisterCommand):
        # Reports are the archive's; they have one register, in one place, on the open side.
        submitted = submitted.model_copy(update={"case_id": REGISTER})
        in_place = (record.lane, record.partition) == ("open", BUREAU_PARTITION)
    elif submitted.case_id is None:  # about the whole bureau: the gate's own
        in_place = command.owner == Owner.GATE
    elif isinstance(command, RegisterCommand) or submitted.case_id == REGISTER:
        in_place = False
    else:
        in_place = submitted.case_id == form.reference(record.key)
    if not in_place or submitted.issued_at > latest:
        return _bad_command(record, document)
    canonical = form.canonical_json(
        {
            **submitted.model_dump(mode="json", exclude_defaults=True),
            **command.model_dump(mode="json", exclude_defaults=True),
        }
    )
    return CommandForm(record, submitted, command, canonical)


def _bad_command(record: Record, document: Mapping[str, Any]) -> BadCommand | Unreadable:
    command_id = form.reference(document.get("command_id"))
    if command_id is None:
        return Unreadable(record, INVALID_SCHEMA)
    case_id = form.reference(document.get("case_id")) or ""
    command_type = form.reference(document.get("type")) or ""
    return BadCommand(record, command_id, case_id, command_type)


def _document(record: Record, known: Known) -> dict[str, Any]:
    document = form.parsed(record.value, known.message_bytes_max)
    return form.unwrapped(document, header(record, "content-type"))
