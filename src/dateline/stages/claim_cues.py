"""The constructions in which news tells who says what: candidates of claims, one word at a time.

Where the content of a cue stands is read off the parse (complement clauses, objects, infinitives) and off quotation
marks. Which constructions a word takes is told by `catalogue/claims.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.catalogue.cues import Cue, Cues, load_cues
from dateline.stages.claimants import (
    FINITE,
    NAMED,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    claimant_of,
    first_passive_subject,
    next_telling,
    own_telling,
    subject_above,
)
from dateline.stages.phrases import child, is_passive, text_of

LONGEST_GAP = 15
"""Tokens that may stand between a quotation and its cue: a subject with its title, "told the daily X on Monday"."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim before nesting: head of the claimant, token range of the cue, character range of the content."""

    claimant: Token | None
    cue: Range
    content: Range
    entry: Cue
    rank: int
    """Of two with the same cue the lower rank stays: clause, quotation, infinitive, object, others."""
    negated: bool = False
    under: int | None = None
    """Token of the cue that this one is cited for; its content is that cue's."""


def candidates_of(token: Token, cues: Cues, quotes: Sequence[Range]) -> Iterator[Candidate]:
    """The claims for which `token` may be the cue; of several with one cue the caller keeps the first by rank.

    quotes: what `find_quotes` found in the report.
    """
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"} and token.tag_ != "MD":
        yield from _verb_candidates(token, lemma, cues, quotes)
    elif token.pos_ == "NOUN" and lemma in cues.nouns and not _is_of_phrase(token, cues):
        for entry in cues.nouns[lemma]:
            yield from _noun_candidates(token, entry)
    elif token.pos_ == "ADV" and token.lower_ in cues.adverbs:
        yield from _adverb_candidates(token, cues.adverbs[token.lower_])
    if token.text == ":":
        yield from _labelled(token, cues)
    elif token.lower_ in cues.marker_starts:
        for words, entry in cues.markers.items():
            if token.lower_ == words[0]:
                yield from _marker_candidates(token, words, entry)
        for begin, nouns, entry in cues.views:
            if token.lower_ in begin:
                yield from _view_candidates(token, nouns, entry)


def _verb_candidates(verb: Token, lemma: str, cues: Cues, quotes: Sequence[Range]) -> Iterator[Candidate]:
    if lemma in cues.copulas or lemma == "make" or verb.lower_ in cues.adjectives:
        yield from _of_attitude(verb, cues)
    noun = child(verb, "dobj") or child(verb, "nsubjpass") if lemma in cues.light_verbs else None
    phrases = cues.phrasal.get((lemma, noun.lemma_.lower()), ()) if noun is not None else ()
    lemma = _with_particle(verb, lemma, cues) if lemma in cues.with_particle else lemma
    verbs, topics = cues.verbs.get(lemma, ()), cues.prepositional.get(lemma, ())
    if not (phrases or verbs or topics):
        return
    claimant = claimant_of(verb)
    if claimant is None and verb.tag_ in {"VB", "VBP"} and verb.dep_ == "ROOT":
        return  # an imperative
    cited = _cited_for(verb, lemma, cues)
    if cited is not None:
        yield cited
        return
    negated = _is_negated(verb)
    if claimant is not None and _is_nobody(claimant):
        claimant, negated = None, True
    if noun is not None:
        yield from _phrasal(verb, noun, claimant, negated, phrases)
    for entry in verbs:
        yield from _told_by(verb, claimant, negated, entry, quotes)
    for entry in topics:
        yield from _prepositional(verb, claimant, negated, entry)


def _cited_for(verb: Token, lemma: str, cues: Cues) -> Candidate | None:
    """ "The daily, citing two officials, reported that X": the officials, for what the daily reports."""
    thing = child(verb, "dobj") if lemma in {"cite", "quote"} and verb.tag_ == "VBG" else None
    lemma = thing.lemma_.lower() if thing is not None else ""
    if thing is None or not (thing.ent_type_ in NAMED or lemma in cues.claimant_words or lemma in cues.nouns):
        return None
    above = next((item for item in verb.ancestors if item.pos_ == "VERB" and item.lemma_.lower() in cues.verbs), None)
    if above is None:
        return None
    place = verb.idx, thing.idx + len(thing)  # for want of the content, which is that of the cue above
    entry = cues.verbs["report"][0]
    return Candidate(claimant=thing, cue=(verb.i, verb.i + 1), content=place, entry=entry, rank=0, under=above.i)


