"""Serving: two processes that share code and not routes, ended by one signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from surveyapp.cli.serve import PortTaken, command
from tests.patience import LONGEST, wait_until
from tests.ports import free_ports

HOUSE = Path(__file__).resolve().parents[2]


@contextmanager
def serving(port: int, url: str, *more: str) -> Iterator[subprocess.Popen[str]]:
    arguments = ["serve", "--port", str(port), "--database", url, *more]
    process = subprocess.Popen(
        [sys.executable, "-m", "surveyapp.cli.main", *arguments],
        cwd=HOUSE,
        env={**os.environ, "SECRET_KEY": "k" * 40, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def status(address: str) -> int:
    """Return the status of an address, 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=LONGEST) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0


def wait_for(address: str) -> None:
    wait_until(lambda: status(address) == 200, f"an answer of {address}")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_both_sides_are_served_apart_and_end_with_one_signal(tmp_path: Path, how: signal.Signals) -> None:
    port = free_ports(2)
    respondents, console = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
    with serving(port, f"sqlite:///{tmp_path}/store.sqlite3") as process:
        wait_for(f"{respondents}/healthz")
        wait_for(f"{console}/healthz")
        assert status(f"{console}/sign-in") == 200
        assert status(f"{respondents}/sign-in") == 404
        assert status(f"{console}/en/s/anything") == 404
        process.send_signal(how)
        printed, _ = process.communicate(timeout=LONGEST)
        assert process.returncode == 0
    assert respondents in printed
    assert console in printed
    assert "Traceback" not in printed
    assert status(f"{respondents}/healthz") == status(f"{console}/healthz") == 0


def test_a_killed_parent_leaves_nobody_behind(tmp_path: Path) -> None:
    port = free_ports()
    with serving(port, f"sqlite:///{tmp_path}/store.sqlite3", "--side", "console") as process:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        process.kill()
        wait_until(lambda: status(f"http://127.0.0.1:{port}/healthz") == 0, "the end of a server without its parent")


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = CliRunner().invoke(
            command, ["--side", "console", "--port", str(port), "--database", f"sqlite:///{tmp_path}/store.sqlite3"]
        )
    assert isinstance(outcome.exception, PortTaken)
    assert f"Port {port} is taken" in str(outcome.exception)


def test_a_broken_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    port = free_ports()
    with serving(port, f"sqlite:///{tmp_path}") as process:
        printed, _ = process.communicate(timeout=LONGEST)
    assert process.returncode == 1
    assert "Check DATABASE_URL" in printed
    assert "Traceback" not in printed
