"""The reading room: one page of the gate's window, for the desk alone. No audit, no look."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from contracts.commands.base import Actor
from contracts.envelope import CaseId, Strict
from contracts.refusals import INVALID, ROLE_NOT_ALLOWED, UNKNOWN_CASE
from contracts.text import Text
from services.chassis.batch import Plan
from services.chassis.database import Connection
from services.chassis.ledger import Position
from services.chassis.worker import Worker
from services.gate import store
from services.gate.app.processing import GateProcessor
from services.gate.decisions import reading
from services.gate.handlers.looking import Asked, Told, on_look
from services.gate.handlers.shapes import content_ref, declared_ref

SCHEME = "Bearer "
NOT_HERE, BAD_REQUEST, UNAUTHORIZED, ELSEWHERE = 404, 400, 401, 503
STATUS = {UNKNOWN_CASE: NOT_HERE, INVALID: BAD_REQUEST, ROLE_NOT_ALLOWED: 403, "": 200}
FORBIDDEN = 403


class Wish(Strict):
    """What the desk asks for, in the name of somebody."""

    case_id: CaseId = Field(min_length=1, max_length=64)
    actor: Actor
    purpose: Text = Field(min_length=1)
    field_classes: tuple[str, ...] = reading.FIELD_CLASSES


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """Opens papers of the cases whose partition this process's worker has."""

    worker: Worker
    processor: GateProcessor
    secret: str

    async def answer(self, request: Request) -> Response:
        """The papers of a case, or a code; without the secret nothing, not even that."""
        if not self._knows_secret(request):
            return JSONResponse({"code": ROLE_NOT_ALLOWED}, UNAUTHORIZED)
        try:
            wish = Wish.model_validate_json(await request.body())
        except ValidationError:
            return JSONResponse({"code": INVALID}, BAD_REQUEST)
        told = await self._look(wish)
        if told is None:
            return JSONResponse({"code": "NOT_THIS_GATE"}, ELSEWHERE)
        if told.code:
            return JSONResponse({"code": told.code}, STATUS.get(told.code, FORBIDDEN))
        return JSONResponse(await self._papers(wish.case_id, told))

    def _knows_secret(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "")
        return bool(self.secret) and hmac.compare_digest(
            shown.encode(), f"{SCHEME}{self.secret}".encode()
        )

    async def _look(self, wish: Wish) -> Told | None:
        """Decided and written down between two batches; None where another process has the case."""
        async with self.worker.pool.acquire() as link:
            known = await store.cases_known(link, [wish.case_id])
        if wish.case_id not in known:
            return Told(UNKNOWN_CASE)
        told: list[Told] = []

        async def decide(link: Connection, position: Position) -> Plan:
            case = (await store.cases_known(link, [wish.case_id])).get(wish.case_id)
            asked = Asked(wish.case_id, wish.actor, wish.purpose, wish.field_classes)
            moment, now_known = self.processor.at(position)
            told.append(on_look(asked, case, moment, now_known))
            taken = told[-1].taken
            return self.processor.said_of(taken) if taken is not None else Plan()

        done = await self.worker.act(known[wish.case_id].partition, decide)
        return told[-1] if done and told else None

    async def _papers(self, case_id: CaseId, told: Told) -> Mapping[str, Any]:
        """Read after the look was written down, and only then."""
        async with self.worker.pool.acquire() as link:
            papers = await store.papers(link, case_id, self.processor.vaults)
        petition = papers.get(declared_ref(case_id)) or papers.get(content_ref(case_id))
        of_petition = {declared_ref(case_id), content_ref(case_id)}
        classes = told.field_classes
        return {
            "case_id": case_id,
            "field_classes": classes,
            "petition": reading.shown(petition, classes) if petition is not None else None,
            "papers": {ref: paper for ref, paper in papers.items() if ref not in of_petition}
            if reading.PAPERS in classes
            else {},
        }
