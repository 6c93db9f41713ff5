"""`submit`, `command`: publish a file's petition or command and say what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn
from uuid import NAMESPACE_URL, uuid5

import orjson
import typer
import yaml

from services.chassis.batch import Lane
from services.chassis.client import Answer, Client, NoAnswer
from services.chassis.clock import WallClock
from services.chassis.database import connection
from services.chassis.plain_yaml import load_yaml
from services.desk import store
from services.desk.settings import DeskSettings

REFUSED = 1
BAD_USE = 2
LANES: tuple[Lane, ...] = ("open", "restricted")

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML or JSON")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]
Source = Annotated[str | None, typer.Option(help="来源 · the source, where the file names none")]


def submit(file: File, source: Source = None, as_json: AsJson = False) -> None:
    """提交信访件 · publish a petition: `{source, petition}`, or a petition and --source."""
    document = _document(file)
    petition = document.get("petition", document)
    came_from = source or document.get("source")
    if not came_from:
        _bad_use("没有来源 · name the source: --source bureau-desk")
    answer = _answered(_submit(came_from, petition))
    accepted = "lane" in answer.body
    _show(answer, accepted, as_json)


def command(file: File, as_json: AsJson = False) -> None:
    """发出指令 · issue a command: `{type, case, actor, …}`; case is a case id or platform_ref."""
    answer = _answered(_command(_document(file)))
    _show(answer, bool(answer.body.get("accepted")), as_json)


async def _submit(source: str, petition: Mapping[str, Any]) -> Answer:
    async with Client(DeskSettings(), [source]) as client:
        return await client.submit(source, petition)


async def _command(document: Mapping[str, Any]) -> Answer:
    settings = DeskSettings()
    fields = dict(document)
    reference = fields.pop("case", None) or fields.pop("case_id", None)
    issued: dict[str, Any] = {"issued_at": WallClock().now().isoformat(), **fields}
    lane: Lane = "open"
    if reference is not None:
        issued["case_id"], lane = await _case_and_lane(settings, str(reference))
    issued.setdefault("command_id", _id_of(issued))
    async with Client(settings, []) as client:
        return await client.command(lane, issued)


async def _case_and_lane(settings: DeskSettings, reference: str) -> tuple[str, Lane]:
    """The case a person means, and the lane its receipt named."""
    found: list[tuple[str, Lane]] = []
    for lane in LANES:
        schema = settings.schema_of(lane, "archive")
        async with connection(settings.postgres_dsn.get_secret_value(), schema) as link:
            found += [(case, lane) for case in await store.cases_known_as(link, reference)]
    if len(found) != 1:
        _bad_use(f"{reference!r}: {len(found)} 件 · cases; name one by its id")
    return found[0]


def _id_of(issued: Mapping[str, Any]) -> str:
    """The same command at the same moment is the same command."""
    content = orjson.dumps(issued, option=orjson.OPT_SORT_KEYS).decode()
    return str(uuid5(NAMESPACE_URL, content))


def _document(file: Path) -> dict[str, Any]:
    try:
        document = load_yaml(file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        _bad_use(f"{file}: {type(error).__name__}")
    if not isinstance(document, dict):
        _bad_use(f"{file}: 须是一个对象 · one mapping is needed")
    return dict(document)


def _answered(asked: Any) -> Answer:
    try:
        answer = asyncio.run(asked)
    except NoAnswer as silence:
        typer.echo(f"没有回音 · {silence}", err=True)
        raise typer.Exit(REFUSED) from None
    assert isinstance(answer, Answer)
    return answer


def _show(answer: Answer, accepted: bool, as_json: bool) -> None:
    if as_json:
        shown = {"kind": answer.kind, "lane": answer.lane, **answer.body}
        typer.echo(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode())
    elif accepted:
        typer.echo(f"已收到 · taken: {answer.body.get('case_id', '')}")
        if code := answer.body.get("query_code"):
            typer.echo(f"查询码 · query code: {code}")
    else:
        zh, en = answer.body.get("sentence_zh", ""), answer.body.get("sentence_en", "")
        typer.echo(f"{answer.body.get('code')} {zh} · {en} {answer.body.get('clause', '')}")
    if not accepted:
        raise typer.Exit(REFUSED)


def _bad_use(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_USE)
