"""The command line as a person calls it, as far as it needs no servers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.desk.cli import COMMANDS, app
from services.desk.demo.processes import free_port

RUN = CliRunner()


def test_help_lists_every_command_that_is_there() -> None:
    shown = RUN.invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert {"submit", "command", "case", "explain", "cases"} <= COMMANDS.keys()
    assert all(name in shown.output for name in ("submit", "explain", "cases"))


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["case"], ["submit", "/nowhere.yaml"], ["explain", "x", "--nonsense"]],
)
def test_bad_use_exits_with_2(arguments: list[str]) -> None:
    assert RUN.invoke(app, arguments).exit_code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("petition: {platform_ref: L-1}", "--source"),
        ("[1, 2]", "mapping"),
        ("{unclosed: ", "ParserError"),
    ],
)
def test_a_file_that_is_no_petition_is_bad_use_and_says_why(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "petition.yaml"
    file.write_text(text, "utf-8")
    result = RUN.invoke(app, ["submit", str(file)])
    assert result.exit_code == 2
    assert said in result.output


def test_a_house_that_is_not_there_ends_in_a_sentence_and_no_traceback() -> None:
    nobody = f"postgresql://nobody@127.0.0.1:{free_port()}/postgres"
    ended = subprocess.run(
        [sys.executable, "-c", "from services.desk.cli import run; run()", "case", "L-1"],
        env={**os.environ, "POSTGRES_DSN": nobody},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "xinfang up" in ended.stderr
    assert "Traceback" not in ended.stderr
