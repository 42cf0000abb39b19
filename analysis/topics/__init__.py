"""Answer the questions a report is about: interest, needs, reach, trust, image."""
