"""What starts clocks, moves and ends them, and what happens when one strikes."""

from __future__ import annotations

from contracts.envelope import CaseEvent
from contracts.events.deadlines import (
    ReviewWindowOpened,
)
from contracts.events.gate import CalendarPublished, PetitionReceived, ProcedureVersionActivated
from contracts.events.handling import (
    PetitionReopened,
    ReplyDelivered,
    ReplyReturned,
    ReviewOpinionRecorded,
    ReviewRequested,
)
from contracts.events.intake import (
    PetitionUnlinked,
    PromiseMade,
)
from contracts.events.routing import (
    InstructionRecorded,
    PetitionAccepted,
)
from contracts.ports import Announcements, Timer
from services.deadlines.decisions import (
    dates,
    ends,
    idle,
    recount,
    reminders,
    silence,
    steps,
)
from services.deadlines.decisions.known import Known
from services.deadlines.decisions.timers import Rank
from services.deadlines.handlers.saying import say
from services.deadlines.state import CaseClocks


def on_petition_received(state: CaseClocks, event: PetitionReceived, known: Known) -> Announcements:
    """Most clocks start with the receipt, however long the registration takes."""
    yield from say(state, dates.from_receipt(event, state, known), event.occurred_at, known)


def on_petition_accepted(state: CaseClocks, event: PetitionAccepted, known: Known) -> Announcements:
    """The sixty days start with the acceptance (E41)."""
    yield from say(state, dates.from_acceptance(event, state, known), event.occurred_at, known)


def on_instruction_recorded(
    state: CaseClocks, event: InstructionRecorded, known: Known
) -> Announcements:
    """A leader's date counts where it is earlier than what was ordered so far."""
    order, clock, now = state.order, state.clock("superior"), event.occurred_at
    if order is None or (clock is not None and clock.due_on == order.due_on):
        return
    yield from say(state, [dates.by_superior(state, now, known)], now, known)


def on_promise_made(state: CaseClocks, event: PromiseMade, known: Known) -> Announcements:
    """A promised day is a clock of its own."""
    clock, now = state.clock("promise"), event.occurred_at
    if clock is None or clock.due_on != event.due_on:
        yield from say(state, [dates.promised(event.due_on, now, known)], now, known)


def on_reply_delivered(state: CaseClocks, event: ReplyDelivered, known: Known) -> Announcements:
    """The petitioner's own time starts when that of the bureau ends."""
    said: list[CaseEvent] = list(ends.ended(state, known))
    if known.settings.review:
        window = dates.of_review("review_request", event.on, event.occurred_at, known)
        said.append(window)
        if window.due_on is not None:
            said.append(ReviewWindowOpened(until=window.due_on))
    yield from say(state, said, event.occurred_at, known)


def on_review_requested(state: CaseClocks, event: ReviewRequested, known: Known) -> Announcements:
    """The higher body has its time too, and so has the one above it."""
    key: dates.ReviewKey = "reexam_opinion" if state.review.reexam_on else "review_opinion"
    opinion = dates.of_review(key, event.on, event.occurred_at, known)
    yield from say(state, [opinion], event.occurred_at, known)


def on_review_opinion_recorded(
    state: CaseClocks, event: ReviewOpinionRecorded, known: Known
) -> Announcements:
    """The petitioner can ask the body above; what that one says is final."""
    if not state.review.final:
        window = dates.of_review("reexam_request", event.on, event.occurred_at, known)
        yield from say(state, [window], event.occurred_at, known)


def on_taken_back(
    state: CaseClocks, event: ReplyReturned | PetitionUnlinked | PetitionReopened, known: Known
) -> Announcements:
    """What was answered is open again."""
    again = ends.running_again(state, event.name, event.occurred_at, known)
    yield from say(state, again, event.occurred_at, known)


def on_end(state: CaseClocks, _event: CaseEvent, known: Known) -> Announcements:
    """Something came that a clock may have waited for, or that makes waiting pointless."""
    yield from ends.ended(state, known)


def on_counted_otherwise(
    state: CaseClocks, event: CalendarPublished | ProcedureVersionActivated, known: Known
) -> Announcements:
    """Open dates follow what is in force."""
    yield from say(state, recount.again(state, event, known), event.occurred_at, known)


def fire(state: CaseClocks, timer: Timer, known: Known) -> Announcements:
    """What happens when a clock strikes."""
    match timer.rank:
        case Rank.MISSED:
            clock = state.clock(timer.key)
            assert clock is not None
            yield from ends.missed(clock, state, known)
        case Rank.UNANSWERED:
            yield silence.unanswered(state, timer.due_at, known)
        case Rank.STEP:
            yield steps.late(state, timer.key, known)
        case Rank.STALLED:
            yield idle.stalled(state, known)
        case Rank.REMINDER:
            said = reminders.planned_reminder(state, timer.due_at, known)
            yield from say(state, said, timer.due_at, known)
