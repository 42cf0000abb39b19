"""Read other people's JSON within bounds, and account for every part of it."""

from surveyapp.formats.json_source.document import kind_of_json, load_json
from surveyapp.formats.json_source.part import Part, lose_unread

__all__ = ["Part", "kind_of_json", "load_json", "lose_unread"]
