"""Which reviews count, and what they make of an event: statements that the queries of the desk build on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, distinct, func, select

from dateline.store.schema import event_facts, former_events, reviews

VERDICTS = ("accept", "edit", "reject")
"""What is said of a record as a whole."""
ACTS = (*VERDICTS, "split", "merge", "comment", "undo")
"""Everything that a review can be."""
STATES = ("unreviewed", "accepted", "edited", "rejected", "contested")
"""What an event is when all reviewers are heard; contested where they differ."""


def review_state() -> Select[Any]:
    """`event_id` and `state` of every event of which a verdict counts; all others are unreviewed."""
    newest = newest_verdicts()
    said = newest.c.verdict + newest.c.value
    agreed = case(
        {"accept": "accepted", "edit": "edited", "reject": "rejected"}, value=func.max(newest.c.verdict), else_="edited"
    )
    state = case((func.count(distinct(said)) > 1, "contested"), else_=agreed)
    return select(newest.c.about.label("event_id"), state.label("state")).group_by(newest.c.about)


def led_reviews() -> FromClause:
    """All reviews with the event that each leads to, `about`."""
    joined = reviews.outerjoin(event_facts, event_facts.c.event_id == reviews.c.event_id).outerjoin(
        former_events, former_events.c.former_id == reviews.c.event_id
    )
    about = func.coalesce(event_facts.c.event_id, former_events.c.event_id).label("about")
    return select(*reviews.c, about).select_from(joined).subquery()


def newest_verdicts() -> FromClause:
    """Of each reviewer and event the row of the verdict that counts: the newest that was not taken back."""
    led = led_reviews()
    counts = select(led).where(led.c.verdict.in_(VERDICTS), led.c.about.is_not(None), ~taken_back(led.c.number))
    kept = counts.subquery()
    newest = select(func.max(kept.c.number)).group_by(kept.c.about, kept.c.reviewer)
    return select(kept).where(kept.c.number.in_(newest)).subquery()


def taken_back(number: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the review of this number was taken back."""
    undone = reviews.alias("undone")
    return number.in_(select(undone.c.takes_back).where(undone.c.takes_back.is_not(None)))
