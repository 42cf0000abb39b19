"""A data package survives every format."""
