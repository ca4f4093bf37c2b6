"""From the reports of a store to its events: what is new is read, everything is linked, what changed is written."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version

from dateline.app.touched import StaleError, touched
from dateline.errors import StoreError, UsageError
from dateline.linking import (
    Account,
    Decision,
    Explanation,
    Outline,
    Telling,
    accounts_of,
    by_id,
    decided,
    event_from,
    explain,
    groups_of,
    links_of,
    load_weights,
    outlines_of,
    published_of,
    told_of,
)
from dateline.linking.cues import sentence_around
from dateline.linking.decisions import kept_apart
from dateline.linking.within import Apart
from dateline.records import Event, Report, content_id, to_json
from dateline.settings import LinkSettings
from dateline.store import Change, Made, Part, Store

REPORTS_HELD = 256
"""Reports whose accounts are held at once while events are put together in the order of their days."""
KEPT = 2
"""Counts the shapes that what is kept of a report has had; what was kept in another is taken in anew."""
ATTEMPTS, FIRST_WAIT = 12, 0.02
"""How often linking begins anew where another run wrote events or changed what it works on meanwhile, and the seconds
that it waits at most the first time; twice as long each further time."""


def relink(store: Store, settings: LinkSettings, *, across: bool = True) -> list[Change]:
    """Bring the events of a store up to date; gives what changed.

    Only what new and changed reports and decisions touch is read, and of that only events that come out otherwise are
    put together again; the result is the same as of a store that is linked for the first time. across: as in
    `outlines_of`.
    Raises StoreError where others keep changing the store.
    """
    take_in(store)
    for attempt in range(ATTEMPTS):
        time.sleep(random.uniform(0, FIRST_WAIT * 2**attempt) if attempt else 0)  # so that runs do not keep in step
        basis = store.basis(rules(settings, across=across))
        decisions = [decision for decision in store.decisions() if decision.number <= basis.decisions]
        if basis.anew:
            told = [one for one in store.told() if one.report_id in basis.changed]
            read = {one.report_id: one.version for one in told}
            sketches = {one: sketch for one, sketch in store.sketches().items() if one in read}
            if not basis.changed.keys() == read.keys() == sketches.keys():  # another report came in between
                take_in(store)
                continue
            copies = groups_of(sketches, published_of(told), settings)
            outlines = outlines_of(told, copies, settings, decisions=decisions, across=across)
            part = Part(everything=True, sources=copies, read=read)
        else:
            try:
                outlines, part = touched(store, basis, settings, decisions, across=across)
            except StaleError:
                take_in(store)
                continue
        changed = store.put_events(outlines, maker(store), basis=basis, part=part)
        if changed is not None:
            return changed
        take_in(store)
    raise StoreError(f"{store.name}: others keep adding reports or decisions; link again when they are done")


def decide(store: Store, first: str, second: str, *, same: bool, decided_by: str) -> Decision:
    """Keep a person's word on two events or mentions, each given by an id or how it begins.

    An event stands for the mention that it is named after. Raises UsageError where there is no such event or mention.
    """
    found = [known(store.mention_id(given), given, store) for given in (first, second)]
    if found[0] == found[1]:
        raise UsageError(f"{first} and {second} are one mention; `dateline link --explain` tells those of an event")
    return store.decide(*found, same=same, decided_by=decided_by)


def tellings_of(store: Store, given: str) -> list[Telling]:
    """The tellings of an event, or the one that a mention is in, by an id or how it begins.

    Raises UsageError where there is no such event or mention.
    """
    event = store.event(given)
    if event is not None:
        triggers = {(span.report_id, (span.start, span.end)) for span in event.evidence["trigger"]}
        tellings = by_id(store.told(event.reports))
        return [one for one in tellings if any((one.report_id, place) in triggers for place in one.triggers)]
    mention = known(store.mention_id(given), given, store)
    return [telling for telling in by_id(store.told(store.reports_with({mention}))) if mention in telling.mentions]


def explanation(store: Store, first: str, second: str, settings: LinkSettings) -> Explanation:
    """Why two events or mentions, each given by an id or how it begins, are one event or not."""
    sides = tellings_of(store, first), tellings_of(store, second)
    return explain(*sides, load_weights(), settings, store.decisions())


def words_of(store: Store, tellings: Iterable[Telling]) -> dict[str, str]:
    """What each telling says, by its id: its report and the sentence of its first mention."""
    found = {}
    for telling in tellings:
        report = store.report(telling.report_id)
        if report is not None:
            start, end = sentence_around(report.text, *telling.triggers[0])
            sentence = " ".join(report.text[start:end].split())
            found[telling.id] = f"{telling.id} in {telling.report_id}: {sentence}"
    return found


def overruled(store: Store) -> tuple[Decision, ...]:
    """Decisions that contradict later ones, or are about mentions that are no more."""
    taken = store.decisions()
    reports = store.reports_with({mention for one in taken for mention in (one.first, one.second)})
    return decided(taken, by_id(store.told(reports))).overruled


def known(found: str | None, given: str, store: Store) -> str:
    """What was found. Raises UsageError where nothing was."""
    if found is None:
        raise UsageError(f"{store.name}: no event or mention {given!r}")
    return found


def linker() -> str:
    """What decides how reports are taken in: this version, what it keeps of them, and the table of points."""
    return content_id(version("dateline"), KEPT, load_weights())


def rules(settings: LinkSettings, *, across: bool) -> str:
    """What decides how reports that were taken in are linked."""
    return content_id(linker(), to_json(settings), across)


def take_in(store: Store) -> None:
    """Keep what linking needs of every report that it does not have yet."""
    weights, apart = load_weights(), kept_apart(store.decisions())
    found = (
        (revision, told_of(report, accounts_of(report, weights, apart), content_id(digest, *within(apart, report))))
        for revision, digest, report in store.untold(linker())
    )
    store.put_told(found, linker())


def within(apart: Apart, report: Report) -> list[list[str]]:
    """Those of the pairs that are mentions of this report."""
    own = {mention.id for mention in report.events}
    return sorted(sorted(pair) for pair in apart if pair <= own)


def maker(store: Store) -> Callable[[Outline], Made]:
    """Puts events together from the reports of a store, of which only so many are held at a time."""
    weights, apart = load_weights(), kept_apart(store.decisions())

    @lru_cache(maxsize=REPORTS_HELD)
    def held(report_id: str) -> tuple[Sequence[Account], str, str]:
        report = store.report(report_id)
        return (accounts_of(report, weights, apart), report.title or "", report.text) if report else ((), "", "")

    def made(outline: Outline) -> Made:
        event = event_from(outline, lambda report_id: held(report_id)[0])
        text = text_of(event, {report_id: held(report_id)[1:] for report_id in event.reports})
        return Made(event=event, links=tuple(links_of(outline)), text=text)

    return made


def text_of(event: Event, told: Mapping[str, tuple[str, str]]) -> str:
    """The sentences that tell an event and the titles above them, each once; told: title and text of its reports."""
    lines = [title for title, _ in told.values()]
    for span in event.evidence.get("trigger", ()):
        text = told[span.report_id][1]
        start, end = sentence_around(text, span.start, span.end)
        lines.append(" ".join(text[start:end].split()))
    return "\n".join(dict.fromkeys(filter(None, lines)))
