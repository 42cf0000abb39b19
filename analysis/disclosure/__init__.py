"""Say what published data and tables would give away about single people."""
