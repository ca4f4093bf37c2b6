"""Who is in a report: every mention of people, groups, bodies, states, places and weapons, and what is known of each.

`find_entities` gives the mentions, grouped within the report, and serves the record of any actor that another
stage found by its head token.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from dateline.catalogue import Catalogue
from dateline.records import Entity, EntityMention, Place, Publication, Time, content_id
from dateline.stages.entities.coreference import (
    NEUTER,
    PLURAL,
    SINGULAR,
    SPEAKER,
    SPEAKERS,
    Mention,
    canonical_name,
    group_mentions,
)
from dateline.stages.entities.describe import (
    HYPHENS,
    NOMINAL,
    Context,
    Description,
    describe,
    noun_of,
    owned_by,
    plain,
)
from dateline.stages.entities.names import FoundName, find_names
from dateline.stages.phrases import REPORT_ID, noun_phrase, token_span

THINGS = frozenset({"weapon", "platform"})
PRONOUNS = frozenset({*SINGULAR, *PLURAL, *NEUTER, *SPEAKER, *SPEAKERS})


class Entities:
    """The entities of one report. `mentions` are in text order; the methods take tokens of the same `Doc`."""

    def __init__(self, doc: Doc, context: Context, mentions: list[Mention], groups: list[int]) -> None:
        self._doc, self._context = doc, context
        self._mention_of = {mention.head: i for i, mention in enumerate(mentions)}
        self._all, self._groups = mentions, groups
        members: defaultdict[int, list[Mention]] = defaultdict(list)
        for group, mention in zip(groups, mentions, strict=True):
            members[group].append(mention)
        self._person_at = {
            mention.start: mention for mention in mentions
            if mention.form == "name" and mention.description.type == "person"
        }  # fmt: skip
        self._names = {group: canonical_name(doc, those) for group, those in members.items()}
        self._known = {group: _combined(those) for group, those in members.items()}
        self.mentions = tuple(
            self._record(i) for i, mention in enumerate(mentions)
            if self._type(i) != "other"
        )  # fmt: skip

    def of(self, token: Token) -> Entity:
        """The record of the argument that `token` heads, resolved through the report where that is sure."""
        i = self._mention_of.get(token.i)
        start, end = noun_phrase(token) if token.tag_ else (token.i, token.i + 1)
        span = token_span(self._doc, _past_brackets(self._doc, start, token.i), end)
        if i is None:
            described, name = describe(token, self._context), plain(span.text)
        else:
            described = self._owned(token, _filled(self._all[i].description, self._known[self._groups[i]]))
            name = self._names[self._groups[i]]
        return Entity(
            span=span, text=span.text, name=name, id=described.id, type=described.type, country=described.country,
            sectors=described.sectors, affiliation=described.affiliation,
        )  # fmt: skip

    def _owned(self, head: Token, described: Description) -> Description:
        """With what a possessive pronoun adds: "its army" is that of the state which "its" stands for."""
        noun = noun_of(head, self._context.catalogue) if head.tag_ in NOMINAL else None
        if noun is None or described.country or described.id or described.affiliation:
            return described
        for word in head.lefts:
            i = self._mention_of.get(word.i) if word.tag_ == "PRP$" else None
            if i is not None and self._groups[i] != i:
                return owned_by(described, noun, self._known[self._groups[i]])
        return described

    def is_person_name(self, token: Token) -> bool:
        """Whether `token` heads the name of a person."""
        i = self._mention_of.get(token.i)
        return i is not None and self._all[i].form == "name" and self._type(i) == "person"

    def person_starting(self, i: int) -> Token | None:
        """The head of the person's name that begins at token `i`."""
        mention = self._person_at.get(i)
        return self._doc[mention.head] if mention is not None else None

    def name_end(self, token: Token) -> int:
        """The token after the name that `token` heads."""
        i = self._mention_of.get(token.i)
        return self._all[i].end if i is not None else token.i + 1

    def organizations_of(self, token: Token) -> list[Token]:
        """Heads of the names of groups inside a description of people: "members of X", "X guerrillas"."""
        start, end = noun_phrase(token) if token.tag_ else (token.i, token.i + 1)
        after = (child for child in token.rights if child.dep_ == "prep" and child.lower_ in {"from", "of"})
        limit = max([end, *(child.right_edge.i + 1 for child in after)])
        return [
            self._doc[mention.head] for mention in self._all
            if mention.form == "name" and start <= mention.start and mention.end <= limit and mention.head != token.i
            and (mention.description.type == "armed-group" or (
                mention.description.type == "organization" and self._doc[mention.head].dep_ == "pobj"
            ))
        ]  # fmt: skip

    def id_of(self, token: Token) -> str | None:
        """The id, within the report, of the thing that `token` heads a mention of; None for what is no entity."""
        i = self._mention_of.get(token.i)
        if i is None or (self._all[i].form == "pronoun" and self._groups[i] == i):
            return None
        return self._group_id(self._groups[i])

    def _group_id(self, group: int) -> str:
        return content_id(self._doc.user_data[REPORT_ID], self._names[group], self._doc[self._all[group].start].idx)

    def _type(self, i: int) -> str:
        """A mention's own type; a pronoun's is that of what it stands for, and of "he" and "I" always person.

        "We" is the body for which somebody speaks, where nothing else is known of it.
        """
        if self._all[i].form != "pronoun":
            return self._all[i].description.type
        word = self._doc[self._all[i].head].lower_
        if word in SPEAKERS and self._groups[i] == i:
            return "organization"
        return "person" if word in SINGULAR or word in SPEAKER else self._known[self._groups[i]].type

    def _record(self, i: int) -> EntityMention:
        mention, group = self._all[i], self._groups[i]
        span = token_span(self._doc, mention.start, mention.end)
        return EntityMention(span=span, type=self._type(i), name=self._names[group], entity_id=self._group_id(group))


