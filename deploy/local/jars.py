"""The broker's jars, as published on Maven Central and pinned in pom.xml."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local.errors import LocalError, Missing
from deploy.local.java import java

POM = Path(__file__).with_name("pom.xml")
RESOLVE_SECONDS_MAX = 600
PROGRESS_SECONDS = 5
OUTPUT_SHOWN = 1500


def ensure(libs: Path, progress: Callable[[str], None]) -> None:
    """Fill the folder with the jars of this pom.xml; instant where they are there already."""
    stamp = libs / "pom.sha256"
    digest = hashlib.sha256(POM.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("Maven is needed to get the Kafka broker's jars.", "apt install maven")
    progress("Kafka: getting the broker's jars with Maven (about 45 files, 43 MB)")
    shutil.rmtree(libs, ignore_errors=True)
    libs.mkdir(parents=True)
    resolve(maven, libs, progress)
    stamp.write_text(digest, encoding="ascii")


def resolve(maven: str, libs: Path, progress: Callable[[str], None]) -> None:
    """Run Maven and say now and then that it still works."""
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    command += [f"-DoutputDirectory={libs}", "-DincludeScope=runtime"]
    # Maven wants a JAVA_HOME where no java is on the path.
    home = {} if shutil.which("java") else {"JAVA_HOME": str(java().parents[1])}
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **home},
        ) as maven_run:
            while time.monotonic() - began < RESOLVE_SECONDS_MAX:
                try:
                    maven_run.wait(PROGRESS_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    progress(f"Kafka: {len(list(libs.glob('*.jar')))} jars so far")
            else:
                maven_run.kill()
        if maven_run.returncode != 0:
            output.seek(0)
            said = output.read().decode(errors="replace")[-OUTPUT_SHOWN:]
            raise LocalError(f"Maven could not get the Kafka broker's jars. It said:\n{said}")
