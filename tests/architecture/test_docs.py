"""What the documentation says of files, settings and commands is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.chassis.settings import ChassisSettings
from services.desk.cli import COMMANDS
from tests.architecture.sources import PACKAGES, PROJECT, modules

README = (PROJECT / "README.md").read_text("utf-8")
CHASSIS = PROJECT / "services" / "chassis"
DECISION_RECORDS = sorted((PROJECT / "contracts" / "adr").glob("*.md"))
PAGES = sorted(
    [*PROJECT.glob("*.md"), *(p for one in PACKAGES for p in PROJECT.glob(f"{one}/**/*.md"))]
)

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
SETTING = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]+)`|–) \| \S.* \|$", re.MULTILINE)
TOUR_STOP = re.compile(r"^\d+\. \[([^\]]+)\]\(([^)]+)\)", re.MULTILINE)
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)

TOUR = (
    "contracts/",
    "services/gate/",
    "services/intake/handlers",
    "services/routing/handlers",
    "services/routing/rules/acceptance.yaml",
    "services/handling/handlers",
    "services/deadlines/decisions",
    "services/archive/handlers",
)
"""Where each of the eight files lies, from arrival to archive."""
GLOSSARY_WORDS = 10


def section(heading: str) -> str:
    """What stands under the README's heading that ends with these words."""
    found = re.search(rf"^## [^\n]*{heading}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found is not None, f"README.md has no heading that ends with {heading!r}"
    return found[1]


def shown(default: object) -> str:
    """A default as the table has it; nothing where it is empty."""
    return default.get_secret_value() if isinstance(default, SecretStr) else str(default)


def name_of(page: Path) -> str:
    """A page as a person would name it."""
    return page.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_to_something(page: Path) -> None:
    links = LINK.findall(CODE_BLOCK.sub("", page.read_text("utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_tour_follows_a_case_through_eight_files_in_their_order() -> None:
    stops = TOUR_STOP.findall(section("Follow one case through eight files"))
    assert len(stops) == len(TOUR)
    for (label, path), place in zip(stops, TOUR, strict=True):
        assert label == path
        assert path.startswith(place)
        assert (PROJECT / path).is_file()


def test_the_table_of_settings_is_what_a_process_can_be_told() -> None:
    listed = {name.lower(): default for name, default in SETTING.findall(section("Settings"))}
    fields = ChassisSettings.model_fields
    assert listed == {name: shown(field.default) for name, field in fields.items()}
    assert list(listed) == list(fields)


def test_the_glossary_has_ten_words_and_the_contracts_use_each() -> None:
    rows = [row.split(" | ") for row in section("Ten words").splitlines() if row.count(" | `") == 1]
    words = [row[2].strip("`") for row in rows]
    spoken = "".join(path.read_text("utf-8") for path in modules("contracts"))
    assert len(set(words)) == len(rows) == GLOSSARY_WORDS
    assert [word for word in words if word not in spoken] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_command_a_page_names_is_a_target(page: Path) -> None:
    targets = set(TARGET.findall((PROJECT / "Makefile").read_text("utf-8")))
    named = re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    assert {one or other for one, other in named} <= targets


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_xinfang_command_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(r"(?:`|\.venv/bin/)xinfang ([a-z]+)", text)
    assert set(named) <= set(COMMANDS)


def test_the_readme_names_the_two_commands_everything_begins_with() -> None:
    commands = section("Two commands")
    assert "make demo" in commands
    assert "make test" in commands


def test_the_chassis_page_has_a_line_for_every_room() -> None:
    linked = set(LINK.findall((CHASSIS / "README.md").read_text("utf-8")))
    rooms = {path.name for path in CHASSIS.glob("*.py")} - {"__init__.py"}
    assert rooms - linked == set()


@pytest.mark.parametrize("record", DECISION_RECORDS, ids=name_of)
def test_a_decision_record_says_why_what_and_what_not(record: Path) -> None:
    number, text = record.name.partition("-")[0], record.read_text("utf-8")
    assert text.startswith(f"# {number} ")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Rejected"]


def test_no_two_decision_records_have_one_number() -> None:
    numbers = [record.name.partition("-")[0] for record in DECISION_RECORDS]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
