"""Know from the type of a field how it is written in a form, so that a new kind of answer needs no form of its own."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from surveyapp.questionnaire.model import Text

SettingForm = Literal["words", "tick", "choice", "number", "line", "json"]
_UNIONS: Final = (Union, UnionType)
_CONSTRUCTED: Final = (tuple, list, dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """`options` are the values to choose among; `json` stands for what has parts of its own.

    Where `nullable`, nothing written means that there is none, else the default.
    """

    form: SettingForm
    default: Any
    required: bool
    nullable: bool
    options: tuple[str, ...] = ()


def shape_of(field: FieldInfo) -> Shape:
    """Return how a field is written."""
    form, inner = _form_of(field.annotation)
    options = tuple(map(str, get_args(inner))) if form == "choice" else ()
    required = field.is_required()
    nullable = inner is not field.annotation
    return Shape(form, None if required else field.default, required, nullable, options)


def _form_of(annotation: Any) -> tuple[SettingForm, Any]:
    if annotation in (Text, Text | None):
        return "words", annotation
    inner = _without_none(annotation)
    if inner is bool:
        return "tick", inner
    if get_origin(inner) is Literal:
        return "choice", inner
    if inner in (int, float):
        return "number", inner
    return ("json" if _has_parts(inner) else "line"), inner


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) not in _UNIONS:
        return annotation
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return inner[0] if len(inner) == 1 else annotation


def _has_parts(annotation: Any) -> bool:
    """Tell whether a value is made of parts; conditions and expressions are written as one line of text."""
    if get_origin(annotation) in _CONSTRUCTED:
        return True
    if get_origin(annotation) is Annotated:
        return any(type(one).__name__ == "FieldInfo" and one.discriminator for one in get_args(annotation)[1:])
    return isinstance(annotation, type) and hasattr(annotation, "model_fields")
