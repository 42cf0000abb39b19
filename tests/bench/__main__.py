"""Run the benchmarks that are named, or all of them."""

import sys

from tests.bench import collection, estimation, pages, report, walk, writers

BENCHMARKS = {
    "collection": collection.main,
    "estimation": estimation.main,
    "pages": pages.main,
    "report": report.main,
    "walk": walk.main,
    "writers": writers.main,
}


def main(arguments: list[str]) -> int:
    """Run one benchmark with its own arguments, or every one with none; return 2 for a name that is none."""
    if not arguments:
        for run in BENCHMARKS.values():
            run([])
        return 0
    name, *rest = arguments
    if name not in BENCHMARKS:
        print(f"There is no benchmark {name!r}; there are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    BENCHMARKS[name](rest)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
