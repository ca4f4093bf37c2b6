"""Every error that dateline raises on purpose, in one tree.

DatelineError
├── UsageError            arguments that cannot be used (exit status 2)
├── InputError            one input that cannot be read; the others go on (exit status 1)
├── DataError             a codebook, catalogue or gazetteer file that breaks its format
├── MissingResourceError  a model or data set that is not installed; the message says how to get it
└── StoreError            a database that cannot be opened, written or understood
    └── AmbiguousError    several ids begin as the one given
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors that dateline raises on purpose."""


class UsageError(DatelineError):
    """The caller must change the arguments."""


class InputError(DatelineError):
    """One input could not be read.

    `source` names the file (with the line, as "reports.jsonl:12") and `reason` says in one line what is
    wrong with it.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class DataError(DatelineError):
    """A knowledge file (codebook, catalogue, gazetteer, rules) breaks its format."""


class MissingResourceError(DatelineError):
    """Something that must be installed is not; the message says which command installs it."""


class StoreError(DatelineError):
    """A database cannot be opened, written or understood."""


class AmbiguousError(StoreError):
    """Several ids begin as the one that was given."""
