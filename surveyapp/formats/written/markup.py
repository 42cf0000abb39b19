"""Build small XML documents: elements with texts in several languages, printed with their declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element with a text; signs that XML cannot hold are left out, an underscore ends a Python word."""
    named = {name.rstrip("_"): legal(value) for name, value in attributes.items()}
    element = SubElement(parent, tag, named)
    element.text = legal(text) or None
    return element


def add_each(parent: Element, tag: str, text: Mapping[str, str] | None) -> None:
    """Add one element for each language of a wording."""
    for language, wording in (text or {}).items():
        add(parent, tag, wording).set(LANGUAGE, language)


def legal(text: str) -> str:
    """Return the text without the signs that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def printed(root: Element, doctype: str = "") -> bytes:
    """Return the document, indented, in UTF-8."""
    indent(root, " ")
    for element in root.iter():
        if element.text and element.text.strip():
            for child in element:  # a space would belong to the text
                child.tail = None
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}'
    return f"{head}{tostring(root, encoding='unicode')}\n".encode()
