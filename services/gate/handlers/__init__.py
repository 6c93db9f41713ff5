"""Which handler takes which reading: `(reading, what is remembered, when, known) → Taken`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.gate.handlers.commands import on_bad_command, on_command, on_unreadable
from services.gate.handlers.petitions import on_bad_petition, on_submission
from services.gate.handlers.shapes import (
    BadCommand,
    BadPetition,
    CommandForm,
    Known,
    Moment,
    Submission,
    Taken,
    Unreadable,
)
from services.gate.state import Memory

Handler = Callable[[Any, Memory, Moment, Known], Taken]

ON_READING: Mapping[type, Handler] = {
    Submission: on_submission,
    BadPetition: on_bad_petition,
    CommandForm: on_command,
    BadCommand: on_bad_command,
    Unreadable: on_unreadable,
}
