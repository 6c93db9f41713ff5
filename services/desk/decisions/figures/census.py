"""The petitions of a period with the words for their codes: what every report is counted from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.catalogue import Catalogue
from contracts.catalogue.readings import SettingValue
from contracts.envelope import UnitCode
from services.desk.decisions.figures.cases import matters
from services.desk.decisions.figures.petition import UNKNOWN, Counted
from services.desk.decisions.figures.tables import Column, Table, tally
from services.desk.decisions.words import CHANNEL, KIND, OUTCOME, STATUS

PETITIONS = Column("petitions", "件次", "petitions")
MATTERS = Column("matters", "件数", "matters")

Spec = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Readings:
    """How the bureau counts, each with its key in the catalogue."""

    group_min: int
    """`group.min`: from so many on a visit is received as a group."""
    group_stat_min: int
    """`group.stat_min`: from so many on statistics call it a group visit (E23)."""
    subunits_shared: bool
    """`subunit.registry`: whether what units take in themselves is in the same register (E19)."""
    weights: Mapping[str, int]
    """`assessment.weights`: of each indicator; none, and there is no score (E37)."""

    @classmethod
    def of(cls, catalogue: Catalogue) -> Readings:
        """As the catalogue in force has them."""
        return cls(
            group_min=catalogue.number("group.min"),
            group_stat_min=catalogue.number("group.stat_min"),
            subunits_shared=catalogue.setting("subunit.registry") == "SHARED",
            weights=_weights(catalogue.setting("assessment.weights")),
        )


class Census:
    """What was counted, and how to call it."""

    def __init__(self, petitions: Mapping[str, Counted], catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.readings = Readings.of(catalogue)
        # What became RESTRICTED goes on elsewhere; that it did is not to be read off a difference.
        everything = {i: case for i, case in petitions.items() if case.source and not case.moved}
        self.taken_in = list(everything.values())
        """All that came in, by whomever it was taken."""
        shared = self.readings.subunits_shared
        self.cases = {i: case for i, case in everything.items() if shared or not case.by_unit}
        self.matters = matters(self.cases)

    @property
    def petitions(self) -> list[Counted]:
        """Each petition of the register."""
        return list(self.cases.values())

    @property
    def handled(self) -> list[Counted]:
        """Those a unit of the bureau has, or had, in hand."""
        return [case for case in self.cases.values() if case.lead_unit]

    def by(
        self, spec: Spec, codes: Callable[[Counted], Iterable[str]], label: Callable[[str], str]
    ) -> Table:
        """Petitions by a property; one with several counts in each row."""
        found = Counter(code for case in self.petitions for code in codes(case))
        return tally(spec, (PETITIONS,), {code: (n,) for code, n in found.items()}, label)

    def matters_by(
        self,
        spec: Spec,
        codes: Callable[[Sequence[Counted]], Iterable[str]],
        label: Callable[[str], str],
    ) -> Table:
        """Matters by a property, merged petitions and repeats counted once."""
        found = Counter(code for group in self.matters.values() for code in codes(group))
        return tally(spec, (MATTERS,), {code: (n,) for code, n in found.items()}, label)

    def topic_of(self, group: Sequence[Counted]) -> str:
        """The field of a matter: the heaviest topic of its first petition that has one."""
        topics = next((case.topics for case in group if case.topics), ())
        known = [self.catalogue.topics[code] for code in topics if code in self.catalogue.topics]
        heaviest = max(known, key=lambda topic: topic.severity, default=None)
        return heaviest.code if heaviest else UNKNOWN

    def topic(self, code: str) -> str:
        """A topic's name."""
        return self.catalogue.topics[code].zh if code in self.catalogue.topics else UNTOLD

    def district(self, code: str) -> str:
        """A district's name."""
        return self.catalogue.districts[code].zh if code in self.catalogue.districts else UNTOLD

    def unit(self, code: str) -> str:
        """A unit's name."""
        unit = self.catalogue.units.get(UnitCode(code))
        return unit.zh if unit else code


UNTOLD = "未注明 · not given"


def channel(code: str) -> str:
    """A channel's name."""
    return CHANNEL.get(code, code)


def kind(code: str) -> str:
    """A kind's name."""
    return KIND.get(code, UNTOLD)


def outcome(code: str) -> str:
    """An outcome's name."""
    return OUTCOME.get(code, code)


def status(code: str) -> str:
    """A status's name."""
    return STATUS.get(code, code)


def itself(code: str) -> str:
    """A code that is its own name."""
    return code


def _weights(value: SettingValue) -> dict[str, int]:
    """`[on_time=40, …]`, or a mapping of the same."""
    if isinstance(value, Mapping):
        return {key: int(next(iter(given))) for key, given in value.items()}
    assert isinstance(value, tuple)
    pairs = (str(word).partition("=") for word in value)
    return {key.strip(): int(weight) for key, _, weight in pairs}
