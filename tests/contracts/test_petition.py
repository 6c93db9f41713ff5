"""What a source may say, and by which error what it may not say is known."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.petition import FORBIDDEN_FIELDS, PetitionSubmitted

GOOD: dict[str, Any] = {
    "platform_ref": "L-2021-0001",
    "channel": "LETTER",
    "received_at": "2021-06-01T09:10:00+08:00",
    "title": "路灯不亮",
    "text": "竹影巷（虚构）一排路灯两周没亮。",
    "petitioner": {"named": True, "name": "叶知秋（虚构）"},
    "persons": 1,
    "matter": {"topics": ["STREET_LAMP_OUT"], "district": "XY"},
}
VISIT = {"read_back_confirmed": True, "answered_on_spot": False}

BAD: list[tuple[str, tuple[str | int, ...], Any, str]] = [
    ("an unknown field", ("mood",), "angry", "extra_forbidden"),
    ("an identity number", ("petitioner", "id_number"), "0", "extra_forbidden"),
    ("an unknown channel", ("channel",), "PIGEON", "literal_error"),
    ("a time without a zone", ("received_at",), "2021-06-01T09:10:00", "timezone_aware"),
    ("a time as a number", ("received_at",), 1622509800, "date_type"),
    ("a day for a time", ("received_at",), "2021-06-01", "datetime_parsing"),
    ("a year that cannot be", ("received_at",), "0001-01-01T00:00:00+14:00", "date_range"),
    ("a title that is too long", ("title",), "长" * 201, "string_too_long"),
    ("a text that is too long", ("text",), "长" * 20_001, "string_too_long"),
    ("a NUL", ("text",), "a\x00b", "text_not_allowed"),
    ("half a surrogate pair", ("text",), "\ud800", "string_unicode"),
    ("a NUL in a name", ("petitioner", "name"), "\x00", "text_not_allowed"),
    ("an empty number", ("platform_ref",), "", "string_too_short"),
    ("a number that is too long", ("platform_ref",), "x" * 65, "string_too_long"),
    ("nobody", ("persons",), 0, "greater_than_equal"),
    ("a word for a count", ("persons",), "1", "int_type"),
    ("a yes for a count", ("persons",), True, "int_type"),
    ("fewer than none", ("representatives",), -1, "greater_than_equal"),
    ("a word for a yes", ("petitioner", "named"), "yes", "bool_type"),
    ("too many topics", ("matter", "topics"), ["A"] * 51, "too_long"),
    ("a topic that is no code", ("matter", "topics"), ["路灯"], "string_pattern_mismatch"),
    ("a unit that is no code", ("reported",), {"units": ["brg xy"]}, "string_pattern_mismatch"),
    ("an unknown allegation", ("reported",), {"allegation": "RUMOUR"}, "literal_error"),
    ("a visit by letter", ("visit",), VISIT, "visit_without_visit"),
    ("a file without a hash", ("attachments",), [{"name": "a"}], "missing"),
    ("no object at all", ("matter",), "lamp", "model_type"),
]


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The good petition with one thing different."""
    document: Any = copy.deepcopy(GOOD)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert isinstance(document, dict)
    return document


def test_the_petition_everything_here_starts_from_is_good() -> None:
    petition = PetitionSubmitted.model_validate(GOOD)
    assert petition.statutory_route == "NONE"
    assert petition.reported.allegation == "NONE"


@pytest.mark.parametrize(("what", "path", "value", "error"), BAD, ids=[row[0] for row in BAD])
def test_a_petition_is_refused_for(
    what: str, path: tuple[str | int, ...], value: Any, error: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        PetitionSubmitted.model_validate(changed(path, value))
    assert error in {fault["type"] for fault in refused.value.errors()}


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_petition_needs(field: str) -> None:
    without = {name: value for name, value in GOOD.items() if name != field}
    with pytest.raises(ValidationError) as refused:
        PetitionSubmitted.model_validate(without)
    assert [(fault["type"], fault["loc"]) for fault in refused.value.errors()] == [
        ("missing", (field,))
    ]


def test_a_forbidden_field_is_known_by_where_the_error_points() -> None:
    with pytest.raises(ValidationError) as refused:
        PetitionSubmitted.model_validate(changed(("petitioner", "id_number"), "360400"))
    (fault,) = refused.value.errors(include_input=False)
    assert fault["loc"][-1] in FORBIDDEN_FIELDS


def test_an_error_does_not_repeat_what_was_said() -> None:
    with pytest.raises(ValidationError) as refused:
        PetitionSubmitted.model_validate(changed(("channel",), "叶知秋"))
    assert "叶知秋" not in str(refused.value)


def test_texts_are_kept_in_one_normal_form() -> None:
    decomposed = "Cafe\u0301"
    petition = PetitionSubmitted.model_validate(changed(("title",), decomposed))
    assert petition.title == "Café"


def test_what_was_validated_reads_the_same_again() -> None:
    petition = PetitionSubmitted.model_validate(GOOD)
    assert PetitionSubmitted.model_validate_json(petition.model_dump_json()) == petition
