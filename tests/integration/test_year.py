"""Two months of synthetic petitions through all services on real servers add up."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from services.chassis.settings import ChassisSettings

PROGRAM = "from services.desk.cli import run; run()"
PETITIONS = 120
SECONDS_MAX = 400
SIMULATE = ("simulate", "--year", "2025", "--seed", "11", "--days", "30", "--days-after", "30")


@pytest.mark.slow
def test_two_months_of_petitions_add_up(settings: ChassisSettings) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *SIMULATE, f"--petitions={PETITIONS}", "--json"],
        env={
            **os.environ,
            "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
            "POSTGRES_DSN": settings.postgres_dsn.get_secret_value(),
        },
        capture_output=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    result = json.loads(ended.stdout)
    assert result["plan"]["petitions"] == PETITIONS
    assert all(check["expected"] == check["actual"] for check in result["checks"])
    assert result["commands"]["pass_reply"] > 0
