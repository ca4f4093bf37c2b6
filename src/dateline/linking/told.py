"""What linking keeps of each report, so that events can be joined without reading the reports again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from dateline.linking.copies import Sketch, sketch_of
from dateline.linking.gist import NOTHING, Gist
from dateline.linking.profile import Profile, finest, ordinal
from dateline.linking.relations import relations
from dateline.linking.within import Account
from dateline.records import Related, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One report's telling of one event, as far as others are compared with it.

    id: the smallest id of its mentions. triggers: start and end of each. published: the report's day of publication as
    an ordinal, where it is known.
    """

    id: str
    report_id: str
    published: int | None
    mentions: tuple[str, ...]
    triggers: tuple[tuple[int, int], ...]
    profile: Profile

    @property
    def anchor_order(self) -> tuple[int, str, str]:
        """Earliest publication first, unknown last, then the smallest mention id: the first one names the event."""
        return self.published if self.published is not None else 10**7, self.id, self.report_id


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRelation:
    """A relation that a report states between two of its tellings; `related.event_id` is the id of the second."""

    telling: str
    related: Related


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that linking knows of a report.

    version: a hash of the report's record, where one is kept. credit, publisher: the agency that the text came from and
    who printed it, by name in lower case. gist: what the report as a whole is about; `by_id` hands it to its tellings.
    """

    report_id: str
    published: str | None
    version: str = ""
    gist: Gist = NOTHING
    credit: str | None = None
    publisher: str | None = None
    sketch: Sketch
    tellings: tuple[Telling, ...] = ()
    relations: tuple[StatedRelation, ...] = ()


def told_of(report: Report, accounts: Sequence[Account], version: str = "") -> Told:
    """What linking keeps of a report and its accounts."""
    return Told(
        report_id=report.id,
        published=report.published.date,
        version=version,
        credit=report.credit.name.lower() if report.credit else None,
        publisher=report.publisher.lower() if report.publisher else None,
        sketch=sketch_of(report.text),
        gist=accounts[0].profile.gist if accounts else NOTHING,
        tellings=tuple(map(telling_of, accounts)),
        relations=tuple(
            StatedRelation(telling=account_id, related=related)
            for _, account_id, related in relations(report, accounts)
        ),
    )


def telling_of(account: Account) -> Telling:
    """The telling that an account is, without what `with_shared` adds; where its places are named counts no more."""
    return Telling(
        id=account.id,
        report_id=account.report.id,
        published=ordinal(account.report.published.date),
        mentions=tuple(sorted(mention.id for mention in account.mentions)),
        triggers=tuple(sorted({(mention.trigger.start, mention.trigger.end) for mention in account.mentions})),
        profile=replace(
            account.profile,
            gist=NOTHING,
            finest=(),
            places=tuple(dict.fromkeys(replace(place, span=None) for place in account.profile.places)),
        ),
    )


def sharing(told: Told, pool: dict[Any, Any]) -> Told:
    """The same, with the values of its profiles that are in the pool already taken from there, the others put in.

    The sets and places of tellings are much alike, and small: one of each takes a fraction of the room.
    """
    tellings = tuple(replace(one, profile=_pooled(one.profile, pool)) for one in told.tellings)
    return replace(told, tellings=tellings)


def _pooled(profile: Profile, pool: dict[Any, Any]) -> Profile:
    held = {name: getattr(profile, name) for name in _POOLED}
    held["places"] = tuple(pool.setdefault(place, place) for place in profile.places)
    return replace(profile, **{name: pool.setdefault(value, value) for name, value in held.items()})


_POOLED = tuple(field.name for field in fields(Profile) if field.name not in {"numbers", "words", "gist", "finest"})


def by_id(told: Iterable[Told]) -> list[Telling]:
    """All tellings, each with the gist of its report, ordered by id and report: the order in which ties are broken."""
    whole = (with_shared(telling, one.gist) for one in told for telling in one.tellings)
    return sorted(whole, key=lambda telling: (telling.id, telling.report_id))


def with_shared(telling: Telling, gist: Gist) -> Telling:
    """A telling with the gist of its report, and with its finest places, which are not kept twice."""
    profile = telling.profile
    return replace(telling, profile=replace(profile, gist=gist, finest=finest(profile.places)))


def anchor(tellings: Sequence[Telling]) -> str:
    """The id of the event that these tellings tell (docs/records.md)."""
    return min(tellings, key=lambda telling: telling.anchor_order).id
