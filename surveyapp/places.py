"""Find the folders that travel beside the code: at the top of a checkout, inside the package in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def translations() -> Path:
    """Return the folder of message catalogues, `<language>/LC_MESSAGES/*.po`."""
    return _beside("translations")


def migrations() -> Path:
    """Return the folder of Alembic's environment and versions."""
    return _beside("migrations")


def _beside(name: str) -> Path:
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / "_bundled" / name
