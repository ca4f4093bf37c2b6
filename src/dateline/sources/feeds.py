"""RSS (0.9 to 2.0) and Atom: each item is a report with what the feed itself holds of it; no link is followed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from dateline.errors import InputError
from dateline.records import RawReport
from dateline.sources.decode import well_formed
from dateline.sources.rows import OnError

# local names, the fullest first. source: RSS 2.0, the content and Dublin Core modules of RSS, RFC 4287 (Atom)
_CONTENT = ("encoded", "content", "description", "summary")
_DATE = ("pubDate", "published", "date", "issued", "updated")
_ID = ("guid", "id")
_TITLE = ("title",)


def read_feed(data: bytes, source: str, on_error: OnError) -> Iterator[RawReport]:
    """The items of a feed, counted from 1 in `source`; one without content goes to `on_error`.

    Raises InputError where the feed is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(source, f"the feed is broken: {error}") from None
    if root is None:
        raise InputError(source, "the feed is broken: it has no elements")
    items = list(root.iter("{*}item", "{*}entry"))
    if not items:
        raise InputError(source, "the feed has no items")
    publisher = _text(root, _TITLE) or _text(root.find("{*}channel"), _TITLE)
    for number, item in enumerate(items, 1):
        report = _report(item, f"{source}:{number}", publisher)
        if report is None:
            on_error(InputError(f"{source}:{number}", "the item has neither content nor description"))
        else:
            yield report


def _report(item: Any, where: str, publisher: str | None) -> RawReport | None:
    content = _text(item, _CONTENT)
    if not content:
        return None
    content, notes = well_formed(content)
    return RawReport(
        source=where,
        content=content,
        is_html="<" in content and ">" in content,
        raw_sha256=hashlib.sha256(content.encode()).hexdigest(),
        id=_text(item, _ID),
        url=_link(item),
        title=_text(item, _TITLE),
        publisher=publisher,
        published=_text(item, _DATE),
        notes=notes,
    )


def _text(parent: Any, names: tuple[str, ...]) -> str | None:
    """The text of the first child, by the order of `names`, that has any; XHTML content as markup."""
    from lxml import etree

    for name in names if parent is not None else ():
        for child in parent.iterfind(f"{{*}}{name}"):
            inner = "".join(str(etree.tostring(each, encoding="unicode")) for each in child) if len(child) else ""
            if found := ((child.text or "") + inner).strip():
                return found
    return None


def _link(item: Any) -> str | None:
    """RSS has the address as text, Atom as an attribute of the alternate link."""
    for child in item.iterfind("{*}link"):
        address = (child.text or "").strip() or (
            child.get("href") if child.get("rel", "alternate") == "alternate" else ""
        )
        if address:
            return str(address)
    return None
