"""Benchmarks: `python -m tests.bench` runs all of them, `python -m tests.bench NAME` one. Tests assert no time."""
