"""Compose the sections of a report from evidence and words."""
