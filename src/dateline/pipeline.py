"""The order of the stages, written once: from what a source hands over to the report record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeVar

from spacy.tokens import Doc

from dateline.errors import InputError
from dateline.linking.leave_out import within_conventions
from dateline.linking.setting import with_country
from dateline.records import Article, Dateline, Note, Place, Publication, RawReport, Report, content_id
from dateline.settings import Settings
from dateline.stages.claims import find_claims
from dateline.stages.clean import clean, is_english
from dateline.stages.counts import find_quantities
from dateline.stages.credits import find_credit
from dateline.stages.entities import find_entities
from dateline.stages.events import find_events
from dateline.stages.headline import find_headline
from dateline.stages.means import find_weapon_mentions, with_weapons
from dateline.stages.mentions import Findings, event_mentions
from dateline.stages.parse import parse_reports
from dateline.stages.phrases import char_span
from dateline.stages.places import find_places
from dateline.stages.publication import DatelineMatch, find_dateline, find_publication
from dateline.stages.terms import publication_by_text
from dateline.stages.times import find_times, unresolved
from dateline.tools import Tools

OnError = Callable[[InputError], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report that is cleaned and dated, but not parsed."""

    raw: RawReport
    id: str
    article: Article
    published: Publication
    notes: tuple[Note, ...]
    english: bool


def annotate(
    raws: Iterable[RawReport],
    tools: Tools,
    settings: Settings,
    *,
    published: str | None = None,
    gate: bool = False,
    on_error: OnError | None = None,
) -> Iterator[Report]:
    """The report record of every input, in order, a batch at a time.

    published: the day for inputs that have no date of their own. gate: parse only sentences that can hold an
    event. A report that cannot be coded goes to `on_error` (raised where there is none) and the others go on.
    """
    iterator = iter(raws)
    while group := list(islice(iterator, settings.parse.reports_at_once)):
        prepared = [guarded(raw, on_error, partial(prepare, settings=settings, fallback=published)) for raw in group]
        ready = [item for item in prepared if item is not None]
        docs = parse_reports(
            ((item.id, item.article.text if item.english else "") for item in ready),
            tools.nlp,
            tools.splitter,
            settings.parse,
            tools.gate if gate else None,
        )
        for item, doc in zip(ready, docs, strict=True):
            report = guarded(item.raw, on_error, partial(report_of, item=item, doc=doc, tools=tools))
            if report is not None:
                yield report


def guarded(raw: RawReport, on_error: OnError | None, step: Callable[[RawReport], T]) -> T | None:
    """Do one step for one report; the only place where an unexpected error is caught."""
    try:
        return step(raw)
    except InputError as error:
        failure = error
    except Exception as error:
        if on_error is None:
            raise
        failure = InputError(raw.source, f"could not be coded ({type(error).__name__}: {error})")
    if on_error is None:
        raise failure
    on_error(failure)
    return None


def prepare(raw: RawReport, settings: Settings, fallback: str | None) -> Prepared:
    """Everything that is done before the parse: cleaning, language, date of publication."""
    article = clean(raw, settings.clean)
    report_id = report_id_of(raw)
    published, notes = find_publication(
        article, report_id=report_id, given=raw.published, fallback=fallback, url=raw.url, fetched=raw.fetched
    )
    english = is_english(article)
    foreign = () if english else (Note(stage="clean", reason=f"not coded: the language is {article.language}"),)
    return Prepared(
        raw=raw,
        id=report_id,
        article=article,
        published=published,
        notes=(*raw.notes, *article.notes, *notes, *foreign),
        english=english,
    )


def report_id_of(raw: RawReport) -> str:
    """The id of the report that an input gives: its own, or a hash of URL, publisher and raw bytes."""
    return raw.id or content_id(raw.url, raw.publisher, raw.raw_sha256)


def report_of(raw: RawReport, item: Prepared, doc: Doc, tools: Tools) -> Report:
    """The record of one report from its parse."""
    article = item.article
    report = Report(
        id=item.id,
        url=raw.url or article.url,
        title=raw.title or article.title or find_headline(article.text),
        byline=article.byline,
        publisher=raw.publisher or article.publisher,
        language=article.language,
        published=item.published,
        text=article.text,
        raw_sha256=raw.raw_sha256,
        fetched=raw.fetched,
        notes=item.notes,
        coder=tools.coder,
    )
    return extracted(report, doc, tools) if item.english else report


def extracted(report: Report, doc: Doc, tools: Tools) -> Report:
    """The report with everything that the stages find in its text."""
    match = find_dateline(report.text)
    places, place_notes = find_places(doc, tools.gazetteer, match)
    times = find_times(doc, report.published)
    entities = find_entities(doc, tools.catalogue, places, report.published, times)
    quantities = find_quantities(doc)
    claims = find_claims(doc, entities, tools.cues)
    found = Findings(
        published=report.published,
        entities=entities,
        times=[time for time in times if match is None or time.span.start >= match.end],
        places=places,
        quantities=quantities,
        claims=claims,
    )
    events = event_mentions(doc, find_events(doc, tools.codebook), found, tools.codebook, tools.weapons)
    found_report = replace(
        report,
        notes=(*report.notes, *place_notes, *unresolved(times)),
        dateline=dateline_of(doc, match, places),
        credit=find_credit(report.text, report.id, match, report.byline, tools.catalogue),
        entities=with_weapons(entities.mentions, find_weapon_mentions(doc, tools.weapons)),
        times=tuple(times),
        places=tuple(places),
        quantities=tuple(quantities),
        claims=tuple(claims),
        events=events,
    )
    return with_country(within_conventions(dated_by_text(found_report, doc, tools), tools.codebook))


def dated_by_text(report: Report, doc: Doc, tools: Tools) -> Report:
    """The report, where nothing says when it was published, with what its text tells of that."""
    if report.published.date or report.published.earliest or report.published.latest:
        return report
    published = publication_by_text(doc, report.times, report.claims, report.events, tools.catalogue, report.fetched)
    return replace(report, published=published)


def dateline_of(doc: Doc, match: DatelineMatch | None, places: Iterable[Place]) -> Dateline | None:
    """The dateline's record; a place that the gazetteer does not know keeps its name alone.

    An opening that only may be a dateline is believed where its place is known.
    """
    if match is None:
        return None
    span = char_span(doc, match.start, match.end)
    name = char_span(doc, match.place_start, match.place_end)
    inside = (place for place in places if name.start <= place.mention.start and place.mention.end <= name.end)
    place = next(inside, None)
    if place is None and not match.certain:
        return None
    return Dateline(place=place or Place(span=name, name=name.text, role="origin"), span=span)
