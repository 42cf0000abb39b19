"""Estimate: statistics and their influences, intervals, contrasts and tests."""
