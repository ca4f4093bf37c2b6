"""Names of people made whole: from the first given name to the last surname, whatever the model cut off.

The model loses parts of long names, takes a surname for the place or body of that name, and passes over names in
which the case of letters is wrong ("roberto Garcia Lorn", of which it sees "Lorn", a place). Here a run of name
words is a person's name where the model sees a person in it, a title stands before it, or it begins with a given
name (catalogue/given_names.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from dateline.catalogue import Catalogue
from dateline.gazetteer.folding import fold

PLACE_WORDS = frozenset(
    {
        "san", "santa", "santo", "sao", "la", "las", "los", "villa", "puerto", "ciudad", "nueva", "nuevo", "isla",
        "rio", "cerro", "saint", "st.", "mount", "lake", "fort", "port",
    }
)  # fmt: skip
"""Words that begin the names of places, given names behind them ("San Carlos")."""
LONGEST = 7
"""Words of a person's name; longer runs are headlines."""
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "von", "van", "da", "dos", "bin", "ibn", "al", "el", "e"})
"""Lower-case words inside names."""
NAME_TAGS = frozenset({"NNP", "NNPS"})
NOT_NAMES = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "text", "excerpt",
                       "excerpts", "report", "summary", "north", "south", "east", "west"})  # fmt: skip
Labels = Mapping[int, str]
"""Model's or gazetteer's label by token."""


def person_names(doc: Doc, catalogue: Catalogue, labels: Labels) -> list[tuple[int, int]]:
    """Token ranges of people's names of two words or more, in text order.

    labels: of the tokens that some name covers, as found so far. Words of the catalogue's nouns, offices and peoples
    end a name; so does a comma. Runs that are one place by gazetteer or model stay what they are.
    """
    return [found for run in _runs(doc, catalogue) if (found := _person_in(run, doc, catalogue, labels)) is not None]


def _runs(doc: Doc, catalogue: Catalogue) -> Iterator[list[Token]]:
    """Stretches of words that may be parts of one name."""
    run: list[Token] = []
    for token in doc:
        if _is_name_word(token, catalogue):
            run.append(token)
            continue
        if run and token.lower_ in PARTICLES and token.i + 1 < len(doc) and _may_follow(token, catalogue):
            run.append(token)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _may_follow(particle: Token, catalogue: Catalogue) -> bool:
    following = particle.nbor()
    return _is_name_word(following, catalogue) or (
        following.lower_ in PARTICLES and following.i + 1 < len(particle.doc)
        and _is_name_word(following.nbor(), catalogue)
    )  # fmt: skip


def _is_name_word(token: Token, catalogue: Catalogue) -> bool:
    if token.is_sent_start and token.i and not token.text[:1].isupper():
        return False
    if is_given(token, catalogue):
        return True
    if token.tag_ not in NAME_TAGS or not token.text[:1].isupper() or not token.text.strip(".").isalpha():
        return False
    return not _is_title(token, catalogue) and token.lower_ not in NOT_NAMES


def _is_title(token: Token, catalogue: Catalogue) -> bool:
    """Whether a word says what somebody is rather than how they are called."""
    low = token.lower_
    forms = (low, low.removesuffix("s"), low + ".")
    return any(form in catalogue.offices or form in catalogue.nouns for form in forms) or any(
        name.use in {"adjective", "people"} for name in catalogue.names.get(token.text, ())
    )


def is_given(token: Token, catalogue: Catalogue) -> bool:
    """Whether a word is a given name; written small, only before a capitalised word."""
    written = token.text[:1].isupper() or (token.i + 1 < len(token.doc) and token.nbor().text[:1].isupper())
    return written and fold(token.text) in catalogue.given


def _person_in(run: Sequence[Token], doc: Doc, catalogue: Catalogue, labels: Labels) -> tuple[int, int] | None:
    start = _start(run, doc, catalogue, labels)
    if start is None:
        return None
    words = run[start:]
    while words and words[-1].lower_ in PARTICLES:
        words = words[:-1]
    if not 2 <= len(words) <= LONGEST or _is_place(words, labels) or _names_a_body(words):
        return None
    return words[0].i, words[-1].i + 1


def _start(run: Sequence[Token], doc: Doc, catalogue: Catalogue, labels: Labels) -> int | None:
    """Where the person's name begins within a run, None where nothing tells of a person."""
    given = next((k for k, token in enumerate(run) if is_given(token, catalogue)), None)
    seen = next((k for k, token in enumerate(run) if labels.get(token.i) == "PERSON"), None)
    titled = run[0].i > 0 and _is_office(doc[run[0].i - 1], catalogue)
    if given is None and seen is None:
        return None
    if titled and run[0].lower_ not in PLACE_WORDS and labels.get(run[0].i) in {None, "PERSON", "ORG"}:
        return 0
    start = min(k for k in (given, seen) if k is not None)
    if any(token.lower_ in PLACE_WORDS for token in run[: start + 1]):
        return None
    while start > 0 and labels.get(run[start - 1].i) in {None, "PERSON"} and run[start - 1].dep_ == "compound":
        if not run[start - 1].text[:1].isupper() or run[start - 1].lower_ in PARTICLES:
            break
        start -= 1
    return start


def _is_office(token: Token, catalogue: Catalogue) -> bool:
    return token.lower_ in catalogue.offices or token.lower_ + "." in catalogue.offices


def _names_a_body(words: Sequence[Token]) -> bool:
    """Whether the name is that of what follows it: "the Carlos Lorn front"."""
    last = words[-1]
    return last.dep_ in {"compound", "nmod", "amod"} and last.head.i > last.i


def _is_place(words: Sequence[Token], labels: Labels) -> bool:
    """Whether one place or body of the gazetteer covers all words ("Carlos Lorn" the town)."""
    return all(labels.get(token.i) in {"PLACE", "GPE", "LOC", "FAC"} for token in words)
