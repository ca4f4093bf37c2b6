"""Full-text search: what a user types, as a query that both databases understand and that cannot be an error.

Words are folded when an event is stored and when it is looked for (`words_of`), so that case, accents and
punctuation do not matter and the two databases find the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from dateline.gazetteer.folding import fold
from dateline.store.schema import event_text

MAX_TERMS = 50
"""Terms of a query beyond this many are not looked at."""

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that must, or must not, follow each other in a text.

    without: what has them does not fit. begun: the last word is only how one begins ("shell*").
    """

    words: tuple[str, ...]
    without: bool = False
    begun: bool = False


def words_of(text: str) -> list[str]:
    """The words of a text, folded: lower case, without accents and punctuation."""
    folded = (fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))
    return [word for word in folded if word]


def terms_of(typed: str) -> list[Term]:
    """What a user typed: words that all must be there, "phrases", -without, and begun* words.

    A word with punctuation within is a phrase ("cease-fire"). What holds no word is left out.
    """
    found = []
    for minus, phrase, word in _TERM.findall(typed):
        words = tuple(words_of(phrase or word))
        if words:
            found.append(Term(words=words, without=bool(minus), begun=not phrase and word.endswith("*")))
    return found[:MAX_TERMS]


def select_matching(typed: str) -> Select[Any]:
    """The ids of events whose text has what a user typed; of all that have a text where that is no word."""
    terms = terms_of(typed)
    wanted = [Matches(term) for term in terms if not term.without]
    unwanted = [Matches(term) for term in terms if term.without]
    found = select(event_text.c.event_id).where(and_(true(), *wanted))
    return found.where(~or_(*unwanted)) if unwanted else found


class Matches(FunctionElement[bool]):
    """Whether the text of a row of `event_text` has a term."""

    inherit_cache = True

    def __init__(self, term: Term) -> None:
        # Words are letters and digits only, so that nothing in them is syntax.
        phrase = '"' + " ".join(term.words) + '"' + ("*" if term.begun else "")
        lexemes = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.begun else "")
        super().__init__(bindparam("phrase", phrase, unique=True), bindparam("lexemes", lexemes, unique=True))


@compiles(Matches, "sqlite")
def _match(element: Matches, compiler: SQLCompiler, **options: Any) -> str:
    phrase, _ = element.clauses
    query = compiler.process(phrase, **options)
    return f"event_text.number IN (SELECT rowid FROM event_words WHERE event_words MATCH {query})"


@compiles(Matches, "postgresql")
def _at_at(element: Matches, compiler: SQLCompiler, **options: Any) -> str:
    _, lexemes = element.clauses
    return f"to_tsvector('simple', event_text.words) @@ CAST({compiler.process(lexemes, **options)} AS tsquery)"
