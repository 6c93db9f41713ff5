"""The small questions of the gate, one table each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.commands.deadlines import ExcludeTime
from contracts.commands.handling import RecordSignoff, RecordUnreachable, Witness
from contracts.commands.routing import RecordInstruction
from contracts.petition import Instruction
from services.chassis.catalogue import load_catalogue
from services.gate.decisions.form import Rejected, parsed, reference
from services.gate.decisions.matching import matter_key, person_keys, reported_person_keys
from services.gate.decisions.suggest import suggested_district, suggested_topics
from services.gate.decisions.vaulting import take_out, text_at

T = datetime(2021, 3, 16, 1, 0, tzinfo=UTC)
REF = "vault:00000000-0000-5000-8000-000000000000"


def keyed(*parts: str) -> str:
    """A hash one can read."""
    return "|".join(parts)


@pytest.mark.parametrize(
    ("names", "phone", "address", "keys"),
    [
        (
            "顾问渠",
            "130",
            "柳溪巷7号",
            ("person|顾问渠|phone|130", "person|顾问渠|address|柳溪巷7号"),
        ),
        ("顾问渠", None, "柳溪巷7号", ("person|顾问渠|address|柳溪巷7号",)),
        ("顾问渠", None, None, ()),
        (None, "130", None, ()),
        (" ", "130", None, ()),
        ("甲、乙", "130", None, ("person|甲|phone|130", "person|乙|phone|130")),
        ("顾 问　渠", "１３０ ", None, ("person|顾问渠|phone|130",)),
    ],
)
def test_a_person_is_known_by_name_with_phone_or_with_address(
    names: str | None, phone: str | None, address: str | None, keys: tuple[str, ...]
) -> None:
    assert person_keys(names, phone, address, keyed) == keys


def test_an_anonymous_report_is_known_by_whom_it_is_about() -> None:
    assert reported_person_keys(["白 某", " "], keyed) == ("reported|白某",)


@pytest.mark.parametrize(
    ("topics", "district", "place", "key"),
    [
        (["B", "A", "A"], "XY", "柳溪巷 7号", "matter|A,B|XY|柳溪巷7号"),
        (["A"], None, "柳溪巷7号", "matter|A||柳溪巷7号"),
        (["A"], "XY", None, None),
        (["A"], "XY", " ", None),
        ([], "XY", "柳溪巷7号", None),
    ],
)
def test_a_matter_is_known_by_topics_district_and_place(
    topics: list[str], district: str | None, place: str | None, key: str | None
) -> None:
    assert matter_key(topics, district, place, keyed) == key


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("楼下烧烤店油烟直排", ("OIL_FUME_NO_FLUE",)),
        ("路灯不亮，路面坑洼", ("PAVEMENT_DAMAGE",)),
        ("物业费太贵", ("PROPERTY_MANAGEMENT",)),
        ("物业费太贵，路灯也不亮", ("STREET_LAMP_OUT",)),
        ("那个地方脏成那样了，再不管我就发网上", ()),
    ],
)
def test_the_words_of_a_text_suggest_the_gravest_topic_of_ours(
    text: str, topics: tuple[str, ...]
) -> None:
    assert suggested_topics(text, load_catalogue().topics.values()) == topics


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("浔阳区柳溪巷", "XY"),
        ("经开区的工地", "KF"),
        ("浔阳和濂溪都有", None),
        ("某个地方", None),
    ],
)
def test_a_text_suggests_a_district_only_where_it_names_one(
    text: str, district: str | None
) -> None:
    assert suggested_district(text, load_catalogue().districts.values()) == district


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"VC-1", "VC-1"),
        ("浔阳-1", "浔阳-1"),
        ("e\u0301", "é"),
        ("x" * 64, "x" * 64),
        ("x" * 65, None),
        ("", None),
        ("a\nb", None),
        (b"\xff", None),
        ("\ud83d", None),
        (None, None),
        (7, None),
    ],
)
def test_only_short_text_is_repeated_to_a_sender(value: object, found: str | None) -> None:
    assert reference(value) == found


def test_a_reason_of_rejection_quotes_nothing_of_the_input() -> None:
    with pytest.raises(Rejected) as rejected:
        parsed('{"姓名": '.encode(), bytes_max=100)
    assert str(rejected.value) == "INVALID_SCHEMA"
    assert rejected.value.__suppress_context__


def test_texts_inside_a_command_are_taken_out_with_their_path() -> None:
    note = Instruction(level="CITY", by="LEADER", type="INSTRUCT", text="请阅处", on=T.date())
    taken_out = take_out(RecordInstruction(instruction=note), REF)
    assert taken_out.fields["instruction"]["text"] == f"{REF}#instruction/text"
    assert taken_out.fields["instruction"]["on"] == "2021-03-16"
    assert text_at(taken_out.content, f"{REF}#instruction/text") == "请阅处"


def test_a_witness_keeps_the_side_and_loses_the_name() -> None:
    witness = Witness(name="居委会工作人员", side="COMMUNITY")
    fields = take_out(RecordSignoff(on=T.date(), witness=witness), REF).fields
    assert fields["witness"] == {"name": f"{REF}#witness/name", "side": "COMMUNITY"}


def test_a_command_without_texts_leaves_nothing_for_the_vault() -> None:
    taken_out = take_out(RecordUnreachable(attempts=(T.date(),), registered_post=True), REF)
    assert taken_out.fields == {"attempts": ["2021-03-16"], "registered_post": True}
    assert taken_out.content == {}


def test_a_field_that_messages_call_otherwise_is_taken_over_by_the_name_they_use() -> None:
    hearing = {"from": "2021-08-30", "to": "2021-09-03", "clause": "B-11"}
    assert take_out(ExcludeTime.model_validate(hearing), REF).fields == hearing
