"""What was said of an event, as its pages tell it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.app.desk.edits import FIELDS, LABELS, in_words
from dateline.store.review_state import VERDICTS
from dateline.store.reviews import Review, standing

SAID = {
    "accept": "accepted it",
    "edit": "corrected it",
    "reject": "rejected it",
    "split": "split it",
    "merge": "merged it",
    "comment": "commented",
    "undo": "took back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was said: by whom, what, and what it changed (field and value in words).

    taken_back: whether it no longer counts. earlier: whether it was said of an earlier version of the record.
    """

    number: int
    who: str
    when: str
    said: str
    changed: tuple[tuple[str, str], ...] = ()
    comment: str | None = None
    taken_back: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was said of an event as far as somebody may see it; hidden is how many others' words they may not yet."""

    entries: tuple[Entry, ...]
    hidden: int = 0


def history(said: Sequence[Review], viewer: str | None, *, blind: bool, names: bool = True) -> History:
    """What somebody sees of what was said of an event, the first first.

    blind: others' words are seen only by who has given a verdict. names: whether reviewers are named, or only numbered.
    """
    shown = [review for review in said if may_see(review, said, viewer) or not blind]
    counts = {review.number for review in standing(said)}
    numbers = {name: index for index, name in enumerate(dict.fromkeys(review.reviewer for review in said), start=1)}
    entries = tuple(
        Entry(
            number=review.number,
            who=review.reviewer if names else f"reviewer {numbers[review.reviewer]}",
            when=review.at[:16].replace("T", " "),
            said=_said(review, said),
            changed=changes_in(review),
            comment=review.comment,
            taken_back=review.verdict != "undo" and review.number not in counts,
            earlier=review.verdict in VERDICTS and not review.current,
        )
        for review in shown
    )
    return History(entries=entries, hidden=len(said) - len(shown))


def may_see(review: Review, said: Sequence[Review], viewer: str | None) -> bool:
    """Whether a blind reviewer may see this: their own words, and others' once they have given a verdict."""
    own = [one for one in standing(said) if one.reviewer == viewer]
    return review.reviewer == viewer or any(one.verdict in VERDICTS for one in own)


def verdict_of(said: Sequence[Review], reviewer: str) -> Review | None:
    """The verdict of a reviewer that counts."""
    own = [one for one in standing(said) if one.reviewer == reviewer and one.verdict in VERDICTS]
    return own[-1] if own else None


def changes_in(review: Review) -> tuple[tuple[str, str], ...]:
    """What an edit corrects: fields and values in words."""
    if review.verdict != "edit":
        return ()
    return tuple((LABELS[name], in_words(name, review.value[name])) for name in FIELDS if name in review.value)


def _said(review: Review, said: Sequence[Review]) -> str:
    if review.verdict != "undo":
        return SAID[review.verdict]
    back = next((one for one in said if one.number == review.takes_back), None)
    return f"took back that they {SAID[back.verdict]}" if back else "took something back"
