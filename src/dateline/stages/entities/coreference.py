"""Which mentions of a report are of one thing. Conservative: what is not sure stays a thing of its own.

Linked are: entries of the catalogue; a name with its shorter forms (surname, acronym); the same words again;
a definite phrase ("the militias") with the last phrase of the same noun that says no less; a pronoun with the
one candidate of its number and kind in its own or the sentence before, subjects first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.stages.entities.describe import Description, lemma_of, plain

DEFINITE = frozenset({"the", "these", "those", "this", "that", "both", "such"})
EMPTY = frozenset(
    {
        "the",
        "a",
        "an",
        "these",
        "those",
        "this",
        "that",
        "both",
        "such",
        "other",
        "same",
        "said",
        "all",
        "some",
        "any",
    }
)
SINGULAR = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
TITLE_GENDER = {
    "mr.": "m", "mr": "m", "sir": "m", "king": "m", "spokesman": "m", "chairman": "m",
    "mrs.": "f", "mrs": "f", "ms.": "f", "ms": "f", "queen": "f", "spokeswoman": "f", "chairwoman": "f",
}  # fmt: skip
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
GROUP_TYPES = frozenset({"person", "armed-group", "military-unit", "government", "organization", "nationality"})
NAMED_BODIES = frozenset({"armed-group", "organization"})
BODIES = frozenset({"group", "organization", "organisation", "movement"})
"""Nouns that alone, with "the", take up the name of a group or organisation."""
BODY_TYPES = frozenset({"armed-group", "military-unit", "government", "organization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase at tokens [start, end) with its head, its form (name, noun or pronoun) and what it says."""

    head: int
    start: int
    end: int
    form: str
    description: Description


def group_mentions(doc: Doc, mentions: Sequence[Mention]) -> list[int]:
    """For each mention (in text order) the index of the first mention of the same thing."""
    first: list[int] = []
    people = _people(mentions)
    by_key: dict[tuple[str, ...], int] = {}
    for i, mention in enumerate(mentions):
        antecedent = _antecedent(doc, i, mentions, first, by_key, people)
        first.append(i if antecedent is None else antecedent)
        for key in _keys(doc, mention, people):
            by_key.setdefault(key, first[i])
    return first


def _antecedent(
    doc: Doc,
    i: int,
    mentions: Sequence[Mention],
    first: Sequence[int],
    by_key: dict[tuple[str, ...], int],
    people: dict[str, str],
) -> int | None:
    mention = mentions[i]
    if mention.form == "pronoun":
        found = _pronoun(doc, mention, mentions[:i], first)
    else:
        found = next((by_key[key] for key in _keys(doc, mention, people) if key in by_key), None)
        if found is None:
            found = _apposed(doc, mention, mentions[:i], first)
        if found is None and mention.form == "noun" and _points_back(doc, mention):
            found = _definite(doc, mention, mentions[:i], first)
    return found


# ---- names


def _people(mentions: Iterable[Mention]) -> dict[str, str]:
    """For people's names as written the fullest name of the one person who bears it.

    A shorter name is part of a fuller one whose words it has in their order ("Lorn" or "Reyes Lorn" of "Ana Reyes de
    Lorn"), alone never its given name. Where two different people could be meant, nobody is.
    """
    names = {
        mention.description.name
        for mention in mentions
        if mention.form == "name" and mention.description.type == "person" and mention.description.name
    }
    full = sorted((name for name in names if " " in name), key=lambda name: (len(name.split()), len(name), name))
    found: dict[str, str] = {}
    for name in names:
        fitting = [other for other in full if other == name or _is_part(name, other) or _same_person(name, other)]
        if fitting and all(_agree(other, fitting[-1]) for other in fitting):
            found[name] = fitting[-1]
    return found


def _agree(short: str, long: str) -> bool:
    return short == long or _is_part(short, long) or _same_person(short, long)


def _is_part(short: str, long: str) -> bool:
    """Whether all words of a name stand in a longer one in their order; a single word not as its first."""
    words, rest = short.split(), iter(long.split()[" " not in short :])
    return len(words) < len(long.split()) and all(word in rest for word in words)


def _same_person(short: str, long: str) -> bool:
    """Whether two full names with one surname agree in the given name ("John Kirby", "John F. Kirby")."""
    return " " in short and " " in long and surname(short) == surname(long) and short[:1] == long[:1]


def surname(name: str) -> str:
    """The last part of a name that is not a suffix ("Jr.", "III")."""
    parts = [part for part in name.split() if part.rstrip(".,") not in {"Jr", "Sr", "II", "III", "IV"}]
    return parts[-1] if parts else name


