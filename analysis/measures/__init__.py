"""Keep what is to be done about what was found: each measure rests on evidence, and goes stale when that moves."""
