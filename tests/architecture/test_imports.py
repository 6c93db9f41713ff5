"""The import contracts hold, and each of them would notice what it is there for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import PROJECT

PLANTS = {
    # contract: (file to plant in, line, the import the report must name)
    "A service never imports another": (
        "services/intake/store.py",
        "import services.routing.settings",
        "services.intake.store -> services.routing.settings",
    ),
    "Imports go down: service, chassis, contracts": (
        "services/chassis/planted.py",
        "import services.handling.settings",
        "services.chassis.planted -> services.handling.settings",
    ),
    "The rooms of a service are a closed set": (
        "services/archive/decisions/filing.py",
        "import services.archive.store",
        "services.archive.decisions.filing -> services.archive.store",
    ),
    "The rooms of the desk are a closed set": (
        "services/desk/settings.py",
        "import services.desk.cli",
        "services.desk.settings -> services.desk.cli",
    ),
    "Decisions, handlers and states are pure": (
        "services/deadlines/decisions.py",
        "import random",
        "services.deadlines.decisions -> random",
    ),
    "Contracts depend on pydantic alone": (
        "contracts/planted.py",
        "import orjson",
        "contracts.planted -> orjson",
    ),
    "asyncpg stays in the chassis": (
        "services/routing/store.py",
        "import asyncpg",
        "services.routing.store -> asyncpg",
    ),
    "FastStream stays in the chassis": (
        "services/routing/app.py",
        "import faststream",
        "services.routing.app -> faststream",
    ),
    "aiokafka stays in the chassis": (
        "services/desk/cli.py",
        "import aiokafka",
        "services.desk.cli -> aiokafka",
    ),
    "durable-rules stays in the chassis": (
        "services/gate/store/__init__.py",
        "import durable_rules_engine",
        "services.gate.store -> durable_rules_engine",
    ),
    "No circles": (
        "contracts/planted_too.py",
        "import contracts.planted\n",
        "planted_too",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages once more, with one violation of each contract."""
    folder = tmp_path_factory.mktemp("planted")
    for package in ("contracts", "services"):
        shutil.copytree(
            PROJECT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(PROJECT / "pyproject.toml", folder)
    for file, line, _ in PLANTS.values():
        plant(folder / file, line)
    plant(folder / "services" / "routing" / "settings.py", "")
    plant(folder / "services" / "handling" / "settings.py", "")
    plant(folder / "services" / "archive" / "store.py", "")
    plant(folder / "services" / "intake" / "utils.py", "")
    plant(folder / "contracts" / "planted.py", "import contracts.planted_too")
    return folder


def plant(file: Path, line: str) -> None:
    """Add a line to a module, or make the module; a package's own file stands for the package."""
    package = file.with_suffix("") / "__init__.py"
    with (package if package.exists() else file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter there; its cache can answer stale."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def planted_report(copy: Path) -> str:
    """What import-linter says about all plants, without line breaks of the terminal."""
    return lint(copy).stdout


def test_the_import_contracts_hold() -> None:
    checked = lint(PROJECT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_violation_of_every_contract_is_planted() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    assert {one["name"] for one in settings["tool"]["importlinter"]["contracts"]} == set(PLANTS)


@pytest.mark.parametrize("contract", PLANTS)
def test_a_planted_violation_breaks_its_contract(contract: str, planted_report: str) -> None:
    assert re.search(rf"^{re.escape(contract)} BROKEN", planted_report, re.MULTILINE)
    assert PLANTS[contract][2] in planted_report


def test_a_room_nobody_planned_breaks_the_build(planted_report: str) -> None:
    assert "utils" in planted_report
