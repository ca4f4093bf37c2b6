"""The rules of `rules/times.toml`, compiled once: word lists, and patterns with the names of their meanings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.errors import DataError

RULES = Path(__file__).parent.parent / "rules" / "times.toml"
BLANK = r"(?:[^\S\n]{1,3}\n?[^\S\n]{0,3}|\n[^\S\n]{0,3})"
"""White space inside an expression: a line may end there, a paragraph may not."""
_CASED = frozenset({"months", "weekdays"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One pattern, the name of the rule that gives its meaning, and texts that it must match.

    value: the meaning itself, where a pattern names one day and no other. needs: what a stretch of text must hold for
    the pattern to match anywhere in it: quickly found, and mostly missing.
    """

    rule: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    value: str | None = None
    needs: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The whole file. `lists` are its word lists as they stand, keys in lower case; `unresolved` are reasons why an
    expression has no days, with the words or form that tell.
    """

    lists: Mapping[str, Mapping[str, Any]]
    expressions: tuple[Expression, ...]
    anchor: re.Pattern[str]
    ambiguous_months: frozenset[str]
    before_months: frozenset[str]
    counted: frozenset[str]
    before_durations: frozenset[str]
    after_durations: frozenset[str]
    unresolved: tuple[tuple[re.Pattern[str], str], ...]


@cache
def load_rules() -> Rules:
    """The bundled rules. Raises DataError where the file breaks its format."""
    with RULES.open("rb") as file:
        data = tomllib.load(file)
    try:
        return _build(data)
    except (KeyError, re.error) as error:
        raise DataError(f"{RULES.name}: {error}") from error


LISTS = (
    "months",
    "weekdays",
    "units",
    "parts_of_day",
    "parts_of_period",
    "seasons",
    "numbers",
    "ordinals",
    "references",
    "holidays",
)


def _build(data: Mapping[str, Any]) -> Rules:
    hijri = data["hijri_months"]["names"] + data["hijri_months"]["feasts"]
    moving = data["moving_feasts"]["names"]
    words = {name: list(data[name]) for name in LISTS} | {"hijri_months": hijri, "moving_feasts": moving}
    fragments = {name: _alternation(list_, cased=name in _CASED) for name, list_ in words.items()}
    fragments["counting"] = _alternation([word for word in words["numbers"] if word not in {"a", "an"}], cased=False)
    fragments |= data["fragments"]
    needed = {name: rf"\b{any_of(list_)}" if name not in _CASED else fragments[name] for name, list_ in words.items()}
    named = [
        {"rule": "named_day", "pattern": day["pattern"], "examples": [], "value": day["value"]}
        for day in data["named_days"]
    ]
    expressions = tuple(
        Expression(
            rule=item["rule"],
            pattern=_compile(item["pattern"], fragments),
            examples=tuple(item["examples"]),
            value=item.get("value"),
            needs=re.compile(item["needs"].format(**needed)) if "needs" in item else None,
        )
        for item in [*named, *data["expression"]]
    )
    lists = {name: MappingProxyType({word.lower(): value for word, value in data[name].items()}) for name in LISTS}
    return Rules(
        lists=MappingProxyType(lists),
        expressions=expressions,
        anchor=_anchor(words),
        ambiguous_months=frozenset(data["names_that_are_months"]["months"]),
        before_months=frozenset(data["names_that_are_months"]["before"]),
        counted=frozenset(data["counted_nouns"]["nouns"]),
        before_durations=frozenset(data["before_durations"]["before"]),
        after_durations=frozenset(data["before_durations"]["after"]),
        unresolved=tuple((_compile(row["pattern"], fragments), row["reason"]) for row in data["unresolved"]),
    )


def _alternation(words: list[str], *, cased: bool) -> str:
    """Longest first, so that "Sept" is not read as "Sep"; months and weekdays also in capitals, abbreviations
    of them (what begins another of the list) also with a full stop."""
    forms = {form for word in words for form in ((word, word.upper()) if cased else (word,))}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    short = {form for form in forms if cased and any(other != form and other.startswith(form) for other in forms)}
    inner = "|".join(
        re.escape(form).replace(r"\ ", " ").replace("'", "['’]") + (r"\.?" if form in short else "") for form in ordered
    )
    return f"(?:{inner})" if cased else f"(?i:{inner})"


def _compile(source: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    while names := re.findall(r"\{([a-z_][a-z_0-9]*)\}", source):
        for name in names:
            source = source.replace("{" + name + "}", fragments[name])
    seen: dict[str, int] = {}

    def unique(match: re.Match[str]) -> str:
        name = match[1]
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}__{seen[name]}>"

    source = re.sub(r"\(\?P<([a-z_]+)>", unique, source).replace("(?P=mark)", "(?P=mark__1)")
    return re.compile(rf"(?<![\w$€£#])(?<!\d[.,:/-])(?:{source})(?![\w%])(?!,\d)".replace(" ", BLANK))


def _anchor(words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """What every expression has at least one of: sentences without it need no look."""
    cased = "|".join(_alternation(words[name], cased=True) for name in ("months", "weekdays"))
    plain = [
        word
        for name in ("units", "parts_of_day", "seasons", "references", "holidays", "hijri_months", "moving_feasts")
        for word in words[name]
    ]
    other = any_of(
        [
            *plain,
            "today",
            "yesterday",
            "tomorrow",
            "overnight",
            "nineteen",
            "tonight",
            "before last",
            "since then",
            "until then",
            "till then",
            "by then",
            "before then",
        ]
    )
    marks = [r"\d{4}", r"\d0s", r"\d[:.]\d\d", r"\d ?[apAP]\.?[mM]", r"\bQ\d", "9/11", r"\d/\d", "period"]
    marks += [r"\d(?:st|nd|rd|th)\b", r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b"]
    return re.compile(rf"\b(?:{cased}|{other})|" + "|".join(marks))


def any_of(words: Iterable[str]) -> str:
    """A pattern that finds the beginning of any of the words, in either case: by letters, as far as it is theirs alone.

    It tells whether and where one stands, not which.
    """
    return _branches({re.sub("’", "'", word.lower()) for word in words})


def _branches(words: set[str]) -> str:
    if "" in words:
        return ""
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[0], set()).add(word[1:])
    branches = [_letter(first) + _branches(rest) for first, rest in sorted(tails.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _letter(letter: str) -> str:
    if letter.isalpha():
        return f"[{letter}{letter.upper()}]"
    return {" ": r"\s+", "'": "['’]"}.get(letter, re.escape(letter))


def parts_of(match: re.Match[str]) -> dict[str, str]:
    """The named groups of a match; where one name stands several times in a pattern, the first that matched."""
    parts: dict[str, str] = {}
    for name, text in _groups(match):
        parts.setdefault(name, text)
    return parts


def _groups(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    for name, text in match.groupdict().items():
        if text:
            yield name.split("__")[0], text
