"""Hand-made records for tests that need no model."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dateline.linking import Outline
from dateline.linking.cluster import Cluster
from dateline.linking.profile import profile_of
from dateline.linking.told import Telling
from dateline.records import (
    Claim,
    Coder,
    Count,
    Date,
    Entity,
    Event,
    EventMention,
    Place,
    Publication,
    RawReport,
    Report,
    Span,
    content_id,
    dumps,
)
from dateline.store import Change, Made, Part, Store

CODER = Coder(version="0", codebook="c 1", catalogue="a 1", gazetteer="g 1", model="m 1", settings="s")
TEXT = "Rebels shelled Aleppo on Monday, the army said. At least five people were killed."


def span(text: str, phrase: str, report_id: str = "r1") -> Span:
    """The first place where a phrase stands in a text."""
    start = text.index(phrase)
    return Span(report_id=report_id, start=start, end=start + len(phrase), text=phrase)


def raw(content: str = TEXT, **fields: Any) -> RawReport:
    """A plain-text input."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    defaults: dict[str, Any] = {"source": "test", "content": content, "is_html": False, "raw_sha256": digest}
    return RawReport(**(defaults | fields))


def mention(text: str = TEXT, report_id: str = "r1", **fields: Any) -> EventMention:
    """The shelling of `TEXT`, or another mention with the same trigger."""
    trigger = span(text, "shelled", report_id)
    actor = Entity(span=span(text, "Rebels", report_id), text="Rebels", name="rebels", type="armed-group")
    place = Place(
        span=span(text, "Aleppo", report_id), name="Aleppo", lat=36.2, lon=37.16, country="SYR", role="scene",
        kind="populated-place", precision="exact",
    )  # fmt: skip
    day = Date(start="2024-03-04", end="2024-03-04", granularity="day", basis="relative",
               span=span(text, "on Monday", report_id))  # fmt: skip
    dead = Count(what="fatalities", low=5, best=5, side="recipient", span=span(text, "five", report_id))
    defaults: dict[str, Any] = {
        "id": f"{report_id}-m1",
        "event_type": "ASSAULT",
        "event_mode": "heavy-weapons",
        "trigger": trigger,
        "actors": (actor,),
        "locations": (place,),
        "date": day,
        "counts": (dead,),
        "claims": ("c1",),
        "confidence": 0.8,
        "evidence": {
            "trigger": (trigger,),
            "actors": (actor.span,),
            "locations": (place.span,),
            "counts": (dead.span,),
        },
    }
    return EventMention(**(defaults | fields))


def claim(text: str = TEXT, report_id: str = "r1", **fields: Any) -> Claim:
    """What the army said in `TEXT`."""
    army = Entity(span=span(text, "the army", report_id), text="the army", name="army", type="military-unit")
    defaults: dict[str, Any] = {
        "id": "c1",
        "claimant": army,
        "claimant_type": "military",
        "cue": span(text, "said", report_id),
        "content": span(text, "Rebels shelled Aleppo on Monday", report_id),
        "certainty": "certain",
    }
    return Claim(**(defaults | fields))


def report(report_id: str = "r1", text: str = TEXT, **fields: Any) -> Report:
    """A report with one mention and one claim."""
    defaults: dict[str, Any] = {
        "id": report_id,
        "text": text,
        "title": "Shelling in Aleppo",
        "publisher": "Example Wire",
        "language": "en",
        "published": Publication(date="2024-03-05", earliest="2024-03-05", latest="2024-03-05", basis="given"),
        "raw_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "coder": CODER,
        "claims": (claim(text, report_id),) if "claims" not in fields else (),
        "events": (mention(text, report_id),) if "events" not in fields else (),
    }
    return Report(**(defaults | fields))


def event(*reports: Report, **fields: Any) -> Event:
    """One event made of the first mention of each report."""
    told = reports or (report(),)
    first = told[0].events[0]
    names = sorted({name for one in told for name in one.events[0].evidence})
    defaults: dict[str, Any] = {
        "id": f"event-{first.id}",
        **{name: getattr(first, name) for name in (
            "event_type", "event_mode", "contexts", "status", "actors", "recipients", "date", "locations",
            "means", "counts", "codes", "background", "confidence", "support", "basis",
        )},
        "evidence": {name: tuple(s for one in told for s in one.events[0].evidence.get(name, ())) for name in names},
        "claims": tuple(one.claims[0] for one in told),
        "reports": tuple(one.id for one in told),
        "independent_sources": len(told),
        "coder": CODER,
    }  # fmt: skip
    return Event(**(defaults | fields))


def outline(event: Event) -> Outline:
    """What linking would say that this event is made of."""
    positions: dict[str, list[tuple[int, int]]] = {}
    for trigger in event.evidence["trigger"]:
        positions.setdefault(trigger.report_id, []).append((trigger.start, trigger.end))
    tellings = tuple(
        Telling(
            id=f"{report_id}-{event.id}", report_id=report_id, published=None, mentions=(), triggers=tuple(places),
            profile=profile_of(mention(), report()),
        )
        for report_id, places in sorted(positions.items())
    )  # fmt: skip
    made_of = content_id(dumps(event))
    return Outline(
        id=event.id, cluster=Cluster(tellings=tellings, component="c"), origins={}, related=(), made_of=made_of
    )


def put(store: Store, *made: Event, texts: Mapping[str, str] | None = None) -> list[Change] | None:
    """Make these the only events of a store, without linking; `texts` is what they are found by, by id."""
    by_id = {one.id: Made(event=one, text=(texts or {}).get(one.id, "")) for one in made}
    part, basis = Part(everything=True), store.basis("rules")
    return store.put_events([outline(one) for one in made], lambda wanted: by_id[wanted.id], basis=basis, part=part)
