"""`dateline catalogue`: what is known by a name, and whether a file of a user's own can be used."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.catalogue import Actor, Catalogue, Years


def find_lines(catalogue: Catalogue, name: str) -> Iterator[str]:
    """One block for each entry that a name may stand for; nothing where there is none."""
    actors = {found.actor.id: found.actor for match in catalogue.find(name) for found in match.names}
    for actor in actors.values():
        yield f"{actor.id}: {actor.name}"
        yield from (f"  {label}: {value}" for label, value in _fields(actor) if value)


def _fields(actor: Actor) -> Iterator[tuple[str, str]]:
    yield "type", actor.type
    yield "country", actor.country or ""
    yield "sectors", ", ".join(actor.sectors)
    yield "affiliation", ", ".join(actor.affiliation)
    yield "active", _years(actor.active)
    for term in actor.terms:
        yield "office", f"{', '.join(sorted(term.offices))}, {term.start or 'not known'} to {term.end or 'open'}"


def _years(active: Years) -> str:
    """ "2002 to 2013"; an open end may be one that is not known."""
    return f"{active.first or 'not known'} to {active.last or 'open'}" if active != Years() else ""
