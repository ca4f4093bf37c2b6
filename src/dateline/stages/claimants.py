"""Who says what a verb of saying tells: the head of the phrase that names the speaker.

Read off the parse: subject, agent, owner, or whoever the clause above is about; where the parser lost the subject, the
name beside the verb. docs/claims.md explains the rules.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from dateline.catalogue.cues import load_cues
from dateline.stages.phrases import child, is_passive

SUBJECTS = frozenset({"nsubj", "csubj"})
SPEAKERS = frozenset({"nsubj", "nsubjpass"})
"""Subjects that can speak: a clause cannot."""
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
NAMED = frozenset({"PERSON", "ORG", "NORP"})
"""Named entities (OntoNotes labels) that speak."""
FINITE = frozenset({"VBD", "VBZ", "VBP"})


AUXILIARIES = frozenset({"aux", "auxpass", *SUBJECTS})


def claimant_of(verb: Token) -> Token | None:
    """Head of the phrase that names whoever says what `verb` tells, or None where nobody is named.

    The subject, the "by"-phrase of a passive, the subject of a coordinated verb or of the verb that a
    participle or infinitive hangs from, the noun that a participle modifies.
    """
    found = _teller(verb)
    return None if found is not None and _stands_for_nothing(found, verb) else found


def _stands_for_nothing(found: Token, verb: Token) -> bool:
    """ "it is hard to imagine", "it is worth saying", "it's no exaggeration to call": "it" says nothing."""
    return (
        found.lower_ == "it" and verb.tag_ in {"VB", "VBG"} and verb != found.head and found.head.lemma_ in IMPERSONAL
    )


IMPERSONAL = frozenset({"be", "'s", "’s", "mean", "take", "make", "seem", "become"})


def _teller(verb: Token) -> Token | None:
    if _is_main_verb(verb):
        return verb.head
    if (is_passive(verb) and not _is_perfect(verb)) or _is_bare_participle(verb):
        agent = child(verb, "agent")
        return child(agent, "pobj") if agent is not None else None
    subjects = [item for item in verb.children if item.dep_ in SPEAKERS]
    if subjects:
        return min(subjects, key=lambda item: _distance(verb, item))
    opener = _behind_opening(verb)
    if opener is not None:
        return opener
    if verb.tag_ not in FINITE:
        return _understood(verb)
    return _inverted(verb) or _misread(verb) or _understood(verb) or _neighbour(verb)


def _behind_opening(verb: Token) -> Token | None:
    """ "Added Kos: “X.”": the name between a cue that opens its sentence and a colon."""
    if verb.i != verb.sent.start or not verb.is_title:
        return None
    end = verb.i + 1
    while end < verb.sent.end and verb.doc[end].pos_ == "PROPN":
        end += 1
    named = verb.i + 1 < end < verb.sent.end and verb.doc[end].text == ":"
    return _head_of_name(verb.doc[end - 1]) if named else None


def _head_of_name(name: Token) -> Token:
    while name.head.ent_type_ == name.ent_type_ and name.head.i != name.i and name.dep_ in {"compound", "nmod"}:
        name = name.head
    return name


def _misread(verb: Token) -> Token | None:
    """The subject of a finite verb that the parser hung elsewhere in front of it.

    "In her speech, Kos, who X, warned": as an apposition in the phrase that opens the sentence. "Kos, who X, said": as
    a second subject of the relative clause. "Kos, noting X, said": as the subject of the participle.
    """
    if verb.dep_ == "parataxis" and verb.head.tag_ == "VBG" and verb.head.i < verb.i:
        return child(verb.head, "nsubj")
    for item in verb.lefts:
        if item.dep_ == "ccomp":
            subjects = [c for c in item.lefts if c.dep_ == "nsubj"]
            if len(subjects) == 2 and subjects[1].tag_ == "WP" and subjects[0].i < subjects[1].i:
                return subjects[0]
        if item.dep_ in {"prep", "advcl", "npadvmod"} and item.left_edge.i == verb.sent.start:
            for inner in item.subtree:
                if inner.dep_ == "appos" and inner.left_edge.i > 0 and inner.left_edge.nbor(-1).text == ",":
                    return inner if inner.pos_ in {"NOUN", "PROPN"} and inner.right_edge.i < verb.i else None
    return None


def _is_main_verb(verb: Token) -> bool:
    """ "The front-runner predicted that X.": the main verb, read as a participle of its subject."""
    if not (verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.dep_ == "ROOT"):
        return False
    told = child(verb, "ccomp") is not None and verb.lemma_.lower() not in load_cues().addressing
    return told or child(verb, "dobj") is not None


def _is_perfect(verb: Token) -> bool:
    """ "he's said that X": read as a passive, but what is said stands behind it."""
    short = any(item.dep_ == "auxpass" and item.lower_ in {"'s", "’s"} for item in verb.children)
    short = short and not any(item.lower_ == "been" for item in verb.children)
    return short and any(item.dep_ in {"ccomp", "dobj", "xcomp"} for item in verb.rights)


def _distance(verb: Token, subject: Token) -> int:
    """How far a subject's phrase stands from its verb: "The fire, said the mayor, …" has two by the parse."""
    left, right = subject.left_edge.i, subject.right_edge.i
    return left - verb.i if left > verb.i else verb.i - right


