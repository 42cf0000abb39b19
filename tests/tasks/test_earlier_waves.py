"""An uploaded package that cannot be unpacked is refused with one sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from surveyapp.tasks.earlier_waves import PackedUnfit, _unpacked


def packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wave/data.csv", "a,b\n" + "".join(f"{n},{n * n}\n" for n in range(900)))
    return made.getvalue()


def test_the_parts_of_a_package_are_found_in_any_folder(tmp_path: Path) -> None:
    _unpacked(packed(), tmp_path / "out")
    assert (tmp_path / "out" / "data.csv").read_text().startswith("a,b")


@pytest.mark.parametrize("at", range(100, 1100, 100))
def test_a_package_with_spoilt_bytes_is_refused(at: int, tmp_path: Path) -> None:
    whole = packed()
    spoilt = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    with pytest.raises(PackedUnfit):
        _unpacked(spoilt, tmp_path / "out")
    assert not (tmp_path / "out" / "data.csv").exists()
