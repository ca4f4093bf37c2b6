"""Who stands behind a thing: from the object of an act to the side that the act concerns.

"Lifted the ban on imports from Norvia", "returned the statue to Norvia", "began an inquiry into the handling of the
case by the police": the grammar gives a thing, and somebody is named with it. Parsers hang such phrases on the verb
or on any noun before them, so the nearest that fits is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from spacy.tokens import Doc, Token

from dateline.stages.acts import NOMINAL, VERBAL, Act
from dateline.stages.argument_rules import argument_rules
from dateline.stages.arguments import first_conjunct, logical_subjects, objects, owners, preposition_objects
from dateline.stages.predicates import Predicates

SIDES = frozenset(
    {"people", "name_person", "name_org", "name_gpe", "leader", "armed", "troops", "police", "government"}
)
"""Classes of those who can be a side."""
MATERIAL = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types of deeds that are done to things."""
WORDS = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN", "CONSULT", "AGREE", "COOPERATE", "CONCEDE"})
"""Types whose object is what is talked of, not who is dealt with."""
LEAVING = frozenset({"MOBILIZE", "AID"})
"""Types in which "from" says where something comes from."""
CONDITIONED = frozenset({"REJECT", "THREATEN"})
"""Types of what may depend on an act of whom it concerns."""
TEXTS = frozenset(
    {"proposal", "demand", "message", "charge", "law", "agreement", "disapproval", "threat", "account", "permission"}
)
"""Classes of what is said, written or decided."""
PACTS = frozenset({"ceasefire", "agreement"})
ABSTRACT = (
    TEXTS | PACTS | {"abstract", "access", "sanctions", "repression", "ties", "talks", "support", "aid", "office"}
)
"""Classes of what cannot be hit or seized, so that a deed done to it is done to somebody behind it."""
BODILY = frozenset({"property", "territory", "location", "base", "assets", "weapons", "instrument", "bombs", "fire"})
"""Classes of things that can be hit or seized; the other nouns of a pattern name its act ("staged a protest")."""
PLACE_NAMES = frozenset({"GPE", "LOC", "FAC", "NORP"})
PLACES = frozenset({"territory", "location", "base", "property"})
MAX_DEPTH = 3
"""Nouns gone through on the way from the act to a side."""


