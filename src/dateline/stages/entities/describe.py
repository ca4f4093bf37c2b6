"""What the words of a noun phrase say of an actor: type, country, sectors, backers (rules as data: nouns.toml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dateline.catalogue import Actor, Catalogue, Noun
from dateline.stages.entities.names import TYPE_OF_LABEL, FoundName

DEALT_WITH = frozenset({"with", "against", "between", "among"})
"""Prepositions after which the name of a state means those who govern it."""
NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS"})
HYPHENS = frozenset({"-", "–", "‑"})
LINKING_PREFIXES = frozenset({"ex", "co", "vice", "non", "anti"})
COUNTED = frozenset({"person", "military-unit", "location", "facility"})
"""Types whose nouns, in the singular, need a determiner to name one thing."""
ACTORS = frozenset({"person", "organization", "armed-group", "government", "military-unit"})
"""Types of those whom somebody can back."""
COLLECTIVES = frozenset(
    {"group", "band", "bunch", "pair", "team", "number", "dozen", "hundred", "thousand", "score", "squad", "crowd",
     "mob", "column", "handful", "couple", "party"}
)  # fmt: skip
"""Nouns after which "of" and a plural say who they are."""
PAST = frozenset({"former", "ex", "late", "retired", "ousted", "deposed"})
OWNERS = frozenset({"poss", "compound", "amod", "nmod"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The fields of an `Entity` that do not depend on where it stands."""

    type: str = "other"
    name: str | None = None
    id: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What descriptions are made from: the catalogue, and by token the name that covers it."""

    catalogue: Catalogue
    name_at: Mapping[int, FoundName]


def describe(head: Token, context: Context) -> Description:
    """What is known of the phrase that `head` heads."""
    found = context.name_at.get(head.i)
    if found is not None and found.start <= head.i < found.end:
        described = describe_name(head, found, context)
    else:
        described = describe_noun(head, context)
    if described.type not in ACTORS:
        return described
    backers = tuple(dict.fromkeys([*described.affiliation, *find_backers(head, context)]))
    return replace(described, affiliation=backers)


# ---- names


def describe_name(head: Token, found: FoundName, context: Context) -> Description:
    """A name: the catalogue's entry, or the model's label with what title and apposition add."""
    if found.name is None:
        kind = TYPE_OF_LABEL[found.label]
        if kind == "organization" and _is_introduced_as_person(head, context):
            kind = "person"
        described = Description(type=kind, name=plain(head.doc[found.start : found.end].text))
        return _with_office(head, described, context) if kind == "person" else _composed_name(head, described, context)
    actor = found.name.actor
    if found.name.use in {"adjective", "people"}:
        return Description(type="nationality", name=head.doc[found.start : found.end].text, country=actor.country)
    if not actor.alpha2:
        return _of_actor(actor)
    if stands_for_government(head, found):
        return _of_actor(actor)
    if found.name.use == "capital":
        return Description(type="location", name=head.doc[found.start : found.end].text, country=actor.country)
    return replace(_of_actor(actor), type="location", sectors=())


def stands_for_government(head: Token, found: FoundName) -> bool:
    """Whether a state's or capital's name means those who govern: it acts or speaks, or is dealt with.

    Elsewhere, and in unparsed sentences, it is taken for the place. A capital needs to act.
    """
    if head.dep_ == "conj" and head.head.i != head.i:
        return stands_for_government(head.head, found)
    if head.dep_ in {"nsubj", "agent"} or (head.dep_ == "pobj" and head.head.dep_ == "agent"):
        return True
    is_state = found.name is not None and found.name.use == "name"
    if head.dep_ == "pobj" and head.head.lower_ in {"with", "between"}:
        return True
    return is_state and (
        head.dep_ in {"poss", "dative", "dobj", "nsubjpass"} or (head.dep_ == "pobj" and head.head.lower_ in DEALT_WITH)
    )


def _of_actor(actor: Actor) -> Description:
    return Description(
        type=actor.type,
        name=actor.name,
        id=actor.id,
        country=actor.country,
        sectors=actor.sectors,
        affiliation=actor.affiliation,
    )


def _composed_name(head: Token, described: Description, context: Context) -> Description:
    """An organisation that only the model knows: its noun and a state before it still tell what it is."""
    if described.type != "organization" or head.tag_ not in NOMINAL:
        return described
    composed = describe_noun(head, context)
    if composed.type == "person" and head.tag_ in {"NNS", "NNPS"}:
        return composed  # "Jesuit Priests" are people, whatever the model makes of the capitals
    return described if composed.type in {"other", "person"} else replace(composed, name=described.name)


def _with_office(head: Token, described: Description, context: Context) -> Description:
    """A person's country and sectors from the title before the name or the apposition beside it."""
    for word in _titles(head):
        office = describe_noun(word, context)
        if office.type == "person" and (office.country or office.sectors or office.affiliation):
            return replace(office, name=described.name, id=None)
    return described


