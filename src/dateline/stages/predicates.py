"""Which words of a sentence name an act, by the codebook's patterns, conditions and noun classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.codebook.model import Codebook, Entry, Frame, Item, NounPattern, Operator, Pattern
from dateline.stages.arguments import NAMED, objects, preposition_objects, surface_subjects

DESIGNATION = re.compile(r"[A-Z][A-Za-z]{0,3}-?\d+[A-Z]{0,2}s?")
"""Types of aircraft and weapons: F-16s, AK-47, T-72."""
PRONOUNS = frozenset({"PRP", "WP"})
NAME_CLASSES = {
    "PERSON": ("name_person", "people", "agent", "leader"),
    "ORG": ("name_org", "agent", "government"),
    "GPE": ("name_gpe", "agent", "location", "territory", "government"),
    "NORP": ("agent", "people", "armed"),
    "FAC": ("property", "location", "territory"),
    "LOC": ("location", "territory"),
}
NATURAL = ("in", "by", "during", "after", "following", "from")
"""Prepositions of the storm or accident that harmed somebody."""
LIFELESS = frozenset({"nature", "lifeless"})
"""Classes of what does nothing by intent: weather, disease, accidents, animals, parts of bodies and buildings."""
ARMS = frozenset({"instrument", "bombs", "weapons"})
MAX_WORDS_BEFORE = 4
"""Words before the head of an event noun that a pattern may ask for."""
MAX_PREDICATE = 15
"""Words after a verb within which what it calls its object must stand."""
NOT_OBJECT = frozenset(
    {"nsubj", "aux", "auxpass", "mark", "cc", "conj", "punct", "neg", "relcl", "advcl", "poss", "det"}
)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found at a head word: the words it used up, and the object that decided its meaning."""

    pattern: Pattern | NounPattern
    used: frozenset[int]
    object: Token | None = None