def _is_negated(verb: Token) -> bool:
    """ "did not confirm", "neither confirmed nor denied"."""
    joined = [*verb.children, *(verb.head.children if verb.dep_ == "conj" else ())]
    neither = any(item.dep_ in {"preconj", "cc"} and item.lower_ in {"neither", "nor"} for item in joined)
    return neither or any(item.dep_ == "neg" for item in verb.children)


def _is_nobody(claimant: Token) -> bool:
    """ "no group has claimed", "nobody said"."""
    return claimant.lower_ in NOBODY or any(
        item.dep_ in {"det", "neg"} and item.lower_ in NOBODY for item in claimant.lefts
    )


NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})


def _told_by(
    verb: Token, claimant: Token | None, negated: bool, entry: Cue, quotes: Sequence[Range]
) -> Iterator[Candidate]:
    """What one reading of a verb of saying brings in, each construction on its own."""
    ways = (
        ("clause", _clause), ("infinitive", _infinitive), ("raising", _raising), ("as", _seen_as),
        ("over", _judged_over),
        ("accused", _accused), ("at", _put_at),
        ("object", _object),
    )  # fmt: skip
    quoted = _adjacent_quote(verb, quotes) if "quote" in entry.takes else None
    for rank, (name, way) in enumerate(ways):
        content = way(verb) if name in entry.takes else None
        if content is not None and quoted is not None and quoted[1] <= verb.idx < content[0]:
            content = _both_halves(verb, quoted, content, quotes)
        if content is not None:
            source = None if name == "raising" or _says_nobody(claimant, entry) else claimant
            yield Candidate(
                claimant=source, cue=_verb_cue(verb), content=content, entry=entry, rank=rank * 2, negated=negated
            )  # fmt: skip
    if quoted is not None:
        yield Candidate(
            claimant=claimant, cue=_verb_cue(verb), content=quoted, entry=entry, rank=1, negated=negated
        )  # fmt: skip


def _both_halves(verb: Token, quoted: Range, content: Range, quotes: Sequence[Range]) -> Range:
    """A quotation before the cue, with what follows where that goes on in quotation marks."""
    text = text_of(verb.doc)
    if (
        text[quoted[0] : quoted[1]].rstrip("”\"'’» ")[-1:] not in {",", "?", "!"}
        and text[quoted[1] : quoted[1] + 1] != ","
    ):
        return content  # a quotation that ends its own sentence is not told here
    goes_on = any(left <= content[0] <= left + 2 for left, _ in quotes)
    return (quoted[0], content[1]) if goes_on and is_near(verb, verb.idx + len(verb), content[0]) else quoted


def _judged_over(verb: Token) -> Range | None:
    """Content of "attacked the premier over X": a blow of speech says what it is for."""
    about = next(
        (c for c in verb.rights if c.dep_ == "prep" and c.lower_ in {"over", "for", "as", "on", "about"}), None
    )
    if about is None or _brought(about) is None or _is_armed(child(verb, "nsubj")) or _is_armed(child(verb, "dobj")):
        return None  # "troops attacked the town over the weekend"
    return _object(verb)


def _is_armed(word: Token | None) -> bool:
    return word is not None and load_cues().claimant_words.get(word.lemma_.lower()) in {"military", "armed-group"}


def _with_particle(verb: Token, lemma: str, cues: Cues) -> str:
    """The verb with its particle where both are listed together ("lash out"), else the verb."""
    for item in verb.rights:
        together = f"{lemma} {item.lower_}"
        if item.dep_ in {"prt", "advmod", "prep"} and (together in cues.verbs or together in cues.prepositional):
            return together
    return lemma


def _accused(verb: Token) -> Range | None:
    """Content of "X is accused of Y" and "X was blamed on Y": both, the cue between them."""
    subject = first_passive_subject(verb)
    agent = child(verb, "agent")
    accuser = child(agent, "pobj") if agent is not None else None
    behind = [*verb.rights, *(accuser.rights if accuser is not None else ())]
    charge = next((c for c in behind if c.dep_ == "prep" and c.lower_ in {"of", "for", "on", "with"}), None)
    if subject is None or charge is None or not is_passive(verb):
        return None
    first = verb.i + 1 if subject.tag_[0] == "W" else subject.left_edge.i
    return verb.doc[first].idx, char_end(verb.doc, charge.right_edge.i + 1)


def _put_at(verb: Token) -> Range | None:
    """Content of "put the toll at 12"."""
    thing = next((item for item in verb.rights if item.dep_ == "dobj"), None)
    figure = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "at"), None)
    if thing is None or figure is None or not any(item.like_num for item in figure.subtree):
        return None
    return verb.doc[thing.left_edge.i].idx, char_end(verb.doc, figure.right_edge.i + 1)


