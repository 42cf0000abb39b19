"""Name the content of a questionnaire, and its structure apart from wording, by SHA-256 of canonical JSON."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from surveyapp.formats.native.writer import plain
from surveyapp.questionnaire.schema import Questionnaire


def content_hash(questionnaire: Questionnaire) -> str:
    """Return 64 hexadecimal digits that change with anything a respondent may see or be asked."""
    return _digest(plain(questionnaire))


def structure_hash(questionnaire: Questionnaire) -> str:
    """Return 64 hexadecimal digits that stay the same when only wording or languages change."""
    return _digest(plain(questionnaire, wording=False))


def _digest(content: Any) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
