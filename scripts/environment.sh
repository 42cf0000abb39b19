#!/bin/sh
# Make .venv from the locked dependencies. Usage: scripts/environment.sh [dev]
# Uses uv where it is present, else venv and pip. Does nothing when .venv already matches the lock.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3}; do
        # The interpreter names its own path: a version manager's shim may exist and not run.
        path=$("$name" -c 'import os, sys; sys.version_info >= (3, 11) and print(os.path.realpath(sys.executable))' 2>/dev/null) || continue
        [ -n "$path" ] && { echo "$path"; return; }
    done
    echo "surveyapp needs Python 3.11 or newer; none of python3.13, 3.12, 3.11, 3.14 runs here. Install one, or name it: make setup PYTHON=/path/to/python3" >&2
    exit 1
}

bootstrap_pip() {
    # Debian splits ensurepip into python3-venv; without it, any pip that can be found serves.
    "$python" -m venv --without-pip .venv
    for wheel in /usr/share/python-wheels/pip-*.whl; do
        [ -f "$wheel" ] && "$venv" "$wheel/pip" install --quiet pip && return
    done
    "$python" -m pip --python "$venv" install --quiet pip 2>/dev/null && return
    rm -rf .venv
    echo "This Python has neither ensurepip nor pip. Install uv, or Debian's python3-venv, and try again." >&2
    exit 1
}

make_venv() {
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --clear --python "$python" .venv
    elif "$python" -c 'import ensurepip' 2>/dev/null; then
        rm -rf .venv && "$python" -m venv .venv
    else
        rm -rf .venv && bootstrap_pip
    fi
}

install() {
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --compile-bytecode --python "$venv" "$@"
    else
        "$venv" -m pip install --quiet --disable-pip-version-check "$@"
    fi
}

wanted=${1:-run}
venv=.venv/bin/python
if [ -x "$venv" ] && "$venv" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=
else
    python=$(find_python)
    make_venv
fi
case $("$venv" -c 'import sys; print(sys.version_info >= (3, 13))') in
    True) lock=requirements/python-3.13 ;;
    *) lock=requirements/python-3.11 ;;
esac
[ "$wanted" = dev ] && lock=$lock-dev
mark=$(cat "$lock.txt" pyproject.toml | cksum)
if [ "$(cat .venv/installed-$wanted 2>/dev/null)" != "$mark" ]; then
    echo "Installing the locked dependencies ($lock.txt) …"
    install --requirement "$lock.txt"
    install --no-deps --editable .
    echo "$mark" > ".venv/installed-$wanted"
fi