def _seen_as(verb: Token) -> Range | None:
    """Content of "sees X as Y" and of "X is seen as Y"."""
    role = next((item for item in verb.rights if item.dep_ == "prep" and item.lower_ == "as"), None)
    if role is None:
        thing = next((item for item in verb.rights if item.dep_ == "dobj"), None)
        role = (
            next((c for c in thing.rights if c.dep_ == "prep" and c.lower_ == "as"), None)
            if thing is not None
            else None
        )
        return _subtree(thing) if thing is not None and role is not None else None
    wanted = PASSIVE_SUBJECTS if is_passive(verb) else frozenset({"dobj"})
    thing = next((item for item in verb.children if item.dep_ in wanted and item.tag_[0] != "W"), None)
    if thing is None:
        return None if is_passive(verb) else _subtree(role)
    return verb.doc[thing.left_edge.i].idx, char_end(verb.doc, role.right_edge.i + 1)


def _of_attitude(verb: Token, cues: Cues) -> Iterator[Candidate]:
    """ "was confident that X", "is worried about X", "remains reluctant to X"; the claimant is the subject."""
    lemma = verb.lemma_.lower()
    word = child(verb, "acomp", "oprd") if lemma in cues.copulas else None
    if lemma == "make":  # "made it clear that X"
        word = next((item for item in verb.rights if item.lower_ in cues.made and item.dep_ != "dobj"), None)
    if word is None and verb.tag_ == "VBN" and verb.lower_ in cues.adjectives and is_passive(verb):
        word = verb if child(verb, "agent") is None else None
    entry = cues.adjectives.get(word.lower_) if word is not None else None
    if entry is None or word is None:
        return
    subject = first_passive_subject(verb) if word == verb else claimant_of(verb)
    if subject is None or subject.lower_ in {"it", "there", "this"}:
        return
    places = [*word.rights, *(verb.rights if word != verb else ())]
    content = next((found for item in places if (found := _complement(item, entry)) is not None), None)
    if content is not None:
        start = verb.i if word.i - verb.i < CLOSE else word.i
        yield Candidate(
            claimant=subject, cue=(min(start, word.i), word.i + 1), content=content, entry=entry, rank=7,
            negated=_is_negated(verb),
        )  # fmt: skip


CLOSE = 4
"""Tokens between a verb and its noun or adjective that are still one cue."""


def _complement(item: Token, entry: Cue) -> Range | None:
    """What a word of attitude or saying is about: a that-clause, an infinitive, or the object of its preposition."""
    marks = {c.lower_ for c in item.children if c.dep_ == "mark"}
    finite = item.dep_ in {"ccomp", "acl"} and item.tag_ in {*FINITE, "VB", "MD", "VBN", "VBG"}
    told = "that" in marks or (item.dep_ == "ccomp" and item.tag_ != "VBG")
    finite = finite or (item.dep_ == "advcl" and "that" in marks)  # how the parser reads "made it clear that X"
    if finite and told and "that" in entry.prepositions:
        return _subtree(item)
    if item.dep_ in {"xcomp", "acl", "advcl"} and "infinitive" in entry.takes and item.tag_ == "VB":
        return _subtree(item)
    if item.dep_ in {"prep", "dative"} and item.lower_ in entry.prepositions:
        thing = _brought(item)
        if thing is not None:
            return item.doc[thing.left_edge.i].idx, char_end(item.doc, _end_of_topic(thing) + 1)
    return None


def _brought(prep: Token) -> Token | None:
    """What a preposition brings in, unless it is a time or the channel of saying ("wrote on Twitter")."""
    thing = child(prep, "pobj", "pcomp")
    if thing is None or thing.ent_type_ in {"DATE", "TIME"}:
        return None
    return None if prep.lower_ in {"on", "in", "by"} and thing.lemma_.lower() in load_cues().channels else thing


def _end_of_topic(thing: Token) -> int:
    """Last token of a phrase without the clause that only adds to it ("the treaty, which took effect in May")."""
    last = next((item for item in thing.rights if item.dep_ in {"relcl", "appos"} and item.i > thing.i), None)
    if last is None or last.right_edge.i != thing.right_edge.i:
        return int(thing.right_edge.i)
    before = last.left_edge.i - 1
    return before - 1 if thing.doc[before].text == "," and before > thing.i else int(thing.right_edge.i)


def _says_nobody(claimant: Token | None, entry: Cue) -> bool:
    """ "it seems that X": the pronoun stands for the clause."""
    return (
        claimant is not None and claimant.lower_ == "it" and "infinitive" not in entry.takes and entry.takes >= SEEMING
    )


