"""Events in a parsed report: what happened, to whom, by whom, and whether it did.

`find_events` goes through the parsed sentences once; `acts.py` says which words name an act, `arguments.py` finds
subjects and objects, `status.py` decides whether it happened. Results hold token indices of the `Doc`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from dateline.codebook.examples import Coding
from dateline.codebook.loader import outcome
from dateline.codebook.model import Codebook
from dateline.records import EVENT_TYPES
from dateline.stages.acts import NOMINAL, Act, find_acts, stands_behind
from dateline.stages.arguments import (
    passive,
    preposition_objects,
    surface_subjects,
)
from dateline.stages.figures import figurative_types
from dateline.stages.literal_sides import relative_pronouns
from dateline.stages.parse import is_parsed
from dateline.stages.phrases import noun_phrase
from dateline.stages.predicates import Predicates
from dateline.stages.sides import Sides, parted
from dateline.stages.status import decide_status, is_definite
from dateline.stages.traits import classes_of, company, own_words, said, said_of

MAX_TRIGGER = 6
"""A support verb further than this from its noun stays out of the trigger."""
VERBAL_TYPES = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types of what is said: their predicates serve for much else, so they are the less certain ones."""
WORDS = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "AID", "PROTEST"})
"""Types of which one telling may name the addressee and another below it the matter."""
INNER = frozenset({"advcl", "xcomp", "acl", "pcomp", "prep", "pobj", "dobj", "agent", "dative"})
"""Labels through which a word says more of the act above it."""
ATTACKING = frozenset(
    {"aerial", "drone", "explosives", "firearms", "heavy-weapons", "primitive", "suicide-attack", "unconventional"}
)
"""Modes that say with what people are killed; those killed during an abduction were not killed by it."""
SUBORDINATE = frozenset({"relcl", "acl", "advcl", "pcomp", "csubj", "ccomp"})
"""Labels of clauses that tell what led to something, qualifies it or follows from it."""
CAUSAL = ("in", "during", "after", "from", "under")
"""Prepositions of what somebody died in or of."""
COUNTED = frozenset({"hurt", "injured", "wounded", "and", "more", "others", "missing", "dozens", "scores", "several"})
"""Words that go on with the count of a headline ("two dead, nine injured in")."""
CHARGED = frozenset({"with", "of", "for", "to", "on", "over"})
"""Prepositions between an accusation and the crime."""
PLACES = frozenset({"property", "location", "territory", "name_gpe", "name_org", "organization"})
"""Classes of what an attack is called by where it was ("an office shooting")."""
MAX_DEPTH = 12
"""Steps towards the root within which subordinate clauses are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedEvent:
    """One event in token indices. `rules` maps field names to the names of the rules that gave them.

    further: the trigger ranges of other words of the sentence that tell the same act ("shot and killed two men").
    """

    trigger_start: int
    trigger_end: int
    further: tuple[tuple[int, int], ...] = ()
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
    pronouns: Mapping[int, int] = field(default_factory=dict)
    """{actor: the pronoun by which this clause names him}: "it" for Norvia in "Norvia said that it will …"."""
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
        events = [
            event for event in _coded(acts, doc, predicates, lede=not found) if event.event_type not in figurative
        ]
        found += _with_traits(events, tokens, doc, predicates)
    return found


def _with_traits(
    events: Sequence[CodedEvent], sentence: Sequence[Token], doc: Doc, predicates: Predicates
) -> list[CodedEvent]:
    """The events of a sentence with what it says beside each."""
    words = said(sentence, predicates.codebook) if events else frozenset()
    parts = [own_words(sentence, doc[event.head], _foreign(event, events, doc)) for event in events]
    return [
        replace(
            event,
            traits=said_of(words, sentence, part, predicates.codebook)
            | {f"named:{doc[event.head].lemma_.lower()}"}
            | company((o.event_type, o.event_mode, o.entry) for o in events if o is not event)
            | classes_of("actor", (doc[i] for i in event.actors), predicates)
            | classes_of("recipient", (doc[i] for i in event.recipients), predicates)
            | classes_of("object", (doc[i] for i in event.other_arguments), predicates),
        )
        for event, part in zip(events, parts, strict=True)
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
    return tuple((phrase[:-1] if phrase[-1].tag_ == "POS" else phrase).text for phrase in phrases)


def _coded(acts: Sequence[Act], doc: Doc, predicates: Predicates, *, lede: bool) -> list[CodedEvent]:
    by_head = {act.head: act for act in acts}
    coder = _Coder(doc, predicates, by_head, lede=lede)
    events = [event for act in acts if (event := coder.event(act)) is not None]
    return _once(events, doc)


def _once(events: list[CodedEvent], doc: Doc) -> list[CodedEvent]:
    """One event for each act of a sentence: of two tellings the first or outer stays, with the sides of both.

    Coordinated verbs of one type with the same sides ("shot and killed two men"); a word and what stands below it of
    the same type and by the same people ("issued an ultimatum, warning that", "paid ten million to help", "an exercise
    held in May"). What is done to others is another act, unless both are no more than words.
    """
    kept: list[CodedEvent] = []
    events = _with_outcomes(events, doc)
    for event in sorted(events, key=lambda event: (_depth(doc[event.head]), event.head)):
        twin = next((i for i, other in enumerate(kept) if _is_same(event, other, doc)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _with_sides(kept[twin], event)
    return sorted(kept, key=lambda event: event.head)


def _with_outcomes(events: list[CodedEvent], doc: Doc) -> list[CodedEvent]:
    """The dead of a headline told with the attack that they died in: "ten dead in night attack" is one event."""
    behind = [event for event in events if doc[event.head].pos_ == "ADJ" and stands_behind(doc[event.head]) is not None]
    told = [event for event in events if event not in behind]
    for result in behind:
        deeds = [
            i for i, deed in enumerate(told)
            if deed.event_type == result.event_type and deed.head > result.head
            and doc[deed.head].sent.start == doc[result.head].sent.start
        ]  # fmt: skip
        if deeds:
            told[deeds[0]] = _with_sides(told[deeds[0]], result)
        else:
            told.append(result)
    return told


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _is_same(event: CodedEvent, other: CodedEvent, doc: Doc) -> bool:
    """Whether `event` tells the act of `other` once more; `other` stands as high in the tree or higher."""
    if event.event_type != other.event_type:
        return False
    head = doc[event.head]
    same = event.actors == other.actors and event.recipients == other.recipients
    if same and (event.actors or event.recipients) and abs(event.head - other.head) <= 3 and head.dep_ == "conj":
        return True
    if event.event_type == "ASSAULT":
        return False  # an attack and each of its consequences is told for itself
    below = {other.head, *range(other.trigger_start, other.trigger_end)}
    path = [head, *head.ancestors]
    at = next((i for i, token in enumerate(path) if token.i in below), None)
    if at is None or at == 0 or any(token.dep_ not in INNER or _has_subject(token) for token in path[:at]):
        return False
    if not _may_be(event.actors, other.actors, doc) if other.actors else set(event.actors) & set(other.recipients):
        return False
    return other.event_type in WORDS or _may_be(event.recipients, other.recipients, doc)


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} and child.tag_ != "WDT" for child in token.children)


def _may_be(inner: Sequence[int], outer: Sequence[int], doc: Doc) -> bool:
    """Whether the sides told further in can be those told further out: the same, nobody, or "its"."""
    return set(inner) <= set(outer) or all(doc[i].tag_ in {"PRP$", "PRP"} for i in inner)


def _with_sides(event: CodedEvent, inner: CodedEvent) -> CodedEvent:
    """The event with the sides that only the inner telling names, and with its trigger as a further one."""
    mutual = event.reciprocal or len(event.actors) > 1
    return replace(
        event, actors=event.actors or inner.actors, pronouns=event.pronouns if event.actors else inner.pronouns,
        recipients=event.recipients or (() if mutual else inner.recipients), rules={**inner.rules, **event.rules},
        further=(*event.further, (inner.trigger_start, inner.trigger_end), *inner.further),
    )  # fmt: skip


def _after_count(adjective: Token) -> list[Token]:
    """What a headline says the counted came of: "one dead, two hurt in shooting", "ten dead after gunmen stormed"."""
    if adjective.pos_ != "ADJ" or stands_behind(adjective) is None:
        return []
    for token in adjective.doc[adjective.i + 1 : adjective.sent.end]:
        if token.lower_ in CAUSAL:
            return [token.head] if token.dep_ == "mark" else [i for i in token.children if i.dep_ in {"pobj", "pcomp"}]
        if not (token.is_punct or token.like_num or token.lower_ in COUNTED):
            return []
    return []


def _is_headline(sentence: Span) -> bool:
    """Whether a sentence is told in the language of headlines: without articles and without a full stop."""
    return not sentence[-1].is_punct and not any(token.tag_ in {"DT", "PRP$"} for token in sentence)


class _Coder:
    """Arguments and status of the acts of one sentence; `lede`: no sentence before it tells of an event."""

    def __init__(self, doc: Doc, predicates: Predicates, acts: Mapping[int, Act], *, lede: bool) -> None:
        self.doc, self.predicates, self.acts, self.lede = doc, predicates, acts, lede
        self.codebook = predicates.codebook
        self.sides = Sides(doc, predicates, acts)

    def event(self, act: Act) -> CodedEvent | None:
        """The coded event of an act, or None where it is no more than a word in passing."""
        head = self.doc[act.head]
        self.sides.pronouns.clear()
        actors, recipients, means = self.sides.of(act)
        pronouns = {token.i: self.sides.pronouns[token.i] for token in actors if token.i in self.sides.pronouns}
        if self.codebook.literal_sides:
            pronouns |= relative_pronouns([*actors, *recipients], head)
        if head.pos_ == "ADJ" and act.anchor == act.head and (people := stands_behind(head)) is not None:
            actors, recipients = [], [people]
        if act.nominal and act.event_type == "ASSAULT" and not (actors or recipients or act.support):
            actors = self._accused(head)
        if act.nominal and not self._counts(act, head, actors, recipients):
            return None
        if act.embedded is not None and act.embedded.nominal and self._embeds_figure(act.embedded):
            return None
        if act.entry.needs_cause and not self._has_cause(self.doc[act.anchor]):
            return None
        act = self._refined(act, means, actors)
        status = decide_status(act, head, self.codebook)
        start, end = self._trigger(act)
        return CodedEvent(
            trigger_start=start, trigger_end=end, head=act.head, entry=act.entry.name,
            event_type=act.event_type, event_mode=act.event_mode, contexts=act.entry.contexts,
            status=status.value, status_cue=status.cue, status_rule=status.rule,
            actors=tuple(token.i for token in actors), pronouns=pronouns,
            recipients=tuple(token.i for token in recipients),
            other_arguments=self._others(act, [*actors, *recipients], means),
            reciprocal=act.entry.reciprocal and not act.operator,
            definite=act.nominal and is_definite(head, self.codebook), generic=self._generic(act, head),
            rules=self._rules(act, actors, recipients), confidence=self._confidence(act, actors, recipients),
        )  # fmt: skip

    def _refined(self, act: Act, means: Sequence[Token], actors: Sequence[Token]) -> Act:
        """The act under the companions of the composition table: purpose of a mission, weapons that act."""
        act = self._by_its_cause(act)
        for companion in self.codebook.companions:
            if (
                companion.event_type != act.event_type
                or (companion.modes and (act.event_mode or "") not in companion.modes)
                or companion.actors > len(parted(list(actors)))
            ):
                continue
            holders = [self.doc[act.anchor], *actors] if companion.words else []
            words = {token.lower_ for holder in holders for token in holder.subtree}
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

    # ---- the rest

    def _accused(self, noun: Token) -> list[Token]:
        """Who is charged with the crime that a noun names ("charged with arson", "accused of murder")."""
        while noun.dep_ == "conj" and noun.head.pos_ in NOMINAL:
            noun = noun.head
        if noun.dep_ != "pobj" or noun.head.lower_ not in CHARGED:
            return []
        charge = self.acts.get(noun.head.head.i)
        if charge is None or charge.nominal or charge.event_type != "ACCUSE" or noun.head.i not in charge.used:
            return []
        verb = noun.head.head
        told = [token for token in self.sides.of(charge)[1] if token.i != noun.i]
        return told or (surface_subjects(verb) if passive(verb) else [])

    def _counts(self, act: Act, head: Token, actors: Sequence[Token], recipients: Sequence[Token]) -> bool:
        """Whether an event noun tells of an event: it has a side, a support verb, or takes up a known one."""
        if not (actors or recipients or act.support or act.operator) and self._is_reference(head):
            return False
        needs = act.entry.noun_needs
        if act.entry.noun_object_not and self._is_figure(act, head):
            return False
        if "agentive" in needs:
            return act.support == "agentive"
        if needs:
            return (
                ("actor" in needs and bool(actors))
                or ("recipient" in needs and bool(recipients))
                or act.support in {"occurrence", "agentive"}
            )
        return (
            bool(actors or recipients or act.support)
            or is_definite(head, self.codebook)
            or act.operator != ""
            or (act.event_type == "ASSAULT" and self._is_particular(act, head))
        )

    def _is_particular(self, act: Act, noun: Token) -> bool:
        """Whether a noun without sides tells of one attack all the same.

        It was prevented or denied; it goes by where it was ("the Velin shooting", "an office shooting"); or a headline,
        which leaves articles out, has it in the singular after "in" or "after" ("Ten dead in bombing").
        """
        if act.forced == "denied":
            return True
        if noun.tag_ not in {"NN", "NNP"}:
            return False
        if any(
            child.dep_ == "compound" and not PLACES.isdisjoint(self.predicates.classes(child)) for child in noun.lefts
        ):
            return True
        bare = not any(child.dep_ in {"det", "poss", "amod"} for child in noun.lefts)
        return bare and noun.dep_ == "pobj" and noun.head.lower_ in CAUSAL and _is_headline(noun.sent)

    def _has_cause(self, verb: Token) -> bool:
        """Whether an attack is told as what the verb came of: in a phrase with "in", "after", or in such a clause."""
        named = (self.predicates.meant(token) for name in CAUSAL for token in preposition_objects(verb, name))
        causes = {token.i for token in named} | {child.i for child in verb.children if child.dep_ == "advcl"}
        causes |= {  # "after being shot"
            inner.i
            for child in verb.children
            if child.dep_ == "prep" and child.lower_ in CAUSAL
            for inner in child.children
            if inner.dep_ == "pcomp"
        }
        causes |= {token.i for token in _after_count(verb)}
        attacks = [act for act in self.acts.values() if act.event_type == "ASSAULT" and not act.entry.needs_cause]
        return any(
            not causes.isdisjoint({act.head, act.anchor}) and not (act.nominal and self._embeds_figure(act))
            for act in attacks
        )

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
            for name in (("on", "against", "with") if act.entry.reciprocal else ("on", "against", "of"))
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