def _inverted(verb: Token) -> Token | None:
    """ "“X,” mused Ana Kos.": what the parser takes for the object of a verb right behind a quotation."""
    thing = next((item for item in verb.rights if item.dep_ in {"dobj", "oprd", "attr"}), None)
    if thing is None or verb.i == 0 or thing.left_edge.i != verb.i + 1:
        return None
    behind = verb.nbor(-1)
    if behind.is_space and behind.i:
        behind = behind.nbor(-1)
    quoted = behind.is_quote or behind.text == "''"
    return thing if quoted else None


def _understood(verb: Token) -> Token | None:
    """Who says what a verb without a subject of its own tells, by the word that the verb hangs from."""
    head = verb.head
    if verb.dep_ == "acl":
        if verb.tag_ in FINITE and (verb.i == 0 or verb.nbor(-1).text != ","):
            return head  # "a group of rebels called for X", read as a participle
        if verb.tag_ == "VBG":
            return _author(verb, head)
        return _controller(head) if verb.tag_ == "VB" else None
    if verb.dep_ == "pcomp":
        return _of_preposition(head)
    if verb.dep_ == "relcl" and verb.tag_ == "VB" and any(item.tag_ == "TO" for item in verb.children):
        return _controller(head)
    if verb.dep_ not in {"conj", "xcomp", "advcl", "ccomp"}:
        return None
    if verb.dep_ in {"xcomp", "advcl", "ccomp"} and head.pos_ == "ADJ" and verb.tag_ == "VB":
        found = claimant_of(head.head) if head.dep_ in {"acomp", "oprd"} else claimant_of(head)
        return None if found is not None and found.lower_ == "it" else found  # "it is hard to say"
    if verb.dep_ in {"xcomp", "advcl"} and head.pos_ == "ADV" and head.dep_ == "advmod" and head.head.pos_ == "VERB":
        return claimant_of(head.head)  # "went so far as to say"
    if head.pos_ in {"VERB", "AUX"} and verb.dep_ != "ccomp":
        if verb.dep_ == "xcomp" and (told := _told_to(head, verb)) is not None:
            return told
        left = child(head, "dobj") if head.lemma_.lower() == "leave" and verb.tag_ in {"VB", "VBG"} else None
        if left is not None and head.i < left.i < verb.i and left.tag_ in {"NNS", "NNPS", "JJ", "PRP"}:
            return left  # "left many to wonder", "left voters saying"
        if verb.dep_ == "advcl" and head.dep_ == "ccomp" and head.head.pos_ == "VERB" and verb.tag_ == "VBG":
            told = next_telling(head.head, head, head.right_edge.i)
            if told is not None and told == verb:
                return claimant_of(head.head)
        if (
            verb.dep_ == "conj"
            and head.dep_ == "ccomp"
            and head.head.pos_ == "VERB"
            and own_telling(head.head, head) == verb
        ):
            return claimant_of(head.head)
        return claimant_of(head) or _passive_subject(verb)
    return None


def _told_to(head: Token, verb: Token) -> Token | None:
    """ "urged the mayor to confirm": the object, but not of a promise."""
    thing = child(head, "dobj")
    if thing is None or not head.i < thing.i < verb.i or head.lemma_.lower() in load_cues().subject_control:
        return None
    return thing if thing.ent_type_ in NAMED or thing.pos_ in {"PRON", "PROPN"} or thing.tag_ == "NNS" else None


def _controller(noun: Token) -> Token | None:
    """ "the governor's refusal to say", "made an effort to explain": the owner of the noun or whose act it is."""
    owner = child(noun, "poss")
    if owner is not None and owner.tag_ != "PRP$":
        return owner
    receiver = child(noun.head, "dative") if noun.dep_ == "dobj" else None
    if receiver is not None:  # "gave the rebels a chance to explain"
        return receiver if receiver.pos_ != "ADP" else child(receiver, "pobj") or owner
    return subject_above(noun) or owner


