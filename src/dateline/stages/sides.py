"""Who is a side of an act: actors and recipients of verbs, event nouns and operators.

`arguments.py` reads the grammar; here the codebook's slots and noun classes choose among what it gives. Heads are
tokens of the parsed `Doc`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from dateline.codebook.loader import split
from dateline.records import EVENT_TYPES
from dateline.stages.acts import NEGATIVE_PRONOUNS, NOMINAL, VERBAL, Act
from dateline.stages.arguments import (
    NAMED,
    SUBJECT_CONTROL,
    companions,
    coordinated,
    datives,
    expand,
    logical_subjects,
    objects,
    owners,
    owners_or_subject,
    passive,
    preposition_objects,
    surface_subjects,
)
from dateline.stages.predicates import Predicates

RECEIVING = ("on", "upon", "to", "from", "with", "against", "for", "toward")
"""Prepositions that name whom an operator verb turns to ("called on", "appealed to")."""
VERB_SLOTS = frozenset({"against", "on", "at", "with", "to"})
"""Prepositions that a support verb may take over from its noun."""
SIDES = frozenset(
    {"people", "name_person", "name_org", "name_gpe", "leader", "armed", "troops", "police", "government"}
)
"""Classes of those who can be a side."""
DIRECTED = frozenset({"demand", "refuse", "fail", "allow", "order"})
"""Operators whose recipient is who is to act, before whom the act would concern."""

MATERIAL = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types of deeds that are done to things."""
TEXTS = frozenset(
    {"proposal", "demand", "message", "charge", "law", "agreement", "disapproval", "threat", "account", "permission"}
)
"""Classes of what is said, written or decided."""
ABSTRACT = TEXTS | {
    "abstract",
    "access",
    "sanctions",
    "repression",
    "ties",
    "talks",
    "support",
    "aid",
    "ceasefire",
    "office",
}
"""Classes of what cannot be hit or seized, so that a deed done to it is done to somebody behind it."""
CONDITIONED = frozenset({"REJECT", "THREATEN"})
CONDITIONS = frozenset({"until", "unless", "if"})
TOLD = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN", "CONSULT"})
"""Types of what is said to somebody, whom the pattern may name ("summon ambassador"); troops are sent, not told."""
WORDS = TOLD | {"AGREE", "COOPERATE", "CONCEDE"}
"""Types whose object is what is talked of, not who is dealt with."""
MUTUAL = frozenset({"AGREE", "SUPPORT", "CONSULT", "COOPERATE"})
"""Types whose actors, where they are several, may be each other's partners."""
JOINT = frozenset({"agreement", "ties", "talks"})
PACTS = frozenset({"ceasefire", "agreement"})
SELF_BOUND = frozenset({"agree", "promise"})
"""Operators whose passive tells of the subject's own will ("is committed to")."""
CALLED = frozenset({"composition:send_to", "composition:demand"})
CALLING = frozenset({"call", "telephone", "phone", "write"})
ORDERED = "composition:order"
GRANTED = frozenset({"composition:order", "composition:allow"})
DEMANDED = "modal:obligation"
"""The rule by which "must" makes a demand of an act: the speaker's, of who must do it."""
REACHING = ("to", "against", "on", "for", "with", "toward", "towards", "over", "from", "about", "into", "between")
"""Prepositions below which whom an act on a thing concerns may stand."""
THROUGH = frozenset({"in", "as", "alongside", "through", "under"})
"""Prepositions of circumstance, below whose noun somebody may be named ("in a meeting with", "as part of aid to")."""
AROUND = (*REACHING, *sorted(THROUGH))
WHERE = (
    *REACHING,
    "of",
    "in",
    "into",
    "at",
    "across",
    "throughout",
    "near",
    "inside",
    "outside",
    "within",
    "along",
    "around",
)
PLACE_NAMES = frozenset({"GPE", "LOC", "FAC", "NORP"})
PLACES = frozenset({"territory", "location", "base", "property"})
MIN_AGENT_NOUN = 4
"""Letters that a noun must be longer than to be taken for an agent noun by its ending."""
MAX_REACH = 3


