"""Make a data package of answers that were collected elsewhere."""
