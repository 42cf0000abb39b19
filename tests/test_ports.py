"""Ports for servers of tests: nobody else is given them, and no connection takes them by chance."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from tests import ports
from tests.ports import FROM, TO, free_ports


def test_ports_in_a_row_are_free_and_given_once() -> None:
    given = [first + at for number in (2, 3, 1) for first in [free_ports(number)] for at in range(number)]
    assert len(set(given)) == len(given)
    for port in given:
        assert FROM <= port < TO + 3
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))


def test_linux_gives_none_of_them_to_who_asks_for_any() -> None:
    least = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]
    assert int(least) > TO + 3


def test_a_port_of_another_process_is_not_given() -> None:
    port = free_ports()
    taking = f"from tests.ports import _take; print(_take({port}))"
    done = subprocess.run([sys.executable, "-c", taking], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert not ports._take(port)
