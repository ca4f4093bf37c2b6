"""The codebook's own test: every example sentence must be coded as it says.

`codebook` stands left of `stages`, so the coder is handed in: `find_events` of stages/events.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.codebook.model import Codebook, Example

Coding = tuple[str, str | None, str, tuple[str, ...], tuple[str, ...]]
"""Type, mode, status, actor texts, recipient texts of one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An example that comes out otherwise: which entry, which sentence, what was wanted and what came."""

    entry: str
    text: str
    wanted: str
    got: str


def check_examples(codebook: Codebook, code: Callable[[str], Iterable[Coding]]) -> list[Failure]:
    """Every failing example, in the order of the data. `code` gives the codings of one sentence in text order."""
    failures = []
    for entry in codebook.entries.values():
        for example in entry.examples:
            got = list(code(example.text))
            if not _as_wanted(example, got):
                failures.append(
                    Failure(
                        entry=entry.name,
                        text=example.text,
                        wanted=_wanted(example),
                        got="; ".join(map(str, got)),
                    )
                )
    return failures


def _as_wanted(example: Example, got: list[Coding]) -> bool:
    if not example.code:
        return not got
    if not example.index < len(got):
        return False
    event_type, mode, status, actors, recipients = got[example.index]
    return (
        f"{event_type}/{mode or ''}".rstrip("/") == example.code
        and status == example.status
        and (example.actor is None or _joined(actors) == example.actor)
        and (example.recipient is None or _joined(recipients) == example.recipient)
    )


def _joined(phrases: tuple[str, ...]) -> str:
    """Phrases as examples write them: without the possessive ending, joined by "; "."""
    return "; ".join(phrase.removesuffix("'s").removesuffix("’s").removesuffix("'") for phrase in phrases)


def _wanted(example: Example) -> str:
    values: tuple[Any, ...] = (example.code or "nothing", example.status, example.actor, example.recipient)
    return ", ".join(str(value) for value in values if value is not None)
