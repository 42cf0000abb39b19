"""Edit the structure of a manuscript in the browser."""
