"""Who is a side of an act: actors and recipients of verbs, event nouns and operators.

`arguments.py` reads the grammar, `reach.py` finds who stands behind a thing; here the codebook's slots choose among
what they give. Heads are tokens of the parsed `Doc`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc, Token

from dateline.records import EVENT_TYPES
from dateline.stages.acts import NEGATIVE_PRONOUNS, NOMINAL, VERBAL, Act
from dateline.stages.argument_rules import argument_rules
from dateline.stages.arguments import (
    NAMED,
    companions,
    coordinated,
    datives,
    expand,
    first_conjunct,
    logical_subjects,
    objects,
    owners,
    owners_or_subject,
    passive,
    preposition_objects,
    surface_subjects,
)
from dateline.stages.literal_sides import literal_sides
from dateline.stages.predicates import Predicates
from dateline.stages.reach import CONDITIONED, MATERIAL, PACTS, TEXTS, Reach, groups
from dateline.stages.status import is_definite

RECEIVING = ("on", "upon", "to", "from", "with", "against", "for", "toward")
"""Prepositions that name whom an operator verb turns to ("called on", "appealed to")."""
VERB_SLOTS = frozenset({"against", "on", "at", "with", "to"})
"""Prepositions that a support verb may take over from its noun."""
AIMED = frozenset({"against", "on", "upon", "at"})
"""Prepositions of what an assault is aimed at."""
BESIDE = frozenset({"front", "vicinity", "proximity"})
"""Nouns of "in front of", which stand for what they are beside."""
DIRECTED = frozenset({"demand", "refuse", "fail", "allow", "order"})
"""Operators whose recipient is who is to act, before whom the act would concern."""
SELF_BOUND = frozenset({"agree", "promise"})
"""Operators of what somebody takes upon himself."""
TOLD = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN", "CONSULT"})
"""Types of what is said to somebody, whom the pattern may name ("summon ambassador"); troops are sent, not told."""
MUTUAL = frozenset({"AGREE", "SUPPORT", "CONSULT", "COOPERATE"})
"""Types whose actors, where they are several, may be each other's partners."""
SCENE = frozenset({"in", "at", "near", "outside"})
"""Prepositions that say where something blew up."""
HELD = frozenset({"agreement", "talks"})
"""Classes of what needs two sides to be held or signed."""
JOINT = HELD | {"ties", "ceasefire"}
ARMED = frozenset({"troops", "armed", "police"})
CALLED = frozenset({"composition:send_to", "composition:demand"})
ORDERED = "composition:order"
GRANTED = frozenset({"composition:order", "composition:decree", "composition:allow"})
DEMANDED = "modal:obligation"
"""The rule by which "must" makes a demand of an act: the speaker's, of who must do it."""
FAILED = frozenset({"fail", "collapse"})
"""Operators whose subject may be the talks or the deal that failed."""

THINGS = TEXTS | PACTS | {"aid", "sanctions", "ties", "access", "abstract", "told", "market"}
"""Classes of what does nothing itself; a noun of other classes besides may be somebody ("nurses" are aid)."""


EVENTIVE = frozenset({"abstract", "proposal", "demand", "talks", "visit"})
"""Classes of nouns that name what somebody does or may do."""
PARTIES = frozenset({"organization"})
"""Classes of what one may join; a pact is among them, and does nothing itself."""


