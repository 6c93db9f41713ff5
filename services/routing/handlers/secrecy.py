"""What a case that becomes delicate later asks of routing (art. 7, 15, 16)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.envelope import CaseEvent
from contracts.events.intake import ConfidentialityCautioned, PetitionClassified
from services.routing.decisions.known import Known
from services.routing.handlers.package import hand_over
from services.routing.state import RoutingState

Events = Iterator[CaseEvent]


def on_petition_classified(state: RoutingState, event: PetitionClassified, known: Known) -> Events:
    """A report is not for those who handle by themselves."""
    if event.kind == "REPORT":
        yield from hand_over(state, "CONFIDENTIALITY", known)


def on_confidentiality_cautioned(
    state: RoutingState,
    event: ConfidentialityCautioned,  # noqa: ARG001 - handlers are called alike
    known: Known,
) -> Events:
    """Nor is a case in which one of the bureau's own is complained of."""
    yield from hand_over(state, "CONFIDENTIALITY", known)