SEEMING = frozenset({"raising", "clause"})


def _verb_cue(verb: Token) -> Range:
    particle = child(verb, "prt")
    return verb.i, particle.i + 1 if particle is not None and particle.i == verb.i + 1 else verb.i + 1


def _clause(verb: Token) -> Range | None:
    """Content of "said that X", of "X, he said, X" and of "X, he said" however the parser hung it."""
    clauses = [item for item in verb.children if item.dep_ == "ccomp"]
    after = next((item for item in clauses if item.i > verb.i), None)
    if after is not None:
        return _clause_range(verb, after)
    if clauses and not _tells_something_else(verb):
        return _clause_range(verb, clauses[0])
    if verb.dep_ in {"parataxis", "ccomp", "advcl"} and _is_parenthesis(verb):
        return _around(verb)
    if _ends_sentence(verb):
        return _everything_before(verb)
    return _in_a_statement(verb) or _rest_of_sentence(verb)


def _in_a_statement(verb: Token) -> Range | None:
    """Content of "said in a statement that X", where the parser hung the clause on the noun."""
    for prep in verb.rights:
        noun = child(prep, "pobj") if prep.dep_ == "prep" else None
        for item in noun.rights if noun is not None else ():
            if item.dep_ in {"acl", "relcl", "ccomp"} and any(
                c.dep_ == "mark" and c.lower_ == "that" for c in item.children
            ):
                return _subtree(item)
    return None


def _tells_something_else(verb: Token) -> bool:
    """Whether a clause before the verb stands beside it ("Rebels burned the mill; the mayor condemned it")."""
    thing = next((item for item in verb.rights if item.dep_ == "dobj"), None)
    return thing is not None and verb.lemma_.lower() not in load_cues().addressing


def _clause_range(verb: Token, clause: Token) -> Range:
    left, right = clause.left_edge.i, clause.right_edge.i
    if right < verb.i and verb.dep_ == "ROOT":
        return _everything_before(verb)
    if clause.i > verb.i and left < verb.i:
        split = [item for item in verb.doc[left : verb.i] if item.is_ancestor(verb) or clause.is_ancestor(item)]
        if all(item.tag_[0] == "W" or item.is_punct or item.tag_ == "IN" for item in split):
            left = verb.i + 1  # "who the ministry said had fled": the pronoun stands before the cue
    if left == verb.i:
        left += 1
    told = own_telling(verb, clause) or next_telling(verb, clause, right) or _remark_on(clause, right)
    if told is not None:
        right = told.left_edge.i - 1
        while right > left and (verb.doc[right].dep_ == "cc" or verb.doc[right].is_punct):
            right -= 1
    return verb.doc[_past_time(verb, left)].idx, char_end(verb.doc, right + 1)


def _past_time(verb: Token, start: int) -> int:
    """The first token of a content behind the time of saying: "said on Tuesday X"."""
    first = verb.doc[start]
    day = child(first, "pobj") if start == verb.i + 1 and first.dep_ == "prep" else None
    timed = day is not None and day.ent_type_ in {"DATE", "TIME"}
    return int(first.right_edge.i) + 1 if timed and first.right_edge.i + 1 < verb.sent.end else start


def _remark_on(clause: Token, right: int) -> Token | None:
    """What the report says of a claim behind it: "said X, a claim that could not be verified"."""
    known = load_cues()
    for item in clause.doc[clause.i + 1 : right + 1]:
        if item.dep_ in {"appos", "conj", "npadvmod", "dep"} and item.lemma_.lower() in known.nouns:
            before = item.left_edge.i - 1
            if clause.doc[before].text == "," and any(c.dep_ in {"relcl", "acl"} for c in item.rights):
                return item
    return None


def _everything_before(verb: Token) -> Range:
    """Content of a main verb that ends its sentence: "X, and Y, the officials said" holds both X and Y."""
    doc = verb.doc
    teller = min([item.left_edge.i for item in verb.children if item.dep_ in SUBJECTS and item.i < verb.i] or [verb.i])
    named = claimant_of(verb) if teller == verb.i else None
    if named is not None and verb.sent.start < named.left_edge.i < verb.i and named.left_edge.nbor(-1).text == ",":
        teller = named.left_edge.i
    return doc[verb.sent.start].idx, doc[teller].idx


