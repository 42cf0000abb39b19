"""Tables: cells with their errors, pairs of columns, letters, and what may be shown."""