def _is_introduced_as_person(head: Token, context: Context) -> bool:
    """Whether an apposition says that a name is a person's, whatever the model's label: "X, leader of …"."""
    for token in head.rights:
        if token.dep_ == "appos" and token.tag_ == "NN" and token.i not in context.name_at:
            noun = noun_of(token, context.catalogue)
            return noun is not None and noun.type == "person"
    return False


def _titles(head: Token) -> Iterator[Token]:
    for token in head.children:
        if token.dep_ in {"appos", "compound", "nmod"}:
            yield token
    if head.dep_ == "appos":
        yield head.head


# ---- common nouns


def describe_noun(head: Token, context: Context) -> Description:
    """A common noun by the tables of the catalogue, with the state or group that it belongs to."""
    noun = noun_of(head, context.catalogue)
    members = _members(head, context)
    if members is not None:
        return members
    if noun is None:
        owner = _owner(head, context)
        country = owner.country if owner and owner.type in {"nationality", "government", "location"} else None
        return Description(country=country)
    owner = _owner(head, context)
    described = Description(type=noun.type, sectors=noun.sectors)
    if owner is not None:
        described = owned_by(described, noun, owner)
    is_past = noun.type == "person" and any(token.lower_ in PAST for token in head.lefts)
    return replace(described, sectors=(), affiliation=()) if is_past else described


def _members(head: Token, context: Context) -> Description | None:
    """What "of" says of a group or number: "a group of guerrillas" are guerrillas; None where it says nothing."""
    word = members_of(head)
    if word is None or word.i in context.name_at:
        return None
    inner = describe_noun(word, context)
    return inner if inner.type in ACTORS else None


def members_of(head: Token) -> Token | None:
    """Those of whom a group consists: the guerrillas of "a group of guerrillas"."""
    if lemma_of(head) not in COLLECTIVES:
        return None
    return next(
        (
            word
            for preposition in head.rights
            if preposition.lower_ == "of"
            for word in preposition.rights
            if word.dep_ == "pobj" and word.tag_ in {"NNS", "NNPS"}
        ),
        None,
    )


def noun_of(head: Token, catalogue: Catalogue) -> Noun | None:
    """The entry for a noun: with "of" and the noun after it, with the words before it, or alone."""
    for key in _noun_keys(head):
        if key in catalogue.nouns:
            noun = catalogue.nouns[key]
            return None if noun.type in COUNTED and _is_bare(head) else noun
        if key in catalogue.offices:
            return Noun(type="person", sectors=catalogue.offices[key])
    return None


def _noun_keys(head: Token) -> Iterator[str]:
    """The strings under which the noun may be listed, the longest first."""
    forms = list(dict.fromkeys([lemma_of(head), head.lower_, head.lower_.removesuffix("s")]))
    after = _of_noun(head)
    if after:
        yield f"{forms[0]} of {after}"
    before = [head.nbor(-k).lower_ for k in (2, 1) if head.i - k >= 0]
    if before and before[-1] in HYPHENS:
        yield from ("".join([*before, form]) for form in forms)
        if before[0] not in LINKING_PREFIXES:
            return
    for k in (2, 1):
        yield from (" ".join([*before[-k:], form]) for form in forms)
    yield from forms


def _is_bare(head: Token) -> bool:
    """A singular noun with nothing before it: "use of force", "at home" name no one force and no one home."""
    return head.tag_ == "NN" and head.dep_ not in {"appos", "compound"} and not any(head.lefts)


def lemma_of(token: Token) -> str:
    """The lemma in lower case; of capitalised plurals ("Forces"), which the model leaves, the singular."""
    lower = token.lemma_.lower() or token.lower_
    if token.tag_ == "NNPS" or (token.tag_ == "NNP" and lower.endswith("s")):
        return lower[:-3] + "y" if lower.endswith("ies") else lower.removesuffix("s")
    return lower


def _of_noun(head: Token) -> str:
    for preposition in head.rights:
        if preposition.lower_ == "of":
            return next((word.lower_ for word in preposition.rights if word.dep_ == "pobj"), "")
    return ""


