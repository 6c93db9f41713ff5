"""`open`: what the vault keeps of a case, shown to somebody who may see it and says what for."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NoReturn

import orjson
import typer

from contracts.envelope import UnitCode
from contracts.roles import UNIT_ROLES
from services.chassis.batch import Lane
from services.chassis.catalogue import load_catalogue
from services.chassis.database import connection
from services.desk import store
from services.desk.settings import DeskSettings

FAILED = 1
BAD_USE = 2
SECONDS_MAX = 15.0

Case = Annotated[str, typer.Argument(help="案件编号或来源编号 · case id or the source's number")]
Person = Annotated[str, typer.Option("--as", help="谁 · the principal who looks")]
Role = Annotated[str, typer.Option(help="以何身份 · in which role")]
Purpose = Annotated[str, typer.Option(help="查阅目的，将留痕 · what for; it is written down")]
Unit = Annotated[str | None, typer.Option(help="单位 · of which unit")]
Fields = Annotated[list[str] | None, typer.Option("--field", help="TEXT, IDENTITY, CONTACT …")]
Restricted = Annotated[bool, typer.Option("--restricted", help="限制件 · a case of art. 7")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


def open_case(  # noqa: PLR0913, PLR0917 - the options of a command
    case: Case,
    person: Person,
    role: Role,
    purpose: Purpose,
    unit: Unit = None,
    field: Fields = None,
    restricted: Restricted = False,
    as_json: AsJson = False,
) -> None:
    """查阅个人信息（先留痕，后显示） · show personal data of a case; the look is recorded first."""
    settings = DeskSettings()
    case_id, view = asyncio.run(_found(case, "restricted" if restricted else "open", settings))
    actor = {"principal": person, "role": role, "unit": unit}
    answer = looked(case_id, view, actor, purpose, field)
    if as_json:
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    else:
        _show(answer)


def looked(
    case_id: str,
    view: Mapping[str, Any],
    actor: Mapping[str, str | None],
    purpose: str,
    field_classes: Sequence[str] | None,
) -> Mapping[str, Any]:
    """What somebody is shown; the command ends where that is nothing."""
    if actor["role"] in UNIT_ROLES and not _at_work(actor["unit"], view):
        _end("该单位不承办此件 · this unit does not work on the case", FAILED)
    wish: dict[str, Any] = {"case_id": case_id, "actor": actor, "purpose": purpose}
    if field_classes:
        wish["field_classes"] = list(field_classes)
    answer = opened(DeskSettings(), wish)
    if "code" in answer:
        _end(f"不予查阅 · not shown: {answer['code']}", FAILED)
    return answer


def opened(settings: DeskSettings, wish: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the gate's reading room answers: the papers, or a code."""
    secret = settings.gate_reading_secret.get_secret_value()
    if not settings.reading_room or not secret:
        _end("未设置阅览室 · READING_ROOM and GATE_READING_SECRET are not set", BAD_USE)
    request = urllib.request.Request(  # noqa: S310 - the address is our own setting
        f"{settings.reading_room}/open",
        data=orjson.dumps(wish),
        headers={"authorization": f"Bearer {secret}", "content-type": "application/json"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_MAX) as answer:  # noqa: S310
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    except urllib.error.URLError as error:
        _end(f"阅览室没有应答 · the gate does not answer ({error.reason})", FAILED)
    found: Mapping[str, Any] = orjson.loads(body)
    return found


async def _found(
    reference: str, lane: Lane, settings: DeskSettings
) -> tuple[str, Mapping[str, Any]]:
    dsn, schema = settings.postgres_dsn.get_secret_value(), settings.schema_of(lane, "archive")
    async with connection(dsn, schema) as link:
        known = await store.cases_known_as(link, reference)
        if len(known) != 1:
            _end(f"{reference!r}: {len(known)} 件 · cases are known so", BAD_USE)
        view, _ = await store.whole_case(link, known[0])
        return known[0], view


def _at_work(unit: str | None, view: Mapping[str, Any]) -> bool:
    """The gate knows the deny set, the desk who has the case: each looks at what it knows."""
    units = [code for code in (view.get("lead_unit"), *view.get("co_units", ())) if code]
    own = UnitCode(unit) if unit else None
    return own is not None and load_catalogue().under(own, [UnitCode(code) for code in units])


def _show(answer: Mapping[str, Any]) -> None:
    petition = answer.get("petition") or {}
    petitioner = petition.get("petitioner", {})
    lines = [
        ("标题 · title", petition.get("title")),
        ("内容 · text", petition.get("text")),
        ("信访人 · petitioner", petitioner.get("name")),
        ("单位 · employer", petitioner.get("employer")),
        ("住址 · address", petitioner.get("address")),
        ("电话 · phone", petitioner.get("phone")),
        ("地点 · place", petition.get("matter", {}).get("place")),
    ]
    for label, value in lines:
        if value:
            typer.echo(f"{label}: {value}")
    for person in petition.get("reported", {}).get("persons", ()):
        typer.echo(f"被反映人 · reported: {person['name']}")
    for ref, paper in answer.get("papers", {}).items():
        typer.echo(f"{ref}: {orjson.dumps(paper).decode()}")


def _end(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