def _ends_sentence(verb: Token) -> bool:
    """ "…, the officials said late on Monday.": a comma, the subject, the cue, and no verb to the end."""
    doc, subject = verb.doc, next((item for item in verb.children if item.dep_ in SUBJECTS), None)
    if _tells_something_else(verb) or subject is None:
        return False
    if subject.left_edge.i == verb.i + 1:  # "…, reported the Velin Post."
        apart = verb.i > verb.sent.start + 2 and verb.nbor(-1).text == "," and subject.pos_ == "PROPN"
        after = verb.doc[verb.i + 1 : verb.sent.end]
        return apart and len(after) < LONGEST_GAP and all(item.pos_ != "VERB" for item in after)
    if not verb.sent.start < subject.left_edge.i < verb.i:
        return False
    rest = doc[verb.i + 1 : verb.sent.end]
    before = doc[verb.sent.start : subject.left_edge.i]
    told = any(item.pos_ in {"VERB", "AUX"} for item in before)
    bare = not any(item.dep_ in {"ccomp", "xcomp", "dobj", "conj"} for item in verb.rights)
    aside = len(rest) > 0 and bare and rest[0].text == ","
    short = len(rest) < LONGEST_GAP and all(item.pos_ != "VERB" for item in rest)
    return told and before[-1].text == "," and (short or aside)


def _rest_of_sentence(verb: Token) -> Range | None:
    """Content of "said X" where the parser lost the clause: what follows a verb that reports nothing but clauses."""
    doc, end = verb.doc, verb.right_edge.i + 1
    if verb.lemma_.lower() not in load_cues().reporting or verb.tag_ not in FINITE or not _has_subject_before(verb):
        return None
    start = _past_time(verb, verb.i + 1) if verb.i + 1 < end else end
    while start < end and (doc[start].dep_ in {"npadvmod", "advmod"} and doc[start].head.i == verb.i):
        start += 1
    told = [item for item in doc[start:end] if item.pos_ in {"VERB", "AUX"}]
    return (doc[start].idx, char_end(doc, end)) if told and not doc[start].is_punct else None


def _has_subject_before(verb: Token) -> bool:
    return any(item.dep_ in SUBJECTS and item.i < verb.i for item in verb.children)


def _is_parenthesis(verb: Token) -> bool:
    """A short clause of nothing but subject, verb and circumstances, set off by a comma or quotation mark."""
    left, right = verb.left_edge.i, verb.right_edge.i
    if right - left > LONGEST_GAP or not any(item.dep_ in SUBJECTS for item in verb.children):
        return False
    if any(item.dep_ == "mark" and item.lower_ != "as" for item in verb.children) or _tells_something_else(verb):
        return False
    before = left > verb.sent.start and (verb.doc[left - 1].is_punct or verb.doc[left - 1].tag_ == "WDT")
    inside = verb.doc[left].is_punct
    return before or inside or (left == verb.sent.start and verb.doc[min(right + 1, len(verb.doc) - 1)].text == ",")


def _around(verb: Token) -> Range:
    """The clause that a parenthesis interrupts or ends."""
    head, left, right = verb.head, verb.left_edge.i, verb.right_edge.i
    start, end = head.left_edge.i, head.right_edge.i
    if start >= left or all(item.tag_ == "WDT" for item in verb.doc[start:left]):
        start = right + 1  # "which the ministry said had fled"
    if not any(not item.is_punct and not item.is_space for item in verb.doc[right + 1 : end + 1]):
        end = left - 1
    if start > end:
        return 0, 0
    return verb.doc[start].idx, char_end(verb.doc, end + 1)


def _infinitive(verb: Token) -> Range | None:
    """Content of "vowed to X" and of "urged them to X"."""
    action = child(verb, "xcomp")
    if action is None or action.i < verb.i or not any(item.tag_ == "TO" for item in action.children):
        return None
    addressee = child(verb, "dobj")
    first = addressee.left_edge.i if addressee is not None and verb.i < addressee.i < action.i else action.left_edge.i
    return verb.doc[first].idx, char_end(verb.doc, action.right_edge.i + 1)


def _raising(verb: Token) -> Range | None:
    """Content of "X is believed to Y" and "X seems to Y": subject and complement, the cue between them."""
    action = child(verb, "xcomp", "oprd")
    wanted = SUBJECTS if verb.lemma_ in {"seem", "appear"} else PASSIVE_SUBJECTS
    subject = next((item for item in verb.children if item.dep_ in wanted), None)
    if action is None or subject is None or action.i < verb.i:
        return None
    first = action.left_edge.i if subject.tag_[0] == "W" else subject.left_edge.i
    return verb.doc[first].idx, char_end(verb.doc, action.right_edge.i + 1)