class Sides:
    """The sides of the acts of one sentence."""

    def __init__(self, doc: Doc, predicates: Predicates, acts: Mapping[int, Act]) -> None:
        self.doc, self.predicates, self.acts = doc, predicates, acts
        self.codebook = predicates.codebook
        self._busy: set[int] = set()
        self._named_by = {
            i: act for act in acts.values() for i in act.used
            if doc[i].pos_ in NOMINAL and not act.nominal and not self._is_side(doc[i])
        }  # fmt: skip

    def of(self, act: Act) -> tuple[list[Token], list[Token], list[Token]]:
        """Actors, recipients, and the weapons or vehicles that stood where an actor would."""
        if act.head in self._busy:
            return [], [], []
        self._busy.add(act.head)
        try:
            return self._find_sides(act)
        finally:
            self._busy.discard(act.head)

    def _find_sides(self, act: Act) -> tuple[list[Token], list[Token], list[Token]]:
        if act.operator:
            named, received = self._operator_sides(act)
        elif act.nominal:
            named, received = self._noun_sides(act)
        else:
            named, received = self._verb_sides(act)
        named = named or self._permitting(act) or self._responsible(act) or self._causes(act)
        weapons = named if self._bursts(act) else []
        actors, means = self._acting(named if not weapons else [])
        means = [*weapons, *means]
        if not act.nominal and not passive(self.doc[act.anchor]):
            actors = _unique([*actors, *(token for token in companions(actors) if self._is_side(token))])
        recipients = self._receiving(self._addressees(act) or received, act)
        if act.entry.reciprocal and not act.operator:
            actors = _parted(actors) if act.event_type in MUTUAL else actors
            sides = _unique([*actors, *(token for token in recipients if self._can_act(token))])
            where = self._where(act, {token.i for token in sides}) if self.codebook.places_as_sides else []
            return sides, where if len(sides) == 1 and act.event_type != "ASSAULT" else [], means
        if self.codebook.places_as_sides and not actors and recipients and not act.nominal and not act.operator:
            verb = self.doc[act.anchor]
            actors = [token for token in preposition_objects(verb, "in") if token.ent_type_ == "GPE" and passive(verb)]
        taken = {token.i for token in actors}
        if partners := self._partners(act):
            actors, recipients = _unique([*actors, *partners]), []
        if self._is_mutual(act) and len(partners := _parted(actors)) > 1:
            return partners, [], means
        recipients = [token for token in recipients if token.i not in taken]
        bare = self.doc[act.head].tag_ == "NNP" and not (act.support or actors or recipients)
        if not bare and not any(self._is_side(token) for token in recipients):
            helped = self._helped(act) if act.event_type == "AID" else []
            recipients = helped or self._reached(act, recipients, taken) or recipients
            if not recipients and act.event_type in CONDITIONED:
                recipients = [token for token in self._awaited(act) if token.i not in taken]
            if self.codebook.places_as_sides and self._gives_way(act, recipients):
                recipients = self._where(act, taken) or recipients
        return actors, [token for token in recipients if token.i not in taken], means

    def _gives_way(self, act: Act, things: Sequence[Token]) -> bool:
        """Whether none of the recipients found is a side or what the deed was done to."""
        if any(self._is_side(token) for token in things):
            return False
        if act.event_type in MATERIAL:
            return all(self._is_abstract(token) for token in things)
        return act.event_type != "ACCUSE" or act.event_mode == "investigate" or not any(map(self._act_of, things))

    def _awaited(self, act: Act) -> list[Token]:
        """On whose act a refusal or threat depends: "will not return until the council pays"."""
        verb = self.doc[act.anchor]
        clauses = [verb, *(child for child in verb.children if child.dep_ in {"xcomp", "ccomp"})]
        for clause in clauses:
            for child in clause.children:
                marks = {token.lower_ for token in child.children if token.dep_ in {"mark", "advmod"}}
                if child.dep_ == "advcl" and not CONDITIONS.isdisjoint(marks):
                    return [token for token in logical_subjects(child) if self._is_side(token)]
        return []

    def _where(self, act: Act, taken: Collection[int]) -> list[Token]:
        """The nearest place in which it was done, for conventions under which a place stands for those in it."""
        return self._nearest(self._holders(act), taken, WHERE, self._is_place)

    def _is_place(self, token: Token) -> bool:
        return token.ent_type_ in PLACE_NAMES or not PLACES.isdisjoint(self.predicates.classes(token))

    def _is_mutual(self, act: Act) -> bool:
        """Whether several actors are each other's partners: they sign a treaty, or agree to meet or to trade."""
        inner = act.embedded or act
        if act.operator and inner.event_type:
            return act.operator in SELF_BOUND and (inner.entry.reciprocal or inner.event_type in MUTUAL)
        return act.event_type in MUTUAL and any(
            JOINT.intersection(self.predicates.classes(self.doc[i])) for i in act.used if self.doc[i].pos_ in NOMINAL
        )

    def _partners(self, act: Act) -> list[Token]:
        """With whom talks are held or a treaty is signed: they act as well."""
        if act.operator or not self._is_mutual(act):
            return []
        nouns = [self.doc[i] for i in sorted(act.used) if self.doc[i].pos_ in NOMINAL]
        holders = [self.doc[act.anchor], *nouns]
        return [token for holder in holders for name in ("with", "between")
                for token in preposition_objects(holder, name) if self._is_side(token)]  # fmt: skip

    def _can_act(self, token: Token) -> bool:
        """Whether a noun in the place of the other side of a reciprocal act can be one: not a thing that is known."""
        return self._is_side(token) or (not self.predicates.classes(token) and token.pos_ == "PROPN")

    def _reached(self, act: Act, things: Sequence[Token], taken: Collection[int]) -> list[Token]:
        """Whom an act on a thing concerns: whose it is, else the nearest side that a preposition names below it.

        "Lifted the ban on imports from Norvia", "returned the statue to Norvia", "began an inquiry into the handling
        of the case by the police". Parsers hang such phrases on the verb or on any noun before them. What is itself
        hit, seized or burnt stays the recipient, and of a deed that is blamed on nobody the deed.
        """
        if not self._gives_way(act, things) or (act.event_type == "ASSAULT" and not self._breaks_pact(act)):
            return []
        holders = [*things, *self._holders(act)]
        used = () if act.nominal else sorted(act.used)
        named = [self.doc[i] for i in used if self.doc[i].pos_ in NOMINAL and not self._is_side(self.doc[i])]
        mine = act.entry.name.startswith("EXPRESS")  # "voiced its government's support": the speaker's
        behind = [
            thing for thing in (*things, *([] if mine else named)) if act.event_type in WORDS or self._is_thing(thing)
        ]
        owned = [token for thing in behind for token in self._owning(thing) if token.i not in taken]
        return (
            owned
            or self._nearest(holders, taken, REACHING, self._is_side)
            or self._nearest(holders, taken, ("of",), self._is_side)
            or self._nearest(holders, taken, AROUND, self._is_side)
        )

    def _is_thing(self, noun: Token) -> bool:
        """Whether a noun is known: one that is not may be a person whom the codebook does not list."""
        return bool(self.predicates.classes(noun)) or self._act_of(noun) is not None

    def _owning(self, thing: Token) -> list[Token]:
        """Whose a thing is or who made it ("a ban on Norvian wool", "offers by the cabinet")."""
        clauses = [child for child in thing.children if child.dep_ == "acl" and child.tag_ == "VBN"]
        named = [token for token in owners(thing) if token.tag_ != "PRP$"]
        makers = [token for holder in (thing, *clauses) for token in preposition_objects(holder, "by")]
        return [token for token in (*named, *makers) if self._is_side(token) and token.tag_ != "PRP"]

    def _breaks_pact(self, act: Act) -> bool:
        """Whether an assault is told as the breach of an agreement, which is with somebody."""
        return any(PACTS.intersection(self.predicates.classes(self.doc[i])) for i in act.used)

    def _is_abstract(self, token: Token) -> bool:
        return not ABSTRACT.isdisjoint(self.predicates.classes(token)) or self._act_of(token) is not None

    def _holders(self, act: Act) -> list[Token]:
        """The words on which a phrase for the recipient may hang: verb, noun, objects, and what they govern."""
        inner = [act, act.embedded] if act.embedded is not None else [act]
        named = [self.doc[i] for one in inner for i in dict.fromkeys((one.anchor, one.head, *sorted(one.used)))]
        heads = [token for head in named for token in dict.fromkeys((head, self.predicates.meant(head)))]
        return [*heads, *(token for head in heads if head.pos_ in VERBAL for token in objects(head))]

    def _nearest(
        self, holders: Iterable[Token], taken: Collection[int], names: Sequence[str], fits: Callable[[Token], bool]
    ) -> list[Token]:
        """The first fitting noun in text order below a preposition of the holders, with those coordinated with it."""
        passed = THROUGH if names is AROUND else frozenset()
        seen: set[int] = set()
        found: dict[int, list[Token]] = {}
        todo = [(token, 0) for token in holders]
        while todo:
            holder, depth = todo.pop()
            if holder.i in seen or depth > MAX_REACH:
                continue
            seen.add(holder.i)
            for name in names:
                for group in _groups(self._plain(preposition_objects(holder, name))):
                    sides = [token for token in group if fits(token) and token.i not in taken and name not in passed]
                    owned = [] if sides else [o for token in group for o in self._owning(token) if fits(o)]
                    if sides := sides or [token for token in owned if token.i not in taken]:
                        found[sides[0].i] = sides
                    else:
                        todo += [(token, depth + 1) for token in group if token.i not in taken]
            todo += [(token, depth + 1) for name in ("of",) for token in preposition_objects(holder, name)]
            for clause in holder.children:
                if _is_inner(clause):
                    own = [token for token in clause.lefts if token.dep_ == "nsubj"]
                    group = [token for token in (*own, *objects(clause)) if token != holder and not _is_own(token)]
                    if sides := [token for token in group if fits(token) and token.i not in taken]:
                        found[sides[0].i] = sides
                    todo += [(token, depth + 1) for token in (clause, *group) if token.i not in taken]
        return found[min(found)] if found else []

    def _helped(self, act: Act) -> list[Token]:
        """Whom aid is for: the object of "to help", else the people or country where it goes."""
        verb = self.doc[act.anchor]
        holders = [verb, self.doc[act.head], *(self.doc[i] for i in sorted(act.used))]
        for holder in holders:
            for child in holder.children:
                if child.lemma_ in self.codebook.cues["helping"]["verbs"] and child.dep_ in {
                    "advcl",
                    "xcomp",
                    "acl",
                    "relcl",
                }:
                    return self._plain(objects(child))
        nouns = [*holders, *objects(verb)]
        for name in ("for", "to", "in"):
            found = [token for noun in nouns for token in self._plain(preposition_objects(noun, name))]
            if found := [token for token in found if self._is_side(token)]:
                return _unique(found)
        return []

    def _verb_sides(self, act: Act) -> tuple[list[Token], list[Token]]:
        verb = self.doc[act.anchor]
        if act.event_type == "REQUEST" and DEMANDED in act.rules:
            return self._speakers(verb), surface_subjects(verb)
        if act.entry.actor != ("subj",):
            return self._slots(verb, act.entry.actor, act), self._slots(verb, act.entry.recipient, act)
        given = [token for token in datives(verb) if _first(token).dep_ == "dative"]
        actors, recipients = self._subjects(verb, act), given or self._slots(verb, act.entry.recipient, act)
        ordered = ORDERED in act.rules and act.cue is not None and act.event_type == "COERCE"
        if ordered and act.cue is not None and not any(self._is_side(token) for token in recipients):
            return logical_subjects(self.doc[act.cue]), actors  # what somebody is made to do to himself
        return actors, recipients

    def _causes(self, act: Act) -> list[Token]:
        """The attack in which somebody was killed: whose it was, they did it ("killed in militia raids")."""
        verb = self.doc[act.anchor]
        if act.event_type != "ASSAULT" or act.nominal or not passive(verb):
            return []
        found = [self.predicates.meant(token) for name in ("in", "during") for token in preposition_objects(verb, name)]
        return [token for token in found if (inner := self._act_of(token)) and inner.event_type == "ASSAULT"]

    def _bursts(self, act: Act) -> bool:
        """Whether what the subject does is to explode: then it is a weapon, whatever it is called."""
        verb = self.doc[act.anchor]
        return not act.nominal and verb.lemma_.lower() in bursting() and not passive(verb) and not objects(verb)

    def _responsible(self, act: Act) -> list[Token]:
        """ "The gang was responsible for killings": who, of an act that is a noun."""
        noun = _first(self.doc[act.head])
        word = noun.head.head
        if act.nominal and noun.dep_ == "pobj" and word.lemma_.lower() == "responsibility" and word.dep_ == "dobj":
            return logical_subjects(word.head) if word.head.lemma_.lower() in claiming() else []
        if (
            not act.nominal
            or noun.dep_ != "pobj"
            or word.lemma_.lower() not in responsible()
            or word.head.pos_ not in VERBAL
        ):
            return []
        return surface_subjects(word.head) if word.head.dep_ != "xcomp" else []  # not who is believed to be

    def _permitting(self, act: Act) -> list[Token]:
        """Who ordered or allowed an act that nobody is said to do ("authorised the release of")."""
        if act.cue is None or GRANTED.isdisjoint(act.rules) or self.doc[act.cue].pos_ not in VERBAL:
            return []
        return logical_subjects(self.doc[act.cue])

    def _addressees(self, act: Act) -> list[Token]:
        """Whom a call or letter went to whose purpose the act is ("phoned the premier to congratulate him")."""
        if act.cue is None or CALLED.isdisjoint(act.rules):
            return []
        verb = self.doc[act.cue]
        if verb.lemma_ not in CALLING:
            return []
        found = objects(verb) if verb.lemma_ in SUBJECT_CONTROL else preposition_objects(verb, "to")
        return [token for token in found if self._is_side(token)]

    def _subjects(self, verb: Token, act: Act) -> list[Token]:
        """Who does it; who "is committed to" something commits himself."""
        found = logical_subjects(verb)
        if found or (act.operator not in SELF_BOUND and act.event_type != "AGREE"):
            return found
        return [token for token in surface_subjects(verb) if self._is_side(token)] if passive(verb) else []

    def _speakers(self, verb: Token) -> list[Token]:
        """Who says what a clause tells ("the premier said that Norvia must …"); [] where nobody is named."""
        clause = verb
        while clause.dep_ in {"conj", "xcomp", "advcl"} and clause.head.pos_ in VERBAL:
            clause = clause.head
        if clause.dep_ != "ccomp" or clause.head.lemma_ not in self.codebook.cues["reporting"]["verbs"]:
            return []
        return logical_subjects(clause.head)

    def _slots(self, verb: Token, slots: Sequence[str], act: Act) -> list[Token]:
        """The first slot that somebody fills; a thing that nobody is gives way to somebody in a later slot."""
        things: list[Token] = []
        for slot in slots:
            found = [token for token in self._slot(verb, slot, act) if not self.predicates.is_time(token)]
            if slot in {"with", "by"}:
                found = [token for token in found if not self.predicates.is_means(token)]
            if found and slot == "dative":
                return found
            firm = act.event_type in MATERIAL or any(self._is_side(token) or self._act_of(token) for token in found)
            if found and firm:
                return found
            things = things or found
        return things or (self._fixed(act) if tuple(slots) == ("obj",) else [])

    def _is_side(self, token: Token) -> bool:
        """Whether the noun is somebody, or a place that stands for somebody."""
        if token.pos_ == "NUM":
            inner = self.predicates.meant(token)
            return inner != token and self._is_side(inner)
        if self.predicates.is_agent(token) or not SIDES.isdisjoint(self.predicates.classes(token)):
            return True
        if token.pos_ == "NOUN" and not self.predicates.classes(token) and _is_agent_noun(token.lemma_.lower()):
            return True
        parts = [child for child in token.lefts if child.dep_ == "compound" and child.pos_ == "PROPN"]
        return token.tag_ == "NNP" and not token.ent_type_ and bool(parts) and not self.predicates.classes(token)

    def _fixed(self, act: Act) -> list[Token]:
        return [
            self.doc[i]
            for i in sorted(act.used)
            if self.doc[i].pos_ in NOMINAL and self.doc[i].dep_ in {"dobj", "nsubjpass"}
        ]

    def _slot(self, verb: Token, slot: str, act: Act) -> list[Token]:
        named = [self.doc[i] for i in sorted(act.used) if self.doc[i].pos_ in NOMINAL]
        fixed = [token for noun in named for token in dict.fromkeys((noun, self.predicates.meant(noun)))]
        adjectives = [self.doc[i] for i in sorted(act.used) if self.doc[i].pos_ == "ADJ"]
        if slot == "obj":
            return self._object(verb, act, fixed)
        if slot == "subj":
            return surface_subjects(verb)
        if slot == "dative":
            return datives(verb)
        if slot == "direct":
            return [token for token in objects(verb) if token not in fixed]
        if slot == "noun":
            own = act.entry.name.startswith("EXPRESS")  # "voiced its government's support for": the speaker's side
            return [token for noun in fixed if not self._is_side(noun) for token in self._around(noun, owned=not own)]
        groups = _groups(token for holder in (verb, *fixed, *adjectives) for token in preposition_objects(holder, slot))
        groups.sort(key=lambda group: group[0].i)
        return next((group for group in groups if any(map(self._is_side, group))), groups[0] if groups else [])

    def _object(self, verb: Token, act: Act, fixed: list[Token]) -> list[Token]:
        frame = act.entry.name.partition(".")[0] not in EVENT_TYPES
        direct = [token for token in objects(verb) if token not in fixed or frame]
        inner = [token for i in sorted(act.used) if self.doc[i].pos_ not in NOMINAL
                 for token in expand(t for t in self.doc[i].children if t.dep_ == "pobj")]  # fmt: skip
        split = [
            child
            for noun in fixed
            for child in noun.lefts
            if child.tag_ in {"NNS", "NNPS"} and child.dep_ in {"compound", "nmod"}
        ]
        after = [token for token in inner if token not in fixed or frame]
        if direct and after and not any(map(self._is_side, after)) and any(map(self._is_side, direct)):
            return direct
        told = act.event_type in TOLD
        sides = [token for token in objects(verb) if told and token in fixed and self._is_side(token)]
        return after or direct or sides or split

    def _around(self, noun: Token, *, owned: bool = True) -> list[Token]:
        """Whose or whom a noun concerns: its possessor, else what its preposition or modifier names."""
        if owned and (found := [token for token in owners(noun) if token.tag_ != "PRP$"]):
            return found
        for clause in noun.children:
            if clause.dep_ == "acl" and clause.tag_ == "VBN" and (found := preposition_objects(clause, "by")):
                return found
        for name in ("by", "against", "on", "to", "with", "from", "of"):
            if found := [token for token in preposition_objects(noun, name) if not self.predicates.is_time(token)]:
                return found
        return []

    def _noun_sides(self, act: Act) -> tuple[list[Token], list[Token]]:
        noun, verb = self.doc[act.head], self.doc[act.anchor]
        actors = self._noun_slots(noun, act.entry.noun_actor, act)
        recipients = self._noun_recipients(noun, verb, act, actors)
        if act.support == "agentive" and not any(child.dep_ == "oprd" for child in verb.children):
            subjects = logical_subjects(verb)
            actors = _unique([*subjects, *actors]) if act.entry.reciprocal else subjects or actors
            if act.entry.reciprocal:
                actors = _unique([*actors, *self._plain(preposition_objects(verb, "with"))])
        elif act.support == "occurrence":
            actors = actors or [token for token in preposition_objects(verb, "from") if self._is_side(token)]
        elif act.support == "passive":
            recipients = recipients or logical_subjects(verb)
        return actors, recipients

    def _noun_recipients(self, noun: Token, verb: Token, act: Act, skip: Sequence[Token]) -> list[Token]:
        """The first slot that the noun, or the verb that supports it, fills."""
        for slot in act.entry.noun_recipient:
            found = self._noun_slot(noun, slot, act)
            if not found and act.support and slot in VERB_SLOTS:
                found = self._plain(preposition_objects(verb, slot))
            if found := [token for token in found if token not in skip]:
                return found
        return []

    def _noun_slots(self, noun: Token, slots: Sequence[str], act: Act, skip: Sequence[Token] = ()) -> list[Token]:
        found: list[Token] = []
        for slot in slots:
            new = [token for token in self._noun_slot(noun, slot, act) if token not in skip]
            if act.entry.reciprocal:
                found += new
            elif new:
                return new
        return found

    def _noun_slot(self, noun: Token, slot: str, act: Act) -> list[Token]:
        if slot == "poss":
            return self._plain(expand(child for child in noun.lefts if child.dep_ == "poss"))
        if slot in {"compound", "amod"}:
            labels = {"compound", "nmod"} if slot == "compound" else {"amod"}
            return [
                child
                for child in noun.lefts
                if child.dep_ in labels and child.i not in act.used and self._modifies(child, slot)
            ]
        return self._plain(preposition_objects(noun, slot))

    def _modifies(self, child: Token, slot: str) -> bool:
        if self.predicates.is_means(child) or self.predicates.is_time(child):
            return False
        return child.ent_type_ in {"NORP", "GPE"} if slot == "amod" else self.predicates.is_agent(child)

    def _plain(self, tokens: Iterable[Token]) -> list[Token]:
        return [token for token in tokens if not self.predicates.is_time(token) and not self.predicates.is_means(token)]

    def _operator_sides(self, act: Act) -> tuple[list[Token], list[Token]]:
        word = self.doc[act.head]
        actors = self._operator_actor(word, act)
        inner = act.embedded
        assert inner is not None
        other = self.doc[inner.anchor]
        inner_actors, inner_recipients, _ = (
            self.of(inner) if inner.event_type else (self._clause_subject(other), self._concerned(other), [])
        )
        asked = self._asked(word, act)
        if word.pos_ in VERBAL and any(_first(token).head == word and self._is_side(token) for token in asked):
            return actors, asked
        if act.operator in DIRECTED:
            addressed = asked or [token for token in inner_actors if token not in actors]
            return actors, addressed or inner_recipients
        outside = [token for token in inner_actors if token not in actors]
        return actors, inner_recipients or asked or outside

    def _concerned(self, verb: Token) -> list[Token]:
        """Whom a verb that no entry knows concerns: only who can be a side at all."""
        groups = [
            datives(verb),
            *(
                preposition_objects(holder, name)
                for holder in (verb, *objects(verb))
                for name in ("to", "with", "from", "against", "for", "on")
            ),
            objects(verb),
        ]
        for group in groups:
            if found := [
                token
                for token in self._plain(group)
                if self.predicates.is_agent(token) or "people" in self.predicates.classes(token)
            ]:
                return found
        return []

    def _clause_subject(self, verb: Token) -> list[Token]:
        return logical_subjects(verb) if verb.pos_ in VERBAL else []

    def _operator_actor(self, word: Token, act: Act) -> list[Token]:
        if word.pos_ in VERBAL:
            return self._subjects(word, act)
        if word.pos_ == "ADJ":
            return surface_subjects(word.head) if word.head.pos_ in VERBAL else [word.head]
        if act.support == "agentive":
            return logical_subjects(self.doc[act.anchor])
        return (
            owners_or_subject(word)
            or self._plain(preposition_objects(word, "by"))
            or self._plain(preposition_objects(word, "from"))
        )

    def _asked(self, word: Token, act: Act) -> list[Token]:
        """Whom the operator turns to: its object, or who stands after "on", "to", "from"."""
        taken = set(act.used) | ({act.embedded.head} if act.embedded else set())
        if word.pos_ in VERBAL:
            bound = passive(word) and act.operator in SELF_BOUND
            direct = [token for token in objects(word) if token.i not in taken] if not bound else []
            if direct:
                return direct
        for slot in RECEIVING:
            found = [
                token
                for token in self._plain(preposition_objects(word, slot))
                if token.i not in taken and token.i not in self.acts
            ]
            if found:
                return found
        return []

    # ---- who can be a side

    def _acting(self, named: Sequence[Token]) -> tuple[list[Token], list[Token]]:
        """Those who act; weapons and vehicles give way to whose they are, acts to who did them."""
        actors: list[Token] = []
        means: list[Token] = []
        for token in (self._speaker(token) for token in named):
            if self.predicates.is_time(token) or _nobody(token):
                continue
            inner = self._act_of(token)
            if inner is not None:
                actors += [other for other in self.of(inner)[0] if other.i != token.i]
            elif self.predicates.is_means(self.predicates.meant(token)):
                means.append(token)
                actors += self._plain(owners(token))
            elif "abstract" in self.predicates.classes(token) and not {"agent", "government"}.intersection(
                self.predicates.classes(token)
            ):
                actors += self._plain(owners(token)) or self._makers(token)
            elif self._is_text(token) and (makers := self._makers(token)):
                actors += makers
            else:
                actors.append(_named(token))
        return _unique(actors), means

    def _act_of(self, noun: Token) -> Act | None:
        """The act that a noun names, by itself or with its verb ("staged a protest")."""
        own = self.acts.get(noun.i)
        return own if own is not None and own.nominal else self._named_by.get(noun.i)

    def _is_text(self, token: Token) -> bool:
        """Whether a noun is what somebody says, writes or decides rather than somebody."""
        return not self._is_side(token) and not TEXTS.isdisjoint(self.predicates.classes(token))

    def _makers(self, noun: Token) -> list[Token]:
        """Who made a text: "released a statement accusing …", "signed a decree granting …"."""
        verb = noun.head
        if noun.dep_ in {"dobj", "conj"} and verb.pos_ in VERBAL:
            return [token for token in logical_subjects(verb) if self._is_side(token)]
        return [token for token in owners_or_subject(noun) if self._is_side(token)]

    def _speaker(self, token: Token) -> Token:
        """ "Norvia said it will …": the pronoun of a reported clause is the speaker, where number and kind agree."""
        verb = token.head
        if token.lower_ not in {"it", "he", "she", "they"} or token.dep_ not in {"nsubj", "nsubjpass"}:
            return token
        if verb.dep_ != "ccomp" or verb.head.lemma_ not in self.codebook.cues["reporting"]["verbs"]:
            return token
        speakers = surface_subjects(verb.head)
        if len(speakers) != 1:
            return token
        speaker = speakers[0]
        person = speaker.ent_type_ == "PERSON"
        plural = speaker.tag_ in {"NNS", "NNPS"}
        fits = {"it": not person and not plural, "they": not person, "he": not plural, "she": not plural}[token.lower_]
        return speaker if fits and speaker.pos_ in NOMINAL else token

    def _receiving(self, named: Sequence[Token], act: Act) -> list[Token]:
        """Those whom it concerns; acts and documents give way to whose they are."""
        found: list[Token] = []
        for token in named:
            if self.predicates.is_time(token) or _nobody(token):
                continue
            inner = self._act_of(token)
            classes = self.predicates.classes(token)
            if inner is not None and inner.head != act.head:
                found += self.of(inner)[0] or [token]
            elif {"abstract", "proposal"}.intersection(classes) and not {
                "agent",
                "people",
                "government",
            }.intersection(classes):
                found += self._plain(self._around(token)) or self._plain(owners(token)) or [token]
            else:
                found.append(_named(token))
        sides = [token for token in found if self._is_side(token)]
        acts = [token for token in found if self._act_of(token) is not None]
        return _unique(sides if sides and len(sides) + len(acts) == len(found) else found)


