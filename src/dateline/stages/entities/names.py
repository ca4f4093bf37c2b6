"""Names in a report: the catalogue's and the model's, one per stretch of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from spacy.tokens import Doc, Span, Token

from dateline.catalogue import Actor, Catalogue, Name, NameMatch
from dateline.catalogue.actors import FOLDED
from dateline.records import Place, Publication, Time
from dateline.stages.entities.people import PLACE_WORDS, person_names
from dateline.stages.entities.years import of_the_time, years_told

TYPE_OF_LABEL = {
    "PERSON": "person", "ORG": "organization", "NORP": "nationality", "GPE": "location", "LOC": "location",
    "FAC": "facility",
}  # fmt: skip
"""Entity types of the records for the model's labels (OntoNotes)."""
PLACE = "PLACE"
"""Label of names that the gazetteer knows, until they get the model's label for places."""
LOCATING = frozenset({"in", "at", "near", "from", "outside", "inside", "around", "toward", "towards", "through"})
"""Prepositions after which a name that is a place's stays one, though somebody bears it."""
BESIDE_PLACES = frozenset({"near", "outside", "inside", "around"})
CONFIRMS_STATE = frozenset({"GPE", "NORP", "LOC", "ORG"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundName:
    """A name at tokens [start, end). `name` is the catalogue's; `label` is the model's where it has none."""

    start: int
    end: int
    name: Name | None = None
    label: str = ""

    @property
    def actor(self) -> Actor | None:
        """The catalogue's entry, if it has one."""
        return self.name.actor if self.name else None


def find_names(
    doc: Doc,
    catalogue: Catalogue,
    places: Iterable[Place] = (),
    published: Publication | None = None,
    times: Sequence[Time] = (),
) -> list[FoundName]:
    """Names in text order without overlaps: the catalogue's, then known places, then the model's.

    published, times: the report's, where known: they tell which of several bearers of a name was active then.
    """
    listed = _catalogue_names(doc, catalogue, partial(years_told, published=published, times=times))
    told = [*_titled_names(doc, catalogue), *_places(doc, places), *_model_names(doc)]
    told = _with_peoples(doc, catalogue, _one_label(doc, _whole_people(doc, catalogue, told)))
    taken: set[int] = set()
    kept = []
    for name in [*listed, *_by_surname(doc, listed, told)]:
        tokens = range(name.start, name.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _whole_people(doc: Doc, catalogue: Catalogue, told: Sequence[FoundName]) -> list[FoundName]:
    """The names found so far, with people's names made whole in place of their parts."""
    labels: dict[int, str] = {}
    for name in told:
        for i in range(name.start, name.end):
            labels.setdefault(i, name.label)
    whole = [FoundName(start=start, end=end, label="PERSON") for start, end in person_names(doc, catalogue, labels)]
    covered = {i for name in whole for i in range(name.start, name.end)}
    return [*whole, *(name for name in told if covered.isdisjoint(range(name.start, name.end)))]


def _places(doc: Doc, places: Iterable[Place]) -> list[FoundName]:
    """Places that the gazetteer knows, whatever the model calls them."""
    spans = [
        doc.char_span(place.mention.start, place.mention.end) for place in places
        if place.geonames_id is not None and place.kind != "facility"
    ]  # fmt: skip
    return [
        FoundName(start=span.start, end=span.end, label=PLACE) for span in spans
        if span is not None and not _is_common(span)
    ]  # fmt: skip


def _is_common(span: Span) -> bool:
    """Whether an article or possessor shows a single word to be no place's name: "a Cook", "their Cook"."""
    if len(span) > 1 or span.root.dep_ in {"compound", "amod", "nmod", "poss"}:
        return False
    return any(child.tag_ == "PRP$" or child.lower_ in {"a", "an"} for child in span.root.lefts)


def _by_surname(doc: Doc, listed: Sequence[FoundName], told: Sequence[FoundName]) -> list[FoundName]:
    """The same names, with the catalogue's entry where a surname is that of one person named in full."""
    known: dict[str, set[Name]] = {}
    for found in listed:
        if found.name is not None and found.name.actor.type == "person":
            known.setdefault(doc[found.end - 1].text, set()).add(found.name)
    other = {doc[found.end - 1].text for found in told if found.label == "PERSON" and found.end - found.start > 1}
    sure = {
        last: names
        for last, names in known.items()
        if len({name.actor.id for name in names}) == 1 and last not in other
    }
    return [
        replace(found, name=min(sure[last], key=lambda name: name.actor.id), label="")
        if found.end - found.start == 1 and found.label == "PERSON" and (last := doc[found.start].text) in sure
        else found
        for found in told
    ]  # fmt: skip


def _model_names(doc: Doc) -> list[FoundName]:
    """The model's names; what stands after a preposition of place is one, whatever the model calls it."""
    found = []
    for ent in doc.ents:
        if ent.label_ not in TYPE_OF_LABEL:
            continue
        if len(ent) == 1 and ent[0].tag_ == "NNS" and ent.label_ in {"PERSON", "ORG"}:
            continue  # a common noun that opens a sentence: "Jets bombed a camp"
        opens = ent[0].tag_ == "IN" or ent[0].lower_ in BESIDE_PLACES
        start = ent.start + 1 if opens and len(ent) > 1 else ent.start
        near = start > 0 and doc[start - 1].lower_ in BESIDE_PLACES
        near = near or (len(ent) > 1 and ent[0].lower_ in PLACE_WORDS and ent.label_ == "PERSON")
        label = "GPE" if near and ent.label_ in {"PERSON", "ORG"} else ent.label_
        found.append(FoundName(start=start, end=ent.end, label=label))
    return found


def _one_label(doc: Doc, names: Sequence[FoundName]) -> list[FoundName]:
    """One kind for one string throughout a report, and its single-word mentions that the model passed over.

    Of several labels a place beside a preposition decides, else the commonest, else the first.
    """
    labels: dict[str, list[str]] = {}
    for name in names:
        labels.setdefault(doc[name.start : name.end].text, []).append(name.label)
    chosen = {
        text: max(given, key=lambda label: (given.count(label), -given.index(label))) for text, given in labels.items()
    }
    for name in names:
        beside = name.label == "GPE" and name.start and doc[name.start - 1].lower_ in BESIDE_PLACES
        if beside or name.label == PLACE:
            chosen[doc[name.start : name.end].text] = "GPE"
    surnames = {part for text, label in chosen.items() if label == "PERSON" for part in _surnames(text)}
    located = {
        doc[name.start : name.end].text for name in names
        if name.start and doc[name.start - 1].lower_ in LOCATING and name.label in {"GPE", "LOC", PLACE}
    }  # fmt: skip
    for part in surnames - located:
        chosen[part] = "PERSON"  # the surname alone is the person too, whatever place bears it
    again = [
        FoundName(start=token.i, end=token.i + 1, label=chosen[token.text])
        for token in doc if token.tag_ == "NNP" and token.text in chosen and token.dep_ != "compound"
    ]  # fmt: skip
    pairs = [
        FoundName(start=i, end=i + 2, label="PERSON")
        for i in range(len(doc) - 1) if doc[i].tag_ == "NNP" and doc[i : i + 2].text in surnames
    ]  # fmt: skip
    inside = {k for pair in pairs for k in range(pair.start, pair.end)}
    settled = [replace(name, label=chosen[doc[name.start : name.end].text]) for name in names]
    single = [name for name in settled if name.end - name.start == 1 and name.start in inside]
    return [*(name for name in settled if name not in single), *pairs, *single, *again]


def _with_peoples(doc: Doc, catalogue: Catalogue, names: Sequence[FoundName]) -> list[FoundName]:
    """The names, with single words that are a people's or a faith's taken for that, and those passed over."""
    inside = {i for name in names for i in range(name.start, name.end)}
    settled = [
        replace(name, label="NORP") if name.end - name.start == 1 and _is_people(doc[name.start], catalogue) else name
        for name in names
    ]
    passed = (token for token in doc if token.i not in inside and _is_people(token, catalogue))
    return [*settled, *(FoundName(start=token.i, end=token.i + 1, label="NORP") for token in passed)]


def _is_people(token: Token, catalogue: Catalogue) -> bool:
    return token.text.translate(FOLDED) in catalogue.peoples


def _surnames(name: str) -> list[str]:
    """What of a person's full name may stand for it: all but the given name, and the end of it from each word on."""
    words = name.split()
    return [
        " ".join(words[k:end]) for k in range(1, len(words)) if words[k][:1].isupper()
        for end in sorted({k + 1, len(words)})
    ]  # fmt: skip


def _titled_names(doc: Doc, catalogue: Catalogue) -> list[FoundName]:
    """People whom a title before the name tells, whatever the model thinks of them ("Foreign Minister Ana Lorn")."""
    found = []
    for token in doc[:-1] if len(doc) else []:
        if token.lower_ in catalogue.offices and token.text[0].isupper() and doc[token.i + 1].tag_ == "NNP":
            end = token.i + 1
            while end < len(doc) and doc[end].tag_ == "NNP" and doc[end].lower_ not in catalogue.offices:
                end += 1
            if end > token.i + 1 and end - token.i <= 5:
                found.append(FoundName(start=token.i + 1, end=end, label="PERSON"))
    return found


def _catalogue_names(doc: Doc, catalogue: Catalogue, years: Callable[[Span], frozenset[int]]) -> list[FoundName]:
    found = [(span, match.names) for match in catalogue.find(doc.text) if (span := _tokens(doc, match)) is not None]
    told = _certain(names for _, names in found)
    matches = [
        (span, names if len(_ids(names)) == 1 or _ids(names) & told else of_the_time(names, years(span)))
        for span, names in found
    ]  # fmt: skip
    certain = _certain(names for _, names in matches)
    chosen = []
    for span, names in matches:
        name = _choose(span, names, certain)
        if name is not None and not _is_part_of_other_name(span, name):
            chosen.append(FoundName(start=span.start, end=span.end, name=name))
    return chosen


def _certain(found: Iterable[Sequence[Name]]) -> frozenset[str]:
    """Ids of the entries that an unmarked name of theirs alone stands for."""
    sole = (names for names in found if len(_ids(names)) == 1)
    return frozenset(name.actor.id for names in sole for name in names if not name.ambiguous)


def _tokens(doc: Doc, match: NameMatch) -> Span | None:
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    return span if span is not None and span.start_char == match.start else None


def _ids(names: Sequence[Name]) -> set[str]:
    return {name.actor.id for name in names}


def _choose(span: Span, names: Sequence[Name], certain: frozenset[str]) -> Name | None:
    """What the string stands for here: by what else the report names, the model's label and the word class."""
    meant = [name for name in names if not name.ambiguous]
    told = [name for name in names if name.actor.id in certain]
    if not meant or (len(_ids(names)) > 1 and len(_ids(told)) == 1):
        meant = told
    if not meant:
        sole = len(_ids(names)) == 1 and _confirmed(span)
        meant = [name for name in names if sole or _is_at_home(span, name.actor, certain)]
    if not meant or len(_ids(meant)) > 1:
        return None
    uses = {name.use: name for name in reversed(meant)}
    wanted = "people" if span[-1].tag_ in {"NNS", "NNPS"} else "adjective"
    if wanted in uses and ("name" not in uses or wanted == "people"):
        return uses[wanted]
    return meant[0]


def _confirmed(span: Span) -> bool:
    """Whether the model too sees a place, people or body, and no more than this, in an ambiguous name."""
    return span[0].ent_type_ in CONFIRMS_STATE and span[-1].ent_type_ in CONFIRMS_STATE


def _is_at_home(span: Span, actor: Actor, certain: frozenset[str]) -> bool:
    """Whether an acronym stands in a report that names the country of its bearer ("SDF", and Syria)."""
    return span.text.isupper() and not actor.alpha2 and actor.country in certain


def _is_part_of_other_name(span: Span, name: Name) -> bool:
    """Whether the string belongs to the longer name of a person or a house ("Michael Jordan", "Fort Sudan")."""
    if name.actor.type == "person" or span[0].ent_type_ not in {"PERSON", "WORK_OF_ART", "LAW"}:
        return False
    start, end = span.start, span.end
    doc = span.doc
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return name.use in {"name", "capital"} and end - start > len(span)