def _object(verb: Token) -> Range | None:
    """Content of "condemned X", "called X a Y", "accused X of Y"; of a passive its subject."""
    if is_passive(verb):
        subject = next((item for item in verb.children if item.dep_ in PASSIVE_SUBJECTS), None)
        impersonal = verb.lemma_.lower() in load_cues().impersonal and any(c.dep_ == "auxpass" for c in verb.children)
        impersonal = impersonal and subject is not None and subject.pos_ != "PRON"  # not "if it is confirmed"
        told = impersonal or child(verb, "agent") is not None
        return _subtree(subject) if subject is not None and told and subject.tag_[0] != "W" else None
    thing = next((item for item in verb.rights if item.dep_ == "dobj"), None)
    if thing is None:
        named = child(verb, "oprd")  # "whom he called a traitor", "what she calls a coup"
        return _subtree(named) if named is not None and named.i > verb.i else None
    after = [item for item in verb.rights if item.i > thing.i and _completes_object(item)]
    helped = any(item.lower_ == "with" for item in [*after, *thing.rights])
    if verb.lemma_.lower() in load_cues().material and helped:
        return None  # "supports the rebels with weapons"
    last = max([thing, *after], key=lambda item: item.right_edge.i)
    return verb.doc[thing.left_edge.i].idx, char_end(verb.doc, last.right_edge.i + 1)


def _completes_object(token: Token) -> bool:
    """Whether a phrase after the object belongs to what is said: "called it a trap", "blamed them for the fire"."""
    return token.dep_ in {"oprd", "dative"} or (token.dep_ == "prep" and token.lower_ in OBJECT_PREPOSITIONS)


OBJECT_PREPOSITIONS = frozenset({"of", "for", "as", "with", "to"})


def _subtree(head: Token) -> Range:
    return head.doc[head.left_edge.i].idx, char_end(head.doc, head.right_edge.i + 1)


def _prepositional(verb: Token, claimant: Token | None, negated: bool, entry: Cue) -> Iterator[Candidate]:
    """ "called for X", "warned of X"."""
    prep = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ in entry.prepositions and _brought(c)), None)
    thing = _brought(prep) if prep is not None else None
    if prep is None or thing is None or (claimant is None and is_passive(verb)):
        return
    cue = (verb.i, prep.i + 1 if prep.i == verb.i + 1 else verb.i + 1)
    last = _end_of_topic(thing)
    for item in verb.rights:  # "called on the army to withdraw"
        named = item.dep_ == "prep" and item.lower_ == "as" and item.left_edge.i == last + 1
        if named or (item.dep_ in {"xcomp", "advcl"} and item.left_edge.i == last + 1 and item.tag_ == "VB"):
            last = item.right_edge.i
    content = verb.doc[thing.left_edge.i].idx, char_end(verb.doc, last + 1)
    yield Candidate(claimant=claimant, cue=cue, content=content, entry=entry, rank=11, negated=negated)


def _phrasal(
    verb: Token, noun: Token, claimant: Token | None, negated: bool, entries: Iterable[Cue]
) -> Iterator[Candidate]:
    """ "claimed responsibility for X", "denied any role in X", "raised doubts about X"."""
    found = (
        (entry, content) for entry in entries for item in [*noun.rights, *verb.rights]
        if (content := _complement(item, entry)) is not None
    )  # fmt: skip
    itself = next((entry for entry in entries if "itself" in entry.takes), None)
    if itself is not None:  # "claimed the bombing", "the bombing was claimed by"
        content = _subtree(noun)
        yield Candidate(
            claimant=claimant, cue=(verb.i, verb.i + 1), content=content, entry=itself, rank=-1, negated=negated
        )  # fmt: skip
        return
    for entry, content in found:
        cue = (verb.i, noun.i + 1) if verb.i < noun.i <= verb.i + CLOSE else (verb.i, verb.i + 1)
        yield Candidate(claimant=claimant, cue=cue, content=content, entry=entry, rank=-1, negated=negated)
        return


def _is_of_phrase(noun: Token, cues: Cues) -> bool:
    """Whether a noun makes a cue together with its verb ("made a claim that")."""
    return noun.dep_ == "dobj" and (noun.head.lemma_.lower(), noun.lemma_.lower()) in cues.phrasal