class Predicates:
    """Pattern matching over one `Doc` with one codebook; classes of nouns are looked up once per token."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._classes: dict[int, tuple[str, ...]] = {}
        self._said: tuple[range, frozenset[str]] = (range(0), frozenset())
        self._transparent = codebook.cues["transparent"]["nouns"]

    # ---- nouns and their classes

    def meant(self, noun: Token) -> Token:
        """What "a series of strikes", "dozens of troops" are: the noun after "of"."""
        if noun.lemma_.lower() in self._transparent or noun.lower_ in self._transparent or noun.pos_ == "NUM":
            for child in noun.children:
                if child.dep_ == "prep" and child.lower_ == "of":
                    inner = next((token for token in child.children if token.dep_ == "pobj"), None)
                    if inner is not None:
                        return self.meant(inner)
        return noun

    def classes(self, noun: Token) -> tuple[str, ...]:
        """Classes of a noun: of the longest phrase that it heads first, then of the noun, then of names."""
        known = self._classes.get(noun.i)
        if known is None:
            known = self._classes[noun.i] = tuple(dict.fromkeys(self._find_classes(noun)))
        return known

    def _find_classes(self, noun: Token) -> Iterator[str]:
        if DESIGNATION.fullmatch(noun.text):
            yield "instrument"
        inner = self.meant(noun)
        if inner is not noun:
            yield from self.classes(inner)
            return
        table, lemma = self.codebook.classes, noun.lemma_.lower()
        before = _two_before(noun)
        parts = (part for child in noun.lefts for part in child.subtree)
        if "support" in table.get(lemma, ()) and any(part.ent_type_ == "MONEY" for part in parts):
            yield "aid"  # "45 million in support" is given, not said
        modifiers = [child.lower_ for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod"}]
        for word in modifiers:
            yield from table.get(f"{word} {lemma}", ())
        for child in noun.rights:  # "state of emergency"
            if child.lower_ == "of":
                for inner in child.children:
                    yield from table.get(f"{lemma} of {inner.lemma_.lower()}", ())
        for size in range(len(before), -1, -1):
            words = before[len(before) - size :]
            for last in dict.fromkeys((lemma, noun.lower_, _singular(noun))):
                yield from table.get(" ".join([*words, last]), ())
        if noun.tag_ != "NNS" or "people" not in table.get(lemma, ()):  # "Farmers" is no organization
            yield from NAME_CLASSES.get(noun.ent_type_, ())
        if noun.tag_ in PRONOUNS:
            yield "pronoun"
            yield "agent"
            if noun.lower_ not in {"it", "itself", "which", "what"}:
                yield "people"
                yield "pronoun_person"
            if noun.lower_.endswith(("self", "selves")):
                yield "reflexive"
        elif noun.pos_ == "NUM" or noun.lower_ in {"those", "others", "many", "some", "several"}:
            yield "number"
            yield "people"

    # ---- patterns

    def bases(self, token: Token) -> Sequence[str]:
        """Base forms that the codebook knows of a verb form, the tagger's lemma first."""
        known = self.codebook.verb_forms.get(token.lower_, ())
        lemma = token.lemma_.lower()
        return (lemma,) if lemma in known else known

    def verb(self, token: Token) -> tuple[Match, Entry] | None:
        """The entry that a verb names here, with the words it uses."""
        for base in self.bases(token):
            patterns = self.codebook.verbs.get(base, ())
            if not patterns:
                continue
            particles, said = self._particles(token, base), self._words_said(token)
            for pattern in patterns:
                used = self._items(token, pattern.items) if pattern.needs <= said else None
                if used is None or not particles <= used:
                    continue
                target = self.object_of(token, pattern, used)
                entry = self._meaning(token, pattern, target)
                if entry is not None and not self._natural(token):
                    return Match(pattern, used, target), entry
        return None

    def _natural(self, verb: Token) -> bool:
        """Whether nobody acts: weather, an animal, a market or an accident did it ("killed in the storm")."""
        if _is_passive_form(verb):
            causes = [token for name in NATURAL for token in preposition_objects(verb, name)]
            if not preposition_objects(verb, "by"):  # "injured after an earthquake struck"
                clauses = (child for child in verb.children if child.dep_ == "advcl")
                causes += [token for clause in clauses for token in surface_subjects(clause)[:1]]
        else:
            causes = surface_subjects(verb)[:1]
        return (
            any(self.is_lifeless(self.meant(token)) for token in causes)
            or self._in_accident(verb)
            or self._in_traffic(verb)
        )

    def is_lifeless(self, noun: Token) -> bool:
        """Whether a noun is known to do nothing by intent."""
        table = self.codebook.classes
        titles = [child.lower_ for child in noun.lefts if child.dep_ == "compound" and noun.tag_ == "NNP"]
        found = [frozenset(table.get(word, ())) for word in (noun.lemma_.lower(), *titles)]
        return any(names & LIFELESS and not names & ARMS for names in found)

    def _in_accident(self, verb: Token) -> bool:
        """ "A bus plunged into a gorge, killing 22": the clause tells what an accident did."""
        governor = verb.head
        accidents = self.codebook.cues["accidents"]["verbs"]
        if verb.tag_ != "VBG" or verb.dep_ != "advcl" or governor.lemma_ not in accidents:
            return False
        return any("instrument" in self.classes(token) or "property" in self.classes(token)
                   for token in surface_subjects(governor))  # fmt: skip

    def _in_traffic(self, verb: Token) -> bool:
        """ "Was hit by a car", "a train struck and killed two men": what did it is traffic, or a ball."""
        cues = self.codebook.cues["traffic"]
        if verb.lemma_ not in cues["verbs"]:
            return False
        verbs = [verb, *(token for token in verb.conjuncts if token.lemma_ in cues["verbs"])]
        doers = [token for one in verbs for token in preposition_objects(one, "by")]
        doers += [] if _is_passive_form(verb) else surface_subjects(verb)[:1]
        return any(
            token.lemma_.lower() in cues["nouns"]
            and not any(child.lower_ in cues["deliberate"] for child in token.lefts)
            for token in doers
        )

    def _particles(self, verb: Token, base: str) -> frozenset[int]:
        """Particles that make another verb of it ("call off" is not "call"), where the codebook knows that verb."""
        found = [child for child in verb.children if child.dep_ == "prt"]
        if not found:
            return frozenset()
        tables = (self.codebook.verbs, self.codebook.verb_operators, self.codebook.light)
        known = {item.prep for table in tables for pattern in table.get(base, ()) for item in pattern.items}
        return frozenset(child.i for child in found if child.lower_ in known)

    def _meaning(self, verb: Token, pattern: Pattern, target: Token | None) -> Entry | None:
        meaning = pattern.meaning
        if isinstance(meaning, Frame):
            if target is None:
                return None
            fitting = (meaning.by_class[name] for name in self.classes(target) if name in meaning.by_class)
            return next((entry for entry in fitting if self._subject_fits(verb, entry)), None)
        assert isinstance(meaning, Entry)
        return meaning if self._conditions(verb, meaning, pattern, target) else None

    def _conditions(self, verb: Token, entry: Entry, pattern: Pattern, target: Token | None) -> bool:
        if target is None:
            fixed = any(item.words for item in pattern.items)
            if not fixed and ("obj" in entry.requires or (entry.object_is and not entry.object_optional)):
                return False
        elif "no object" in entry.requires:
            return False
        else:
            found = self.classes(target)
            if entry.object_known and not found:
                return False
            if entry.object_is and found and not entry.object_is.intersection(found):
                return False
            if entry.object_not.intersection(found) or target.lemma_.lower() in entry.object_not:
                return False
        last = pattern.items[-1] if pattern.items else None
        if (
            entry.no_object
            and last is not None
            and not last.words
            and any(child.dep_ == "dobj" for child in verb.children)
        ):
            return False
        if entry.no_complement and any(child.dep_ in {"xcomp", "ccomp", "oprd"} for child in verb.children):
            return False
        if "direct" in entry.requires and not objects(verb):
            return False
        if "active" in entry.requires and _is_passive_form(verb):
            return False
        if "subj" in entry.requires and not surface_subjects(verb):
            return False
        if entry.subject_is or entry.subject_not:
            return self._subject_fits(verb, entry)
        return True

    def _subject_fits(self, verb: Token, entry: Entry) -> bool:
        if not _is_passive_form(verb):
            subjects = surface_subjects(verb)
        else:
            subjects = preposition_objects(verb, "by") if entry.subject_known else []
        if entry.subject_known and not any(self.classes(subject) for subject in subjects[:1]):
            return False
        for subject in subjects[:1]:
            found = self.classes(subject)
            if entry.subject_is and found and not entry.subject_is.intersection(found):
                return False
            if entry.subject_not.intersection(found) and not entry.subject_is.intersection(found):
                return False
            if found and found[0] in entry.subject_not:  # what it is first of all: police are armed, too
                return False
        return True

    def object_of(self, verb: Token, pattern: Pattern, used: frozenset[int]) -> Token | None:
        """The noun that decides: object of the last preposition of the pattern, else the object of the verb."""
        last = pattern.items[-1] if pattern.items else None
        if last is not None and last.prep and not last.words:
            for i in sorted(used):
                token = verb.doc[i]
                if token.lower_ == last.prep:
                    inner = next((child for child in token.children if child.dep_ == "pobj"), None)
                    if inner is not None:
                        return inner
        if last is not None and last.words and not last.prep:
            own = [token for token in objects(verb) if token.i not in used]
            return own[0] if own else None
        own = objects(verb)
        return own[0] if own else None

    def _words_said(self, token: Token) -> frozenset[str]:
        """The words of a token's sentence and their base forms, in lower case."""
        if token.i not in self._said[0]:
            sentence = token.sent
            words = frozenset(form for word in sentence for form in (word.lower_, word.lemma_.lower()))
            self._said = range(sentence.start, sentence.end), words
        return self._said[1]

    def _items(self, head: Token, items: tuple[Item, ...]) -> frozenset[int] | None:
        """The tokens that meet a pattern's demands, or None where one is missing."""
        used: set[int] = set()
        near = head
        for item in items:
            found = self._item(head, near, item)
            if found is None:
                return None
            used.update(found)
            near = head.doc[found[0]]
        return frozenset(used)

    def _item(self, head: Token, near: Token, item: Item) -> list[int] | None:
        if item.words and item.words[-1].startswith("=") and not item.prep:
            return self._predicate(head, item.words[-1][1:])
        if not item.prep:
            return self._words(head, item.words)
        for parent in (head, near) if near is not head else (head,):
            for child in parent.children:
                if (
                    child.lower_ == item.prep
                    and child.dep_ not in {"aux", "mark", "punct", "nsubj"}
                    and child.i > head.i - 8
                ):
                    if not item.words:
                        inside = next((token for token in child.children if token.dep_ == "pobj"), None)
                        if inside is not None and self.is_time(inside):
                            continue
                        return [child.i]
                    inner = self._words(child, item.words) or (
                        self._words(head, item.words) if child.dep_ != "prep" else None
                    )
                    if inner is not None:
                        return [child.i, *inner]
        return None

    def _predicate(self, head: Token, name: str) -> list[int] | None:
        """A word of class `name` that says what the object is called ("called the raid unlawful")."""
        near = head.doc[head.i + 1 : head.i + MAX_PREDICATE]
        for word in near:
            if name in self.codebook.classes.get(word.lemma_.lower(), ()) and head.is_ancestor(word):
                above = word.head
                if word.dep_ in {"oprd", "ccomp", "acomp", "xcomp"} and above == head:
                    return [word.i]
                if word.dep_ in {"acomp", "attr", "oprd"} and above.head == head and above.pos_ == "AUX":
                    return [word.i]
                if above.lower_ == "as" and above.head == head:
                    return [word.i]
                if word.dep_ == "amod" and above.dep_ in {"oprd", "ccomp", "attr"} and above.head == head:
                    return [word.i]
        return None

    def _words(self, head: Token, words: tuple[str, ...]) -> list[int] | None:
        *before, last = words
        for child in head.children:
            if child.dep_ in NOT_OBJECT:
                continue
            if last.startswith("="):
                if last[1:] in self.classes(child):
                    return [child.i]
                continue
            if last not in {child.lower_, child.lemma_.lower(), self.meant(child).lemma_.lower()}:
                if (
                    child.dep_ == "dobj"
                    and not before
                    and any(token.dep_ == "compound" and token.lower_ == last for token in child.lefts)
                ):
                    return [child.i]
                continue
            lefts = {token.lower_: token.i for token in child.lefts}
            if all(word in lefts for word in before):
                return [child.i, *(lefts[word] for word in before)]
        for subject in head.children:
            if subject.dep_ == "nsubjpass" and last in {subject.lower_, subject.lemma_.lower()} and not before:
                return [subject.i]
        return None

    def _is_told(self, verb: Token) -> bool:
        """Whether the clause is what somebody says ("said that rebels were responsible")."""
        return verb.dep_ == "ccomp" and verb.head.lemma_ in self.codebook.cues["reporting"]["verbs"]

    def is_known(self, verb: Token) -> bool:
        """Whether operators or support verbs have the verb, so that it is more than an act that no entry knows."""
        base = verb.lemma_.lower()
        return base in self.codebook.verb_operators or base in self.codebook.light

    def adjective(self, token: Token) -> tuple[Match, Entry] | None:
        """The entry that an adjective behind a copula names ("is critical of"); it counts among the words used."""
        for pattern in self.codebook.adjectives.get(token.lower_, ()):
            used = self._items(token, pattern.items)
            assert isinstance(pattern.meaning, Entry)
            if "told" in pattern.meaning.requires and not self._is_told(token.head):
                continue
            if used is not None and self._subject_fits(token.head, pattern.meaning):
                return Match(pattern, used | {token.i}), pattern.meaning
        return None

    def noun(self, token: Token) -> tuple[Match, Entry] | None:
        """The entry that a noun names here."""
        bases = self.noun_bases(token)
        before = _before(token) if bases else None
        for base in bases:
            assert before is not None
            for pattern in self.codebook.nouns.get(base, ()):
                used = before.positions(pattern.before)
                if used is None:
                    continue
                assert isinstance(pattern.meaning, Entry)
                modifiers = {word for child in token.lefts for word in (child.lower_, child.lemma_.lower())}
                if not modifiers.intersection(pattern.meaning.noun_not):
                    return Match(pattern, used), pattern.meaning
        return None

    def noun_bases(self, token: Token) -> Sequence[str]:
        """Base forms of an event noun."""
        known = self.codebook.noun_forms.get(token.lower_, ())
        lemma = token.lemma_.lower()
        return (lemma, *(base for base in known if base != lemma)) if lemma in known else known

    def operators(self, token: Token) -> Iterator[tuple[Match, Operator]]:
        """Operators that the word may be, in the order of the data; whether there is a complement is not asked."""
        if token.pos_ in {"VERB", "AUX"}:
            for base in self.bases(token):
                yield from self._matching(token, self.codebook.verb_operators.get(base, ()))
        elif token.pos_ == "ADJ":
            yield from self._matching(token, self.codebook.adjective_operators.get(token.lower_, ()))
        elif token.pos_ == "NOUN":
            for base in self.noun_bases(token):
                for pattern in self.codebook.noun_operators.get(base, ()):
                    assert isinstance(pattern.meaning, Operator)
                    yield Match(pattern, frozenset()), pattern.meaning

    def _matching(self, token: Token, patterns: tuple[Pattern, ...]) -> Iterator[tuple[Match, Operator]]:
        said = self._words_said(token) if patterns else frozenset()
        for pattern in patterns:
            used = self._items(token, pattern.items) if pattern.needs <= said else None
            if used is not None:
                assert isinstance(pattern.meaning, Operator)
                yield Match(pattern, used), pattern.meaning

    def light(self, verb: Token) -> Iterator[str]:
        """Kinds of support that a verb gives to event nouns."""
        for pattern in self.light_patterns(verb):
            if pattern.needs <= self._words_said(verb) and self._items(verb, pattern.items) is not None:
                assert isinstance(pattern.meaning, str)
                yield pattern.meaning

    def light_patterns(self, verb: Token) -> tuple[Pattern, ...]:
        """The support patterns of a verb form; the tagger's lemma may be none ("stag" for "staged")."""
        light, lemma = self.codebook.light, verb.lemma_.lower()
        return light.get(lemma) or next((light[base] for base in self.bases(verb) if base in light), ())

    def is_agent(self, token: Token) -> bool:
        """Whether a modifier of an act can be who does it ("militia attacks", "Israeli strikes")."""
        return token.ent_type_ in NAMED or not {
            "agent",
            "armed",
            "government",
            "troops",
            "police",
        }.isdisjoint(self.classes(token))

    def is_means(self, token: Token) -> bool:
        """Whether the noun is a weapon or vehicle rather than somebody."""
        found = self.classes(token)
        first = next((name for name in found if name in {"instrument", "armed", "people", "troops"}), None)
        return first == "instrument" and token.ent_type_ not in {"PERSON", "GPE", "NORP"}

    def is_time(self, token: Token) -> bool:
        """Whether the noun is a time or a date."""
        return token.ent_type_ in {"DATE", "TIME"} or "time" in self.classes(token)