def _past_brackets(doc: Doc, start: int, head: int) -> int:
    """Where a phrase begins behind what an editor put before it in brackets ("[Text] two men")."""
    last = next((i for i in range(head - 1, start - 1, -1) if doc[i].text in {"]", "["}), None)
    if last is None or doc[last].text == "[":
        return start if last is None else last + 1
    return last + 1


def find_entities(
    doc: Doc,
    catalogue: Catalogue,
    places: Iterable[Place] = (),
    published: Publication | None = None,
    times: Sequence[Time] = (),
) -> Entities:
    """All entities of a report; `places` are those found in it, where known: they settle what is a place's name.

    published, times: the report's, where known: they settle which of several bearers of a name is meant.
    Sentences that were not parsed give only names of the catalogue and places.
    """
    names = find_names(doc, catalogue, places, published, times)
    context = Context(catalogue=catalogue, name_at={i: found for found in names for i in range(found.start, found.end)})
    mentions = [*(_name_mention(doc, found, context) for found in names), *_other_mentions(doc, context)]
    unique = {mention.head: mention for mention in reversed(mentions)}
    ordered = sorted(unique.values(), key=lambda mention: (mention.start, mention.end))
    return Entities(doc, context, ordered, group_mentions(doc, ordered))


def _name_mention(doc: Doc, found: FoundName, context: Context) -> Mention:
    span = doc[found.start : found.end]
    head = span.root if span[0].tag_ else span[0]
    return Mention(head=head.i, start=found.start, end=found.end, form="name", description=describe(head, context))


def _other_mentions(doc: Doc, context: Context) -> list[Mention]:
    """Common nouns that name actors, places and things, and pronouns."""
    found = []
    for token in doc:
        if token.tag_ in NOMINAL and _names_something(token, context):
            start, end = noun_phrase(token)
            described = describe(token, context)
            found.append(Mention(head=token.i, start=start, end=end, form="noun", description=described))
        elif token.tag_ in {"PRP", "PRP$"} and token.lower_ in PRONOUNS:
            start, end = token.i, token.i + 1
            found.append(Mention(head=start, start=start, end=end, form="pronoun", description=Description()))
    return found


def _names_something(token: Token, context: Context) -> bool:
    """Whether a noun that is no name stands for something listed, and not only in a compound ("army chief").

    Weapons count there too: "a mortar attack" has a mortar.
    """
    noun = None if token.i in context.name_at else noun_of(token, context.catalogue)
    if noun is None or (token.dep_ == "compound" and noun.type not in THINGS):
        return False
    return token.i + 1 == len(token.doc) or token.nbor().text not in HYPHENS


def _combined(group: list[Mention]) -> Description:
    """What all mentions of a thing tell together: of each field, what the first that has it says."""
    known = Description()
    for mention in sorted(group, key=lambda mention: mention.description.type == "location"):
        known = _filled(known, mention.description)
    return known


def _filled(own: Description, known: Description) -> Description:
    """`own`, with what it leaves open taken from `known`; "the group" is of the type of what it takes up."""
    takes_up_name = own.type == "organization" and own.id is None and known.id is not None
    return replace(
        own,
        type=known.type if own.type == "other" or takes_up_name else own.type,
        id=own.id or known.id,
        country=own.country or known.country,
        sectors=own.sectors or known.sectors,
        affiliation=own.affiliation or known.affiliation,
    )
