"""What a service keeps of one case, whatever the service is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from contracts.access import Access
from contracts.envelope import CaseId

S = TypeVar("S")


class Answer(NamedTuple):
    """How a command was answered: empty code = accepted."""

    code: str = ""
    clause: str = ""


@dataclass(slots=True)
class CaseRecord(Generic[S]):
    """What a service keeps of one case: its state, and what makes repeats harmless.

    A turn works on a copy of its own, so a handler that fails leaves the record as it was.
    """

    case_id: CaseId
    state: S
    seq: int = 0
    """Of its own last announcement."""
    seen: dict[str, int] = field(default_factory=dict)
    """`seq` of the last event read, per announcing service."""
    access: Access = Access()
    answers: dict[str, Answer] = field(default_factory=dict)
    """By command id; only commands this service owns."""
    trace: str = ""
    """Trace context of the last event heard: what a timer armed since then is linked to."""
    bureau: int = 0
    """How many bureau-wide events are in force for it."""
    version: int = 0
    """The version of the procedure it is judged by, as `Basis` numbers them."""

    def copy(self) -> CaseRecord[S]:
        """A record to be changed without changing this one; `answers` is only ever replaced."""
        return CaseRecord(
            self.case_id,
            self.state,
            self.seq,
            self.seen.copy(),
            self.access,
            self.answers,
            self.trace,
            self.bureau,
            self.version,
        )