def _owner(head: Token, context: Context) -> Description | None:
    """The state, body or group that a noun belongs to: before it, or after "of". None where several countries do."""
    owners = [owner for token in _owner_words(head) if (owner := _as_owner(token, head, context)) is not None]
    countries = {owner.country for owner in owners if owner.country}
    if not owners or len(countries) > 1:
        return None
    return next((owner for owner in owners if owner.country or owner.id), owners[0])


def _as_owner(token: Token, head: Token, context: Context) -> Description | None:
    found = context.name_at.get(token.i)
    if found is None:
        if token.tag_ not in NOMINAL or noun_of(token, context.catalogue) is None:
            return None
        inner = describe_noun(token, context)
        return inner if inner.country or inner.id or inner.sectors else None
    if found.actor is None or found.start <= head.i < found.end or _is_backer(found, head, context.catalogue):
        return None
    owner = _of_actor(found.actor)
    return replace(owner, type="nationality") if found.name and found.name.use in {"adjective", "people"} else owner


def _owner_words(head: Token) -> Iterator[Token]:
    """Words that may name the owner, nearest relation first; parts of a hyphenated compound too."""
    for token in reversed(list(head.lefts)):
        if token.dep_ in OWNERS:
            yield token
            yield from (part for part in token.children if part.dep_ in OWNERS and part.i < token.i)
            yield from token.conjuncts
    for preposition in head.rights:
        if preposition.dep_ == "prep" and preposition.lower_ in {"of", "for"}:
            yield from (token for token in preposition.rights if token.dep_ == "pobj")


def owned_by(described: Description, noun: Noun, owner: Description) -> Description:
    """A noun with its owner: whose organ, fighters or people they are."""
    state = (
        owner.country if owner.type in {"government", "nationality", "location", "military-unit", "person"} else None
    )
    if noun.type == "person":
        backer = (owner.id,) if owner.id and owner.type in {"armed-group", "organization"} else ()
        is_branch = owner.id is not None and "-" in owner.id and owner.type == "government"
        inherits = is_branch or (owner.type != "nationality" and not described.sectors)
        sectors = owner.sectors if inherits else described.sectors
        return replace(described, country=owner.country, sectors=sectors, affiliation=backer)
    if noun.owner == "affiliation":
        return replace(described, affiliation=(owner.id,) if owner.id else ())
    if owner.type == "armed-group" and noun.type in {"armed-group", "military-unit", "organization"}:
        return replace(owner, type="armed-group", name=owner.name)
    if owner.type == "organization" and owner.id and noun.type == "military-unit":
        return replace(described, id=owner.id, sectors=tuple(dict.fromkeys([*owner.sectors, *described.sectors])))
    if noun.organ and state:
        sector = noun.sectors[0]
        return replace(described, country=owner.country, id=state if sector == "GOV" else f"{state}-{sector}")
    return replace(described, country=owner.country)


# ---- backers


def find_backers(head: Token, context: Context) -> list[str]:
    """Ids of those who are said to back, arm or lead the group: "Iran-backed", "backed by X", "loyal to X"."""
    words = context.catalogue
    near = [token for token in head.subtree if token.i in context.name_at and abs(token.i - head.i) < 12]
    return [
        found.actor.id for token in near
        if (found := context.name_at[token.i]).actor is not None and token.i == found.end - 1
        and (_is_backer(found, head, words) or _backs_after(token, head, words))
    ]  # fmt: skip


def _is_backer(found: FoundName, head: Token, catalogue: Catalogue) -> bool:
    """Whether a name is a half of "X-backed" or "pro-X" before `head` ("X backed" with a space as well)."""
    doc, i = head.doc, found.end
    if found.start >= 2 and doc[found.start - 1].text in HYPHENS and doc[found.start - 2].lower_ in catalogue.prefixes:
        return found.end <= head.i
    if i < len(doc) and doc[i].text in HYPHENS:
        i += 1
    return i < head.i and doc[i].lower_ in catalogue.participles


def _backs_after(token: Token, head: Token, catalogue: Catalogue) -> bool:
    """Whether `token` is the X of "backed by X" or "loyal to X" said of `head`."""
    if token.dep_ != "pobj" or token.head.lower_ not in {"by", "to", "with"}:
        return False
    said = token.head.head
    known = catalogue.participles if token.head.lower_ == "by" else catalogue.adjectives
    return said.lower_ in known and said.head.i == head.i


def plain(text: str) -> str:
    """A name without its article and a possessive ending."""
    for article in ("the ", "The ", "a ", "an ", "A ", "An "):
        text = text.removeprefix(article)
    return text.removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")
