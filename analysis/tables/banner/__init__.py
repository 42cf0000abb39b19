"""Banner tables: many questions by many columns at once, computed first and shown afterwards."""
