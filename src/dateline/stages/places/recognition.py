"""Which stretches of a report are names of places.

The union of two sources: the model's named entities, and names that the gazetteer knows. Each is filtered by
what the other cannot tell: entities by surnames and by names nobody knows, the gazetteer's names by the entity
they stand in and by how large the place is.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from dateline.gazetteer import Candidate, Gazetteer
from dateline.gazetteer.folding import fold
from dateline.stages.places.credibility import (
    OPAQUE_LABELS,
    after_preposition,
    after_surely_locative,
    bearing,
    has_large_unit,
    has_unit,
    is_credible,
    is_mixed_case,
    is_named_person,
    is_prominent,
    is_whole_entity,
)
from dateline.stages.places.rules import place_rules
from dateline.stages.publication import DatelineMatch

LONGEST_NAME = 7
"""Tokens; "Port of Spain" has three, "Deir ez-Zor" four."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens [start, end) that name a place, with the places it may be; `label` is the entity's or ""."""

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    label: str = ""
    in_organization: bool = False
    is_dateline: bool = False
    is_within: bool = False
    """The candidates are not the place itself but the town it is named after ("Mosul General Hospital")."""
    name: str = ""
    """The part of `text` that the candidates were found by, where it is not all of it."""

    @property
    def key(self) -> str:
        """What two mentions of one name have in common: "Texas" and "East Texas", "Mosul" and "Mosul Airport"."""
        return fold(self.name or self.text)

    @property
    def is_demonym(self) -> bool:
        """Whether it is an adjective of nationality or a word for a country's people."""
        return bool(self.candidates) and all(candidate.is_demonym for candidate in self.candidates)


def find_mentions(doc: Doc, gazetteer: Gazetteer, dateline: DatelineMatch | None) -> list[Mention]:
    """All mentions of places, in text order, none overlapping another."""
    surnames = person_names(doc)
    opening = list(dateline_mentions(doc, gazetteer, dateline))
    named = list(entity_mentions(doc, gazetteer, surnames))
    listed = list(listed_mentions(doc, gazetteer, surnames))
    units = list(unit_mentions(doc, gazetteer))
    bracketed = list(bracketed_mentions(doc, gazetteer))
    found = without_overlaps([*opening, *beside(units, named), *beside(units, listed), *units, *bracketed])
    found = without_overlaps([*found, *coordinated(doc, found, gazetteer)])
    complete = without_overlaps([*found, *propagated(doc, found, surnames)])
    return [with_point(doc, with_compass(doc, with_road(doc, mention))) for mention in complete]


def with_compass(doc: Doc, mention: Mention) -> Mention:
    """The name with the capitalised compass word before it: "North London", "East Elm Street", not "North Korea"."""
    before = doc[mention.start - 1] if mention.start else None
    if before is None or mention.is_dateline or mention.is_demonym or before.is_sent_start or not before.is_title:
        return mention
    if before.lower_ not in place_rules().words["directions"] or before.ent_type_ in OPAQUE_LABELS:
        return mention
    return replace(mention, start=before.i, text=doc[before.i : mention.end].text, name=mention.name or mention.text)


def with_point(doc: Doc, mention: Mention) -> Mention:
    """The name with the point of its abbreviation: "Sask."."""
    point = doc[mention.end] if mention.end < len(doc) else None
    short = any(candidate.is_abbreviation for candidate in mention.candidates)
    if point is None or point.text != "." or not short or doc[mention.end - 1].whitespace_ or mention.text.isupper():
        return mention
    return replace(mention, end=mention.end + 1, text=mention.text + ".")


def with_road(doc: Doc, mention: Mention) -> Mention:
    """The street of that name, where its noun follows: "Orton Street" is no part of the town of Orton."""
    noun = doc[mention.end] if mention.end < len(doc) else None
    if noun is None or mention.is_dateline or not noun.is_title or noun.lower_ not in place_rules().words["roads"]:
        return mention
    text = doc[mention.start : noun.i + 1].text
    return replace(mention, end=noun.i + 1, text=text, candidates=(), is_within=False)


