"""When a web page says that it was published: JSON-LD, `meta` elements and microdata, then htmldate's search.

Only the first publication counts, not a later change. Neither the clock nor anything but the page matters.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.stages.publication import parse_date

FIRST_DAY = "1995-01-01"
"""There were no news pages before; what looks older on a page is what it writes about."""
NO_LIMIT = "2199-12-31"
_LOOSE_JSON = re.compile(r'"(datePublished)"\s*:\s*"([^"]{8,40})"')
_MAX_DEPTH = 8


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("dateline.stages").joinpath("rules/page_date.toml").read_text("utf-8"))


def page_date(tree: Any, *, latest: str | None = None) -> tuple[str | None, str | None]:
    """The day (YYYY-MM-DD) and where the page says so, or (None, None).

    tree: the page as lxml element, unchanged by this. latest: ISO day after which no date is believed.
    """
    for value, where in _stated(tree):
        day = parse_date(value).day
        if day and FIRST_DAY <= day <= (latest or NO_LIMIT):
            return day, where
    return None, None


def searched_date(tree: Any, html: str, *, latest: str | None = None) -> tuple[str | None, str | None]:
    """What htmldate finds in markup and text: a day, or a year or month where that is all the page has."""
    from htmldate import find_date

    found = find_date(tree, original_date=True, extensive_search=True, min_date=FIRST_DAY, max_date=latest or NO_LIMIT)
    return (_as_written(found, html), "the page's text") if found else (None, None)


def _stated(tree: Any) -> Iterator[tuple[str, str]]:
    yield from _json_ld(tree)
    yield from _meta(tree)
    for xpath in _rules()["elements"]["xpaths"]:
        for element in tree.xpath(xpath):
            for value in (element.get("datetime"), element.get("content"), element.get("title"), element.text_content()):
                if value:
                    yield value.strip(), f"element {element.tag}"


def _meta(tree: Any) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (name := element.get(attribute)) and element.get("content"):
                found.setdefault(name.strip().lower(), element.get("content").strip())
    for name in _rules()["meta"]["names"]:
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
    """The date without a day (or month) of 1 that stands nowhere in the page: htmldate fills up what is missing."""
    year, month, day = found.split("-")
    if day != "01" or re.search(rf"{year}\W?{month}\W?01|\b0?1\W{{1,2}}(?:{month}|{int(month)}|[A-Za-zäé]{{3,9}})\W{{1,2}}{year}|\b(?:{month}|{int(month)}|[A-Za-z]{{3,9}}\.?)\W{{1,2}}0?1(?:st)?\W{{1,2}}{year}", html):
        return found
    return year if month == "01" else f"{year}-{month}"
