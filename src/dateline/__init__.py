"""dateline: news reports in, an event database out in which every field shows the sentence that says it.

    import dateline
    events = dateline.code("GENEVA, 12 March 2024 - ...", published="2024-03-12")
    report = dateline.annotate("GENEVA, 12 March 2024 - ...")

Heavy parts are loaded at first use, not at import.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version as _version
from typing import TYPE_CHECKING

from dateline.errors import DatelineError
from dateline.records import Event, Report
from dateline.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.store import Store
    from dateline.tools import Tools

__version__ = _version("dateline")
__all__ = ["Coder", "DatelineError", "Event", "Report", "Settings", "__version__", "annotate", "code", "open_store"]


class Coder:
    """Codes texts with one set of tools, loaded when the first text comes."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._tools: Tools | None = None

    @property
    def tools(self) -> Tools:
        """Model, gazetteer, codebook and catalogue."""
        if self._tools is None:
            from dateline.tools import load_tools

            self._tools = load_tools(self.settings)
        return self._tools

    def annotate(
        self,
        text: str,
        *,
        published: str | None = None,
        id: str | None = None,
        url: str | None = None,
        html: bool = False,
    ) -> Report:
        """Everything one report says. `text` is plain text, or a page where `html` is true; `published` an ISO day."""
        from dateline.pipeline import annotate
        from dateline.sources import raw_report

        raw = raw_report(text, is_html=html, id=id, url=url, published=published)
        return next(annotate([raw], self.tools, self.settings))

    def code(
        self,
        text: str,
        *,
        published: str | None = None,
        id: str | None = None,
        url: str | None = None,
        html: bool = False,
    ) -> list[Event]:
        """The events that one report tells. Arguments as for `annotate`."""
        from dateline.linking import resolve

        return resolve(self.annotate(text, published=published, id=id, url=url, html=html))


@lru_cache(maxsize=1)
def _default_coder() -> Coder:
    return Coder()


def annotate(text: str, *, published: str | None = None) -> Report:
    """Everything a text says, with default settings. `published` is the day it came out, YYYY-MM-DD."""
    return _default_coder().annotate(text, published=published)


def code(text: str, *, published: str | None = None) -> list[Event]:
    """The events a text tells, with default settings. `published` is the day it came out, YYYY-MM-DD."""
    return _default_coder().code(text, published=published)


def open_store(target: str | Path) -> Store:
    """The database at a path or URL, made where there is none. Raises StoreError where it cannot be used."""
    from dateline.store import open_store as opened

    return opened(target)
