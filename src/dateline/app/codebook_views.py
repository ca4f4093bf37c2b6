"""`dateline codebook`: the codebook in lines for reading, and its examples put to the test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from dateline.codebook import Codebook, Entry, check_examples
from dateline.codebook.model import Frame, NounPattern, Pattern
from dateline.records import EVENT_TYPES, RawReport
from dateline.settings import Settings

if TYPE_CHECKING:
    from dateline.tools import Tools

_TOLD_APART = {"name", "event_type", "event_mode", "examples"}
_DEFAULTS = {field.name: field.default for field in fields(Entry)}


def list_lines(codebook: Codebook) -> Iterator[str]:
    """One line per type: entries, examples, modes."""
    yield f"{codebook.version}, conventions: {codebook.conventions}"
    for event_type in EVENT_TYPES:
        entries = [entry for entry in codebook.entries.values() if entry.event_type == event_type]
        examples = sum(len(entry.examples) for entry in entries)
        modes = sorted({entry.event_mode for entry in entries if entry.event_mode})
        counted = f"{len(entries)} entries, {examples} examples"
        yield f"{event_type:<10} {counted}" + (f"; modes: {', '.join(modes)}" if modes else "")


def show_lines(codebook: Codebook, event_type: str) -> Iterator[str]:
    """Each entry of a type: how it is worded, who fills which role, what it demands, its examples."""
    wordings = _wordings(codebook)
    for entry in codebook.entries.values():
        if entry.event_type != event_type:
            continue
        yield f"{entry.name}: {entry.event_type}" + (f" {entry.event_mode}" if entry.event_mode else "")
        if wordings[entry.name]:
            yield f"  worded: {', '.join(wordings[entry.name])}"
        for name, value in _conditions(entry):
            yield f"  {name}: {value}"
        for example in entry.examples:
            yield f"  example: {example.text} -> {example.code or 'nothing'}"
        yield ""


def check_lines(tools: Tools, settings: Settings) -> tuple[list[str], bool]:
    """What came of the examples, and whether any came out otherwise than the codebook says."""
    from dateline.pipeline import annotate

    def code(text: str) -> Iterator[tuple[str, str | None, str, tuple[str, ...], tuple[str, ...]]]:
        raw = RawReport(source="example", content=text, is_html=False, raw_sha256="", id="example")
        for report in annotate([raw], tools, settings):
            for event in report.events:
                actors, recipients = (tuple(each.text for each in side) for side in (event.actors, event.recipients))
                yield event.event_type, event.event_mode, event.status, actors, recipients

    failures = check_examples(tools.codebook, code)
    total = sum(len(entry.examples) for entry in tools.codebook.entries.values())
    lines = [
        f"{each.entry}: {each.text}\n  wanted {each.wanted}\n  got    {each.got or 'nothing'}" for each in failures
    ]
    return [*lines, f"{total - len(failures)} of {total} examples as the codebook says"], bool(failures)


def _wordings(codebook: Codebook) -> dict[str, list[str]]:
    """The patterns of each entry, verbs before nouns."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in (codebook.verbs, codebook.nouns, codebook.adjectives):
        for pattern in _patterns(table.values()):
            for name in _entry_names(pattern):
                found[name].append(pattern.text)
    return found


def _patterns(groups: Iterable[Iterable[Pattern | NounPattern]]) -> Iterator[Pattern | NounPattern]:
    for group in groups:
        yield from group


def _entry_names(pattern: Pattern | NounPattern) -> list[str]:
    if isinstance(pattern.meaning, Entry):
        return [pattern.meaning.name]
    if isinstance(pattern.meaning, Frame):
        return sorted({entry.name for entry in pattern.meaning.by_class.values()})
    return []


def _conditions(entry: Entry) -> Iterator[tuple[str, str]]:
    """Fields of an entry that differ from what they are by default."""
    for name, default in _DEFAULTS.items():
        value = getattr(entry, name)
        if name not in _TOLD_APART and value != default:
            shown = value if isinstance(value, tuple) else sorted(value) if isinstance(value, frozenset) else [value]
            yield name.replace("_", " "), ", ".join(str(item) for item in shown)