class Reach:
    """Sides behind the things of one sentence."""

    def __init__(self, doc: Doc, predicates: Predicates, acts: Mapping[int, Act]) -> None:
        self.doc, self.predicates, self.acts = doc, predicates, acts
        self.rules = argument_rules()
        self._named_by = {
            i: act for act in acts.values() for i in act.used
            if doc[i].pos_ in NOMINAL and not act.nominal and not self.is_side(doc[i])
            and BODILY.isdisjoint(predicates.classes(doc[i]))
        }  # fmt: skip

    # ---- what a noun is

    def is_side(self, token: Token) -> bool:
        """Whether the noun is somebody, or a place that stands for somebody."""
        if token.pos_ == "NUM":
            inner = self.predicates.meant(token)
            return inner != token and self.is_side(inner)
        classes = self.predicates.classes(token)
        if self.predicates.is_agent(token) or not SIDES.isdisjoint(classes):
            return True
        if classes or token.ent_type_:
            return False
        if token.pos_ == "NOUN":
            return self.rules.is_agent_noun(token.lemma_.lower())
        return token.tag_ == "NNP" and any(child.dep_ == "compound" and child.pos_ == "PROPN" for child in token.lefts)

    def is_place(self, token: Token) -> bool:
        """Whether the noun names a place or a site."""
        return token.ent_type_ in PLACE_NAMES or not PLACES.isdisjoint(self.predicates.classes(token))

    def is_text(self, token: Token) -> bool:
        """Whether a noun is what somebody says, writes or decides rather than somebody."""
        return not self.is_side(token) and not TEXTS.isdisjoint(self.predicates.classes(token))

    def is_abstract(self, token: Token) -> bool:
        """Whether a noun is nothing that can be hit or seized."""
        return not ABSTRACT.isdisjoint(self.predicates.classes(token)) or self.act_of(token) is not None

    def act_of(self, noun: Token) -> Act | None:
        """The act that a noun names, by itself or with its verb ("staged a protest")."""
        own = self.acts.get(noun.i)
        gerund = noun.tag_ == "VBG" and noun.dep_ in {"nsubj", "nsubjpass", "csubj"}  # "Fighting between gangs killed"
        return own if own is not None and (own.nominal or gerund) else self._named_by.get(noun.i)

    def plain(self, tokens: Iterable[Token]) -> list[Token]:
        """The nouns that are no time and no weapon."""
        return [token for token in tokens if not self.predicates.is_time(token) and not self.predicates.is_means(token)]

    # ---- who stands behind

    def gives_way(self, act: Act, things: Sequence[Token]) -> bool:
        """Whether none of the recipients found is a side or what the deed was done to.

        What is hit, seized or burnt stays the recipient, and so does a deed that is blamed on nobody.
        """
        if any(self.is_side(token) for token in things):
            return False
        if MATERIAL.intersection({act.event_type, act.embedded.event_type if act.embedded else ""}):
            return all(self.is_abstract(token) for token in things)
        return act.event_type != "ACCUSE" or act.event_mode == "investigate" or not any(map(self.act_of, things))

    def behind(self, act: Act, things: Sequence[Token], taken: Collection[int]) -> list[Token]:
        """Whom an act on things concerns: whose they are, else the nearest side that a preposition names.

        `taken` are the actors. An assault has what it hits, unless it is told as the breach of an agreement.
        """
        if not self.gives_way(act, things) or (act.event_type == "ASSAULT" and not self._breaks_pact(act)):
            return []
        holders = [*things, *self._holders(act)]
        owned = [
            token
            for thing in (*things, *self._named(act))
            for token in self.owning(thing)
            if token.i not in taken and (self._is_known(thing) or (act.event_type in WORDS and token.dep_ != "amod"))
        ]
        rules = self.rules
        away = act.event_type not in LEAVING
        reaching = [name for name in rules.reaching if away or name != "from"]
        return (
            owned
            or self._nearest(holders, taken, reaching, self.is_side)
            or self._nearest(holders, taken, () if act.nominal else ("of",), self.is_side)
            or self._nearest(holders, taken, reaching, self.is_side, through=rules.circumstance)
        )

    def awaited(self, act: Act) -> list[Token]:
        """On whose act a refusal or threat depends: "will not return until the council pays"."""
        verb = self.doc[act.anchor]
        for clause in (verb, *(child for child in verb.children if child.dep_ in {"xcomp", "ccomp"})):
            for child in clause.children:
                marks = {token.lower_ for token in child.children if token.dep_ in {"mark", "advmod"}}
                if child.dep_ == "advcl" and not self.rules.conditions.isdisjoint(marks):
                    return [token for token in logical_subjects(child) if self.is_side(token)]
        return []

    def where(self, act: Act, actors: Sequence[Token]) -> list[Token]:
        """The nearest place in which it was done, for conventions under which a place stands for those in it."""
        verb = self.doc[act.anchor]
        above = [verb.head] if verb.dep_ in {"advcl", "xcomp", "conj"} and verb.head.pos_ in VERBAL else []
        taken = {token.i for token in actors}
        names = (*self.rules.reaching, *self.rules.place)
        for holders in (self._holders(act), above, actors):
            if found := self._nearest(holders, taken, names, self.is_place):
                return found
        return []

    def owning(self, thing: Token) -> list[Token]:
        """Whose a thing is or who made it ("a ban on Norvian wool", "offers by the cabinet")."""
        clauses = [child for child in thing.children if child.dep_ == "acl" and child.tag_ == "VBN"]
        makers = [token for holder in (thing, *clauses) for token in preposition_objects(holder, "by")]
        named = [*owners(thing), *makers]
        return [token for token in named if self.is_side(token) and token.tag_ not in {"PRP", "PRP$"}]

    def _named(self, act: Act) -> list[Token]:
        """Nouns of the act's pattern that are things; "voiced its government's support" names the speaker's own."""
        if act.nominal or act.entry.name.startswith("EXPRESS"):
            return []
        nouns = [self.doc[i] for i in sorted(act.used) if self.doc[i].pos_ in NOMINAL]
        return [noun for noun in nouns if not self.is_side(noun)]

    def _is_known(self, noun: Token) -> bool:
        """Whether a noun is known: one that is not may be a person whom the codebook does not list."""
        return bool(self.predicates.classes(noun)) or self.act_of(noun) is not None

    def _breaks_pact(self, act: Act) -> bool:
        return any(PACTS.intersection(self.predicates.classes(self.doc[i])) for i in act.used)

    def _holders(self, act: Act) -> list[Token]:
        """The words on which a phrase for the recipient may hang: verb, noun, objects, and what they govern."""
        inner = [act, act.embedded] if act.embedded is not None else [act]
        named = [self.doc[i] for one in inner for i in dict.fromkeys((one.anchor, one.head, *sorted(one.used)))]
        heads = [token for head in named for token in dict.fromkeys((head, self.predicates.meant(head)))]
        return [*heads, *(token for head in heads if head.pos_ in VERBAL for token in objects(head))]

    def _nearest(
        self, holders: Iterable[Token], taken: Collection[int], names: Sequence[str], fits: Callable[[Token], bool],
        *, through: Collection[str] = (),
    ) -> list[Token]:  # fmt: skip
        """The first fitting noun in text order below the holders, with those coordinated with it.

        Goes through the objects of the prepositions `names`, of "of" and of `through` (which do not fit themselves),
        and through clauses that say more of a noun or of the aim of a verb.
        """
        found: dict[int, list[Token]] = {}
        seen: set[int] = set()
        todo = [(token, 0) for token in holders]
        while todo:
            holder, depth = todo.pop()
            if holder.i in seen or depth > MAX_DEPTH:
                continue
            seen.add(holder.i)
            below = [token for name in ("of", *through) for token in preposition_objects(holder, name)]
            for group in self._groups_below(holder, names):
                free = [token for token in group if token.i not in taken]
                fitting = [token for token in free if fits(token)] or [
                    token for thing in free for token in self.owning(thing) if fits(token) and token.i not in taken
                ]
                if fitting:
                    found[fitting[0].i] = fitting
                else:
                    below += free
            for clause in filter(is_inner, holder.children):
                below.append(clause)
                inside = [token for token in (*_subjects(clause), *objects(clause)) if token != holder]
                free = [token for token in inside if token.i not in taken and not _is_own(token)]
                if fitting := [token for token in free if fits(token)]:
                    found[fitting[0].i] = fitting
                below += free
            todo += [(token, depth + 1) for token in below]
        return found[min(found)] if found else []

    def _groups_below(self, holder: Token, names: Sequence[str]) -> list[list[Token]]:
        said = {token.lower_ for child in holder.children for token in (child, *child.children)}
        held = [preposition_objects(holder, name) for name in names if name in said]
        return [group for tokens in held for group in groups(self.plain(tokens))]


