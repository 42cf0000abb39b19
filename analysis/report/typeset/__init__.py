"""Typeset the document as a tagged PDF."""
