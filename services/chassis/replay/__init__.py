"""The stored log decided again: by the same rules the same bytes, by others the difference."""

from services.chassis.replay.comparing import Difference
from services.chassis.replay.partition import Stored, replay_partition
from services.chassis.replay.tally import Tally
from services.chassis.replay.terms import Terms

__all__ = ["Difference", "Stored", "Tally", "Terms", "replay_partition"]
