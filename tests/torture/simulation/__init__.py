"""Simulated fieldworks with a known truth: how often intervals cover it, and how often something false is claimed.

`python -m tests.torture.simulation` prints the table, `--write` puts it into docs/simulation.md.
"""