def subject_above(word: Token) -> Token | None:
    """Who does what the clause around a noun or preposition tells, where that is told before it."""
    if word.dep_ not in {"dobj", "attr", "pobj", "prep", "oprd"}:
        return None
    above = next((item for item in word.ancestors if item.pos_ in {"VERB", "AUX"}), None)
    found = (claimant_of(above) or first_passive_subject(above)) if above is not None else None
    return found if found is not None and found.i < word.i else None


def _of_preposition(prep: Token) -> Token | None:
    """ "by saying", "for implying", "accused him of telling": of a verb its subject, or the object it judges."""
    head = prep.head
    if head.pos_ in {"VERB", "AUX"}:
        thing = child(head, "dobj", "nsubjpass")
        judged = prep.lower_ in {"for", "of"} and head.lemma_.lower() in load_cues().judging
        cited = prep.lower_ == "as" and head.lemma_.lower() in {"quote", "cite"}
        return thing if thing is not None and (judged or cited) else claimant_of(head) or first_passive_subject(head)
    if head.pos_ in {"ADJ", "ADV"} and head.dep_ in {"acomp", "oprd", "attr", "advmod"}:
        return claimant_of(head.head) if head.head.pos_ in {"VERB", "AUX"} else None
    if head.pos_ not in {"NOUN", "ADP"}:
        return None
    return _controller(head) or _around_phrase(head)


def _around_phrase(word: Token) -> Token | None:
    """ "In addition to saying X, the mayor": the subject of the verb whose circumstances the phrase tells."""
    while word.dep_ in {"pobj", "prep", "pcomp"} and word.head.pos_ in {"NOUN", "ADP", "SCONJ"}:
        word = word.head
    return claimant_of(word.head) if word.dep_ == "prep" and word.head.pos_ in {"VERB", "AUX"} else None


def first_passive_subject(verb: Token) -> Token | None:
    """What a passive verb is said of ("the general was accused"), or None."""
    return next((item for item in verb.children if item.dep_ in PASSIVE_SUBJECTS), None)


def _is_bare_participle(verb: Token) -> bool:
    """ "Asked whether X, the mayor said": who asked is not the subject of the sentence."""
    alone = verb.dep_ == "advcl" and not any(item.dep_ in AUXILIARIES for item in verb.children)
    return alone and (verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.i == verb.sent.start))


def _neighbour(verb: Token) -> Token | None:
    """The name right after or before a finite verb for which the parser found no subject.

    After it only where a quotation or comma goes before ("“X,” said Ana Kos"); before it also with circumstances
    between commas ("Kos, in Velin, said").
    """
    doc, sentence = verb.doc, verb.sent
    behind = verb.i - 1
    while behind > sentence.start and doc[behind].dep_ in {"advmod", "neg", "aux"}:
        behind -= 1
    comma = doc[behind].text == "," and behind >= sentence.start
    quoted = doc[verb.i - 1].is_quote or doc[verb.i - 1].text == "''" if verb.i else False
    places = [*(_named_after(verb) if comma or quoted else []), _past_aside(doc, behind - comma, sentence.start)]
    if comma:
        first = next((item.i for item in sentence if item.ent_type_ in NAMED), None)
        if first is not None and first < behind and _opens_sentence(doc, first, sentence.start):
            places.append(first)
    for i in places:
        if sentence.start <= i < sentence.end and doc[i].ent_type_ in NAMED:
            name = _head_of_name(doc[i])
            if not any(item.tag_ == "POS" for item in name.children):
                return name
    return _subject_before(verb)


def teller_outside(cue: Token, outside: Callable[[Token], bool]) -> Token | None:
    """Who says what a cue tells where the parse names somebody in what is said: the nearest subject in front of the
    cue that stands outside it, or a name right behind the cue.

    "The mayor seemed calm, telling reporters, “Many people know.”" is parsed as if "know" were the main verb.
    """
    for item in reversed(cue.doc[cue.sent.start : cue.i]):
        if item.dep_ in SPEAKERS and item.tag_[0] != "W" and outside(item):
            return item
    places = _named_after(cue)
    return _head_of_name(cue.doc[places[0]]) if places and outside(cue.doc[places[0]]) else None


def _named_after(verb: Token) -> list[int]:
    """Where a name begins right behind a verb, past its title ("said opposition leader Ana Kos")."""
    for item in verb.doc[verb.i + 1 : min(verb.i + 7, verb.sent.end)]:
        if item.dep_ == "dobj" and item.head.i == verb.i:
            return []
        if item.ent_type_ in NAMED:
            return [item.i]
        if item.pos_ not in {"NOUN", "ADJ", "PROPN"} and item.tag_ not in {"VBG", "VBN"}:
            return []
    return []


