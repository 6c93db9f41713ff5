"""`demo`, `up`, `down`, `status`: the house on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

Exit = Annotated[
    bool, typer.Option("--exit", help="演示完即停止并核对 · stop at the end, and judge")
]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


def demo(exit_at_end: Exit = False) -> None:
    """演示 · a story of three months in a minute, on real servers."""
    from services.desk.demo.demo import run_demo

    raise typer.Exit(run_demo(exit_at_end))


def up() -> None:
    """启动 · servers and services in the background."""
    from services.desk.demo import stack

    raise typer.Exit(stack.up())


def down() -> None:
    """停止 · all of them."""
    from services.desk.demo import stack

    raise typer.Exit(stack.down())


def status(as_json: AsJson = False) -> None:
    """状态 · lag, timers, dead letters, health."""
    from services.desk.demo import stack

    raise typer.Exit(stack.status(as_json))
