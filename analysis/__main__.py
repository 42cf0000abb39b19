"""Run the analysis from the command line: `python -m analysis estimate REQUEST.json`, `… follow WAVES.json`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from analysis.request.following import follow_file
from analysis.request.running import run_file

BAD_REQUEST = 2


def estimate(arguments: argparse.Namespace) -> int:
    """Print the answer to a request file; 2 where the request is not sound."""
    answer = run_file(arguments.request)
    return _printed(answer.document, answer.sound)


def follow(arguments: argparse.Namespace) -> int:
    """Print changes, trend and forecast of one figure over waves; 2 where the file is not sound."""
    answer = follow_file(arguments.waves)
    return _printed(answer.document, answer.sound)


def _printed(document: dict[str, Any], sound: bool) -> int:
    json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
    return 0 if sound else BAD_REQUEST


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Estimate from survey data.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("estimate", help="print the statistics a request file asks for, as JSON")
    command.add_argument("request", type=Path, metavar="REQUEST.json")
    command.set_defaults(run=estimate)
    command = commands.add_parser("follow", help="print changes, trend and forecast of a figure over waves, as JSON")
    command.add_argument("waves", type=Path, metavar="WAVES.json")
    command.set_defaults(run=follow)
    parsed = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    return run(parsed)


if __name__ == "__main__":
    sys.exit(main())
