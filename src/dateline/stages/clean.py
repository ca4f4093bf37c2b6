"""From a raw report to its article: the text without page debris, and what the page says of itself."""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

from dateline.records import Article, Note, RawReport
from dateline.settings import CleanSettings
from dateline.stages.debris import Stripped, strip_debris
from dateline.stages.language import find_language, is_english
from dateline.stages.page_date import page_date, page_language, searched_date
from dateline.stages.publication import DateReading, agree, parse_date, url_date

__all__ = ["clean", "is_english"]

STAGE = "clean"
MAX_DEPTH = 150
"""Elements nested deeper than this are moved up: the parsers below recurse, and no article is nested so."""
# fmt: off
_BREAKS = frozenset({
    "br", "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "li", "table", "tr",
    "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure", "figcaption", "form", "title",
})
# fmt: on
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "select", "button", "title"})


def clean(raw: RawReport, settings: CleanSettings) -> Article:
    """The article in a raw report. Never raises for what the content is: what cannot be told gives a note.

    Text that is not HTML and has no debris around it comes back as it is; so does text that was cleaned before.
    """
    return _clean_page(raw, settings) if raw.is_html else _clean_text(raw, settings)


def _clean_text(raw: RawReport, settings: CleanSettings) -> Article:
    content, notes = _cut(raw.content, settings)
    stripped = strip_debris(content, raw.title)
    notes += _removed(stripped)
    return _article(raw, settings, stripped.text, notes, title=raw.title or stripped.title, byline=stripped.byline)


def _removed(stripped: Stripped) -> tuple[Note, ...]:
    return tuple(_note(f"removed {count} line{'s' * (count > 1)}: {reason}") for reason, count in stripped.removed)


def _article(
    raw: RawReport,
    settings: CleanSettings,
    text: str,
    notes: tuple[Note, ...],
    *,
    title: str | None,
    byline: str | None,
    hint: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    date: tuple[str | None, str | None] = (None, None),
) -> Article:
    if not text.strip():
        notes += (_note("no article text was found"),)
    return Article(
        text=text,
        title=title,
        byline=byline,
        publisher=raw.publisher or publisher,
        language=find_language(text, min_characters=settings.min_language_characters, hint=hint),
        url=raw.url or url,
        metadata_date=date[0],
        metadata_evidence=date[1],
        notes=notes,
    )


def _cut(text: str, settings: CleanSettings) -> tuple[str, tuple[Note, ...]]:
    """The text up to the last line, or else the last word, that ends within the limit."""
    if len(text) <= settings.max_characters:
        return text, ()
    head = text[: settings.max_characters]
    end = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
    return head[:end], (_note(f"the text was cut after {end:,} of {len(text):,} characters"),)


# ---- web pages


def _clean_page(raw: RawReport, settings: CleanSettings) -> Article:
    """As `_clean_text`, for HTML."""
    html, notes = _cut(raw.content, _page_limit(settings))
    tree, depth_notes = _parse(html)
    notes += depth_notes
    if tree is None:
        return _article(raw, settings, "", notes, title=raw.title, byline=None)
    hint = page_language(tree)
    date = _date(tree, html, raw)
    about = _metadata(tree, raw)
    text, failed = _body(_serialised(tree) if depth_notes else html, raw)
    if failed:
        text = _all_text(html)
    text, cut = _cut(text, settings)
    title = raw.title or _one_line(about.title)
    stripped = strip_debris(_without_title(text, title), title)
    return _article(
        raw,
        settings,
        stripped.text,
        notes + failed + cut + _removed(stripped),
        title=title,
        byline=_one_line(about.author) or stripped.byline,
        hint=hint,
        publisher=_one_line(about.sitename),
        url=about.url,
        date=date,
    )


def _page_limit(settings: CleanSettings) -> CleanSettings:
    """Markup is some ten times as long as the text in it."""
    return CleanSettings(max_characters=10 * settings.max_characters)


def _parse(html: str) -> tuple[Any, tuple[Note, ...]]:
    """The page's tree, flattened with a note where it is nested too deeply; (None, a note) where there is none."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return None, (_note(f"the page could not be parsed: {error}"),)
    if not _is_deep(tree):
        return tree, ()
    return _flattened(tree), (_note(f"the page nests more than {MAX_DEPTH} elements and was flattened"),)


def _is_deep(tree: Any) -> bool:
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _flattened(tree: Any) -> Any:
    """A page with the same head, and each stretch of text of the body as a paragraph."""
    from lxml import html as lxml_html

    page = lxml_html.document_fromstring("<html><head></head><body><article></article></body></html>")
    for element in tree.iterfind("head/*"):
        page.find("head").append(element)
    article = page.find("body/article")
    for text in tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]"):
        if text.strip():
            paragraph = lxml_html.Element("p")
            paragraph.text = str(text)
            article.append(paragraph)
    return page


def _serialised(tree: Any) -> str:
    from lxml import html as lxml_html

    return str(lxml_html.tostring(tree, encoding="unicode"))


def _date(tree: Any, html: str, raw: RawReport) -> tuple[str | None, str | None]:
    """What the markup states; else what a search of the page finds, if neither the input nor the address tells it."""
    found = page_date(tree, url=raw.url, latest=raw.fetched)
    address = url_date(raw.url) if raw.url else DateReading()
    if found[0] or raw.published or address.day:
        return found
    searched = searched_date(tree, html, url=raw.url, latest=raw.fetched)
    return searched if searched[0] and agree(parse_date(searched[0]), address) else (None, None)


def _metadata(tree: Any, raw: RawReport) -> Any:
    """trafilatura's reading of title, author, site and address. Its date is not used, so its search is kept short."""
    from trafilatura.metadata import extract_metadata

    short = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}
    return extract_metadata(deepcopy(tree), default_url=raw.url, date_config=short, extensive=False)


def _body(html: str, raw: RawReport) -> tuple[str, tuple[Note, ...]]:
    """The article's paragraphs, a blank line between two. trafilatura remembers what it saw only if asked to."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found: Any = bare_extraction(
            html, url=raw.url, fast=True, include_comments=False, deduplicate=False, with_metadata=False
        )
    except (
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:  # bugs of the library on odd markup
        return "", (_note(f"the article could not be told from the page around it: {error}"),)
    text = found.text if found is not None else None
    if not text:
        return "", (_note("the article could not be told from the page around it"),)
    return _paragraphs(text), ()


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _all_text(html: str) -> str:
    """All visible text of a page: better than nothing where no article can be told, however the page is built."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.parts).splitlines()
    return "\n\n".join(line for each in lines if (line := " ".join(each.split())))


class _TextReader(HTMLParser):
    """Collects text outside of elements that show none; elements that open a new line give one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's name
        if self._hidden is None and tag in _HIDDEN:
            self._hidden = tag
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = None
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden is None:
            self.parts.append(" ".join(data.split("\n")))


def _without_title(text: str, title: str | None) -> str:
    """A page's text without its headline on top, which is in `title`."""
    first, _, rest = text.partition("\n\n")
    return rest if title and rest and _folded(first) == _folded(title) else text


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _note(reason: str) -> Note:
    return Note(stage=STAGE, reason=reason)
