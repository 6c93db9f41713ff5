"""What the words of a petition suggest where nobody gave a topic; a person confirms it (E56)."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.catalogue import District, Topic


def suggested_topics(text: str, topics: Iterable[Topic]) -> tuple[str, ...]:
    """The gravest topics of ours the text speaks of; of others only where it speaks of none."""
    spoken_of = [topic for topic in topics if any(word in text for word in topic.keywords)]
    candidates = [topic for topic in spoken_of if topic.in_scope] or spoken_of
    gravest = max((topic.severity for topic in candidates), default=0)
    return tuple(topic.code for topic in candidates if topic.severity == gravest)


def suggested_district(text: str, districts: Iterable[District]) -> str | None:
    """The district the text names; None where it names none or several: a guess would not help."""
    named = [d.code for d in districts if d.zh in text or any(a in text for a in d.aliases)]
    return named[0] if len(named) == 1 else None
