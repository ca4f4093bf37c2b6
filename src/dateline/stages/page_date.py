"""When a web page says that it was published: JSON-LD, `meta` elements, microdata, the headline, htmldate's search.

Only the first publication counts, not a later change. Neither the clock nor anything but the page matters.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from dateline.stages.headline_date import day_first, headline_date
from dateline.stages.publication import find_dates, parse_date

FIRST_DAY = "1995-01-01"
"""There were no news pages before; what looks older on a page is what it writes about."""
NO_LIMIT = "2199-12-31"
SEARCHED = "a date on the page"
"""Evidence of a date that no markup calls the page's own."""
SHOWN = "the date beside the headline"
_LOOSE_JSON = re.compile(r'"(datePublished)"\s*:\s*"([^"]{8,40})"')
_MAX_DEPTH = 8


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("dateline.stages").joinpath("rules/page_date.toml").read_text("utf-8"))


def page_date(tree: Any, *, url: str | None = None, latest: str | None = None) -> tuple[str | None, str | None]:
    """The day (YYYY-MM-DD) and where the page says so, or (None, None).

    tree: the page as lxml element, unchanged by this; url: its address, of which the country of the host matters;
    latest: ISO day after which no date shown to readers is believed. Markup for the date of publication comes first,
    then the date shown beside the headline, then markup for dates of any kind. The day shown decides where the page's
    head has it too, or has a time of Greenwich that falls on it in the publisher's zone.
    """
    stated, shown = _days(_stated(tree)), _shown(tree, url, latest or NO_LIMIT)
    if not stated and not shown:
        stated = _days(_meta(tree, "any_date"))
    if not stated or (shown and _is_meant(shown[0], stated)):
        return shown or (None, None)
    return stated[0][0][:10], stated[0][1]