def _is_passive_form(verb: Token) -> bool:
    return any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ == "acl"
    )


def _singular(noun: Token) -> str:
    """The singular of a plural by its ending, where the tagger's lemma is none.

    It takes plurals at the start of a sentence for names ("Militiamen fled") and "bases" for "basis".
    """
    word = noun.lower_
    if noun.tag_ == "NNS" and noun.lemma_.endswith("is"):
        return word.removesuffix("s")
    if noun.pos_ != "PROPN" or noun.ent_type_ in {"PERSON", "GPE"}:
        return word
    for ending, instead in (("men", "man"), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word


def _two_before(noun: Token) -> list[str]:
    """The two words before a noun within its sentence, hyphens left out."""
    words: list[str] = []
    i = noun.i
    while i > 0 and len(words) < 2 and not noun.doc[i].is_sent_start:
        i -= 1
        if noun.doc[i].lower_ != "-":
            words.insert(0, noun.doc[i].lower_)
    return words


@dataclass(frozen=True, slots=True)
class _Before:
    """The words that stand before a noun, read once for all patterns that end in it."""

    lefts: Mapping[str, int]
    """Words of its modifiers, as written and as base forms, to their positions."""
    near: Sequence[tuple[int, str, str]]
    """Position, form and base form of the words right before it, the nearest first, hyphens left out."""

    def positions(self, words: tuple[str, ...]) -> frozenset[int] | None:
        """Where `words` stand before the noun; None where they do not. A single one may be any of its modifiers."""
        if not words:
            return frozenset()
        if len(words) == 1 and words[0] in self.lefts:
            return frozenset({self.lefts[words[0]]})
        if len(words) > len(self.near):
            return None
        used = []
        for word, (i, form, base) in zip(reversed(words), self.near, strict=False):
            if word not in {form, base}:
                return None
            used.append(i)
        return frozenset(used)


def _before(head: Token) -> _Before:
    lefts: dict[str, int] = {}
    for child in head.lefts:
        lefts.setdefault(child.lower_, child.i)
        lefts.setdefault(child.lemma_.lower(), child.i)
    near: list[tuple[int, str, str]] = []
    i, start = head.i - 1, head.sent.start
    while i >= start and len(near) < MAX_WORDS_BEFORE:
        token = head.doc[i]
        if token.lower_ != "-":
            near.append((i, token.lower_, token.lemma_.lower()))
        i -= 1
    return _Before(lefts, near)