def _nobody(token: Token) -> bool:
    return token.lower_ in NEGATIVE_PRONOUNS or (
        token.lower_ == "one" and any(child.lower_ == "no" for child in token.lefts)
    )


def _named(token: Token) -> Token:
    """The name in apposition to a description ("the foreign minister, Ana Reyes"); else the token itself."""
    if token.pos_ != "NOUN" or token.ent_type_:
        return token
    return next(
        (
            child
            for child in token.rights
            if child.dep_ == "appos" and child.ent_type_ == "PERSON" and child.pos_ == "PROPN"
        ),
        token,
    )


def _parted(actors: list[Token]) -> list[Token]:
    """Both sides of "the Norvian and Kestrian envoys met", "Norvia and Kestria's envoys met"; else the actors."""
    if len(actors) != 1 or actors[0].tag_ not in {"NNS", "NNPS"}:
        return actors
    for child in actors[0].lefts:
        if child.dep_ in {"amod", "compound", "nmod", "poss"}:
            named = [token for token in coordinated(child) if token.ent_type_ in NAMED]
            if len(named) > 1:
                return named
    return actors


def _unique(tokens: Iterable[Token]) -> list[Token]:
    return list({token.i: token for token in tokens}.values())


@cache
def responsible() -> frozenset[str]:
    """Adjectives by which somebody has done what follows (rules/sides.toml)."""
    return frozenset(split(_rules()["responsible"]["adjectives"]))