def _noun_candidates(noun: Token, entry: Cue) -> Iterator[Candidate]:
    """ "reports of X", "the allegation that X", "their claim that X", "a call by the mayor for X"."""
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep" and _reports(noun.head.head):
        return  # "said in a statement that X" has one cue
    owner = _owner(noun)
    absent = any(item.dep_ == "det" and item.lower_ == "no" for item in noun.children)
    loose = owner is not None or absent or noun.tag_ == "NNS"
    for item in noun.rights:
        told = item.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in item.children)
        if not told and not (loose and "owned" not in entry.takes) and owner is None:
            continue
        content = _subtree(item) if told else _complement(item, entry)
        taken = child(item, "pobj") if item.lower_ == "of" else None
        if taken is not None and taken.lemma_.lower() == "responsibility":  # "no claim of responsibility for X"
            act = next((c for c in [*taken.rights, *noun.rights] if c.dep_ == "prep" and c.lower_ == "for"), None)
            thing = child(act, "pobj", "pcomp") if act is not None else None
            content = _subtree(thing if thing is not None else taken)
            entry = load_cues().phrasal["claim", "responsibility"][0]
        if content is not None:
            yield Candidate(
                claimant=owner, cue=(noun.i, noun.i + 1), content=content, entry=entry, rank=12, negated=absent
            )  # fmt: skip
            return


def _reports(verb: Token) -> bool:
    return any("quote" in entry.takes for entry in load_cues().verbs.get(verb.lemma_.lower(), ()))


def _owner(noun: Token) -> Token | None:
    """Whose statement a noun is: "the mayor's claim", "a call by the mayor", "reiterated his call"."""
    owner = child(noun, "poss")
    if owner is not None:
        return (subject_above(noun) or owner) if owner.tag_ == "PRP$" else owner
    by = next(
        (item for item in noun.rights if item.dep_ in {"prep", "agent"} and item.lower_ in {"by", "from", "among"}),
        None,
    )
    if by is not None:
        return child(by, "pobj")
    held = noun.dep_ == "pobj" and noun.head.lower_ in HELD and noun.head.head.pos_ in {"VERB", "AUX"}
    return subject_above(noun) if noun.dep_ == "dobj" or held else None


HELD = frozenset({"in", "with", "at", "on", "during", "without"})
"""Prepositions by which a noun is of whoever does what the verb tells: "waited in the hope that X"."""


def _adverb_candidates(adverb: Token, entry: Cue) -> Iterator[Candidate]:
    """ "allegedly X": the clause that the adverb stands in."""
    head = adverb.head
    if head.pos_ not in {"VERB", "AUX"}:
        return
    start, end = head.left_edge.i, head.right_edge.i + 1
    if head.dep_ in {"relcl", "acl", "amod"} and head.doc[start].tag_[0] == "W":
        start += 1
    content = head.doc[start].idx, char_end(head.doc, end)
    yield Candidate(claimant=None, cue=(adverb.i, adverb.i + 1), content=content, entry=entry, rank=12)


def _marker_candidates(token: Token, words: tuple[str, ...], entry: Cue) -> Iterator[Candidate]:
    """ "according to X": the clause around it."""
    doc, end = token.doc, token.i + len(words)
    if tuple(item.lower_ for item in doc[token.i : end]) != words:
        return
    source = child(doc[end - 1], "pobj") or (child(token, "pobj") if end - 1 != token.i else None)
    if source is None:
        return
    content = _clause_around(token, source.right_edge.i)
    if content is not None:
        yield Candidate(claimant=source, cue=(token.i, end), content=content, entry=entry, rank=12)


def _clause_around(token: Token, last: int) -> Range | None:
    """The clause that a marker stands in, which begins at `token` and ends with the token `last`."""
    doc = token.doc
    before = _last_word(doc, token.i, token.sent.start)
    after = next((item.i for item in doc[last + 1 : token.sent.end] if not item.is_punct and not item.is_space), None)
    if before is None and after is None:
        return None
    if before is None or (after is not None and _opens_clause(token)):
        return doc[last + 1].idx, char_end(doc, token.sent.end)
    start = _clause_start(token)
    return doc[start].idx, char_end(doc, token.sent.end if after is not None else token.i)


def _view_candidates(token: Token, nouns: frozenset[str], entry: Cue) -> Iterator[Candidate]:
    """ "in the mayor's view", "in the words of the mayor", "by his own account": the clause around it."""
    noun = child(token, "pobj")
    if noun is None or noun.lower_ not in nouns or noun.i > token.i + LONGEST_GAP:
        return
    of = next((item for item in noun.rights if item.dep_ == "prep" and item.lower_ == "of"), None)
    itself = "itself" in entry.takes
    source = noun if itself else child(noun, "poss") or (child(of, "pobj") if of is not None else None)
    if source is None or (itself and token.i != token.sent.start):
        return
    last = noun.right_edge.i
    content = _clause_around(token, last)
    if content is not None:
        cue = (token.i, token.i + 1) if itself else (token.i, noun.i + 1)
        yield Candidate(claimant=source, cue=cue, content=content, entry=entry, rank=12)