def beside(units: Sequence[Mention], mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions that are no mere part of the name of a unit: not "Sibu" of "in Sibu Sire woreda"."""
    within = {i: unit for unit in units for i in range(unit.start, unit.end)}
    for mention in mentions:
        unit = within.get(mention.start)
        if unit is None or mention.end > unit.end or mention.end - mention.start >= unit.end - unit.start:
            yield mention


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Earlier mentions of the list win over later ones that overlap, unless the later are longer and known."""
    taken: dict[int, Mention] = {}
    for mention in mentions:
        rivals = {taken[i].start: taken[i] for i in range(mention.start, mention.end) if i in taken}
        if rivals and not _replaces(mention, list(rivals.values())):
            continue
        for rival in rivals.values():
            for i in range(rival.start, rival.end):
                taken.pop(i, None)
        taken.update((i, mention) for i in range(mention.start, mention.end))
    return sorted({mention.start: mention for mention in taken.values()}.values(), key=lambda m: m.start)


def _replaces(mention: Mention, rivals: list[Mention]) -> bool:
    """Whether a known name takes the place of shorter ones within it."""
    return bool(mention.candidates) and all(
        mention.start <= rival.start and rival.end <= mention.end and not rival.is_dateline
        and mention.end - mention.start > rival.end - rival.start
        for rival in rivals
    )  # fmt: skip


def person_names(doc: Doc) -> frozenset[str]:
    """Words of the names of people with a first and a last name: "Ali Baghdadi" makes "Baghdadi" a surname."""
    return frozenset(
        token.text
        for entity in doc.ents
        if entity.label_ == "PERSON" and len(entity) > 1
        for token in entity[1:]
        if token.is_title
    )


# ---- from the model's entities


def entity_mentions(doc: Doc, gazetteer: Gazetteer, surnames: frozenset[str]) -> Iterator[Mention]:
    """Mentions from entities of places and of nationalities."""
    for entity in doc.ents:
        if entity.label_ in PLACE_LABELS:
            for start, end in split_at_commas(entity):
                mention = place_entity(doc, start, end, entity.label_, gazetteer, surnames)
                if mention is not None:
                    yield mention
        elif entity.label_ == "NORP":
            yield from _demonyms(entity, gazetteer)


def split_at_commas(entity: Span) -> Iterator[tuple[int, int]]:
    """Token ranges between the commas of an entity ("Moscow, Idaho" is two places)."""
    start = entity.start
    for token in entity:
        if token.text == ",":
            yield start, token.i
            start = token.i + 1
    yield start, entity.end


def place_entity(
    doc: Doc, start: int, end: int, label: str, gazetteer: Gazetteer, surnames: frozenset[str]
) -> Mention | None:
    """The mention in an entity, without article, possessive and compass; None where it is none."""
    start, end = trimmed(doc, start, end)
    if start >= end:
        return None
    candidates = candidates_of(doc, start, end, gazetteer)
    while not candidates and end - start > 1 and doc[start].lower_ in place_rules().words["directions"]:
        start += 1
        candidates = candidates_of(doc, start, end, gazetteer)
    text = doc[start:end].text
    if _is_noise(doc, start, end, candidates, surnames):
        return None
    if not candidates and end - start > 1:
        candidates = without_kind_word(doc, start, end, gazetteer)
    if not candidates and end - start > 1:
        name, towns = town_in_name(doc, start, end, gazetteer)
        part = None if towns else place_in_name(doc, start, end, gazetteer)
        if part is not None:
            return replace(part, label=label)
        return Mention(
            start=start, end=end, text=text, candidates=towns, label=label, is_within=bool(towns), name=name
        )  # fmt: skip
    return Mention(start=start, end=end, text=text, candidates=candidates, label=label)


def without_kind_word(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What the name before a word of kind stands for: a unit ("Oaxaca State"), a town ("Belet Weyne Town")."""
    last, words = doc[end - 1].lower_, place_rules().words
    if last in words["units"]:
        kinds = {"admin1", "admin2"}
    elif last in words["settlements"]:
        kinds = {"populated-place", "admin2"}
    else:
        return ()
    return tuple(candidate for candidate in gazetteer.lookup(doc[start : end - 1].text) if candidate.kind in kinds)


def place_in_name(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> Mention | None:
    """The known place that a longer name begins with ("Lamar County Commissioners") or ends in ("City of Montreal").

    A site keeps its whole name, and so does a body of water or a land form: "Kish River" is no part of Kish.
    """
    words, limit = place_rules().words, place_rules().recognition["population_misfit"]
    if {doc[start].lower_, doc[end - 1].lower_} & (words["facilities"] | words["waters"] | words["landforms"]):
        return None
    parts = [(start, stop) for stop in range(end - 1, start, -1)] + [(first, end) for first in range(start + 1, end)]
    for first, last in parts:
        known = candidates_of(doc, first, last, gazetteer)
        named = tuple(place for place in known if place.kind not in {"water", "physical"})
        apart = first > start and doc[first - 1].lower_ != "of"
        if named and (has_large_unit(named) if apart else has_unit(named) or is_prominent(named, limit)):
            return Mention(start=first, end=last, text=doc[first:last].text, candidates=known)
    return None


def town_in_name(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> tuple[str, tuple[Candidate, ...]]:
    """The name and the towns that a site is named after: "Mosul" of "Mosul General Hospital"; ("", ()) if none."""
    rules = place_rules()
    if doc[end - 1].lower_ in rules.words["facilities"]:
        parts = [(start, stop) for stop in range(end - 1, start, -1)]
    elif doc[start].lower_ in rules.words["facilities"] and doc[start + 1].lower_ == "of":
        parts = [(start + 2, end)]
    else:
        return "", ()
    for first, last in parts:
        towns = tuple(town for town in candidates_of(doc, first, last, gazetteer) if town.kind == "populated-place")
        if first < last and is_prominent(towns, rules.recognition["population"]):
            return doc[first:last].text, towns
    return "", ()


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The range without leading articles and lower-case compass words, and without possessives at its end."""
    words = place_rules().words
    while start < end and (
        not any(letter.isalnum() for letter in doc[start].text)
        or doc[start].lower_ in {"the", "a", "an"}
        or (doc[start].is_lower and doc[start].lower_ in words["directions"])
    ):
        start += 1
    while end > start and (
        doc[end - 1].lower_ in {"'s", "’s", "'", "’"}
        or not _is_word(doc[end - 1])
        or doc[end - 1].text in {"of", "and", "in", "at", "the", "for", "on"}
        or (end - start > 1 and doc[end - 1].is_lower and doc[end - 1].lower_ in words["units"] | words["settlements"])
    ):
        end -= 1
    return start, end


def _is_word(token: Token) -> bool:
    return any(letter.isalnum() for letter in token.text)


def _is_noise(doc: Doc, start: int, end: int, candidates: tuple[Candidate, ...], surnames: frozenset[str]) -> bool:
    """Whether an entity is rather a surname, a compass word, or a single word that nobody knows as a place."""
    text = doc[start:end].text
    words = place_rules().words
    if text.lower() in words["never_names"] or (doc[start].lower_ in words["months"] and doc[end - 1].is_digit):
        return True
    if not any(letter.isupper() for letter in text) or text.lower() in words["directions"] or bearing(doc, start, end):
        return True
    if is_named_person(doc, start, end, candidates):
        return True
    if end - start > 1:
        return False
    if is_mixed_case(doc[start]):
        return True
    if text in surnames and not any(candidate.kind == "country" for candidate in candidates):
        return True
    return not candidates and not after_preposition(doc, start)


def _demonyms(entity: Span, gazetteer: Gazetteer) -> Iterator[Mention]:
    for token in entity:
        candidates = demonym_candidates(token, gazetteer)
        if candidates:
            yield Mention(start=token.i, end=token.i + 1, text=token.text, candidates=candidates, label="NORP")


def demonym_candidates(token: Token, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The countries for whose people or things the word stands."""
    if not token.text[:1].isupper():
        return ()
    return tuple(candidate for candidate in gazetteer.lookup(token.text) if candidate.is_demonym)


def candidates_of(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that tokens [start, end) may name; abbreviations only after a comma."""
    text = doc[start:end].text
    after_comma = start > 0 and doc[start - 1].text == ","
    bracketed = start > 0 and doc[start - 1].text == "("
    if only_compass(doc, start, end) and not (after_comma or bracketed or is_told_as_unit(doc, end)):
        return ()  # not Cameroon's West
    plain = len(text) <= 2  # "CA" alone may be anything, "Calif." and "NSW" hardly
    known = tuple(
        candidate for candidate in gazetteer.lookup(text)
        if not candidate.is_abbreviation or after_comma or not (plain or (text.istitle() and "." not in text))
    )  # fmt: skip
    if after_comma and any(candidate.is_abbreviation for candidate in known):
        known = tuple(candidate for candidate in known if candidate.is_abbreviation or candidate.is_capital)
    if len(text.replace(".", "")) <= 3 and not text.isupper():
        known = tuple(candidate for candidate in known if candidate.kind != "country" or candidate.name == text)
    places = tuple(candidate for candidate in known if not candidate.is_demonym)
    if len(places) < len(known) and not is_told_as_place(doc, start, end):
        places = tuple(candidate for candidate in places if candidate.kind != "admin1")  # not Ethiopia's Somali region
    if len(places) < len(known) and not is_prominent(places, place_rules().recognition["population_misfit"]):
        return tuple(candidate for candidate in known if candidate.is_demonym)  # not the town of Canadian
    return without_wholes(places) or known


def only_compass(doc: Doc, start: int, end: int) -> bool:
    """Whether all words are points of the compass, as which some countries' units are named ("North-Western")."""
    points = place_rules().words["directions"] | {"-", "–"}
    return all(doc[i].lower_ in points for i in range(start, end))


def is_told_as_unit(doc: Doc, end: int) -> bool:
    """Whether the noun behind tells that a name is a unit's ("Northern Region")."""
    return end < len(doc) and doc[end].lower_ in place_rules().words["units"]


def is_told_as_place(doc: Doc, start: int, end: int) -> bool:
    """Whether a word that is also a people's stands where only a place's name does: "in Somali", "Somali region"."""
    return is_told_as_unit(doc, end) or after_surely_locative(doc, start)


def without_wholes(places: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The places without a country under a name that is one of its units' own ("Scotland" for the whole)."""
    units = {place.country for place in places if place.kind == "admin1" and place.is_primary_name}
    return tuple(
        place for place in places if place.kind != "country" or place.is_primary_name or place.country not in units
    )


def unit_mentions(doc: Doc, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Mentions of places that no list need know: the capitalised name after a preposition and before "kebele"."""
    for token in doc:
        if token.lower_ not in place_rules().words["small_units"] or not token.is_lower:
            continue
        start = token.i
        while start > max(0, token.i - LONGEST_NAME) and doc[start - 1].is_title and not doc[start].is_sent_start:
            start -= 1
        if start < token.i and (after_preposition(doc, start) or (start > 0 and doc[start - 1].text in {",", "("})):
            known = candidates_of(doc, start, token.i, gazetteer)
            yield Mention(start=start, end=token.i, text=doc[start : token.i].text, candidates=known)


def bracketed_mentions(doc: Doc, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Mentions of a place and of the units behind it in brackets, known or not: "in Velin (Orvel, Kasese)".

    One of the names in the bracket is a town or unit that the gazetteer knows.
    """
    for token in doc:
        if token.text != "(" or token.i == 0 or not doc[token.i - 1].is_title:
            continue
        start = token.i
        while start > max(0, token.i - LONGEST_NAME) and doc[start - 1].is_title and not doc[start].is_sent_start:
            start -= 1
        inside = [mention_at(doc, *name, gazetteer) for name in names_in_bracket(doc, token.i + 1)]
        known = any(has_unit(mention.candidates) or is_prominent(mention.candidates, 0) for mention in inside)
        if known and after_surely_locative(doc, start) and start < token.i:
            yield mention_at(doc, start, token.i, gazetteer)
            yield from (mention for mention in inside if mention.candidates)


def mention_at(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> Mention:
    """The mention that tokens [start, end) are, with what the gazetteer knows of it."""
    return Mention(
        start=start, end=end, text=doc[start:end].text, candidates=candidates_of(doc, start, end, gazetteer)
    )  # fmt: skip


def names_in_bracket(doc: Doc, start: int) -> Iterator[tuple[int, int]]:
    """The capitalised names between commas up to the closing bracket; none where anything else stands there."""
    names, first = [], start
    for i in range(start, min(start + 2 * LONGEST_NAME, len(doc))):
        if doc[i].text in {",", ")"}:
            names.append((first, i))
            first = i + 1
        elif not doc[i].text[:1].isupper() and doc[i].text not in {"-", "–"}:
            return
        if doc[i].text == ")":
            yield from (name for name in names if name[0] < name[1])
            return


# ---- from the gazetteer


def listed_mentions(doc: Doc, gazetteer: Gazetteer, surnames: frozenset[str]) -> Iterator[Mention]:
    """Mentions of names that the gazetteer knows, longest first at each token."""
    i = 0
    while i < len(doc):
        mention = _longest_listed(doc, i, gazetteer, surnames) if _may_begin(doc[i]) else None
        if mention is not None:
            yield mention
            i = mention.end
        else:
            i += 1


def _may_begin(token: Token) -> bool:
    return token.text[:1].isupper() and (token.i == 0 or not _glued(token))


def _glued(token: Token) -> bool:
    """Whether the token continues a word ("Jean-Paul")."""
    before = token.doc[token.i - 1]
    if before.whitespace_ or before.text not in {"-", "'", "’"} or token.i < 2:
        return False
    first = token.doc[token.i - 2]
    return not first.whitespace_ and first.lower_ not in place_rules().words["parties"]


def _longest_listed(doc: Doc, start: int, gazetteer: Gazetteer, surnames: frozenset[str]) -> Mention | None:
    for end in name_ends(doc, start):
        candidates = candidates_of(doc, start, end, gazetteer)
        if (
            candidates
            and not bearing(doc, start, end)
            and not _only_article(doc[start], candidates)
            and is_credible(doc, start, end, candidates, surnames)
        ):
            organization = doc[start].ent_type_ == "ORG" and not is_whole_entity(doc, start, end)
            return Mention(
                start=start,
                end=end,
                text=doc[start:end].text,
                candidates=candidates,
                in_organization=organization,
            )
    return None


def _only_article(token: Token, candidates: tuple[Candidate, ...]) -> bool:
    """Whether the name begins with an English article that is no part of it ("The Turkish")."""
    word = token.lower_
    return word in {"the", "a", "an"} and not any(fold(candidate.name).startswith(word) for candidate in candidates)


def name_ends(doc: Doc, start: int) -> list[int]:
    """Where a name that begins at `start` may end: after capitalised words, longest first."""
    connectors = place_rules().words["connectors"]
    ends = []
    for i in range(start, min(start + LONGEST_NAME, len(doc))):
        token = doc[i]
        if i > start and (token.is_sent_start or token.is_space):
            break
        if token.text[:1].isupper() or (i > start and token.is_digit):
            ends.append(i + 1)
        elif token.lower_ not in connectors:
            break
    return ends[::-1]


# ---- from the opening, and from names found once


def dateline_mentions(doc: Doc, gazetteer: Gazetteer, dateline: DatelineMatch | None) -> Iterator[Mention]:
    """The place or places of a wire-style opening."""
    if dateline is None:
        return
    pairs = [(dateline.place_start, dateline.place_end)]
    if dateline.region_start is not None and dateline.region_end is not None:
        pairs.append((dateline.region_start, dateline.region_end))
    for first, last in pairs:
        span = doc.char_span(first, last, alignment_mode="expand")
        if span is None:
            continue
        candidates = candidates_of(doc, span.start, span.end, gazetteer)
        if candidates or dateline.certain:
            yield Mention(start=span.start, end=span.end, text=span.text, candidates=candidates, is_dateline=True)


def coordinated(doc: Doc, found: list[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Further names of towns in lists with towns of the same country: Orvel in "in Velin and Orvel"."""
    for mention in found:
        towns = {place.country for place in mention.candidates if place.kind in {"populated-place", "admin2"}}
        start = next_in_list(doc, mention.end) if towns and not mention.is_within else None
        if start is None or not may_be_listed(doc, start):
            continue
        for end in name_ends(doc, start):
            known = candidates_of(doc, start, end, gazetteer)
            ends = end == len(doc) or doc[end].ent_iob_ != "I"
            if ends and has_town_in(known, towns) and not is_named_person(doc, start, end, known):
                yield Mention(start=start, end=end, text=doc[start:end].text, candidates=known)
                break


def has_town_in(candidates: Iterable[Candidate], countries: Container[str | None]) -> bool:
    """Whether a town of one of the countries goes by the name."""
    return any(
        place.kind == "populated-place" and place.grade <= 1 and place.country in countries for place in candidates
    )


def next_in_list(doc: Doc, i: int) -> int | None:
    """Where the next name of a list begins: behind "and", "or" or a comma."""
    if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ in {"and", "or"}:
        i += 1
    return i + 1 if i + 1 < len(doc) and doc[i].lower_ in {"and", "or", ","} else None


def may_be_listed(doc: Doc, start: int) -> bool:
    """Whether a list of places may go on with this token: capitalised, and no part of a person's longer name."""
    token = doc[start]
    begins_person = token.ent_type_ == "PERSON" and start + 1 < len(doc) and doc[start + 1].ent_iob_ == "I"
    if token.ent_iob_ == "I" or begins_person or token.pos_ != "PROPN":
        return False
    return token.text[:1].isupper() and token.lower_ not in place_rules().words["never"]


def propagated(doc: Doc, found: list[Mention], surnames: frozenset[str]) -> Iterator[Mention]:
    """Further mentions of names that were found once, where no entity of another sort stands."""
    known = {mention.text: mention for mention in reversed(found) if mention.candidates and not mention.is_demonym}
    longest = max((mention.end - mention.start for mention in found), default=0)
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    for start in range(len(doc)):
        if start in taken or not _may_begin(doc[start]) or doc[start].text in surnames:
            continue
        for end in range(min(start + longest, len(doc)), start, -1):
            source = known.get(doc[start:end].text)
            if source is not None and _may_repeat(doc, start, end):
                organization = doc[start].ent_type_ == "ORG" and not is_whole_entity(doc, start, end)
                yield Mention(
                    start=start,
                    end=end,
                    text=source.text,
                    candidates=source.candidates,
                    in_organization=organization,
                )
                break


def _may_repeat(doc: Doc, start: int, end: int) -> bool:
    """Whether a name found elsewhere names its place here too: not within a person's or a work's name."""
    label = doc[start].ent_type_
    if label == "ORG":
        return doc[start].ent_iob_ == "B"
    return label not in OPAQUE_LABELS or is_whole_entity(doc, start, end)
