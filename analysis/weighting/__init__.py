"""Fit a sample to what is known of its population, and say how much that cost."""
