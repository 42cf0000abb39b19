"""Find the reference material that is not part of the repository."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def reference_folder(*parts: str) -> Path:
    """Return a path below the folder named by `REFERENCE_DATA`; skip the calling test where it is absent."""
    root = Path(os.environ.get("REFERENCE_DATA", REPOSITORY.parent / "shared" / "data"))
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"reference data not found at {path}; set REFERENCE_DATA to the folder that holds it")
    return path
