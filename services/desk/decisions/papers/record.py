"""A case as the papers read it: what happened last, what it is about, who may be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from contracts.catalogue import Catalogue
from contracts.envelope import UnitCode
from contracts.zone import bureau_day
from services.desk.decisions.explanation import DueDate, due_dates_in
from services.desk.decisions.papers.sheet import BLANK, NotYet

Happened = Mapping[str, Any]
PROCEDURE = "《九江市城市管理局信访工作规程》"
STATUTES: Mapping[str, str] = {"2005": "《信访条例》", "2022": "《信访工作条例》"}


@dataclass(frozen=True, slots=True)
class Personal:
    """What only the vault knows of a petition; None stays a blank to be filled by hand."""

    name: str | None = None
    employer: str | None = None
    address: str | None = None
    phone: str | None = None
    title: str | None = None
    text: str | None = None


def personal_in(petition: Mapping[str, Any]) -> Personal:
    """What was shown of a petition; what stayed closed is blank."""
    petitioner = petition.get("petitioner", {})
    return Personal(
        **{name: petitioner.get(name) for name in ("name", "employer", "address", "phone")},
        title=petition.get("title"),
        text=petition.get("text"),
    )


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a paper may be drawn from."""

    case_id: str
    view: Mapping[str, Any]
    timeline: Sequence[Happened]
    catalogue: Catalogue
    personal: Personal = field(default_factory=Personal)

    def latest(self, name: str) -> Happened | None:
        """The last event of this name."""
        return next((one for one in reversed(self.timeline) if one["type"] == name), None)

    def needed(self, name: str, missing: str) -> Happened:
        """The last event of this name, without which there is no paper."""
        found = self.latest(name)
        if found is None:
            raise NotYet(missing)
        return found

    def came_after(self, name: str, other: Happened) -> bool:
        """Whether the last event of this name came after another event."""
        found = self.latest(name)
        order = [id(one) for one in self.timeline]
        return found is not None and order.index(id(found)) > order.index(id(other))

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts of the petition, as it came in."""
        received = self.needed("petition.received", "尚未收到 · nothing has been received")
        facts: Mapping[str, Any] = received["body"]["petition"]
        return facts

    @property
    def reg_no(self) -> str:
        """The number in the register."""
        number: str = self.view.get("reg_no", "")
        return number

    @property
    def received_on(self) -> date:
        """The day the petition came in."""
        return bureau_day(datetime.fromisoformat(self.view["received_at"]))

    @property
    def bureau(self) -> str:
        """The bureau's name."""
        return self.catalogue.units[UnitCode("BUREAU")].zh

    @property
    def office(self) -> str:
        """The Petition Office's name, without what stands in brackets."""
        return self.catalogue.units[UnitCode("XFB")].zh.partition("（")[0]

    @property
    def addressee(self) -> str:
        """Whom a notice is for."""
        return f"{self.personal.name or BLANK}："

    def unit(self, code: str | None) -> str:
        """A unit or an outside body by its name."""
        if not code:
            return ""
        found = self.catalogue.units.get(UnitCode(code)) or self.catalogue.external_bodies.get(code)
        return found.zh if found else code

    def units(self, codes: Sequence[str]) -> str:
        """Several of them."""
        return "、".join(self.unit(code) for code in codes)

    def due_dates(self) -> Mapping[str, DueDate]:
        """Each date with the sentence of its count."""
        return {one.key: one for one in due_dates_in(self.timeline, self.catalogue.clauses.get)}

    def matter(self) -> str:
        """What it is about, in the words of the catalogue: topics are no personal data."""
        supplied = self.latest("petition.supplemented")
        later = (supplied["body"].get("matter") if supplied else None) or {}
        topics = later.get("topics") or self.facts.get("topics")
        if topics:
            return self.topics(topics)
        suggested = self.topics(self.facts.get("suggested_topics", ()))
        return f"{suggested}（由文本提示，待核）" if suggested else ""

    def topics(self, codes: Sequence[str]) -> str:
        """Topics by their names."""
        known = self.catalogue.topics
        return "、".join(known[code].zh if code in known else code for code in codes)

    def basis(self, *clauses: str, statutes: Mapping[str, str] | None = None) -> str:
        """The clauses as they are cited, then the article of the regulation in force."""
        labels = dict.fromkeys(self.catalogue.clause(clause).label_zh for clause in clauses)
        cited = [f"{PROCEDURE}{'、'.join(labels)}"] if labels else []
        if statutes:
            cited.append(self.statute(statutes))
        return f"依据{'；'.join(cited)}"

    def statute(self, articles: Mapping[str, str]) -> str:
        """The article of the regulation that was in force when the petition came in."""
        received = self.needed("petition.received", "尚未收到 · nothing has been received")
        regime = received["body"]["regime"]
        return f"{STATUTES[regime]}{articles[regime]}"
