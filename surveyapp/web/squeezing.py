"""Compress with brotli in a process of its own, once when an application starts.

Arrow brings the codec; loaded here it would cost every worker forty megabytes for as long as it lives.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

HARDEST: Final = 11
_ROOT: Final = Path(__file__).parents[2]


@lru_cache(maxsize=16)
def brotli(texts: tuple[str, ...]) -> tuple[bytes, ...]:
    """Return each text compressed as small as it goes."""
    done = subprocess.run(  # noqa: S603 (our own module, given our own files)
        [sys.executable, "-m", __name__],
        input=json.dumps(texts).encode(),
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        check=True,
    )
    return tuple(base64.b64decode(one) for one in json.loads(done.stdout))


def main() -> None:
    """Compress the texts that this process was given as JSON, and print them as JSON of base64."""
    from pyarrow import Codec

    codec = Codec("brotli", compression_level=HARDEST)
    texts = [codec.compress(text.encode(), asbytes=True) for text in json.load(sys.stdin)]
    sys.stdout.write(json.dumps([base64.b64encode(text).decode() for text in texts]))


if __name__ == "__main__":
    main()
