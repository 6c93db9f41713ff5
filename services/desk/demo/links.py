"""Where to look once the story has been told, and whether each of those pages answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from services.desk.demo.processes import OK, page

LINK_SECONDS_MAX = 15.0
LINK_LOOK_SECONDS = 0.5
PAGE_SECONDS_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Link:
    """A page to look at."""

    zh: str
    en: str
    address: str


async def all_answer(pages: Sequence[Link], say: Callable[[str], None]) -> bool:
    """Whether each page comes with 200; the last spans are a moment on their way."""
    answers = await asyncio.gather(*(_answers(one.address) for one in pages))
    for one, code in zip(pages, answers, strict=True):
        say(f"{code} {one.address}")
    return all(code == OK for code in answers)


async def _answers(address: str) -> int:
    code, end = 0, time.monotonic() + LINK_SECONDS_MAX
    while code != OK and time.monotonic() < end:
        with suppress(OSError):
            code, _ = await asyncio.to_thread(page, address, PAGE_SECONDS_MAX)
        if code != OK:
            await asyncio.sleep(LINK_LOOK_SECONDS)
    return code
