#!/usr/bin/env bash
# Makes .venv with the locked packages. Says in one sentence what the machine lacks, before anything fails on it.
# `setup.sh --servers` also asks for what the local broker needs.
set -euo pipefail
cd "$(dirname "$0")/../.."

VENV=.venv
STAMP=$VENV/.xinfang-setup

stop() {
    echo "make: $1" >&2
    exit 1
}

fingerprint() {
    # The folder belongs to it: the scripts of a moved environment point to the old place.
    { pwd; cat uv.lock pyproject.toml deploy/local/setup.sh; } | cksum
}

find_python() {
    # Each candidate is run: a pyenv shim may exist without its version being switched on.
    local candidate pyenv_root
    pyenv_root=${PYENV_ROOT:-$HOME/.pyenv}
    for candidate in ${PYTHON:-} python3.12 python3.11 python3 python \
        "$pyenv_root"/versions/3.12.*/bin/python "$pyenv_root"/versions/3.11.*/bin/python; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
            >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 or 3.12 with venv was not found; install it with: apt install python3 python3-venv (or: pyenv install 3.12)"
}

need_compiler() {
    local header
    command -v "${CC:-cc}" >/dev/null || command -v gcc >/dev/null ||
        stop "A C compiler is needed to build durable-rules; install it with: apt install build-essential"
    header=$("$1" -c 'import sysconfig; print(sysconfig.get_paths()["include"])')/Python.h
    [ -e "$header" ] ||
        stop "The C headers of $1 are needed to build durable-rules; install them with: apt install python3-dev"
}

need_maven() {
    # Only the local broker needs it, and only until its jars are there.
    if [ -z "${KAFKA_BOOTSTRAP:-}" ] && [ ! -e "${XINFANG_LOCAL:-.local}/kafka/libs/pom.sha256" ]; then
        command -v mvn >/dev/null ||
            stop "Maven is needed to get the Kafka broker's jars; install it with: apt install maven (or give a broker in KAFKA_BOOTSTRAP)"
    fi
}

[ "${1:-}" != --servers ] || need_maven
[ ! -e $STAMP ] || [ "$(cat $STAMP)" != "$(fingerprint)" ] || exit 0

python=$(find_python)
need_compiler "$python"
if ! $VENV/bin/python -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null ||
    ! grep -qs "^command = .* $(pwd -P)/$VENV\$" $VENV/pyvenv.cfg ||
    ! $VENV/bin/python -m pip --version >/dev/null 2>&1; then
    echo "setup: making $VENV with $("$python" --version)"
    "$python" -m venv --clear $VENV
fi
if ! $VENV/bin/python -m uv --version >/dev/null 2>&1; then
    echo "setup: installing uv"
    $VENV/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13.9,<0.14'
fi
echo "setup: installing the locked packages (the first time takes about a minute)"
# uv itself is not in the lock, hence --inexact.
UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$VENV $VENV/bin/python -m uv sync --frozen --inexact
fingerprint >$STAMP
echo "setup: done"
