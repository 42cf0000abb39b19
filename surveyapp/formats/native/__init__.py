"""Read and write questionnaires in the project's own JSON, and name their content by a hash."""

from surveyapp.formats.native.hashing import content_hash, structure_hash
from surveyapp.formats.native.reader import first_sentence, read_native, whole_number
from surveyapp.formats.native.writer import write_native

__all__ = ["content_hash", "first_sentence", "read_native", "structure_hash", "whole_number", "write_native"]