def _keys(doc: Doc, mention: Mention, people: dict[str, str]) -> list[tuple[str, ...]]:
    """What mentions of one thing have in common."""
    described = mention.description
    if mention.form == "pronoun":
        return []
    if described.type == "nationality":
        return [("nationality", described.country or described.name or "")]
    if mention.form == "noun":
        content = tuple(token.lower_ for token in doc[mention.start : mention.end] if token.lower_ not in EMPTY)
        return [("noun", described.type, *content)] if _is_specific(doc, mention, len(content)) else []
    name = described.name or doc[mention.start : mention.end].text
    if described.id and described.type != "person":
        return [("id", described.id, name)]
    if described.type == "person":
        return [("person", people.get(name, name))]
    return [
        ("name", described.type, name),
        *([("name", described.type, acronym(name))] if " " in name else []),
    ]


def _is_specific(doc: Doc, mention: Mention, length: int) -> bool:
    """Whether the same words again mean the same: "the militant", "U.S. troops"; not "two militants", "officials"."""
    opening = doc[mention.start]
    if opening.lower_ in DEFINITE:
        return True
    return (
        length > 1
        and opening.lower_ not in {"a", "an", "another", "some", "many", "several", "other"}
        and (opening.tag_ not in {"CD", "PRP$"})
    )