class Sides:
    """The sides of the acts of one sentence."""

    def __init__(self, doc: Doc, predicates: Predicates, acts: Mapping[int, Act]) -> None:
        self.doc, self.predicates, self.acts = doc, predicates, acts
        self.codebook, self.rules = predicates.codebook, argument_rules()
        self.reach = Reach(doc, predicates, acts)
        self.pronouns: dict[int, int] = {}
        """Pronouns of the act last asked for, by the speakers for whom they stand."""
        self._busy: set[int] = set()

    def of(self, act: Act) -> tuple[list[Token], list[Token], list[Token]]:
        """Actors, recipients, and the weapons or vehicles that stood where an actor would."""
        if act.head in self._busy:
            return [], [], []
        self._busy.add(act.head)
        try:
            actors, recipients, means = self._find_sides(act)
            if self.codebook.literal_sides:
                literal = literal_sides(act, self.doc, (actors, recipients))
                actors, recipients = ([token for token in side if self._is_entity(token)] for side in literal)
            return actors, recipients, means
        finally:
            self._busy.discard(act.head)

    def _is_entity(self, token: Token) -> bool:
        """Whether a noun names somebody or something rather than a time, an act or a plan of one."""
        if self.predicates.is_time(token) or token.i in self.acts:
            return False
        classes = self.predicates.classes(token)
        unknown = not classes and token.pos_ == "NOUN" and self.rules.is_abstract_noun(token.lemma_.lower())
        return self.reach.is_side(token) or "law" in classes or not (unknown or EVENTIVE.intersection(classes))

    def _find_sides(self, act: Act) -> tuple[list[Token], list[Token], list[Token]]:
        if act.operator:
            named, received = self._operator_sides(act)
        elif act.nominal:
            named, received = self._noun_sides(act)
        else:
            named, received = self._verb_sides(act)
        named = named or self._permitting(act) or self._causes(act)
        actors, means = ([], named) if self._bursts(act) else self._acting(named, act)
        if not act.nominal and not passive(self.doc[act.anchor]):
            actors = _unique([*actors, *filter(self.reach.is_side, companions(actors, self.doc[act.anchor]))])
        recipients = self._receiving(self._addressees(act) or received, act)
        if act.entry.reciprocal and not act.operator:
            actors = self._parted(actors) if act.event_type in MUTUAL else actors
            actors = _unique([*actors, *filter(self._can_act, recipients)])
            return actors, self._place(act, actors) if len(actors) == 1 else [], means
        if self._is_mutual(act):
            partners = self._partners(act)
            actors = self._parted(_unique([*actors, *partners]))
            if partners or len(actors) > 1:
                return actors, [], means
        taken = {token.i for token in actors}
        recipients = [token for token in recipients if token.i not in taken and not self._is_scene(token, act)]
        bare = act.nominal and not act.operator and act.support != "agentive" and GRANTED.isdisjoint(act.rules)
        if not bare and not any(map(self.reach.is_side, recipients)):
            recipients = self._behind(act, recipients, actors)
        return actors or self._host(act, recipients), recipients, means

    def _behind(self, act: Act, things: list[Token], actors: Sequence[Token]) -> list[Token]:
        """Whom an act concerns that has but things for recipients, or none; the things where nobody is named."""
        taken = {token.i for token in actors}
        found = self._helped(act) if act.event_type == "AID" else []
        found = found or self.reach.behind(act, things, taken)
        if not found and not things and act.event_type in CONDITIONED:
            found = self.reach.awaited(act)
        found = [token for token in found if token.i not in taken] or things
        return self._place(act, actors) or found if self.reach.gives_way(act, found) else found

    def _place(self, act: Act, actors: Sequence[Token]) -> list[Token]:
        """The place that stands for those in it, under conventions that have it so."""
        told = self.codebook.places_as_sides and not (act.entry.reciprocal and act.event_type == "ASSAULT")
        return self.reach.where(act, actors) if told else []

    def _host(self, act: Act, recipients: Sequence[Token]) -> list[Token]:
        """The country in which something was done to somebody by nobody named, under the same conventions."""
        verb = self.doc[act.anchor]
        if not self.codebook.places_as_sides or act.nominal or act.operator or not recipients or not passive(verb):
            return []
        return [token for token in preposition_objects(verb, "in") if token.ent_type_ == "GPE"]

    def _is_mutual(self, act: Act) -> bool:
        """Whether several actors are each other's partners: they sign a treaty, or agree to meet or to trade."""
        inner = act.embedded or act
        if act.operator and inner.event_type:
            return act.operator in SELF_BOUND and (inner.entry.reciprocal or inner.event_type in MUTUAL)
        return act.event_type in MUTUAL and self._names(act, JOINT)

    def _names(self, act: Act, classes: frozenset[str]) -> bool:
        return any(
            classes.intersection(self.predicates.classes(self.doc[i])) for i in act.used if self.doc[i].pos_ in NOMINAL
        )

    def _partners(self, act: Act) -> list[Token]:
        """With whom talks are held or a treaty is signed: they act as well."""
        if act.operator or not self._names(act, HELD):
            return []
        holders = [self.doc[act.anchor], *(self.doc[i] for i in sorted(act.used) if self.doc[i].pos_ in NOMINAL)]
        found = [preposition_objects(holder, name) for holder in holders for name in ("with", "between")]
        return [token for tokens in found for token in tokens if self.reach.is_side(token)]

    def _parted(self, actors: list[Token]) -> list[Token]:
        """Both sides of "the Norvian and Kestrian envoys met"; else the actors. Troops stay what they are."""
        armed = bool(actors) and not ARMED.isdisjoint(self.predicates.classes(actors[0]))
        return actors if armed else parted(actors)

    def _can_act(self, token: Token) -> bool:
        """Whether a noun in the place of the other side of a reciprocal act can be one: not a thing that is known."""
        return self.reach.is_side(token) or (not self.predicates.classes(token) and token.pos_ == "PROPN")

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
                    return self.reach.plain(objects(child))
        nouns = [*holders, *objects(verb)]
        for name in ("for", "to", "in"):
            found = [token for noun in nouns for token in self.reach.plain(preposition_objects(noun, name))]
            if found := [token for token in found if self.reach.is_side(token)]:
                return _unique(found)
        return []

    def _verb_sides(self, act: Act) -> tuple[list[Token], list[Token]]:
        verb = self.doc[act.anchor]
        if act.event_type == "REQUEST" and DEMANDED in act.rules:
            return self._speakers(verb), surface_subjects(verb)
        if act.entry.actor != ("subj",):
            return self._slots(verb, act.entry.actor, act), self._slots(verb, act.entry.recipient, act)
        given = [token for token in datives(verb) if first_conjunct(token).dep_ == "dative"]
        actors, recipients = self._subjects(verb, act), given or self._slots(verb, act.entry.recipient, act)
        ordered = ORDERED in act.rules and act.cue is not None and act.event_type == "COERCE"
        if ordered and act.cue is not None and not any(self.reach.is_side(token) for token in recipients):
            return logical_subjects(self.doc[act.cue]), actors  # what somebody is made to do to himself
        return actors, recipients

    def _causes(self, act: Act) -> list[Token]:
        """The attack in which somebody was killed: whose it was, they did it ("killed in militia raids")."""
        verb = self.doc[act.anchor]
        if act.event_type != "ASSAULT" or act.nominal or not passive(verb):
            return []
        found = [self.predicates.meant(token) for name in ("in", "during") for token in preposition_objects(verb, name)]
        return [
            token
            for token in found
            if (inner := self.reach.act_of(token))
            and inner.event_type == "ASSAULT"
            and not (inner.entry.reciprocal and len(self.of(inner)[0]) > 1)  # "in a battle between A and B": by whom?
        ]

    def _bursts(self, act: Act) -> bool:
        """Whether what the subject does is to explode: then it is a weapon, whatever it is called.

        So is the subject of what an explosion led to ("it exploded, killing two"); parsers hang the participle on
        any verb before it ("are hunting the owner of a bag that exploded, killing two").
        """
        verb = self.doc[act.anchor]
        if act.nominal or passive(verb):
            return False
        if self._explodes(verb):
            return True
        free = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.i < verb.i
        return free and any(self._explodes(token) for token in self.doc[verb.head.i : verb.i])

    def _explodes(self, verb: Token) -> bool:
        return (
            verb.pos_ in VERBAL
            and verb.lemma_.lower() in self.rules.bursting
            and not passive(verb)
            and not objects(verb)
        )

    def _is_scene(self, token: Token, act: Act) -> bool:
        """Whether an explosion is only said to have been there: a town or street, which nobody aims at as such."""
        place = first_conjunct(token)
        if act.event_mode != "explosives" or place.dep_ != "pobj" or place.head.lower_ not in SCENE:
            return False
        return token.ent_type_ == "GPE" or token.lemma_.lower() in self.rules.roads

    def _permitting(self, act: Act) -> list[Token]:
        """Who ordered or allowed an act that nobody is said to do ("authorised the release of", "ordered him held")."""
        verb = self.doc[act.anchor]
        bare = verb.tag_ == "VBN" and not any(child.dep_ in {"aux", "auxpass", "agent"} for child in verb.children)
        if not act.nominal and bare and verb.dep_ in {"acl", "ccomp", "xcomp", "oprd"}:
            above = verb.head.head if verb.dep_ == "acl" and verb.head.dep_ == "dobj" else verb.head
            if above.pos_ in VERBAL and above.lemma_ in self.rules.ordering:
                return logical_subjects(above)
        if act.cue is None or GRANTED.isdisjoint(act.rules) or self.doc[act.cue].pos_ not in VERBAL:
            return []
        return logical_subjects(self.doc[act.cue])

    def _addressees(self, act: Act) -> list[Token]:
        """Whom a call or letter went to whose purpose the act is ("phoned the premier to congratulate him")."""
        if act.cue is None or CALLED.isdisjoint(act.rules):
            return []
        verb = self.doc[act.cue]
        if verb.lemma_ not in self.rules.calling:
            return []
        found = objects(verb) if verb.lemma_ in self.rules.subject_control else preposition_objects(verb, "to")
        return [token for token in found if self.reach.is_side(token)]

    def _subjects(self, verb: Token, act: Act) -> list[Token]:
        """Who does it; who "is committed to" something commits himself."""
        found = logical_subjects(verb)
        return found if found or not self._is_bound(verb, act) else surface_subjects(verb)

    def _is_bound(self, verb: Token, act: Act) -> bool:
        """Whether a passive tells of the subject's own will ("is committed to")."""
        willing = act.operator in SELF_BOUND or act.event_type == "AGREE"
        return willing and verb.lemma_ in self.rules.self_bound and passive(verb)

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
            firm = act.event_type in MATERIAL or any(
                self.reach.is_side(token) or self.reach.act_of(token) for token in found
            )
            if found and firm:
                return found
            things = things or found
        return things or (self._fixed(act) if tuple(slots) == ("obj",) else [])

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
        if slot == "speaker":
            return self._speakers(verb)
        if slot == "dative":
            return datives(verb)
        if slot == "direct":
            return [token for token in objects(verb) if token not in fixed]
        if slot == "noun":
            own = act.entry.name.startswith("EXPRESS")  # "voiced its government's support for": the speaker's side
            return [
                token
                for noun in fixed
                if not self.reach.is_side(noun)
                for token in self._around(noun, owned=not own) or self._sources(noun)
            ]
        # "discussed the crisis with Norvia": company of the act, wherever the parse hangs it
        reciprocal = slot == "with" and act.entry.reciprocal
        company = [token for token in objects(verb) if reciprocal and not self.reach.is_side(token)]
        holders = dict.fromkeys((verb, *fixed, *adjectives, *company))
        found = groups(token for holder in holders for token in preposition_objects(holder, slot))
        found.sort(key=lambda group: group[0].i)
        return next((group for group in found if any(map(self.reach.is_side, group))), found[0] if found else [])

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
        # "set two trucks on fire": what the wording itself names is not what it was done to
        after = [token for token in inner if token not in fixed or (frame and not direct)]
        if direct and after and not any(map(self.reach.is_side, after)) and any(map(self.reach.is_side, direct)):
            return direct
        told = act.event_type in TOLD
        sides = [token for token in objects(verb) if told and token in fixed and self.reach.is_side(token)]
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

    def _sources(self, noun: Token) -> list[Token]:
        """Whose a thing is by a common noun before it ("government aid")."""
        return [child for child in noun.lefts if child.dep_ == "compound" and self.predicates.is_agent(child)]

    def _noun_sides(self, act: Act) -> tuple[list[Token], list[Token]]:
        noun, verb = self.doc[act.head], self.doc[act.anchor]
        actors = self._noun_slots(noun, act.entry.noun_actor, act)
        places = [token for token in actors if token.dep_ == "compound" and token.ent_type_ == "GPE"]
        if act.event_type == "ASSAULT" and places == actors:  # "the Velin bombing": whom it hit
            actors = []
        if act.event_type == "ASSAULT" and act.support != "agentive":
            actors = actors or self._carried_out(noun)
        recipients = self._noun_recipients(noun, verb, act, actors) or (places if not actors else [])
        if act.support == "agentive" and not any(child.dep_ == "oprd" for child in verb.children):
            subjects = [] if self._is_cleared(noun, verb) else logical_subjects(verb)
            actors = _unique([*subjects, *actors]) if act.entry.reciprocal else subjects or actors
            if act.entry.reciprocal:
                actors = _unique([*actors, *self.reach.plain(preposition_objects(verb, "with"))])
        elif act.support == "occurrence":
            actors = actors or [token for token in preposition_objects(verb, "from") if self.reach.is_side(token)]
        elif act.support == "passive":
            recipients = recipients or logical_subjects(verb)
        return actors, recipients

    def _carried_out(self, noun: Token) -> list[Token]:
        """Who "conducted by" names behind what was hit: "attacks on the pipelines conducted by rebels"."""
        hit = [token for name in AIMED for token in preposition_objects(noun, name)]
        clauses = (child for token in (noun, *hit) for child in token.rights if child.dep_ in {"acl", "relcl"})
        return [
            token
            for clause in clauses
            if clause.tag_ == "VBN" and "agentive" in self.predicates.light(clause)
            for token in preposition_objects(clause, "by")
        ]

    def _is_cleared(self, noun: Token, verb: Token) -> bool:
        """Whether somebody is said to have had no part in what did happen ("not charged with taking part in the")."""
        if verb.dep_ != "pcomp" or not is_definite(noun, self.codebook):
            return False
        governor = verb.head.head
        return governor.lemma_ in self.rules.clearing or any(child.dep_ == "neg" for child in governor.children)

    def _noun_recipients(self, noun: Token, verb: Token, act: Act, skip: Sequence[Token]) -> list[Token]:
        """The first slot that the noun, or the verb that supports it, fills."""
        for slot in act.entry.noun_recipient:
            found = self._noun_slot(noun, slot, act)
            if not found and act.support and (slot in VERB_SLOTS or act.event_mode == "explosives"):
                found = self.reach.plain(preposition_objects(verb, slot))
            if found := [token for token in found if token not in skip]:
                return found
        if act.event_mode == "explosives":  # "the explosion took place in front of the bank"
            beside = [*preposition_objects(noun, "in"), *preposition_objects(verb, "in")]
            return [token for token in beside if token.lower_ in BESIDE]
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
            found = self.reach.plain(expand(child for child in noun.lefts if child.dep_ == "poss"))
            return [token for token in found if act.event_type != "PROTEST" or token.ent_type_ != "GPE"]
        if slot in {"compound", "amod"}:
            labels = {"compound", "nmod"} if slot == "compound" else {"amod"}
            return [
                child
                for child in noun.lefts
                if child.dep_ in labels and child.i not in act.used and self._modifies(child, slot)
            ]
        found = preposition_objects(noun, slot)
        if slot in AIMED and act.event_type == "ASSAULT":  # "the attack on a patrol car": there it is no means
            return [t for t in found if t in self.reach.plain([t]) or "property" in self.predicates.classes(t)]
        return self.reach.plain(found)

    def _modifies(self, child: Token, slot: str) -> bool:
        if self.predicates.is_means(child) or self.predicates.is_time(child):
            return False
        return child.ent_type_ in {"NORP", "GPE"} if slot == "amod" else self.predicates.is_agent(child)

    def _operator_sides(self, act: Act) -> tuple[list[Token], list[Token]]:
        word = self.doc[act.head]
        actors = self._operator_actor(word, act)
        inner = act.embedded
        assert inner is not None
        other = self.doc[inner.anchor]
        inner_actors, inner_recipients, _ = (
            self.of(inner) if inner.event_type else (self._clause_subject(other), self._concerned(other), [])
        )
        if act.operator in FAILED and (parties := self._parties(word)):
            return parties, []
        asked = self._asked(word, act)
        if word.pos_ in VERBAL and any(
            first_conjunct(token).head == word and self.reach.is_side(token) for token in asked
        ):
            return actors, asked
        if act.operator in DIRECTED:
            addressed = asked or [token for token in inner_actors if token not in actors]
            return actors, addressed or inner_recipients
        outside = [token for token in inner_actors if token not in actors]
        return actors, inner_recipients or asked or outside

    def _parties(self, verb: Token) -> list[Token]:
        """Both sides of talks or a deal that came to nothing ("talks between Norvia and Kestria collapsed")."""
        nouns = [token for token in surface_subjects(verb) if not self.reach.is_side(token)]
        return [token for noun in nouns for name in ("between", "with", "of")
                for token in preposition_objects(noun, name) if self.reach.is_side(token)]  # fmt: skip

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
                for token in self.reach.plain(group)
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
            or self.reach.plain(preposition_objects(word, "by"))
            or self.reach.plain(preposition_objects(word, "from"))
        )

    def _asked(self, word: Token, act: Act) -> list[Token]:
        """Whom the operator turns to: its object, or who stands after "on", "to", "from"."""
        taken = set(act.used) | ({act.embedded.head} if act.embedded else set())
        if word.pos_ in VERBAL:
            bound = self._is_bound(word, act)
            direct = [] if bound else [token for token in objects(word) if token.i not in taken]
            if direct:
                return direct
        for slot in RECEIVING:
            found = [
                token
                for token in self.reach.plain(preposition_objects(word, slot))
                if token.i not in taken and token.i not in self.acts
            ]
            if found:
                return found
        return []

    # ---- who can be a side

    def _acting(self, named: Sequence[Token], act: Act) -> tuple[list[Token], list[Token]]:
        """Those who act; weapons and vehicles give way to whose they are, acts to who did them."""
        actors: list[Token] = []
        means: list[Token] = []
        for word in named:
            token = self._speaker(word)
            if token.i != word.i:
                self.pronouns[token.i] = word.i
            if self.predicates.is_time(token) or _nobody(token):
                continue
            inner = None if self._is_body(token) else self.reach.act_of(token)
            if inner is not None:
                actors += [other for other in self.of(inner)[0] if other.i != token.i]
            elif act.event_type != "ASSAULT" and self.reach.is_text(token) and (makers := self._makers(token)):
                actors += makers
            elif self.predicates.is_means(self.predicates.meant(token)):
                means.append(token)
                actors += self.reach.plain(owners(token))
            elif "abstract" in self.predicates.classes(token) and not {"agent", "government"}.intersection(
                self.predicates.classes(token)
            ):
                actors += self.reach.plain(owners(token)) or self._makers(token)
            elif self.reach.is_text(token) and (makers := self._makers(token)):
                actors += makers
            elif self._is_thing(token):  # "in this file photo, the adviser attends": the photo of whom it shows
                actors += [child for child in token.rights if child.dep_ == "appos" and self.reach.is_side(child)]
            else:
                actors.append(_named(token))
        return _unique(actors), means

    def _is_body(self, token: Token) -> bool:
        """Whether a noun that can name an act names those who act: "the opposition" but not "to" a law, "a patrol"."""
        bodies = {"agent", "armed", "troops", "police"}.intersection(self.predicates.classes(token))
        return bool(bodies) and not any(child.dep_ == "prep" for child in token.rights)

    def _is_thing(self, token: Token) -> bool:
        """Whether a noun is known for what acts by nobody's name: money, a deal, a demand."""
        classes = self.predicates.classes(token)
        known = bool(classes) and (THINGS | (PARTIES if PACTS.intersection(classes) else set())).issuperset(classes)
        return token.ent_type_ == "MONEY" or (known and not token.ent_type_ and not self.reach.is_side(token))

    def _makers(self, noun: Token) -> list[Token]:
        """Who made a text: "released a statement accusing …", "signed a decree granting …"."""
        verb = noun.head
        if noun.dep_ in {"dobj", "conj"} and verb.pos_ in VERBAL:
            found = logical_subjects(verb)
        else:
            found = owners_or_subject(noun)
        return [token for token in found if not self.reach.is_text(token) and not self.predicates.is_means(token)]

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
        if _nobody(speaker):
            return speaker
        named = speaker.ent_type_ == "PERSON"
        person = named and not any(child.lower_ == "the" for child in speaker.lefts)  # "the Harkis" are several
        plural = speaker.tag_ in {"NNS", "NNPS"}
        fits = {"it": not person and not plural, "they": not person, "he": not plural, "she": not plural}[token.lower_]
        return speaker if fits and speaker.pos_ in NOMINAL else token

    def _receiving(self, named: Sequence[Token], act: Act) -> list[Token]:
        """Those whom it concerns; acts and documents give way to whose they are."""
        found: list[Token] = []
        for token in named:
            if self.predicates.is_time(token) or _nobody(token):
                continue
            inner = self.reach.act_of(token)
            classes = self.predicates.classes(token)
            if inner is not None and inner.head != act.head:
                found += self.of(inner)[0] or [token]
            elif {"abstract", "proposal"}.intersection(classes) and not {
                "agent",
                "people",
                "government",
            }.intersection(classes):
                found += self.reach.plain(self._around(token)) or self.reach.plain(owners(token)) or [token]
            else:
                found.append(_named(token))
        sides = [token for token in found if self.reach.is_side(token)]
        acts = [token for token in found if self.reach.act_of(token) is not None]
        return _unique(sides if sides and len(sides) + len(acts) == len(found) else found)


def parted(actors: list[Token]) -> list[Token]:
    """The countries of one plural actor that several are named for ("Norvian and Kestrian divers"); else the actors."""
    if len(actors) != 1 or actors[0].tag_ not in {"NNS", "NNPS"}:
        return actors
    for child in actors[0].lefts:
        if child.dep_ in {"amod", "compound", "nmod", "poss"}:
            named = [token for token in coordinated(child) if token.ent_type_ in NAMED]
            if len(named) > 1:
                return named
    return actors


def _nobody(token: Token) -> bool:
    """Whether nobody is named: "nobody", "no group", a relative pronoun whose noun was not found."""
    return (
        token.lower_ in NEGATIVE_PRONOUNS
        or token.lower_ in {"that", "which"}
        or any(child.lower_ == "no" and child.dep_ == "det" for child in token.lefts)
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


def _unique(tokens: Iterable[Token]) -> list[Token]:
    return list({token.i: token for token in tokens}.values())