def groups(tokens: Iterable[Token]) -> list[list[Token]]:
    """Tokens by the coordination in which they stand."""
    found: dict[int, list[Token]] = {}
    for token in tokens:
        found.setdefault(first_conjunct(token).i, []).append(token)
    return list(found.values())


def is_inner(clause: Token) -> bool:
    """Whether a clause says more of a noun or of a verb's aim: "imposed on X", "designed to help X", "to help X"."""
    finite = clause.tag_ != "VB" or any(child.dep_ in {"aux", "auxpass"} for child in clause.lefts)
    if finite and any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.lefts):
        return False  # "reports that the army had left", not "a demand that the army leave"
    if clause.dep_ == "acl":
        return clause.tag_ in {"VB", "VBN", "VBG"}
    if clause.dep_ == "ccomp":
        return clause.tag_ == "VB" and bool(_subjects(clause))  # "let inspectors enter"
    return clause.dep_ in {"advcl", "xcomp"} and any(child.tag_ == "TO" for child in clause.lefts)


def _subjects(clause: Token) -> list[Token]:
    return [child for child in clause.lefts if child.dep_ == "nsubj"]


def _is_own(noun: Token) -> bool:
    """ "Its troops", "his forces": people of the actor's own."""
    return any(child.tag_ == "PRP$" for child in noun.lefts)
