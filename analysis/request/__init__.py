"""Answer a request for statistics written as a JSON file: read it, refuse what must be refused, run the rest."""