@cache
def _rules() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("dateline.stages") / "rules" / "sides.toml").read_text("utf-8"))


@cache
def claiming() -> frozenset[str]:
    """Verbs by which somebody takes responsibility (rules/sides.toml)."""
    return frozenset(split(_rules()["responsible"]["claiming"]))


@cache
def bursting() -> frozenset[str]:
    """Verbs whose subject, where they have no object, is a weapon (rules/sides.toml)."""
    return frozenset(split(_rules()["bursting"]["verbs"]))


@cache
def agent_nouns() -> tuple[tuple[str, ...], frozenset[str]]:
    """Suffixes of nouns for people, and words that end so but are things (rules/sides.toml)."""
    table = _rules()["people"]
    return tuple(split(table["suffixes"])), frozenset(split(table["exceptions"]))


def _is_agent_noun(lemma: str) -> bool:
    suffixes, exceptions = agent_nouns()
    return len(lemma) > MIN_AGENT_NOUN and lemma.endswith(suffixes) and lemma not in exceptions


def _is_own(noun: Token) -> bool:
    """ "Its troops", "his forces": people of the actor's own."""
    return any(child.tag_ == "PRP$" for child in noun.lefts)


def _is_inner(clause: Token) -> bool:
    """Whether a clause says more of a noun or of a verb's aim: "imposed on X", "designed to help X", "to help X"."""
    if clause.dep_ == "acl":
        return clause.tag_ in {"VB", "VBN", "VBG"}
    if clause.dep_ == "ccomp":
        return clause.tag_ == "VB" and any(child.dep_ == "nsubj" for child in clause.lefts)  # "let inspectors enter"
    return clause.dep_ in {"advcl", "xcomp"} and any(child.tag_ == "TO" for child in clause.lefts)


def _first(token: Token) -> Token:
    """The first word of the coordination in which a noun stands."""
    while token.dep_ in {"conj", "appos"}:
        token = token.head
    return token


def _groups(tokens: Iterable[Token]) -> list[list[Token]]:
    """Tokens by the first word of their coordination."""
    groups: dict[int, list[Token]] = {}
    for token in tokens:
        groups.setdefault(_first(token).i, []).append(token)
    return list(groups.values())