def _past_aside(doc: Doc, i: int, start: int) -> int:
    """The token before a bracket or a short apposition that ends at token i ("Ana Kos (KP) said", "Kos, 44, said")."""
    if i >= start and doc[i].text == ")":
        opened = next((k for k in range(i, max(start, i - 8) - 1, -1) if doc[k].text == "("), None)
        return opened - 1 if opened is not None else i
    if i >= start and doc[i].ent_type_ not in NAMED:
        comma = next((k for k in range(i, max(start, i - 12) - 1, -1) if doc[k].text == ","), None)
        apart = comma is not None and all(item.pos_ not in {"VERB", "AUX"} for item in doc[comma : i + 1])
        return comma - 1 if comma is not None and apart else i
    return i


def _subject_before(verb: Token) -> Token | None:
    """The subject of the first finite verb of the sentence before this one, where the parser lost the coordination."""
    for item in verb.sent:
        if item.i >= verb.i:
            return None
        if item.dep_ == "nsubj" and item.tag_[0] != "W" and item.head.i < verb.i and item.head.tag_ == verb.tag_:
            return item
    return None


def _opens_sentence(doc: Doc, i: int, start: int) -> bool:
    """Whether a name stands at the start of a sentence and a comma follows it."""
    end = i
    while end < len(doc) and doc[end].ent_type_ == doc[i].ent_type_ and doc[end].ent_type_:
        end += 1
    title = all(item.pos_ in {"PROPN", "CCONJ", "SPACE"} or item.is_punct for item in doc[start:i])
    return title and end < len(doc) and doc[end].text == ","


def _author(verb: Token, noun: Token) -> Token | None:
    """The noun that "saying" modifies, or who issued it: "the ministry released a statement saying".

    A participle behind a comma, or behind those told ("a note to residents saying"), goes with the subject.
    """
    if noun.dep_ == "dobj" and noun.ent_type_ == "" and noun.head.pos_ == "VERB":
        bears = noun.head.lemma_.lower() in load_cues().bearing
        return noun if bears else claimant_of(noun.head) or noun
    apart = verb.left_edge.i > 0 and verb.doc[verb.left_edge.i - 1].text == ","
    if apart or (noun.dep_ == "pobj" and noun.head.lower_ in {"to", "at", "on"}):
        above = next((item for item in noun.ancestors if item.pos_ in {"VERB", "AUX"}), None)
        teller = claimant_of(above) if above is not None else None
        return teller if teller is not None and teller.i < verb.i else noun
    return noun


def _passive_subject(verb: Token) -> Token | None:
    """ "was quoted as saying", "is expected to say": the subject of the passive that the verb hangs from."""
    return next((item for item in verb.head.children if item.dep_ in PASSIVE_SUBJECTS), None)


def next_telling(verb: Token, clause: Token, right: int) -> Token | None:
    """A cue behind a comma that the parser hung into the content: "said X, adding that Y", "…, while others said Y"."""
    known = load_cues()
    for item in verb.doc[clause.i + 1 : right + 1]:
        if (
            item.dep_ != "advcl"
            or item.left_edge.i <= clause.i
            or verb.doc[item.left_edge.i - 1].text not in {",", "-", "—", "–"}
        ):
            continue
        speaks = any("quote" in entry.takes for entry in known.verbs.get(item.lemma_.lower(), ()))
        bare = item.tag_ == "VBG" and not any(c.dep_ in AUXILIARIES | {"mark"} for c in item.children)
        other = item.tag_ == verb.tag_ and any(c.dep_ == "mark" and c.lower_ == "while" for c in item.children)
        if speaks and (bare or other):
            return item
    return None


def own_telling(verb: Token, clause: Token) -> Token | None:
    """The second of two cues with one subject that the parser hung into the content of the first.

    "The mayor said the mill was burning and told residents to leave": a verb of telling in the same form as
    the cue, without a subject of its own, coordinated with the verb of the content.
    """
    known, joined = load_cues(), child(clause, "conj")
    if (
        joined is None
        or joined.i < verb.i
        or any(item.dep_ in AUXILIARIES | PASSIVE_SUBJECTS for item in joined.children)
    ):
        return None
    lemma = joined.lemma_.lower()
    told = lemma in known.prepositional or any("quote" in entry.takes for entry in known.verbs.get(lemma, ()))
    return joined if told and joined.tag_ == verb.tag_ else None
