"""What a codebook holds once it is loaded: entries, patterns, frames, operators, the crosswalk.

Pattern grammar (verbs): the verb's base form, then items. `+word` is a particle or preposition of the verb, or
of the particle before it; a bare word (or several) is the head of the object with the words before it, or the
complement of the preposition before it: "open fire", "take +to street", "break +off", "go +on hunger strike".
`=class` stands for any noun of the class: "open border +to =refugees".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from dateline.records import Codes

COOPERATION = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Types whose acts are cooperation; the others are conflict. A source word is neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One demand of a pattern: a particle or preposition (`prep`), a noun (`words`), or both."""

    prep: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence with the coding that the codebook must give it; `code` "" means no event at all."""

    text: str
    code: str
    status: str = "occurred"
    actor: str | None = None
    recipient: str | None = None
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way in which an act of a type and mode is named, with its argument slots and conditions."""

    name: str
    event_type: str
    event_mode: str | None = None
    contexts: tuple[str, ...] = ()
    actor: tuple[str, ...] = ("subj",)
    recipient: tuple[str, ...] = ("obj", "against", "on", "with", "to", "at", "from", "toward")
    noun_actor: tuple[str, ...] = ("poss", "by", "compound", "amod", "from")
    noun_recipient: tuple[str, ...] = ("against", "on", "of", "to", "with")
    reciprocal: bool = False
    requires: frozenset[str] = frozenset()
    object_is: frozenset[str] = frozenset()
    object_not: frozenset[str] = frozenset()
    object_optional: bool = False
    object_known: bool = False
    """An object of no known class does not pass."""
    subject_is: frozenset[str] = frozenset()
    subject_not: frozenset[str] = frozenset()
    subject_known: bool = False
    """Nobody, or a subject of no known class, does not pass; of a passive the agent counts."""
    noun_not: frozenset[str] = frozenset()
    noun_needs: frozenset[str] = frozenset()
    noun_object_not: frozenset[str] = frozenset()
    """Classes that the recipient of an event noun may not be of ("war on litter")."""
    no_complement: bool = False
    no_object: bool = False
    """Patterns that end in a preposition want a verb without an object of its own."""
    needs_cause: bool = False
    """Counts only where an attack is told as its cause ("died when …", "died in the shelling")."""
    weight: float = 1.0
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A governing word: what it makes of the act in its complement."""

    name: str
    complements: tuple[str, ...]
    status: str
    outcomes: Mapping[str, str]
    modes: Mapping[str, str]
    coded_only: frozenset[str] = frozenset()
    """Patterns that say nothing about a complement that no entry knows."""
    keeping: frozenset[str] = frozenset()
    """Patterns under which the embedded act stays itself, with the operator's status."""
    over: frozenset[str] = frozenset()
    """Types of act which the verb may name with its object and which still give way to the embedded act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A verb class: the entry for each class of its object."""

    name: str
    by_class: Mapping[str, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A verb with what it wants beside it, and what it then means."""

    text: str
    items: tuple[Item, ...]
    meaning: Entry | Frame | Operator | str
    needs: frozenset[str] = frozenset()
    """Words without which no sentence can meet the demands; classes of nouns are none."""


def needed_words(items: Iterable[Item]) -> frozenset[str]:
    """The prepositions and nouns that the demands of a pattern name."""
    words = (word for item in items for word in (item.prep, *item.words))
    return frozenset(word for word in words if word and not word.startswith("="))


@dataclass(frozen=True, slots=True, kw_only=True)
class NounPattern:
    """An event noun: the words before its head, and its meaning."""

    text: str
    before: tuple[str, ...]
    meaning: Entry | Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """What a modal word or a negation makes of its verb."""

    name: str
    status: str
    outcomes: Mapping[str, str]
    modes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Words in the clause, or weapons that act, which make another act of one."""

    name: str
    event_type: str
    modes: frozenset[str]
    """Modes that it changes ("" is none); empty: all."""
    words: frozenset[str]
    means: frozenset[str]
    becomes: str
    actors: int = 0
    """How many sides must act for it ("the two navies and Norvia held drills" is done together)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A field whose words of violence are figures of speech: its cues, and the types that are figurative in it."""

    name: str
    types: frozenset[str]
    words: frozenset[str]
    """Words, and phrases of up to three words, in lower case."""
    sentence: int
    """Different cues that make a sentence speak of it."""
    report: int
    """Different cues that make a report speak of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One row of a crosswalk list: what must hold, and what then is given."""

    event_type: str
    modes: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    other_actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    reciprocal: bool = False
    entries: frozenset[str] = frozenset()
    """Entries and frames by name."""
    traits: frozenset[str] = frozenset()
    """One of these must hold; see stages/traits.py."""
    needs: frozenset[str] = frozenset()
    """All of these must hold."""
    lacks: frozenset[str] = frozenset()
    """None of these may hold."""
    values: tuple[str | int | None, ...] = ()
    """None: the scheme has no place for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the conventions list of an event's participants and means (table `listing`)."""

    no_actors: frozenset[str] = frozenset()
    no_recipients: frozenset[str] = frozenset()
    """Sides whose members are left out once it is known whether the event stays."""
    no_means: frozenset[str] = frozenset()
    no_means_words: frozenset[str] = frozenset()
    """Categories of weapons, and last words, that are no means."""
    one_description: bool = False
    """Whether of doers without a name the first description stands for all."""
    short_names: bool = False
    """Whether things go by their noun alone."""
    vague: frozenset[str] = frozenset()
    """Words before a noun that tell how many or how it is seen, not what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A class of participants by what they are: any of these entity types or sectors, or words of the name.

    Whoever has one of the words `but` is not of it.
    """

    types: frozenset[str]
    sectors: frozenset[str]
    words: frozenset[str]
    but: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """Events that a convention has no place for: all conditions that are given must hold.

    actors, recipients: names of sides; every participant of that side must be of one of them ("nobody": none is told).
    """

    reason: str
    types: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    not_modes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    reciprocal: bool = False
    placeless: bool = False
    """Neither place nor date is told."""
    no_means: bool = False
    undated: bool = False
    unnamed: bool = False
    """No participant has a name."""
    once: bool = False
    """The report mentions the event a single time."""
    older_than: int | None = None
    """Days between the end of the event and publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """Everything that is known about how events are worded. Made by `load_codebook`."""

    version: str
    conventions: str
    entries: Mapping[str, Entry]
    verbs: Mapping[str, tuple[Pattern, ...]]
    """Entries and frames by verb, the most demanding pattern first."""
    nouns: Mapping[str, tuple[NounPattern, ...]]
    adjectives: Mapping[str, tuple[Pattern, ...]]
    adverbs: Mapping[str, Entry]
    """Adverbs that say by themselves what is done with a verb that no entry knows ("searched jointly")."""
    verb_operators: Mapping[str, tuple[Pattern, ...]]
    noun_operators: Mapping[str, tuple[NounPattern, ...]]
    adjective_operators: Mapping[str, tuple[Pattern, ...]]
    light: Mapping[str, tuple[Pattern, ...]]
    """Support verbs; the meaning is "agentive", "passive" or "occurrence"."""
    modals: Mapping[str, Modal]
    modal_words: Mapping[str, str]
    classes: Mapping[str, tuple[str, ...]]
    """Noun (singular, with the words before it) to its classes, in the order of the data."""
    class_order: Mapping[str, int]
    verb_forms: Mapping[str, tuple[str, ...]]
    """Lower-case form to base forms."""
    noun_forms: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, Mapping[str, frozenset[str]]]
    companions: tuple[Companion, ...]
    crosswalk: Mapping[str, Mapping[str, float | str]]
    sectors: Mapping[str, frozenset[str]]
    code_cues: Mapping[str, frozenset[str]]
    """Words and phrases of a sentence by the name under which crosswalk rows ask for them."""
    domains: tuple[Domain, ...]
    literal: frozenset[str]
    """Words with which a sentence is never figurative."""
    idioms: Mapping[str, tuple[tuple[str, ...], ...]]
    """Phrases that name no act, as base forms, by their first word."""
    acled: tuple[CodeRow, ...]
    ucdp: tuple[CodeRow, ...]
    places_as_sides: bool = False
    """Whether, where nobody is named as recipient, the place stands for those in it; a matter of conventions."""
    speakers: bool = False
    """Whether a speaker, not the pronoun of what he says, is the mention of a side; a matter of conventions."""
    literal_sides: bool = False
    """Whether sides are the subject and object of the word that names the act; a matter of conventions."""
    leave_out: tuple[LeaveOut, ...] = ()
    """What the conventions have no place for, by row."""
    no_role: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """"actors" and "recipients": the sides whose members the conventions do not take for such."""
    sides: Mapping[str, Side] = field(default_factory=dict)
    """Classes of participants that rows of `leave_out` and `no_role` name."""
    member_groups: bool = False
    """Whether the group named in a description of doers ("members of X") is a doer of its own."""
    listing: Listing = Listing()
    """What an event lists of what its mentions tell."""
    residents: bool = False
    """Whether an assault on somebody's home is one on them."""
    said_means: bool = False
    """Whether only weapons count that are named, not those that a verb implies ("shot")."""
    forms: frozenset[str] = frozenset()
    """Every word form of a predicate; see `surface_forms`."""

    def surface_forms(self) -> frozenset[str]:
        """Lower-case word forms one of which every sentence with an event holds."""
        return self.forms

    def codes(
        self,
        event_type: str,
        event_mode: str | None,
        *,
        actor_sectors: Collection[str] = (),
        recipient_sectors: Collection[str] = (),
        means_categories: Collection[str] = (),
        reciprocal: bool = False,
        entry: str = "",
        traits: Collection[str] = (),
    ) -> Codes:
        """The event in the field's other schemes; None where a scheme has no place for it.

        reciprocal: both sides act (a clash), so that there is no recipient. entry: the name of the codebook entry.
        traits: what else its sentence says (`traits_of` of stages/traits.py).
        """
        key = f"{event_type}/{event_mode}"
        quad = self.crosswalk["quad"].get(event_type)
        score = _of(self.crosswalk["score"], key, event_type)
        cameo = str(_of(self.crosswalk["cameo"], key, event_type) or "") or None
        goldstein = _of(self.crosswalk["goldstein"], cameo, cameo[:2]) if cameo else None
        facts = _Facts(
            event_mode or "-", set(means_categories), set(actor_sectors), set(recipient_sectors), reciprocal,
            entry, frozenset(traits),
        )  # fmt: skip
        acled = next((row.values for row in self.acled if self._holds(row, event_type, facts)), (None, None))
        ucdp = next((row.values[0] for row in self.ucdp if self._holds(row, event_type, facts)), None)
        return Codes(
            quad=int(quad) if quad is not None else None,
            plover_score=float(score) if score is not None else None,
            cameo_root=cameo[:2] if cameo else None,
            goldstein=float(goldstein) if goldstein is not None else None,
            acled_event_type=str(acled[0]) if acled[0] is not None else None,
            acled_sub_event_type=str(acled[1]) if acled[1] is not None else None,
            ucdp_type_of_violence=int(ucdp) if ucdp is not None else None,
        )

    def _holds(self, row: CodeRow, event_type: str, facts: _Facts) -> bool:
        return (
            row.event_type == event_type
            and (not row.modes or facts.mode in row.modes)
            and (not row.means or bool(row.means & facts.means))
            and (not row.reciprocal or facts.reciprocal)
            and (not row.entries or facts.entry in row.entries)
            and (not row.traits or bool(row.traits & facts.traits))
            and row.needs <= facts.traits
            and row.lacks.isdisjoint(facts.traits)
            and all(
                not names or bool(self._sectors(names) & side)
                for names, side in (
                    (row.actors, facts.actors), (row.other_actors, facts.actors), (row.recipients, facts.recipients),
                )
            )
        )  # fmt: skip

    def _sectors(self, names: frozenset[str]) -> set[str]:
        return {sector for name in names for sector in self.sectors.get(name, frozenset({name}))}


@dataclass(frozen=True, slots=True)
class _Facts:
    mode: str
    means: set[str]
    actors: set[str]
    recipients: set[str]
    reciprocal: bool
    entry: str
    traits: frozenset[str]


def _of(table: Mapping[str, float | str], *keys: str) -> float | str | None:
    return next((table[key] for key in keys if key in table), None)
