"""Answers in people's own words: their language, what they are about, and which may be quoted."""
