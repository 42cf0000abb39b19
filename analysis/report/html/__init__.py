"""Render a document as one HTML file: one style sheet inside, no script, nothing fetched."""