def _days(found: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """The values with a day of the web's time, as ISO day and what followed it, and where they were."""
    days = [(parse_date(value).day, value, where) for value, where in found]
    return [
        (day + (value[10:] if value.startswith(day) else ""), where)
        for day, value, where in days
        if day and FIRST_DAY <= day <= NO_LIMIT
    ]


def _is_meant(shown: str, stated: list[tuple[str, str]]) -> bool:
    """Whether the page's head means the day shown: with another of its dates, or with the first in another zone.

    Elements of the body do not count here: they may be those of other articles.
    """
    (first, _), *others = stated
    if first[:10] == shown:
        return False  # and the head is the more precise evidence
    agree = any(value[:10] == shown and not where.startswith("element") for value, where in others)
    return agree or _same_moment(first, shown)


def page_language(tree: Any) -> str | None:
    """The language tag (BCP 47) that a page gives itself, or None."""
    names = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")
    stated = tree.xpath(
        "//meta[@property='og:locale' or @http-equiv='Content-Language' or @http-equiv='content-language']/@content"
    )
    return next((value.strip() for value in [*map(tree.get, names), *stated] if value and value.strip()), None)


def _shown(tree: Any, url: str | None, latest: str) -> tuple[str, str] | None:
    """The date beside the headline, as ISO day, and its evidence."""
    title = " | ".join(tree.xpath("//title/text() | //meta[@property='og:title']/@content"))
    day = headline_date(tree, title=title, order=_order(tree, url))
    return (day, SHOWN) if day and FIRST_DAY <= day <= latest else None


def _order(tree: Any, url: str | None) -> bool | None:
    """Whether the day comes before the month on this page, as far as its language and its host's country tell."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        host = None
    return day_first(page_language(tree), host)


_GREENWICH = re.compile(r"[T ](\d\d):\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)$")


def _same_moment(stated: str, shown: str) -> bool:
    """Whether a time of Greenwich (ISO 8601) falls on the day shown in some zone: 12 hours behind to 14 ahead."""
    time = _GREENWICH.search(stated)
    if not time:
        return False
    days = (date.fromisoformat(shown) - date.fromisoformat(stated[:10])).days
    return (days == 1 and int(time[1]) >= 10) or (days == -1 and int(time[1]) < 12)


def searched_date(
    tree: Any, html: str, *, url: str | None = None, latest: str | None = None
) -> tuple[str | None, str | None]:
    """What htmldate finds in markup and text: a date as far as the page writes it, or (None, None).

    latest: ISO day; later dates are passed over, and a mere year or month is then not told, since htmldate makes
    one of a date that is too late. Where the earliest and the latest date that it finds differ, the page does not
    tell which is its own: such findings were wrong four times in five.
    """
    from htmldate import find_date

    first, last = (
        find_date(deepcopy(tree), original_date=original, min_date=FIRST_DAY, max_date=latest or NO_LIMIT)
        for original in (True, False)
    )
    if not first or first != last:
        return None, None
    written = _in_order(_as_written(first, html), _order(tree, url))
    if len(written) == len("YYYY") or (latest and written != first):  # a mere year is that of the copyright
        return None, None
    return written, SEARCHED


def _in_order(written: str, order: bool | None) -> str:
    """A date as written, as ISO day where the order of day and month is known."""
    days = [reading.day for _, _, reading in find_dates(written, day_first=order) if reading.day]
    return days[0] if days else written


def _stated(tree: Any) -> Iterator[tuple[str, str]]:
    yield from _json_ld(tree)
    yield from _meta(tree, "names")
    for xpath in _rules()["elements"]["xpaths"]:
        found = [(day, element.tag) for element in tree.xpath(xpath) if (day := _element_day(element))]
        if len({day for day, _ in found}) == 1:  # several are those of other articles that the page lists
            yield found[0][0], f"element {found[0][1]}"


def _element_day(element: Any) -> str | None:
    values = (element.get("datetime"), element.get("content"), element.get("title"), element.text_content())
    return next((day for value in values if value and (day := parse_date(value.strip()).day)), None)


def _meta(tree: Any, group: str) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (name := element.get(attribute)) and element.get("content"):
                found.setdefault(name.strip().lower(), element.get("content").strip())
    for name in _rules()["meta"][group]:
        if name in found:
            yield found[name], f"meta {name}"


def _json_ld(tree: Any) -> Iterator[tuple[str, str]]:
    """Dates of the page's articles first, then of anything else that has one (the page, a video)."""
    blocks = [script.text_content() for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    objects = [each for block in blocks for each in _objects(_loads(block), 0)]
    articles = [each for each in objects if _is_article(each)]
    for each in articles or [each for each in objects if "WebPage" in _types(each)]:
        for name in _rules()["json-ld"]["properties"]:
            if isinstance(value := each.get(name), str):
                yield value.strip(), f"json-ld {name}"
    for block in blocks:
        if _loads(block) is None and (loose := _LOOSE_JSON.search(block)):
            yield loose[2], f"json-ld {loose[1]}"


def _loads(block: str) -> Any:
    try:
        return json.loads(block.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if key in value:
                yield from _objects(value[key], depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each, depth + 1)


def _types(value: dict[str, Any]) -> list[str]:
    kinds = value.get("@type")
    return [str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _is_article(value: dict[str, Any]) -> bool:
    return any(kind in _rules()["json-ld"]["article_types"] for kind in _types(value))


def _as_written(found: str, html: str) -> str:
    """The date as the page has it: htmldate fills up a missing day or month with 1, and takes 2/4 for 4 February.

    Gives YYYY or YYYY-MM where the rest is not written, and D/M/YYYY where it is not told which is the month.
    """
    year, month, day = found.split("-")
    if day == "01" and not re.search(_written(year, month, day), html):
        return year if month == "01" else f"{year}-{month}"
    if int(day) > 12 or day == month or re.search(_in_one_reading(year, month, day), html):
        return found
    for mark in (r"\.", r"[/-]"):
        for first, second in ((day, month), (month, day)):
            if re.search(rf"\b0?{int(first)}{mark}0?{int(second)}{mark}(?:{year}|{year[2:]}\b)", html):
                # points stand between the parts where the day comes first, in all of Europe
                return f"{year}-{second}-{first}" if mark == r"\." else f"{int(first)}/{int(second)}/{year}"
    return found


def _written(year: str, month: str, day: str) -> str:
    """Any way of writing a date with its day."""
    number, word = rf"(?:{month}|{int(month)})", r"[^\W\d_]{3,9}\.?"
    return (
        rf"{_in_one_reading(year, month, day)}"
        rf"|\b0?{int(day)}\W{{1,2}}{number}\W{{1,2}}{year}|\b{number}\W{{1,2}}0?{int(day)}\W{{1,2}}{year}"
        rf"|\b0?{int(day)}(?:st|\.)?\W{{1,2}}{word}\W{{1,2}}{year}"
    )


def _in_one_reading(year: str, month: str, day: str) -> str:
    """A way of writing a date that cannot be misread: the year first, or the month in letters."""
    word = r"[^\W\d_]{3,9}\.?"
    return (
        rf"\b{year}[-/.]?0?{int(month)}[-/.]?{day}(?!\d)|\b0?{int(day)}(?:st|nd|rd|th|\.|er|º)?(?:\W{{1,2}}|\sde\s){word}(?:\W{{1,2}}|\sde\s){year}"
        rf"|\b{word}\W{{1,2}}0?{int(day)}(?:st|nd|rd|th)?\W{{1,2}}{year}"
    )
