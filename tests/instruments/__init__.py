"""Tests of the bundled questionnaires."""
