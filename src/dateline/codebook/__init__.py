"""The codebook: how events are worded, as data, with its loader and its own test.

`load_codebook()` gives a `Codebook`; `check_examples(codebook, parse)` codes every example sentence of the data
and reports what comes out otherwise.
"""

from dateline.codebook.examples import Failure, check_examples
from dateline.codebook.loader import load_codebook
from dateline.codebook.model import Codebook, Entry, Example

__all__ = ["Codebook", "Entry", "Example", "Failure", "check_examples", "load_codebook"]
