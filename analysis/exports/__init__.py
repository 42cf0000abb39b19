"""Write a data package in the formats that other programs read; every format holds the same rows and codes."""
