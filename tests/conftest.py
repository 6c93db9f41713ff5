"""What tests on real servers stand on: the servers, and a database and a namespace each."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from confluent_kafka.admin import AdminClient
from hypothesis import settings

from deploy.local.postgres import binaries
from deploy.local.servers import Addresses, Servers
from tests import ran

ADMIN_SECONDS_MAX = 20

# How long one example takes says something about the machine, not about the house.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note which tests passed."""
    ran.note(report)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A whole run fails where a test that the coverage table names did not pass in it."""
    if exitstatus == pytest.ExitCode.OK and ran.is_whole(session.config):
        missing = ran.proofs_that_did_not_run()
        for sentence in missing:
            print_progress(f"coverage.yaml: {sentence}")
        if missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def servers() -> Addresses:
    """Broker and database; they stay up after the run, so that the next one starts at once."""
    return Servers().ensure(print_progress)


def print_progress(line: str) -> None:
    """Tell at the start of a run what it waits for."""
    print(line, flush=True)  # noqa: T201 - shown by pytest where a start fails


@pytest.fixture(scope="session")
def template(servers: Addresses) -> Iterator[str]:
    """Name of the database that `database` copies; a folder of tests may have a filled one."""
    name = f"template_{secrets.token_hex(5)}"
    sql(servers.postgres_dsn, f"CREATE DATABASE {name}")
    yield name
    sql(servers.postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(servers: Addresses, template: str) -> Iterator[str]:
    """DSN of a database that this test alone uses."""
    name = f"test_{secrets.token_hex(5)}"
    sql(servers.postgres_dsn, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield urlsplit(servers.postgres_dsn)._replace(path=f"/{name}").geturl()
    sql(servers.postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def namespace(servers: Addresses) -> Iterator[str]:
    """Prefix of this test's topics, groups and schemas; its topics are gone afterwards."""
    name = f"t{secrets.token_hex(5)}"
    yield name
    admin = AdminClient({"bootstrap.servers": servers.kafka_bootstrap})
    topics = admin.list_topics(timeout=ADMIN_SECONDS_MAX).topics
    mine = [topic for topic in topics if topic.startswith(f"{name}.")]
    if mine:
        for deleted in admin.delete_topics(mine, operation_timeout=ADMIN_SECONDS_MAX).values():
            deleted.result(ADMIN_SECONDS_MAX)


def sql(dsn: str, statement: str) -> None:
    """Run one statement outside any transaction and any event loop."""
    command = [str(binaries() / "psql"), "-d", dsn, "-qXAtc", statement, "-v", "ON_ERROR_STOP=1"]
    subprocess.run(command, check=True, capture_output=True, text=True)
