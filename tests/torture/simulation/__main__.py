"""Run the simulated fieldworks and print the table; `--write` puts it into docs/simulation.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial

from tests.torture.simulation.fields import EVERY, FIELDWORKS, PAGE, SEED, in_page, lines_of, run_all


def main(arguments: Sequence[str]) -> int:
    """Return 1 where a rate is outside its tolerance."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.simulation", description=__doc__)
    parser.add_argument("--fieldworks", type=int, default=FIELDWORKS, help="how often the usual experiment is repeated")
    parser.add_argument("--only", choices=[one.name for one in EVERY], help="one experiment")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    asked = parser.parse_args(list(arguments))
    experiments = [one for one in EVERY if asked.only in (None, one.name)]
    found = run_all(experiments, asked.fieldworks, SEED, partial(print, sep="\n", flush=True))
    if asked.write:
        PAGE.write_text(in_page(PAGE.read_text("utf-8"), lines_of(found)), "utf-8")
    return 0 if all(one.kept for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
