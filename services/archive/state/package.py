"""What package triggers and accountability make of the view."""

from __future__ import annotations

from contracts.codes import Package
from contracts.events.escalation import (
    AccountabilityDecided,
    AccountabilityProposed,
    IncidentEscalated,
    LeaderVisited,
    PackageClosed,
    PackageOpened,
    PackageOverdueReportedToDirector,
    PackageOverdueReportedToLeader,
    PackageTeamAppointed,
    PackageTeamReplaced,
)
from contracts.events.handling import LeaderVisitScheduled
from contracts.events.routing import (
    AccountabilityFlagged,
    AccountabilityWatch,
    MajorConfirmed,
    PackageCandidate,
    PackageDeclined,
    PackageTriggered,
    PackageWaived,
)
from services.archive.state.view import CaseView, changed, decided, waiting

CANDIDATE_MARK = "?"


def candidate(view: CaseView, event: PackageCandidate) -> CaseView:
    """A candidate does not hold the case up, it waits for a person (H9)."""
    found = {trigger + CANDIDATE_MARK for trigger in event.triggers}
    new = {mark for mark in found if mark.removesuffix(CANDIDATE_MARK) not in view.package_triggers}
    return waiting(_judged(view, {*view.package_triggers, *new}), "H9")


def triggered(view: CaseView, event: PackageTriggered) -> CaseView:
    """A leader has to appoint the team (H8); a trigger is no candidate any more."""
    still_declined = tuple(t for t in view.declined_triggers if t not in event.triggers)
    view = changed(view, declined_triggers=still_declined)
    marks = {trigger + CANDIDATE_MARK for trigger in event.triggers}
    view = _judged(view, {*view.package_triggers, *event.triggers} - marks)
    if not view.package_open:
        view = waiting(view, "H8")
    return _without_answered_candidates(view)


def declined(view: CaseView, event: PackageDeclined) -> CaseView:
    """A candidate nobody took up leaves nothing on the file, unless the bureau keeps it (E52)."""
    left = set(view.package_triggers) - {event.trigger + CANDIDATE_MARK}
    if event.kept:
        left.add(event.trigger)
        view = changed(view, declined_triggers=(*view.declined_triggers, event.trigger))
    return _without_answered_candidates(_judged(view, left))


def waived(view: CaseView, event: PackageWaived) -> CaseView:
    """The trigger stays on the file; while another stands the package goes on."""
    view = changed(view, waived_triggers=tuple(sorted({*view.waived_triggers, event.trigger})))
    view = _judged(view, set(view.package_triggers))
    if view.package_case == "TRIGGERED":
        return view
    return decided(changed(view, package_open=False), "H8")


def opened(view: CaseView, _: PackageOpened) -> CaseView:
    """From here until it is closed the dossier cannot be filed."""
    return changed(view, package_open=True)


def team_appointed(view: CaseView, _: PackageTeamAppointed | PackageTeamReplaced) -> CaseView:
    """Three people answer for it."""
    return decided(view, "H8")


def delay_reported(view: CaseView, _: PackageOverdueReportedToLeader) -> CaseView:
    """The package leader passes it on to the director (H11)."""
    return waiting(view, "H11")


def director_told(view: CaseView, _: PackageOverdueReportedToDirector) -> CaseView:
    """Both steps of the chain are done."""
    return decided(view, "H11")


def closed(view: CaseView, _: PackageClosed) -> CaseView:
    """What was decided about the package stays on the file."""
    return decided(changed(view, package_open=False), "H8", "H11")


def watched(view: CaseView, event: AccountabilityWatch) -> CaseView:
    """Facts to look at."""
    return _with_code(view, f"WATCH:{event.code}")


def flagged(view: CaseView, event: AccountabilityFlagged) -> CaseView:
    """The Petition Office proposes what should follow (H13)."""
    return waiting(_with_code(view, f"FLAG:{event.code}"), "H13")


def accountability_proposed(view: CaseView, _: AccountabilityProposed) -> CaseView:
    """The Leading Group decides (H14)."""
    return waiting(decided(view, "H13"), "H14")


def accountability_decided(view: CaseView, _: AccountabilityDecided) -> CaseView:
    """The Leading Group has decided."""
    return decided(view, "H14")


def incident_escalated(view: CaseView, _: IncidentEscalated) -> CaseView:
    """A leader sets the measures (H12)."""
    return waiting(view, "H12")


def major_confirmed(view: CaseView, _: MajorConfirmed) -> CaseView:
    """The measures are set; whether a leader goes there himself is still to be said (10(三))."""
    return waiting(decided(view, "H12"), "H15")


def leader_goes(view: CaseView, _: LeaderVisitScheduled | LeaderVisited) -> CaseView:
    """A leader goes there, or was there."""
    return decided(view, "H15")


def _judged(view: CaseView, triggers: set[str]) -> CaseView:
    standing = triggers - {*view.waived_triggers, *view.declined_triggers}
    firm = {trigger for trigger in standing if not trigger.endswith(CANDIDATE_MARK)}
    package: Package = "NONE"
    if firm:
        package = "TRIGGERED"
    elif triggers & set(view.waived_triggers):
        package = "WAIVED"
    elif standing:
        package = "CANDIDATE"
    return changed(view, package_case=package, package_triggers=tuple(sorted(triggers)))


def _without_answered_candidates(view: CaseView) -> CaseView:
    open_ones = any(trigger.endswith(CANDIDATE_MARK) for trigger in view.package_triggers)
    return view if open_ones else decided(view, "H9")


def _with_code(view: CaseView, code: str) -> CaseView:
    return changed(view, accountability=tuple(sorted({*view.accountability, code})))
