"""Cut audiences into declared segments, and say where they differ."""
