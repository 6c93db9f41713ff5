"""The bureau's time zone, the only one the procedure's days are counted in."""

from datetime import UTC, date, datetime, time, timedelta, timezone

BUREAU_ZONE = timezone(timedelta(hours=8), "+08:00")


def bureau_day(moment: datetime) -> date:
    """The civil date of an instant in the bureau's time zone."""
    return moment.astimezone(BUREAU_ZONE).date()


def bureau_moment(day: date, clock: time = time(0)) -> datetime:
    """The instant (UTC) at which the bureau's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, BUREAU_ZONE).astimezone(UTC)
