"""The canonical layout of a record's file: the same values, every comment, one way to write them.

Fields stand in the order of the model, indented by two, with long texts folded. What is in brackets stays in brackets
while it fits; what was written on lines of its own stays there.
"""

from kb.layout.scalars import WIDTH
from kb.layout.writer import MeaningChanged, canonical

__all__ = ["WIDTH", "MeaningChanged", "canonical"]
