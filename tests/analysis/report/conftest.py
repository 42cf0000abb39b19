"""Every test writes reports in a place of its own: the ledger of a survey's reports lies beside their folders."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    own = tmp_path / "report"
    own.mkdir()
    return own
