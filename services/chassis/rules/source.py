"""The text of a rule set as it was read: its document, and on which line each part stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from services.chassis.plain_yaml import Place, parse_with_lines
from services.chassis.rules.errors import Problem, RuleSetRejected


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what it says, and where."""

    file: Path
    document: Any
    lines: Mapping[Place, int] = field(default_factory=dict)

    def problem(self, place: Place, sentence: str) -> Problem:
        """A problem of this part, on its line or on that of the nearest part around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return Problem(str(self.file), self.lines.get(place, 0), sentence)


def read_source(file: Path) -> Source:
    """A file's document; raises `RuleSetRejected` where it is none."""
    try:
        document, lines = parse_with_lines(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        sentence = f"cannot be read ({type(error).__name__})."
        raise RuleSetRejected([Problem(str(file), 0, sentence)]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it is no YAML"
        line = mark.line + 1 if mark else 0
        raise RuleSetRejected([Problem(str(file), line, f"{what}; correct the form.")]) from None
    return Source(file, document, lines)
