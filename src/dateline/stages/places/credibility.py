"""Whether a name that the gazetteer knows is, at its place in the text, the name of a place.

What speaks for and against it: how large the places are that go by the name, the entity that the model sees there, and
the words beside it. Word lists and limits: rules/places.toml.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dateline.gazetteer import Candidate
from dateline.stages.parse import is_parsed
from dateline.stages.places.rules import place_rules

OPAQUE_LABELS = frozenset({"PERSON", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW", "LANGUAGE"})
"""Entities whose parts are not mentions of places of their own."""


def is_credible(doc: Doc, start: int, end: int, candidates: tuple[Candidate, ...], surnames: frozenset[str]) -> bool:
    """Whether a name from the list, at this place in the text, is a place."""
    rules = place_rules()
    token = doc[start]
    label = label_at(doc, start)
    if doc[start:end].text.lower() in rules.words["never_names"] or is_mixed_case(token):
        return False
    if is_named_person(doc, start, end, candidates) or (end - start == 1 and token.text in surnames):
        return False
    if follows_party(doc, start) or is_full_county(doc, start, end, candidates):
        return True
    if precedes_public_body(doc, start, end) and token.lower_ not in rules.words["never"]:
        return is_prominent(candidates, rules.recognition["population_of_public_body"])
    if opens_like_dateline(doc, start, end):
        return is_prominent(candidates, rules.recognition["population_after_preposition"])
    if label in OPAQUE_LABELS and is_whole_entity(doc, start, end):
        return is_prominent(candidates, misread_population(doc, start)) and token.lower_ not in rules.words["never"]
    if label in OPAQUE_LABELS:
        return False
    if all(candidate.is_demonym for candidate in candidates):
        return label in {"", "NORP", "ORG", "GPE"}
    if (
        end - start == 1
        and token.lower_.rstrip(".") in rules.words["never"]
        and not has_country_in_capitals(token, candidates)
    ):
        return False
    if not is_parsed(doc, start):
        return is_prominent(candidates, rules.recognition["population_unparsed"])
    if not any(doc[i].pos_ == "PROPN" for i in range(start, end)):
        return False
    if label == "ORG" and is_whole_entity(doc, start, end) and after_surely_locative(doc, start):
        return is_prominent(candidates, rules.recognition["population_after_preposition"])
    if label == "ORG":
        before = doc[start - 1] if start else None
        at_start = before is None or before.ent_type_ != "ORG" or before.lower_ in {"the", "of"}
        usual = tuple(
            candidate for candidate in candidates if candidate.kind != "populated-place" or candidate.is_primary_name
        )
        public = any(token.lower_ in rules.words["public_bodies"] for token in doc[end : end + 3])
        limit = rules.recognition["population_after_preposition" if public else "population_in_organization"]
        return is_prominent(usual, limit) and (at_start or has_unit(usual))
    if after_preposition(doc, start) and doc[start].dep_ not in {"compound", "nmod"}:
        return is_prominent(candidates, rules.recognition["population_after_preposition"])
    if _continues_name(doc, start, end):
        return has_large_unit(candidates)
    return is_prominent(candidates, rules.recognition["population"])


def label_at(doc: Doc, i: int) -> str:
    """The label of the entity at a token; "" where none is, or one that runs across a bracket and so is no name."""
    first, last = i, i
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return "" if any(token.text in {"(", "["} for token in doc[first : last + 1]) else doc[i].ent_type_


def misread_population(doc: Doc, start: int) -> int:
    """How large a town must be for the gazetteer to be believed against the model, which sees no place."""
    limits = place_rules().recognition
    return limits["population" if after_surely_locative(doc, start) else "population_as_person"]


def has_country_in_capitals(token: Token, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a word that is otherwise another one abbreviates a country in capitals: "US", not "us"."""
    return token.is_upper and any(candidate.kind == "country" for candidate in candidates)


def follows_party(doc: Doc, start: int) -> bool:
    """Whether a name says whom a politician represents: "D-Braxton"."""
    return start > 1 and doc[start - 1].text == "-" and doc[start - 2].lower_ in place_rules().words["parties"]


def is_mixed_case(token: Token) -> bool:
    """Whether a word is an abbreviation in small and capital letters ("MoD"), which no place is."""
    text = token.text
    return len(text) <= 4 and text.isalpha() and not text.istitle() and not text.isupper()


