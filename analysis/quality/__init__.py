"""Indices of how carefully people answered; flags for a person to look at, never a reason to delete."""
