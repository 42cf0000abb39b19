"""Choose ports for servers that are processes of their own, so that nobody takes them before the server listens."""

from __future__ import annotations

import random
import socket

FROM, TO = 20_000, 32_000
"""Below the ports that Linux gives to whoever asks for any, among them every connection of every browser here."""
_chance = random.SystemRandom()
_taken: list[socket.socket] = []


def free_ports(number: int = 1) -> int:
    """Return the first of so many free ports in a row; other tests of this machine are given others.

    A name of a Unix socket belongs to this process for as long as it lives, and tells the others.
    """
    while True:
        first = _chance.randrange(FROM, TO)
        wanted = range(first, first + number)
        if all(map(_take, wanted)) and all(map(_is_free, wanted)):
            return first


def _take(port: int) -> bool:
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0surveyapp-test-port-{port}")
    except OSError:
        claim.close()
        return False
    _taken.append(claim)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