def _labelled(colon: Token, cues: Cues) -> Iterator[Candidate]:
    """ "Police: Three hurt in market blast", "Ana Kos: I saw the smoke.": speaker and colon open a paragraph."""
    doc, text, entry = colon.doc, text_of(colon.doc), cues.verbs["say"][0]
    opened = text.rfind("\n", 0, colon.idx) + 1
    first = next((i for i in range(colon.i, max(colon.i - LONGEST_LABEL, 0) - 1, -1) if doc[i].idx <= opened), colon.i)
    while first < colon.i and doc[first].is_space:
        first += 1
    label = doc[first : colon.i]
    if not len(label) or doc[first].idx > opened + 2 or any(item.pos_ in {"VERB", "AUX", "ADP"} for item in label):
        return
    speaker = label[-1]
    while speaker.head.i != speaker.i and first <= speaker.head.i < colon.i:
        speaker = speaker.head
    closed = text.find("\n", colon.idx)
    content = colon.idx + 1, closed if closed >= 0 else len(text)
    speaks = label[-1].ent_type_ == "PERSON" or label[-1].lemma_.lower() in cues.claimant_words
    if speaks and len(text[content[0] : content[1]].split()) > 2:
        yield Candidate(claimant=speaker, cue=(colon.i, colon.i + 1), content=content, entry=entry, rank=12)


LONGEST_LABEL = 7
"""Tokens of a name with its title before a colon."""


def _opens_clause(token: Token) -> bool:
    """Whether the marker follows a conjunction: "and, according to X, Y"."""
    previous = _last_word(token.doc, token.i, token.sent.start)
    return previous is not None and token.doc[previous].pos_ in {"CCONJ", "SCONJ"}


def _clause_start(token: Token) -> int:
    """First token of the relative clause that holds the marker, else of the sentence."""
    for item in token.ancestors:
        if item.dep_ == "relcl" and item.left_edge.i < token.i:
            return item.left_edge.i
    return int(token.sent.start)


def _last_word(doc: Doc, before: int, start: int) -> int | None:
    return next((i for i in range(before - 1, start - 1, -1) if not doc[i].is_punct and not doc[i].is_space), None)


def char_end(doc: Doc, end: int) -> int:
    """Character after the last of the tokens before `end`."""
    return doc[end - 1].idx + len(doc[end - 1])


def _adjacent_quote(verb: Token, quotes: Sequence[Range]) -> Range | None:
    """The quotation right before or right after a cue, with no other verb between.

    Before the cue it must end in punctuation ("“X,” she added"). After it, it follows the cue itself, a comma
    or a colon; only a colon reaches into the next sentence or paragraph. One or two words in quotation marks
    are a name or a distancing, no speech.
    """
    text, sentence = text_of(verb.doc), verb.sent
    after = min((quote for quote in quotes if quote[0] > verb.idx), default=None)
    if after is not None and is_speech(text, after) and is_near(verb, verb.idx + len(verb), after[0]):
        lead = text[verb.idx : after[0]].rstrip()
        inside = after[0] < sentence.end_char
        if (lead.endswith(":") and text[sentence.end_char : after[0]].strip() == "") or (inside and lead[-1:] in ",:"):
            return after
        sentence_like = text[after[0] : after[1]].lstrip("“\"«`' ")[:1].isupper()
        if inside and (lead == verb.text or sentence_like):
            return after
    before = max((quote for quote in quotes if quote[1] <= verb.idx), default=None)
    if before is None or before[1] < sentence.start_char - 1 or not is_speech(text, before, at_end=True):
        return None
    tail = text[before[1] - 3 : before[1] + 1]
    told = any(mark in tail for mark in ",.?!—-") and is_near(verb, before[1], verb.idx)
    return before if told else None


def is_speech(text: str, quote: Range, *, at_end: bool = False) -> bool:
    """More than two words, or, before a cue, a sentence that ends in the comma of speech: "“Never,” he said"."""
    if len(text[quote[0] : quote[1]].split()) > 2:
        return True
    opens = quote[0] == 0 or text[max(0, quote[0] - 3) : quote[0]].rstrip(" ")[-1:] in {"\n", ".", "?", "!", "”", '"'}
    return at_end and opens and text[quote[0] : quote[1]].rstrip("”\"'’»")[-1:] == ","


def is_near(verb: Token, start: int, end: int) -> bool:
    """Whether between two characters there is nothing but names, titles and circumstances of the cue."""
    between = [item for item in verb.sent if start <= item.idx < end]
    if len(between) > LONGEST_GAP:
        return False
    return not any(item.pos_ == "VERB" and item.dep_ not in {"amod", "compound"} for item in between)
