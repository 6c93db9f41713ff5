"""The command line of the house: `xinfang`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS: Mapping[str, str] = {
    "demo": "services.desk.demo.commands:demo",
    "up": "services.desk.demo.commands:up",
    "down": "services.desk.demo.commands:down",
    "status": "services.desk.demo.commands:status",
    "play": "services.desk.play.commands:play",
    "simulate": "services.desk.year.commands:simulate",
    "submit": "services.desk.cli.writing:submit",
    "command": "services.desk.cli.writing:command",
    "case": "services.desk.cli.reading:case",
    "explain": "services.desk.cli.reading:explain",
    "cases": "services.desk.cli.reading:cases",
    "report": "services.desk.cli.reporting:report",
    "document": "services.desk.cli.documents:document",
    "archive": "services.desk.cli.filing:archive",
    "verify": "services.desk.cli.filing:verify",
    "open": "services.desk.cli.opening:open_case",
    "replay": "services.desk.cli.replaying:replay",
    "rules": "services.desk.cli.ruling:rules",
    "query": "services.desk.cli.querying:query",
    "clauses": "services.desk.cli.clauses:clauses",
}
"""Each command and the function or group that does it; loaded only when it is asked for."""

OUR_MODULES = ("services.", "contracts.", "deploy.")
FAILED = 1


class Lazily(TyperGroup):
    """Loads a command's module when it is called: `xinfang case` needs no broker's client."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """Those whose module is there."""
        return [name for name, target in COMMANDS.items() if _is_there(target.partition(":")[0])]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        """The command, made of its function."""
        module, _, function = COMMANDS.get(cmd_name, "").partition(":")
        if not module or not _is_there(module):
            return None
        target = getattr(import_module(module), function)
        if isinstance(target, typer.Typer):
            return get_command(target)
        single = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
        single.command(name=cmd_name)(target)
        return get_command(single)


app = typer.Typer(
    cls=Lazily,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="市城管局信访工作规程 · the petition procedure, from topic to sealed dossier",
)


@app.callback()
def main() -> None:
    """市城管局信访工作规程 · the petition procedure, from topic to sealed dossier."""


def run() -> None:
    """The program: what the house expects to go wrong ends in a sentence, a bug in a traceback."""
    try:
        app()
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        sys.stderr.write(f"xinfang: {sentence}\n")
        sys.exit(FAILED)


def _sentence(error: Exception) -> str | None:
    """Our own errors carry one; a server that does not answer gets one."""
    if type(error).__module__.startswith(OUR_MODULES):
        return str(error)
    if isinstance(error, ConnectionError) or type(error).__name__ == "KafkaConnectionError":
        return f"没有服务器应答 · no server answers ({error}). 请先启动 · start it: xinfang up"
    return None


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
