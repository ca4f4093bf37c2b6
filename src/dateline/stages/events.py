"""Events in a parsed report: what happened, to whom, by whom, and whether it did.

`find_events` goes through the parsed sentences once; `acts.py` says which words name an act, `arguments.py` finds
subjects and objects, `status.py` decides whether it happened. Results hold token indices of the `Doc`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from dateline.codebook.examples import Coding
from dateline.codebook.loader import outcome
from dateline.codebook.model import Codebook
from dateline.records import EVENT_TYPES
from dateline.stages.acts import NEGATIVE_PRONOUNS, NOMINAL, VERBAL, Act, find_acts
from dateline.stages.arguments import (
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
from dateline.stages.figures import figurative_types
from dateline.stages.parse import is_parsed
from dateline.stages.phrases import noun_phrase
from dateline.stages.predicates import Predicates
from dateline.stages.status import decide_status, is_definite
from dateline.stages.traits import classes_of, company, own_words, said

MAX_TRIGGER = 6
"""A support verb further than this from its noun stays out of the trigger."""
RECEIVING = ("on", "upon", "to", "from", "with", "against", "for", "toward")
"""Prepositions that name whom an operator verb turns to ("called on", "appealed to")."""
VERB_SLOTS = frozenset({"against", "on", "at", "with", "to"})
"""Prepositions that a support verb may take over from its noun."""
VERBAL_TYPES = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types of what is said: their predicates serve for much else, so they are the less certain ones."""
ATTACKING = frozenset(
    {"aerial", "drone", "explosives", "firearms", "heavy-weapons", "primitive", "suicide-attack", "unconventional"}
)
"""Modes that say with what people are killed; those killed during an abduction were not killed by it."""
YIELDING = frozenset({"REQUEST", "AGREE", "SUPPORT", "REJECT", "CONSULT", "COOPERATE", "CONCEDE"})
"""Types that concern somebody: things give way to people in a later slot."""
SIDES = frozenset(
    {"people", "name_person", "name_org", "name_gpe", "leader", "armed", "troops", "police", "government"}
)
"""Classes of those who can be a side."""
SUBORDINATE = frozenset({"relcl", "acl", "advcl", "pcomp", "csubj", "ccomp"})
"""Labels of clauses that tell what led to something, qualifies it or follows from it."""
MAX_DEPTH = 12
"""Steps towards the root within which subordinate clauses are counted."""
DIRECTED = frozenset({"demand", "refuse", "fail", "allow", "order"})
"""Operators whose recipient is who is to act, before whom the act would concern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedEvent:
    """One event in token indices. `rules` maps field names to the names of the rules that gave them."""

    trigger_start: int
    trigger_end: int
    head: int
    entry: str
    event_type: str
    event_mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: str = "occurred"
    status_cue: tuple[int, int] | None = None
    status_rule: str = "assertion"
    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    other_arguments: tuple[int, ...] = ()
    traits: frozenset[str] = frozenset()
    reciprocal: bool = False
    definite: bool = False
    generic: bool = False
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: float = 0.0


def find_events(doc: Doc, codebook: Codebook) -> list[CodedEvent]:
    """The events of a report in text order; sentences that were not parsed give none."""
    predicates = Predicates(codebook)
    forms = codebook.surface_forms()
    found: list[CodedEvent] = []
    sentences = [list(sentence) for sentence in doc.sents]
    for tokens, figurative in zip(sentences, figurative_types(sentences, codebook), strict=True):
        if not is_parsed(doc, tokens[0].i) or forms.isdisjoint(token.lower_ for token in tokens):
            continue
        acts = find_acts(tokens, predicates)
        events = [event for event in _coded(acts, doc, predicates, lede=not found) if event.event_type not in figurative]
        found += _with_traits(events, tokens, doc, predicates)
    return found


def _with_traits(
    events: Sequence[CodedEvent], sentence: Sequence[Token], doc: Doc, predicates: Predicates
) -> list[CodedEvent]:
    """The events of a sentence with what it says beside each."""
    return [
        replace(
            event,
            traits=said(sentence, predicates.codebook, own_words(sentence, doc[event.head], _foreign(event, events, doc)))
            | {f"named:{doc[event.head].lemma_.lower()}"}
            | company((o.event_type, o.event_mode, o.entry) for o in events if o is not event)
            | classes_of("actor", (doc[i] for i in event.actors), predicates)
            | classes_of("recipient", (doc[i] for i in event.recipients), predicates)
            | classes_of("object", (doc[i] for i in event.other_arguments), predicates),
        )
        for event in events
    ]


def _foreign(event: CodedEvent, events: Sequence[CodedEvent], doc: Doc) -> list[Token]:
    """The heads of acts of a sentence that others did than those of `event`."""
    return [doc[o.head] for o in events if event.actors and o.actors and set(o.actors).isdisjoint(event.actors)]


def example_coder(parse: Callable[[str], Doc], codebook: Codebook) -> Callable[[str], list[Coding]]:
    """What `codebook.check_examples` wants: a sentence to its codings, arguments as the phrases in the text."""

    def code(text: str) -> list[Coding]:
        doc = parse(text)
        return [
            (
                event.event_type,
                event.event_mode,
                event.status,
                _texts(doc, event.actors),
                _texts(doc, event.recipients),
            )
            for event in find_events(doc, codebook)
        ]

    return code


def _texts(doc: Doc, heads: Sequence[int]) -> tuple[str, ...]:
    phrases = (doc[slice(*noun_phrase(doc[head]))] for head in heads)
    return tuple("".join(token.text_with_ws for token in phrase if token.tag_ != "POS").strip() for phrase in phrases)


def _coded(acts: Sequence[Act], doc: Doc, predicates: Predicates, *, lede: bool) -> list[CodedEvent]:
    by_head = {act.head: act for act in acts}
    coder = _Coder(doc, predicates, by_head, lede=lede)
    events = [event for act in acts if (event := coder.event(act)) is not None]
    return _once(events, doc)


def _once(events: list[CodedEvent], doc: Doc) -> list[CodedEvent]:
    """Coordinated verbs of one type with the same sides are one event ("shot and killed two men")."""
    kept: list[CodedEvent] = []
    for event in events:
        twin = next(
            (
                other for other in kept
                if other.event_type == event.event_type and other.actors == event.actors
                and other.recipients == event.recipients and (event.actors or event.recipients)
                and event.head - other.head <= 3 and doc[event.head].dep_ == "conj"
            ),
            None,
        )  # fmt: skip
        if twin is None:
            kept.append(event)
    return kept


class _Coder:
    """Arguments and status of the acts of one sentence; `lede`: no sentence before it tells of an event."""

    def __init__(self, doc: Doc, predicates: Predicates, acts: Mapping[int, Act], *, lede: bool) -> None:
        self.doc, self.predicates, self.acts, self.lede = doc, predicates, acts, lede
        self.codebook = predicates.codebook
        self._busy: set[int] = set()

    def event(self, act: Act) -> CodedEvent | None:
        """The coded event of an act, or None where it is no more than a word in passing."""
        head = self.doc[act.head]
        actors, recipients, means = self.sides(act)
        if act.nominal and not self._counts(act, head, actors, recipients):
            return None
        if act.embedded is not None and act.embedded.nominal and self._embeds_figure(act.embedded):
            return None
        act = self._refined(act, means)
        status = decide_status(act, head, self.codebook)
        start, end = self._trigger(act)
        return CodedEvent(
            trigger_start=start, trigger_end=end, head=act.head, entry=act.entry.name,
            event_type=act.event_type, event_mode=act.event_mode, contexts=act.entry.contexts,
            status=status.value, status_cue=status.cue, status_rule=status.rule,
            actors=tuple(token.i for token in actors), recipients=tuple(token.i for token in recipients),
            other_arguments=self._others(act, [*actors, *recipients], means),
            reciprocal=act.entry.reciprocal and not act.operator,
            definite=act.nominal and is_definite(head, self.codebook), generic=self._generic(act, head),
            rules=self._rules(act, actors, recipients), confidence=self._confidence(act, actors, recipients),
        )  # fmt: skip

    def _refined(self, act: Act, means: Sequence[Token]) -> Act:
        """The act under the companions of the composition table: purpose of a mission, weapons that act."""
        act = self._by_its_cause(act)
        for companion in self.codebook.companions:
            if companion.event_type != act.event_type or (
                companion.modes and (act.event_mode or "") not in companion.modes
            ):
                continue
            words = {token.lower_ for token in self.doc[act.anchor].subtree} if companion.words else set()
            arms = {
                name
                for token in means
                for inner in (token, self.predicates.meant(token))
                for name in (inner.lemma_.lower(), inner.lower_)
            }
            if companion.words & words or companion.means & arms:
                event_type, mode = outcome(companion.becomes)
                return replace(
                    act,
                    event_type=event_type,
                    event_mode=mode,
                    rules=(*act.rules, f"companion:{companion.name}"),
                )
        return act

    def _by_its_cause(self, act: Act) -> Act:
        """ "Killed in a drone strike": the mode of the attack that did it."""
        if act.event_type != "ASSAULT" or act.event_mode or act.nominal or act.operator:
            return act
        verb = self.doc[act.head]
        causes = [
            *surface_subjects(verb),
            *(token for name in ("in", "by", "during") for token in preposition_objects(verb, name)),
        ]
        for token in causes:
            inner = self.acts.get(self.predicates.meant(token).i)
            if inner is not None and inner.nominal and inner.event_type == "ASSAULT" and inner.event_mode in ATTACKING:
                return replace(act, event_mode=inner.event_mode, rules=(*act.rules, "mode:cause"))
        return act

    # ---- sides

    def sides(self, act: Act) -> tuple[list[Token], list[Token], list[Token]]:
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
        actors, means = self._acting(named)
        recipients = self._receiving(received, act)
        if act.entry.reciprocal and not act.operator:
            agents = [
                token
                for token in recipients
                if self.predicates.is_agent(token) or "people" in self.predicates.classes(token)
            ]
            return _unique([*actors, *agents]), [], means
        taken = {token.i for token in actors}
        if act.event_type == "AID" and not any(self._is_side(token) for token in recipients):
            recipients = self._helped(act) or recipients
        return actors, [token for token in recipients if token.i not in taken], means

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
        if act.entry.actor != ("subj",):
            return self._slots(verb, act.entry.actor, act), self._slots(verb, act.entry.recipient, act)
        return logical_subjects(verb), self._slots(verb, act.entry.recipient, act)

    def _slots(self, verb: Token, slots: Sequence[str], act: Act) -> list[Token]:
        """The first slot that somebody fills; a thing that nobody is gives way to somebody in a later slot."""
        things: list[Token] = []
        for slot in slots:
            found = [token for token in self._slot(verb, slot, act) if not self.predicates.is_time(token)]
            if slot in {"with", "by"}:
                found = [token for token in found if not self.predicates.is_means(token)]
            if found and (act.event_type not in YIELDING or any(self._is_side(token) for token in found)):
                return found
            things = things or found
        return things or (self._fixed(act) if tuple(slots) == ("obj",) else [])

    def _is_side(self, token: Token) -> bool:
        """Whether the noun is somebody, or a place that stands for somebody."""
        return self.predicates.is_agent(token) or not SIDES.isdisjoint(self.predicates.classes(token))

    def _fixed(self, act: Act) -> list[Token]:
        return [
            self.doc[i]
            for i in sorted(act.used)
            if self.doc[i].pos_ in NOMINAL and self.doc[i].dep_ in {"dobj", "nsubjpass"}
        ]

    def _slot(self, verb: Token, slot: str, act: Act) -> list[Token]:
        fixed = [self.doc[i] for i in sorted(act.used) if self.doc[i].pos_ in NOMINAL]
        if slot == "obj":
            return self._object(verb, act, fixed)
        if slot == "subj":
            return surface_subjects(verb)
        if slot == "dative":
            return datives(verb)
        if slot == "direct":
            return [token for token in objects(verb) if token not in fixed]
        if slot == "noun":
            return [token for noun in fixed for token in self._around(noun)]
        found = preposition_objects(verb, slot)
        return found or [token for noun in fixed for token in preposition_objects(noun, slot)]

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
        return [token for token in inner if token not in fixed or frame] or direct or split

    def _around(self, noun: Token) -> list[Token]:
        """Whose or whom a noun concerns: its possessor, else what its preposition or modifier names."""
        if found := [token for token in owners(noun) if token.tag_ != "PRP$"]:
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
        if act.support == "agentive":
            subjects = logical_subjects(verb)
            actors = _unique([*subjects, *actors]) if act.entry.reciprocal else subjects or actors
            if act.entry.reciprocal:
                actors = _unique([*actors, *self._plain(preposition_objects(verb, "with"))])
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
            self.sides(inner) if inner.event_type else (self._clause_subject(other), self._concerned(other), [])
        )
        asked = self._asked(word, act)
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
            return logical_subjects(word)
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
            direct = [token for token in objects(word) if token.i not in taken]
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
            inner = self.acts.get(token.i)
            if self.predicates.is_time(token) or _nobody(token):
                continue
            if inner is not None and inner.nominal:
                actors += [other for other in self.sides(inner)[0] if other.i != token.i]
            elif self.predicates.is_means(self.predicates.meant(token)):
                means.append(token)
                actors += self._plain(owners(token))
            elif "abstract" in self.predicates.classes(token) and not {"agent", "government"}.intersection(
                self.predicates.classes(token)
            ):
                actors += self._plain(owners(token))
            else:
                actors.append(_named(token))
        return _unique(actors), means

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
            inner = self.acts.get(token.i)
            classes = self.predicates.classes(token)
            if inner is not None and inner.nominal and inner.head != act.head:
                found += self.sides(inner)[0] or [token]
            elif {"abstract", "proposal"}.intersection(classes) and not {
                "agent",
                "people",
                "government",
            }.intersection(classes):
                found += self._plain(self._around(token)) or self._plain(owners(token)) or [token]
            else:
                found.append(_named(token))
        return _unique(found)

    # ---- the rest

    def _counts(self, act: Act, head: Token, actors: Sequence[Token], recipients: Sequence[Token]) -> bool:
        """Whether an event noun tells of an event: it has a side, a support verb, or takes up a known one."""
        if not (actors or recipients or act.support or act.operator) and self._is_reference(head):
            return False
        needs = act.entry.noun_needs
        if act.entry.noun_object_not and self._is_figure(act, head):
            return False
        if needs:
            return (
                ("actor" in needs and bool(actors))
                or ("recipient" in needs and bool(recipients))
                or act.support in {"occurrence", "agentive"}
            )
        return bool(actors or recipients or act.support) or is_definite(head, self.codebook) or act.operator != ""

    def _embeds_figure(self, act: Act) -> bool:
        return bool(act.entry.noun_object_not) and self._is_figure(act, self.doc[act.head])

    def _is_reference(self, noun: Token) -> bool:
        """ "Since the war": the noun only says when something else was."""
        return noun.dep_ == "pobj" and noun.head.lower_ in self.codebook.cues["reference"]["prepositions"]

    def _is_figure(self, act: Act, head: Token) -> bool:
        """ "War on litter": what the noun is directed at shows that it is a figure of speech."""
        aims = [
            token
            for holder in dict.fromkeys((head, self.doc[act.anchor]))
            for name in ("on", "against")
            for token in preposition_objects(holder, name)
        ]
        return any(act.entry.noun_object_not.intersection(self.predicates.classes(token)) for token in aims)

    def _trigger(self, act: Act) -> tuple[int, int]:
        """The words that name the act: verb and noun together where they stand close."""
        own = [
            act.head,
            *(i for i in act.used if self.doc[i].dep_ in {"compound", "amod", "prt", "nmod"} or not act.nominal),
        ]
        if act.operator:
            own = [act.head]
        if act.support in {"agentive", "passive"}:
            own.append(act.anchor)
        near = [i for i in own if abs(i - act.head) <= MAX_TRIGGER]
        return min(near), max(near) + 1

    def _others(self, act: Act, sides: Sequence[Token], means: Sequence[Token]) -> tuple[int, ...]:
        taken = {token.i for token in sides}
        found = {token.i for token in means}
        for i in {act.head, act.anchor}:
            for child in self.doc[i].children:
                if child.dep_ in {"prep", "agent", "dative"}:
                    found.update(token.i for token in child.children if token.dep_ == "pobj")
                elif child.dep_ in {"compound", "dobj", "nmod", "npadvmod"}:
                    found.add(child.i)
        found.update(i for i in act.used if self.doc[i].pos_ in NOMINAL)
        return tuple(sorted(found - taken - {act.head}))

    def _generic(self, act: Act, head: Token) -> bool:
        """Told as a habit or of a kind rather than of one time."""
        verb = self.doc[act.anchor]
        if any(child.lower_ in self.codebook.cues["habits"]["adverbs"] for child in verb.children):
            return True
        return (
            act.nominal and not act.support and not any(child.dep_ in {"det", "poss", "nummod"} for child in head.lefts)
        )

    def _confidence(self, act: Act, actors: Sequence[Token], recipients: Sequence[Token]) -> float:
        """How sure the wording makes it, and that it is what the report tells rather than what it mentions.

        Verbs over nouns, both sides over one, a mode or a known object over neither, deeds over words; main clauses
        over subordinate ones, the lede over what follows: news tells what happened first and adds what led to it.
        """
        verb = self.doc[act.anchor]
        sure = 0.6 if act.nominal and not act.support else 0.7
        sure += 0.1 * bool(actors) + 0.1 * bool(recipients)
        sure += 0.05 * (bool(act.event_mode) or act.entry.name.partition(".")[0] not in EVENT_TYPES)
        sure -= 0.3 * (act.event_type in VERBAL_TYPES)
        sure -= 0.05 * self._subordination(verb) + 0.05 * (not self.lede)
        return round(min(1.0, max(0.0, sure) * act.entry.weight), 3)

    def _subordination(self, verb: Token) -> int:
        """How many subordinate clauses a word stands in; what somebody says stands on the level of the saying."""
        depth, token = 0, verb
        for _ in range(MAX_DEPTH):
            if token.head.i == token.i:
                break
            reported = token.dep_ == "ccomp" and token.head.lemma_ in self.codebook.cues["reporting"]["verbs"]
            depth += token.dep_ in SUBORDINATE and not reported
            token = token.head
        return depth

    def _rules(self, act: Act, actors: Sequence[Token], recipients: Sequence[Token]) -> dict[str, tuple[str, ...]]:
        rules: dict[str, tuple[str, ...]] = {}
        if act.rules:
            rules["event_type"] = act.rules
        slot = "noun" if act.nominal else "passive" if passive(self.doc[act.anchor]) else "active"
        if actors:
            rules["actors"] = (f"arguments:{slot}",)
        if recipients:
            rules["recipients"] = (f"arguments:{slot}",)
        return rules


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


def _unique(tokens: Iterable[Token]) -> list[Token]:
    return list({token.i: token for token in tokens}.values())
