"""A served application ends with its requests: afterwards nothing of it writes into what others open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import urlopen

from tests.listening import listening
from tests.patience import LONGEST


def test_a_request_under_way_is_answered_before_the_server_ends() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(_environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        may_end.wait(LONGEST)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    before = set(threading.enumerate())
    ending = threading.Timer(0.2, may_end.set)
    with ThreadPoolExecutor(1) as pool:
        with listening(slow) as address:
            asked = pool.submit(lambda: urlopen(address, timeout=LONGEST).read())  # noqa: S310
            assert begun.wait(LONGEST)
            ending.start()
        assert asked.result() == b"done"
    ending.join()
    assert set(threading.enumerate()) <= before
