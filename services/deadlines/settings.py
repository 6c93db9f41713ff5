"""The readings of the procedure that deadlines goes by."""

from __future__ import annotations

from datetime import time
from typing import Literal, Self, get_args

from contracts.catalogue import Catalogue
from contracts.envelope import Strict, UnitCode

ClockClass = Literal["STATUTORY", "SUPERIOR", "CHANNEL", "PROMISE"]


class SilenceSettings(Strict):
    """When being urged stayed without an answer (T7, E10, E44)."""

    clocks: frozenset[ClockClass]
    """`t7.clocks`: whose dates are pressed for."""
    reminders_min: int
    """`t7.min_reminders`: as many must have followed the date."""
    planned_count: bool
    """`t7.automatic_reminders_count`: those of the plan are reminders too."""
    grace_working_days: int
    """`t7.grace_working_days`: to answer the first of them."""
    returned_is_none: bool
    """`t7.returned_counts_as_no_reply`: what was sent back is no answer."""


class ExtensionSettings(Strict):
    """Who gets more time, and when (E25, E65)."""

    days_max: int
    """`ext.max_days`: in sum."""
    count_max: int
    """`ext.max_count`"""
    after_due: bool
    """`ext.after_due`: it may be asked for when the date has passed."""
    late_decision_moves: bool
    """`ext.decided_late`: asked in time and approved late, the date moves all the same."""


class ReminderSettings(Strict):
    """When a unit is urged: counted in working days from the due date (E78)."""

    days_before: tuple[int, ...]
    """Descending."""
    days_after: tuple[int, ...]
    """Ascending."""
    then_every_days: int
    """0 = not again."""
    at: time


class DeadlinesSettings(Strict):
    """What the procedure leaves open, each with its key in the catalogue."""

    acceptance_notice: bool
    """`notice.acceptance.enabled`: the petitioner is told, and by a date (E6)."""
    statutory_kinds: frozenset[str] | None
    """`regime2022.conclude_scope`: whom the 2022 regulation gives its 60 days; None = everybody."""
    unclassified: str
    """`regime2022.unclassified`: what a matter is taken for until a person has classified it."""
    superior_rolls: bool
    """`superior.roll`: a superior's date moves off a day of rest (E47)."""
    director_ends_on: frozenset[Literal["REPORTED", "CONCLUDED"]]
    """`superior.director_ends_on`: what keeps the director's own date (E77)."""
    ends_on_delivery: bool
    """`clock.ends_on`: the petitioner's clocks end with the delivery; else when it is passed."""
    silence: SilenceSettings
    extension: ExtensionSettings
    reminders: ReminderSettings
    steps_urged: bool
    """`internal_sla.effect`: what is late inside the bureau is urged (E63)."""
    stand_ins: tuple[UnitCode, ...]
    """`caution.lead_fallback`: who is urged in the place of a reported Petition Office."""
    stalled_working_days: int
    """`stalled.working_days`: without anything happening (E81)."""
    review: bool
    """`review.enabled`: the way to the higher bodies is recorded (E24)."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """As the catalogue in force has them."""
        setting = catalogue.setting
        return cls.model_validate(
            {
                "acceptance_notice": setting("notice.acceptance.enabled"),
                "statutory_kinds": _scope(catalogue),
                "unclassified": setting("regime2022.unclassified"),
                "superior_rolls": setting("superior.roll"),
                "director_ends_on": frozenset(catalogue.words("superior.director_ends_on")),
                "ends_on_delivery": setting("clock.ends_on") != "PASSED",
                "silence": _silence(catalogue),
                "extension": _extension(catalogue),
                "reminders": _reminders(catalogue),
                "steps_urged": setting("internal_sla.effect") in {"INDICATOR", "REMINDER_ONLY"},
                "stand_ins": setting("caution.lead_fallback"),
                "stalled_working_days": setting("stalled.working_days"),
                "review": setting("review.enabled"),
            }
        )


def _scope(catalogue: Catalogue) -> frozenset[str] | None:
    chosen = catalogue.setting("regime2022.conclude_scope")
    if chosen == "ALL":
        return None
    return frozenset(map(str, chosen)) if isinstance(chosen, tuple) else frozenset({str(chosen)})


def _silence(catalogue: Catalogue) -> SilenceSettings:
    setting = catalogue.setting
    return SilenceSettings.model_validate(
        {
            "clocks": frozenset(catalogue.words("t7.clocks")) & {*get_args(ClockClass)},
            "reminders_min": setting("t7.min_reminders"),
            "planned_count": setting("t7.automatic_reminders_count"),
            "grace_working_days": setting("t7.grace_working_days"),
            "returned_is_none": setting("t7.returned_counts_as_no_reply"),
        }
    )


def _extension(catalogue: Catalogue) -> ExtensionSettings:
    setting = catalogue.setting
    return ExtensionSettings.model_validate(
        {
            "days_max": catalogue.local_limits.get("extension_max", setting("ext.max_days")),
            "count_max": setting("ext.max_count"),
            "after_due": setting("ext.after_due"),
            "late_decision_moves": setting("ext.decided_late") == "MOVES_DATE",
        }
    )


def _reminders(catalogue: Catalogue) -> ReminderSettings:
    days = sorted(int(day) for day in catalogue.words("reminder.working_days"))
    return ReminderSettings.model_validate(
        {
            "days_before": tuple(-day for day in days if day < 0),
            "days_after": tuple(day for day in days if day > 0),
            "then_every_days": catalogue.setting("reminder.repeat"),
            "at": catalogue.setting("reminder.at"),
        }
    )
