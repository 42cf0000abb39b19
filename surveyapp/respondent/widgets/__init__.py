"""Show and read every kind of answer: one module and one template a kind, found by looking into this folder."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from surveyapp.respondent.widgets.offered import Form, Widget


def _widgets() -> dict[str, Widget]:
    """Return the widget of every kind for which a module of this folder has one."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found: list[Widget] = [vars(module)["WIDGET"] for module in modules if "WIDGET" in vars(module)]
    return {widget.kind: widget for widget in found}


WIDGETS: Final[Mapping[str, Widget]] = _widgets()

__all__ = ["WIDGETS", "Form", "Widget"]