def is_full_county(doc: Doc, start: int, end: int, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a name is a second-level unit's with the word for it ("Boone County"): nothing else is called so."""
    return end - start > 1 and doc[end - 1].lower_ in place_rules().words["counties"] and all(
        candidate.kind == "admin2" and candidate.is_primary_name for candidate in candidates
    )  # fmt: skip


def precedes_public_body(doc: Doc, start: int, end: int) -> bool:
    """Whether a public body or its people follow a name: "Velin police", "Velin Mayor Ann Orr", "Velin residents"."""
    first = start == 0 or doc[start - 1].pos_ != "PROPN" or doc[start].is_sent_start
    return bool(first) and end < len(doc) and doc[end].lower_ in place_rules().words["bodies_of_towns"]


def is_named_person(doc: Doc, start: int, end: int, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a name stands behind a title ("Ms. Raggi"), or a mere town's speaks ("Petrova said")."""
    if start and doc[start - 1].lower_.rstrip(".") in place_rules().words["personal_titles"]:
        return True
    if doc[start].lower_.rstrip(".") in place_rules().words["personal_titles"] and end - start > 1:
        return True
    if has_unit(candidates) or any(candidate.is_capital or candidate.is_demonym for candidate in candidates):
        return False
    head = doc[end - 1]
    return is_parsed(doc, start) and head.dep_ == "nsubj" and head.head.lemma_ in place_rules().words["said"]


def opens_like_dateline(doc: Doc, start: int, end: int) -> bool:
    """Whether a name in capitals opens a sentence before a dash or colon ("TORRINGTON — A fire", "HOLLIDAY, Mo.")."""
    words, after = doc[start:end], doc[end] if end < len(doc) else None
    capitals = all(token.is_upper for token in words) and len(words.text) > 3
    first = start == 0 or bool(doc[start].is_sent_start) or doc[start - 1].is_space
    return capitals and first and after is not None and after.text in {"—", "–", "--", "-", ":", ",", "("}


def _continues_name(doc: Doc, start: int, end: int) -> bool:
    """Whether other proper nouns stand beside the name, so that it may be a part of a longer one."""
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    return any(token is not None and token.pos_ == "PROPN" and token.text[:1].isupper() for token in (before, after))


def is_whole_entity(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens [start, end) are an entity from end to end."""
    begins = doc[start].ent_iob_ == "B"
    return (
        begins
        and all(doc[i].ent_iob_ == "I" for i in range(start + 1, end))
        and (end == len(doc) or doc[end].ent_iob_ != "I")
    )


def has_unit(candidates: tuple[Candidate, ...]) -> bool:
    """Whether a country, region or first-level unit goes by the name."""
    return any(candidate.kind in {"country", "region", "admin1"} for candidate in candidates)


def has_large_unit(candidates: tuple[Candidate, ...]) -> bool:
    """Whether a country, region or populous first-level unit goes by the name, even as a part of a longer one."""
    return any(
        candidate.kind in {"country", "region"}
        or (candidate.kind == "admin1" and candidate.population >= place_rules().recognition["population_of_unit"])
        for candidate in candidates
    )


def is_prominent(candidates: tuple[Candidate, ...], population: int) -> bool:
    """Whether one of the places is known by the name itself and large enough."""
    return any(
        candidate.kind in {"country", "region", "water", "physical", "facility"}
        or candidate.is_abbreviation
        or candidate.is_capital
        or (candidate.kind == "admin1" and candidate.grade <= 1)
        or (candidate.kind == "admin2" and candidate.is_primary_name)
        or (candidate.kind == "populated-place" and candidate.grade <= 1 and candidate.population >= population)
        for candidate in candidates
    )


def after_surely_locative(doc: Doc, start: int) -> bool:
    """Whether the token before is a preposition of place and little else, "north of" and "the town of" included."""
    words = place_rules().words
    if start > 1 and doc[start - 1].lower_ == "of":
        return doc[start - 2].lower_ in words["directions"] | words["settlements"]
    return start > 0 and doc[start - 1].lower_ in words["surely_locative"]


def after_preposition(doc: Doc, start: int) -> bool:
    """Whether a word of place stands before the token, articles and compass words between them left out."""
    words = place_rules().words
    i = start - 1
    while i >= 0 and (doc[i].lower_ in words["directions"] or doc[i].lower_ in {"the", "a"}):
        i -= 1
    if i > 0 and doc[i].lower_ == "of":
        return doc[i - 1].lower_ in words["settlements"] or doc[i - 1].lower_ in words["directions"]
    return i >= 0 and doc[i].lower_ in words["locative"]


def has_compass(doc: Doc, start: int) -> bool:
    """Whether a compass word stands before the token ("northern Gaza", "central Mali")."""
    return start > 0 and doc[start - 1].lower_ in place_rules().words["directions"]


def bearing(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens [start, end) only say in which direction of a place something is: "65 km North West of X"."""
    points = place_rules().words["directions"]
    return all(doc[i].lower_ in points for i in range(start, end)) and end < len(doc) and doc[end].lower_ == "of"
