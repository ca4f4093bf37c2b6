"""How exactly a mention says where: a town, near it, a country, a part of one, or the border between two."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Doc, Token

from dateline.gazetteer import Candidate
from dateline.records import Place, Span
from dateline.stages.phrases import token_span
from dateline.stages.places.credibility import has_compass
from dateline.stages.places.recognition import Mention
from dateline.stages.places.roles import role_of
from dateline.stages.places.rules import place_rules

PRECISION = {
    "populated-place": "exact", "facility": "exact", "admin2": "admin2", "admin1": "admin1", "country": "country",
    "region": "region", "water": "region", "physical": "region",
}  # fmt: skip
"""Precision of a mention that says no more than the name, by kind of place."""

UNKNOWN_KINDS = (("facilities", "facility"), ("waters", "water"), ("landforms", "physical"))
"""Word lists whose words, at either end of an unknown name, tell its kind."""


def to_place(doc: Doc, mention: Mention, chosen: Candidate | None) -> Place:
    """The record of a mention. An unresolved one keeps its name and has neither point nor country."""
    span = token_span(doc, mention.start, mention.end)
    role = role_of(doc, mention, chosen)
    if chosen is None:
        return Place(span=span, name=mention.text, kind=unknown_kind(mention.text), role=role)
    place = _resolved(span, chosen, role)
    if mention.is_within:
        return replace(place, name=mention.text, geonames_id=None, kind="facility", precision="near")
    if mention.is_demonym:
        return place
    return _with_surroundings(doc, mention, place)


def unknown_kind(name: str) -> str:
    """The kind that the words of an unknown name tell, "other" where they do not."""
    words = name.lower().split()
    for block, kind in UNKNOWN_KINDS:
        if words and (words[-1] in place_rules().words[block] or words[0] in place_rules().words[block]):
            return kind
    return "other"


def _resolved(span: Span, chosen: Candidate, role: str) -> Place:
    return Place(
        span=span,
        name=chosen.name,
        geonames_id=chosen.geonames_id,
        lat=chosen.lat,
        lon=chosen.lon,
        country=_one_country(chosen),
        admin1=chosen.admin1,
        kind=chosen.kind,
        precision=PRECISION.get(chosen.kind, "unknown"),
        role=role,
    )


def _one_country(chosen: Candidate) -> str | None:
    """The country of a place; a region of several has none that could be named alone."""
    return chosen.country if chosen.country and "-" not in chosen.country else None


def _with_surroundings(doc: Doc, mention: Mention, place: Place) -> Place:
    """The place as the words around it change it: "eastern Syria", "near Mosul", "off the coast of Yemen"."""
    if is_part(doc, mention) and place.kind in {"country", "region"}:
        return replace(place, kind="region", precision="region", lat=None, lon=None, geonames_id=None)
    if place.precision == "exact" and is_near(doc, mention):
        return replace(place, precision="near")
    return place


def is_part(doc: Doc, mention: Mention) -> bool:
    """Whether only a part of the place is meant ("eastern X", "X's north", "the coast of X", "the X border")."""
    rules = place_rules()
    if has_compass(doc, mention.start):
        return True
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and before.lower_ in {"of", "with"} and mention.start > 1:
        return doc[mention.start - 2].lower_ in rules.areas["parts"]
    following = [doc[i].lower_ for i in range(mention.end, min(mention.end + 2, len(doc)))]
    if following[:1] in (["'s"], ["’s"]):
        following = following[1:]
    return bool(following) and following[0] in rules.areas["parts"]


def is_near(doc: Doc, mention: Mention) -> bool:
    """Whether the text says "near X", "outside X", "20 km north of X", "on the outskirts of X"."""
    near = place_rules().areas["near"]
    i = mention.start - 1
    while i >= 0 and doc[i].lower_ in {"of", "to", "from", "the"}:
        i -= 1
    return i >= 0 and doc[i].lower_ in near


def with_wholes(doc: Doc, mentions: list[Mention], places: list[Place]) -> list[Place]:
    """The places, with unknown ones put where the text says they lie: "X Street in Dayton", "X (Hobyo, Mudug)".

    An unknown place takes country, unit and point of what follows it, and is as exact as that and no more. Read
    from the end, so that the innermost of a chain takes over from the outermost.
    """
    result = list(places)
    for i in range(len(mentions) - 2, -1, -1):
        place, whole = result[i], result[i + 1]
        between = _between(doc, mentions[i], mentions[i + 1])
        is_unknown = place.country is None and place.kind in {"facility", "other"}
        inside = between in IN or says_within(doc, mentions[i], mentions[i + 1])
        if is_unknown and whole.country and inside and not mentions[i + 1].is_demonym:
            result[i] = replace(
                place, lat=whole.lat, lon=whole.lon, country=whole.country, admin1=whole.admin1,
                precision="near" if whole.precision == "exact" else whole.precision,
            )  # fmt: skip
    return result


def with_chains(doc: Doc, mentions: list[Mention], places: list[Place]) -> list[Place]:
    """The places, with those that follow a scene within brackets and contain it made scenes: "in X ward (Y, Z)"."""
    result = list(places)
    for i in range(1, len(mentions)):
        before, place = result[i - 1], result[i]
        contains = before.country is not None and before.country == place.country and not mentions[i].is_demonym
        if before.role == "scene" and place.role == "other" and contains and says_within(doc, *mentions[i - 1 : i + 1]):
            result[i] = replace(place, role="scene")
    return result


def without_misfits(doc: Doc, mentions: list[Mention], chosen: list[Candidate | None]) -> list[Candidate | None]:
    """The choices, without small places that lie elsewhere than the unit or country the text puts them in.

    In "Bardo woreda (Zone, Oromia)" the gazetteer's only Bardo may be a town abroad: then it does not know this one.
    """
    result = list(chosen)
    whole: Candidate | None = None
    for i in range(len(mentions) - 1, -1, -1):
        place = result[i]
        linked = i + 1 < len(mentions) and says_within(doc, mentions[i], mentions[i + 1])
        if place is not None and linked and whole is not None and _misfits(place, whole):
            result[i] = None
        elif place is None and linked:
            continue
        else:
            whole = None if place is None or mentions[i].is_demonym else place
    return result


def without_strays(mentions: list[Mention], chosen: list[Candidate | None]) -> list[Candidate | None]:
    """The choices, without small places alone abroad where all that a report names otherwise lies in one country.

    What the gazetteer has under the name is then a namesake, and the place meant is one that it lacks. Two names must
    speak for the country, or one where the small places only go by the name among others.
    """
    named = {
        mention.text: place
        for mention, place in zip(mentions, chosen, strict=True)
        if place is not None and not mention.is_demonym
    }
    countries = Counter(place.country for place in named.values() if place.country)
    firm = Counter(place.country for place in named.values() if place.is_primary_name or not is_small(place))
    home = max(countries, key=lambda country: (countries[country], firm[country], country), default="")
    strays = {name for name, place in named.items() if is_small(place) and place.country != home}
    weak = all(not named[name].is_primary_name for name in strays)
    needed = 1 if weak else place_rules().recognition["consensus"]
    if countries[home] < needed or countries[home] + len(strays) < sum(countries.values()):
        return chosen
    return [
        None if place is not None and mention.text in strays else place
        for mention, place in zip(mentions, chosen, strict=True)
    ]


def without_lone_sites(mentions: list[Mention], chosen: list[Candidate | None]) -> list[Candidate | None]:
    """The choices, without the towns in the names of sites that nothing else in the report speaks for.

    "Mosul Airport" is at Mosul where the report also names Mosul or another place of its unit; "Griffith Park" alone
    may be anywhere. A large town needs no support.
    """
    plain = [(mention, place) for mention, place in zip(mentions, chosen, strict=True) if not mention.is_within]
    names = {mention.key for mention, _ in plain}
    units = {place.admin1_code for mention, place in plain if place is not None and not mention.is_demonym}
    limit = place_rules().recognition["population_alone"]
    return [
        None
        if place is not None and mention.is_within and mention.key not in names and place.admin1_code not in units
        and place.population < limit
        else place
        for mention, place in zip(mentions, chosen, strict=True)
    ]  # fmt: skip


def with_home(places: list[Place]) -> list[Place]:
    """The places, with unknown ones put into the country in which all that the report names otherwise lies.

    So "the Velin River" of a report that names Boston and Ohio is in the United States; where in it, nobody says.
    """
    known = {(place.name, place.country) for place in places if place.country}  # a border has two
    home = {country for _, country in known}
    if len(known) < place_rules().recognition["consensus"] or len(home) > 1 or "-" in "".join(home):
        return places
    country = home.pop()
    return [
        replace(place, country=country, precision="country")
        if place.country is None and place.kind in {"facility", "water", "physical", "other"}
        else place
        for place in places
    ]


def is_small(place: Candidate) -> bool:
    """Whether a place is so small that a namesake of it is likelier meant than itself abroad."""
    small = place.population < place_rules().recognition["population_misfit"]
    return place.kind == "admin2" or (place.kind in {"populated-place", "admin1"} and small)


def _misfits(place: Candidate, whole: Candidate) -> bool:
    """Whether a place is small and in another country than the unit or country that is to contain it."""
    small = place.kind != "admin1" and is_small(place)
    return small and whole.kind in {"country", "admin1", "region"} and place.country != whole.country


def says_within(doc: Doc, first: Mention, second: Mention) -> bool:
    """Whether a word for a unit or a bracket stands between two mentions, with names and commas alone beside it."""
    between = list(doc[first.end : second.start]) if second.start > first.end else []
    marks = {token.lower_ for token in between} - {",", "-", "of", "the"}
    told = marks & (place_rules().words["chain"] | place_rules().words["units"]) - {"in"}
    return bool(told) and all(is_of_chain(token) for token in between)


def is_of_chain(token: Token) -> bool:
    """Whether a token may stand among the names of units one within the other: "X ward in Y county (Z, East W)"."""
    return token.text[:1].isupper() or token.lower_ in place_rules().words["chain"] | place_rules().words["units"]


def _between(doc: Doc, first: Mention, second: Mention) -> str:
    """What stands between two mentions, in lower case: without a compass word before the second ("Western Tigray"),
    and without what kind of place the first is before a bracket ("village (")."""
    end = second.start - 1 if has_compass(doc, second.start) else second.start
    words = [token.lower_ for token in doc[first.end : end] if not token.is_space] if end > first.end else []
    return "(" if len(words) == 2 and words[0].isalpha() and words[1] == "(" else " ".join(words)


IN = frozenset({"in", "in the", ",", "(", "in downtown", "in the city of", "in the town of", "in the village of"})
"""What may stand between a place and the one in which it lies."""


# ---- borders


def with_borders(doc: Doc, mentions: list[Mention], places: list[Place]) -> list[Place]:
    """The places, with those of "the X-Y border" and "the border between X and Y" made into borders."""
    result = list(places)
    for i in range(len(mentions) - 1):
        if is_border(doc, mentions[i], mentions[i + 1]):
            pair = _border_country(places[i], places[i + 1])
            for j in (i, i + 1):
                if pair:
                    result[j] = replace(
                        places[j], country=pair, kind="region", precision="border", lat=None, lon=None,
                        geonames_id=None, admin1=None,
                        role="scene" if places[j].role == "government" else places[j].role,
                    )  # fmt: skip
    return result


def _border_country(first: Place, second: Place) -> str | None:
    """ "IRQ-SYR" for Syria and Iraq in either order; None unless both are countries and differ."""
    codes = sorted({code for code in (first.country, second.country) if code})
    both = {first.kind, second.kind} <= {"country", "region"}
    return "-".join(codes) if both and len(codes) == 2 else None


def is_border(doc: Doc, first: Mention, second: Mention) -> bool:
    """Whether the two mentions name the two sides of one border."""
    words = place_rules().areas["border"]
    between = [token.lower_ for token in doc[first.end : second.start] if not token.is_space]
    after = {doc[i].lower_ for i in range(second.end, min(second.end + 2, len(doc)))}
    if between in (["-"], ["–"], ["and"], ["-", "-"]) and after & words:
        return True
    before = [doc[i].lower_ for i in range(max(0, first.start - 3), first.start)]
    if between == ["and"] and before[-1:] == ["between"]:
        return bool(words & set(before))
    if first.is_demonym or second.is_demonym:
        return between in (["-"], ["–"]) and bool(after & words)
    return len(between) <= 4 and bool(words & set(between)) and between[-1] == "with" and between[0] in {"'s", "’s"}