def acronym(name: str) -> str:
    """The initials of the capitalised words of a name."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())


def _apposed(doc: Doc, mention: Mention, before: Sequence[Mention], first: Sequence[int]) -> int | None:
    """The person beside whom this one stands in apposition: "the foreign minister, Ana Lorn"."""
    head = doc[mention.head]
    if head.dep_ != "appos" or mention.description.type != "person":
        return None
    beside = (i for i, other in enumerate(before) if other.head == head.head.i and other.description.type == "person")
    return next((first[i] for i in beside if before[i].form != mention.form), None)


# ---- definite phrases


def _points_back(doc: Doc, mention: Mention) -> bool:
    """Definite phrases; also plurals that name a country or backer, which in one report mean the same people."""
    described = mention.description
    named = described.country or described.affiliation
    return doc[mention.start].lower_ in DEFINITE or bool(
        named and _is_specific(doc, mention, mention.end - mention.start)
    )


def _definite(doc: Doc, mention: Mention, before: Sequence[Mention], first: Sequence[int]) -> int | None:
    """The phrase of the same noun and number whose modifiers include all of this one's.

    Where several things fit, the one named most often so far, of these the last.
    """
    lemma, modifiers, plural = (
        lemma_of(doc[mention.head]),
        _content(doc, mention),
        doc[mention.head].tag_ in PLURAL_TAGS,
    )
    fitting = [
        i for i, other in enumerate(before)
        if other.form == "noun" and lemma_of(doc[other.head]) == lemma and modifiers <= _content(doc, other)
        and (doc[other.head].tag_ in PLURAL_TAGS) == plural
    ]  # fmt: skip
    if not fitting:
        return None if modifiers or plural or lemma not in BODIES else _only_body(doc, mention, before, first)
    return max((first[i] for i in fitting), key=lambda group: (first.count(group), group))


def _only_body(doc: Doc, mention: Mention, before: Sequence[Mention], first: Sequence[int]) -> int | None:
    """The one group or organisation that this sentence and the one before name."""
    start = doc[mention.head].sent.start
    low = doc[start - 1].sent.start if start else start
    bodies = {
        first[i]
        for i, other in enumerate(before)
        if other.head >= low and other.form == "name" and other.description.type in NAMED_BODIES
    }
    return bodies.pop() if len(bodies) == 1 else None


def _content(doc: Doc, mention: Mention) -> frozenset[str]:
    return frozenset(
        token.lower_
        for token in doc[mention.start : mention.end]
        if token.i != mention.head and token.lower_ not in EMPTY and token.is_alpha
    )


# ---- pronouns


def _pronoun(doc: Doc, mention: Mention, before: Sequence[Mention], first: Sequence[int]) -> int | None:
    """The antecedent in the pronoun's sentence, else in the one before; None where it could be several.

    "it" may stand for anything at all, so that only the subject that governs it is believed.
    """
    word = doc[mention.head]
    if word.lower_ in SPEAKER or word.lower_ in SPEAKERS:
        return _speaker(word, before, first)
    start = word.sent.start
    low = doc[start - 1].sent.start if start else start
    near = bisect_left(before, low, key=lambda other: other.start)
    beside = {i for i in range(near, len(before)) if _is_clause_mate(word, doc[before[i].head])}
    barred = {first[i] for i in beside}
    fitting = [
        i for i in range(near, len(before)) if first[i] not in barred and _fits(doc, word, before[i], i, before, first)
    ]
    index_of = {before[i].head: i for i in fitting}
    for subject in _governors(word):
        if subject.conjuncts and word.lower_ not in PLURAL:
            return None
        if subject.i in index_of:
            return first[index_of[subject.i]]
        if word.lower_ in NEUTER or (word.lower_ in PLURAL and subject.tag_ in PLURAL_TAGS):
            return None
    return None if word.lower_ in NEUTER else _nearest(word, fitting, before, first)


def _speaker(word: Token, before: Sequence[Mention], first: Sequence[int]) -> int | None:
    """Whom "I" or "we" stands for: the subject of a verb above its clause ("the council says we will march")."""
    verbs = [token for token in word.ancestors if token.pos_ in {"VERB", "AUX"}]
    heads = {child.i for verb in verbs[1:2] for child in verb.lefts if child.dep_ == "nsubj"}
    wanted = {"person"} if word.lower_ in SPEAKER else BODY_TYPES
    said = [i for i, other in enumerate(before) if other.head in heads and other.description.type in wanted]
    return first[said[0]] if said else None


def _is_clause_mate(word: Token, other: Token) -> bool:
    """Whether `other` is the subject of the verb whose object `word` is: then they are two ("Ana saw her")."""
    reflexive = word.lower_.endswith(("self", "selves"))
    if reflexive or word.tag_ != "PRP" or other.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = word.head.head if word.dep_ == "pobj" else word.head
    return word.dep_ in {"dobj", "dative", "pobj"} and other.head.i == verb.i


def _nearest(word: Token, fitting: Sequence[int], before: Sequence[Mention], first: Sequence[int]) -> int | None:
    """The one thing among the candidates of this sentence, else of the one before; subjects come first."""
    start = word.sent.start
    earlier = word.doc[start - 1].sent.start if start else start
    for low, high in ((start, word.i), (earlier, start)):
        near = [i for i in fitting if low <= before[i].head < high]
        subjects = [i for i in near if word.doc[before[i].head].dep_ in {"nsubj", "nsubjpass"}]
        for candidates in (subjects, near):
            groups = {first[i] for i in candidates}
            if groups:
                return min(groups) if len(groups) == 1 else None
    return None


def _governors(word: Token) -> list[Token]:
    """Subjects of the verbs above a word, nearest first, that stand before it and are not its own."""
    return [
        child for verb in word.ancestors for child in verb.lefts
        if child.dep_ in {"nsubj", "nsubjpass"} and child.i < word.i and word not in child.subtree
    ]  # fmt: skip


def _fits(doc: Doc, word: Token, other: Mention, i: int, before: Sequence[Mention], first: Sequence[int]) -> bool:
    """Whether number, kind and gender allow `other` as what `word` stands for."""
    head, described, pronoun = doc[other.head], other.description, word.lower_
    plural = head.tag_ in PLURAL_TAGS
    if pronoun in SINGULAR:
        gender = _gender(doc, first[i], before, first)
        return described.type == "person" and not plural and gender in {None, SINGULAR[pronoun]}
    if pronoun in PLURAL:
        is_group = described.type in GROUP_TYPES and (plural or described.type == "armed-group")
        return (is_group and other.form != "name") or _plural_name(head, other)
    return described.type in BODY_TYPES and not plural and other.form != "pronoun"


def _plural_name(head: Token, other: Mention) -> bool:
    return other.form == "name" and other.description.type in {"armed-group", "nationality"} and head.dep_ not in OWNING


OWNING = frozenset({"amod", "compound", "nmod"})


def _gender(doc: Doc, group: int, before: Sequence[Mention], first: Sequence[int]) -> str | None:
    """What titles and pronouns of the same person have told so far."""
    for i, other in enumerate(before):
        if first[i] != group:
            continue
        for token in doc[max(0, other.start - 1) : other.end]:
            if (gender := TITLE_GENDER.get(token.lower_) or SINGULAR.get(token.lower_)) is not None:
                return gender
    return None


QUANTIFIERS = frozenset(
    {"about", "almost", "another", "approximately", "around", "at", "few", "fewer", "least", "less", "many", "more",
     "most", "nearly", "other", "over", "several", "some", "than", "up", "to", "various", "numerous"}
)  # fmt: skip
"""Words of amount at the beginning of a phrase."""


def canonical_name(doc: Doc, group: Sequence[Mention]) -> str:
    """The name of a thing: the catalogue's or the fullest proper name, else the words of its first mention."""
    names = [mention.description.name for mention in group if mention.form == "name" and mention.description.name]
    if names:
        return max(names, key=len)
    described = (mention.description for mention in group if mention.form == "noun")
    fighters = next((said.name for said in described if said.id and said.name), None)
    if fighters is not None:
        return fighters  # "Norvian Front guerrillas" go by the name of the group whose they are
    first = group[0]
    start = first.start
    while start < first.head and (
        doc[start].tag_ in {"DT", "CD", "PRP$", "HYPH", "PDT", "POS"} or doc[start].lower_ in QUANTIFIERS
    ):
        start += 1  # how many, and whose, is no part of a name
    return plain(doc[start : first.end].text)
