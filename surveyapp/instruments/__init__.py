"""Hold the questionnaires that come with the application: a structure and one file of wordings a language."""

from surveyapp.instruments.bundle import (
    INTEREST_AND_NEEDS,
    bundled,
    bundled_cut,
    is_overlay,
    missing_texts,
    translation_status,
)

__all__ = ["INTEREST_AND_NEEDS", "bundled", "bundled_cut", "is_overlay", "missing_texts", "translation_status"]
