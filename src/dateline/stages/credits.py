"""Which agency a report says that it came from: syndicated texts are one source, whoever prints them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.catalogue import Catalogue
from dateline.records import Credit, Span
from dateline.stages.publication import DatelineMatch

FIRST_LINES = 6
"""Credits stand below the headline …"""
LAST_LINES = 5
"""… or at the foot of a text."""
DECK = 1
"""A line below the headline may be a second headline."""
MAX_LINE = 160
"""A longer line is a paragraph; of it only the end is looked at, where agencies sign."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A block of credits.toml."""

    pattern: re.Pattern[str]
    known: bool
    foot: bool


@cache
def load_rules() -> tuple[Rule, ...]:
    """Every pattern of credits.toml, in its order."""
    table = tomllib.loads(files("dateline.stages").joinpath("rules/credits.toml").read_text("utf-8"))
    return tuple(
        Rule(re.compile(pattern), block["known"], block.get("foot", False))
        for block in table["credit"]
        for pattern in block["patterns"]
    )


def find_credit(
    text: str, report_id: str, dateline: DatelineMatch | None, byline: str | None, catalogue: Catalogue
) -> Credit | None:
    """The agency that a report credits, or None.

    The dateline comes first ("ALEPPO (Reuters) –"), then lines at the beginning and the end of the text, then the
    byline, which has no span.
    """
    if dateline is not None and dateline.agency:
        start = text.index(dateline.agency, dateline.start)
        return credit(text, report_id, start, start + len(dateline.agency), catalogue)
    for start, line, at_foot in margins(text):
        for rule in load_rules():
            found = rule.pattern.search(line) if at_foot or not rule.foot else None
            if found and (not rule.known or medium(found["name"], catalogue)):
                return credit(text, report_id, start + found.start("name"), start + found.end("name"), catalogue)
    named = medium(byline.removeprefix("By ").strip(), catalogue) if byline else None
    return Credit(name=named[1], id=named[0]) if named else None


def margins(text: str) -> Iterator[tuple[int, str, bool]]:
    """Lines below the headline and at the foot of a text, with their offsets and whether they are at the foot.

    Of a paragraph at the foot only the end; the first line is the headline.
    """
    lines = [(found.start(), found.group()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for index, (start, line) in enumerate(lines):
        at_foot = index >= max(DECK + 1, len(lines) - LAST_LINES)
        if at_foot:
            cut = max(0, len(line) - MAX_LINE)
            yield start + cut, line[cut:], True
        elif 0 < index < FIRST_LINES and len(line) <= MAX_LINE:
            yield start, line, False


def credit(text: str, report_id: str, start: int, end: int, catalogue: Catalogue) -> Credit:
    """The credit that stands at [start, end), by the name that the catalogue has for it, else as written."""
    span = Span(report_id=report_id, start=start, end=end, text=text[start:end])
    found = medium(span.text, catalogue)
    return Credit(name=found[1] if found else span.text.strip(), id=found[0] if found else None, span=span)


def medium(name: str, catalogue: Catalogue) -> tuple[str, str] | None:
    """Id and name of the medium that goes by a name, or None."""
    bare = re.sub(r"^(?:the|from)\s+", "", name.strip(), flags=re.I)
    for form in (name.strip(), bare):
        for entry in catalogue.names.get(form, ()):
            if "MED" in entry.actor.sectors:
                return entry.actor.id, entry.actor.name
    return None
