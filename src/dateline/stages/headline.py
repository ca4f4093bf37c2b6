"""The headline of a text that carries it as its first line."""

from __future__ import annotations

import re

MAX_WORDS = 20
"""News headlines stay below this; Reuters' handbook asks for about ten words."""

_SENTENCE_END = re.compile(r"[.;:,…]$")


def find_headline(text: str) -> str | None:
    """The first line, if it has a headline's shape: short, no full stop at its end, apart from what follows.

    What follows must be a text: a blank line or a line that is longer than the headline itself.
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    line = first.strip()
    if not 3 <= len(line.split()) <= MAX_WORDS or _SENTENCE_END.search(line) or not rest.strip():
        return None
    following = rest.lstrip("\n").split("\n", 1)[0]
    return line if rest.startswith("\n") or len(following) > len(line) else None
