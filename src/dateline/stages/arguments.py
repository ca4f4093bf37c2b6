"""Who does what to whom: the arguments of verbs and event nouns, through the constructions of English.

Subjects and objects are logical ones: through passives, relative clauses, participles, infinitives (control and
raising) and coordinated verbs. Functions give heads, coordinated ones split ("Iraq and Syria" are two), in text
order. They take tokens of a parsed `Doc` and never mutate anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dateline.stages.argument_rules import argument_rules
from dateline.stages.phrases import is_passive

RELATIVE = frozenset({"who", "which", "that", "whom"})
PARTICLES = frozenset({"prep", "prt", "agent", "dative", "advmod", "advcl"})
MAX_CLIMB = 6
"""Clauses climbed in search of a subject; longer chains are parser errors."""
OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "from", "for", "into"})
BODIES = frozenset({"ORG", "PERSON", "NORP"})
"""Names of those who can be a subject."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def coordinated(head: Token) -> list[Token]:
    """`head` with the conjuncts to its right."""
    found = [head]
    for child in head.children:
        if child.dep_ == "conj" and child.i > head.i and child.pos_ not in {"VERB", "AUX"}:
            found += coordinated(child)
        elif child.dep_ == "appos" and child.i > head.i and _names(child, head):
            found += coordinated(child)[1:]  # "the mayor, Ana Reyes, and two aides": the list goes on behind the name
        elif child.dep_ == "appos" and child.i > head.i and _goes_on(child):
            found += coordinated(child)
    return found


def _goes_on(second: Token) -> bool:
    """Whether what parsers call an apposition is the second of a list: "women, a girl and four men were hurt".

    An apposition with parts of its own is closed by a comma, or its parts are counted as the whole is ("six people,
    four women and two men").
    """
    parts = [second, *(child for child in second.rights if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"})]
    if len(parts) == 1 or second.pos_ != "NOUN" or second.nbor(-1).text == "(":
        return False
    if all(any(child.dep_ == "nummod" for child in part.lefts) for part in (second.head, *parts)):
        return False
    last = second.right_edge
    ends = last.i + 1 >= last.sent.end
    return not last.is_punct and (ends or last.nbor().pos_ in {"VERB", "AUX"} or last.nbor().text in {".", "!", "?"})


def first_conjunct(token: Token) -> Token:
    """The first word of the coordination in which a noun stands."""
    while token.dep_ in {"conj", "appos"}:
        token = token.head
    return token


def _names(name: Token, noun: Token) -> bool:
    """Whether an apposition names one person or body; of several ("the makers Alfa and Beta") it lists them."""
    return noun.tag_ in {"NN", "NNP"} and name.pos_ == "PROPN"


def expand(heads: Iterable[Token]) -> list[Token]:
    """Heads with their conjuncts, each once, relative pronouns replaced by what they stand for."""
    found: dict[int, Token] = {}
    for head in heads:
        for token in coordinated(past_dateline(head)):
            meant = antecedent(token) or token
            found.setdefault(meant.i, meant)
    return list(found.values())


def companions(heads: Iterable[Token], verb: Token) -> list[Token]:
    """Those who act with the subjects of a verb: "Norvia, along with Kestria, condemned", "together with two"."""
    found: list[Token] = []
    for head in heads:
        beside = [head, *verb.children]
        words = [word for token in beside for word in (token, *token.rights) if _is_company(word)]
        for word in words:
            if word.i > head.i:
                holders = [child for child in word.children if child.lower_ == "with"] or [word]
                found += [token for holder in holders for token in holder.children if token.dep_ == "pobj"]
    return expand(found)


def _is_company(word: Token) -> bool:
    """Whether a preposition names those beside the subject; "together" may hang above or below its "with"."""
    return word.lower_ in argument_rules().company or (
        word.lower_ == "with" and any(child.lower_ in argument_rules().company for child in word.lefts)
    )


def past_dateline(head: Token) -> Token:
    """The subject behind a dateline that the parser took for it ("TOLUN -- The minister said")."""
    if head.pos_ != "PROPN" or head.dep_ != "nsubj":
        return head
    start = head.sent.start
    if head.i > start + 10:
        return head
    dash = next(
        (
            token.i
            for token in head.doc[head.i + 1 : start + 14]
            if token.text in {"--", "—", "–", "-"} and _stands_alone(token)
        ),
        None,
    )
    if dash is None:
        return head
    behind = (
        token
        for token in head.subtree
        if token.i > dash and token.pos_ in {"NOUN", "PROPN", "PRON"} and token.head.i < dash
    )
    return next(behind, head)


def _stands_alone(dash: Token) -> bool:
    return dash.text != "-" or (bool(dash.whitespace_) and dash.i > 0 and bool(dash.nbor(-1).whitespace_))


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for, through clauses in between ("that X said had fired")."""
    if token.lower_ not in RELATIVE or token.tag_ not in {"WDT", "WP", "IN", "DT"}:
        return None
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl":
            return ancestor.head if ancestor.head.i < token.i else None
    return None


def passive(verb: Token) -> bool:
    """Whether the verb is passive, also as a later conjunct ("was seized and burned") and without an auxiliary."""
    if is_passive(verb) or _is_bare_passive(verb):
        return True
    return (
        verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB"
        and not any(child.dep_ in {"nsubj", "aux"} for child in verb.children)
        and passive(verb.head)
    )  # fmt: skip


def _is_bare_passive(verb: Token) -> bool:
    """Whether what parsers call the subject of a participle is what the verb is done to.

    In a small clause ("had the men freed"), where the auxiliary is left out after another passive ("three were killed
    and a house burned"), and in headlines ("Minister arrested for fraud"): a verb that must have an object has none.
    Verbs: rules/arguments.toml (Quirk et al., A Comprehensive Grammar of English, 12.64, 16.54).
    """
    rules = argument_rules()
    own = {child.dep_ for child in verb.children}
    if verb.tag_ not in {"VBN", "VBD"} or not own.isdisjoint({"aux", "dobj", "obj", "dative", "ccomp", "oprd"}):
        return False
    if verb.dep_ == "ccomp" and verb.tag_ == "VBN" and "mark" not in own and verb.head.lemma_ in rules.resulting:
        return True
    if "nsubj" not in own or any(child.dep_ == "nsubj" and child.lower_ in RELATIVE for child in verb.children):
        return False
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB" and passive(verb.head):
        return True
    aimless = verb.lemma_ in rules.aimed and rules.aims.isdisjoint(child.lower_ for child in verb.rights)
    wanting = verb.lemma_ in rules.transitive or aimless
    return verb.dep_ in {"ROOT", "conj"} and wanting and not _shared_object(verb)


def preposition_objects(head: Token, name: str) -> list[Token]:
    """Objects of the preposition `name` under `head`, also below a particle ("out of the treaty")."""
    found: list[Token] = []
    for child in head.children:
        if child.dep_ not in PARTICLES or child.lower_ in argument_rules().complex or _is_company(child):
            continue
        if child.lower_ == name:
            found += _governed(child)
        elif child.dep_ in {"prep", "prt", "advmod"} and not any(token.dep_ == "pobj" for token in child.children):
            found += [token for deeper in child.children if deeper.dep_ == "prep" and deeper.lower_ == name
                      for token in _governed(deeper)]  # fmt: skip
    return expand(found)


def _governed(preposition: Token) -> list[Token]:
    """Objects of a preposition; of a clause after it whom that is about ("into how the police acted")."""
    found = [token for token in preposition.children if token.dep_ == "pobj"]
    if found:
        return found
    clauses = [token for token in preposition.children if token.dep_ == "pcomp"]
    return [token for clause in clauses for token in clause.lefts if token.dep_ in {"nsubj", "nsubjpass"}]


def logical_subjects(verb: Token) -> list[Token]:
    """Who does it: the subject of an active verb, the agent of a passive one; [] where nobody is named."""
    if passive(verb):
        return preposition_objects(verb, "by") or _shared_agent(verb)
    return surface_subjects(verb)


def _shared_agent(verb: Token) -> list[Token]:
    """The agent of the participle coordinated right behind a passive one ("was caught and beaten by rebels")."""
    for child in verb.rights:
        if child.dep_ == "conj" and child.tag_ == "VBN" and not any(token.dep_ in SUBJECTS for token in child.lefts):
            between = verb.doc[verb.i + 1 : child.i]
            if all(token.dep_ in {"cc", "advmod", "punct", "prt"} for token in between):
                return logical_subjects(child)
    return []


def surface_subjects(verb: Token, climbed: int = 0) -> list[Token]:
    """The subject of the verb form, its own or one that the construction lends it."""
    own = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}] or [
        child for aux in verb.lefts if aux.dep_ == "auxpass" for child in aux.lefts if child.dep_ == "nsubj"
    ]
    if not own:
        own = [child for child in verb.lefts if child.dep_ in {"advmod", "npadvmod"} and _is_body(child)]
    if own:
        return [token for token in expand(own) if token.lower_ != "there"]
    if climbed >= MAX_CLIMB:
        return []
    head = verb.head
    if verb.dep_ in {"relcl", "acl"} and head.i < verb.i:
        if verb.dep_ == "acl" and any(child.dep_ == "aux" for child in verb.children):
            return owners_or_subject(head, climbed)
        if verb.dep_ == "relcl" and head.pos_ == "NOUN" and _is_bare_infinitive(verb) and not _is_ordinal(head):
            return owners_or_subject(head, climbed) if head.dep_ == "dobj" else owners(head)
        return expand([head])
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        return surface_subjects(head, climbed + 1)
    if verb.dep_ == "xcomp":
        return _controller(verb, head, climbed)
    if verb.dep_ in {"advcl", "parataxis"} and verb.tag_ != "VBD":
        return _matrix_subject(head, climbed) if head.pos_ in {"VERB", "AUX"} else owners_or_subject(head, climbed)
    if verb.dep_ == "pcomp":
        return _subject_of_gerund(verb, climbed)
    return []


def _is_bare_infinitive(verb: Token) -> bool:
    """Whether a clause is "to V" without a relative pronoun; parsers call it a relative clause at times."""
    return verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)


def _is_ordinal(noun: Token) -> bool:
    return any(child.lower_ in argument_rules().ordinals for child in noun.lefts)


def _is_body(word: Token) -> bool:
    """Whether a word is the name of somebody that the tagger took for an adverb ("USAID provided")."""
    return word.ent_type_ in BODIES or (len(word.text) > 2 and word.text.isalpha() and word.text.isupper())


def _matrix_subject(verb: Token, climbed: int) -> list[Token]:
    """Who a purpose or participle clause is about: of a passive with an agent the agent ("used by rebels to store")."""
    agents = preposition_objects(verb, "by") if passive(verb) else []
    return agents or surface_subjects(verb, climbed + 1)


def _controller(verb: Token, head: Token, climbed: int) -> list[Token]:
    """Subject of an infinitive: the object of its governor ("ordered troops to"), else its subject."""
    objects = [child for child in head.children if child.dep_ == "dobj" and child.i < verb.i]
    if objects and head.lemma_ not in argument_rules().subject_control:
        return expand(objects)
    if head.pos_ in {"VERB", "AUX"}:
        return _matrix_subject(head, climbed)
    return surface_subjects(head.head, climbed + 1) if head.dep_ in {"acomp", "attr"} else []


def _subject_of_gerund(verb: Token, climbed: int) -> list[Token]:
    """Subject of "V-ing" after a preposition: with "accused X of" the object, else the subject."""
    preposition, governor = verb.head, verb.head.head
    if governor.pos_ == "ADJ" and governor.head.pos_ in {"VERB", "AUX"}:
        return surface_subjects(governor.head, climbed + 1)
    if governor.pos_ not in {"VERB", "AUX"}:
        charged = governor.dep_ in {"dobj", "nsubjpass"} and governor.head.lemma_ in argument_rules().charging
        return expand([governor]) if charged else owners_or_subject(governor, climbed)
    if preposition.lower_ in OBJECT_CONTROL_PREPOSITIONS and (held := objects(governor)):
        return held
    return surface_subjects(governor, climbed + 1)


def owners_or_subject(noun: Token, climbed: int = 0) -> list[Token]:
    """Whose act a noun with an infinitive is ("Iran's threat to", "they made a threat to")."""
    owned = owners(noun)
    if owned:
        return owned
    head = noun.head
    if noun.dep_ in {"dobj", "attr"} and head.pos_ in {"VERB", "AUX"} and climbed < MAX_CLIMB:
        return surface_subjects(head, climbed + 1)
    if noun.dep_ == "pobj" and head.head.pos_ == "VERB" and climbed < MAX_CLIMB:
        return surface_subjects(head.head, climbed + 1)
    return []


def owners(noun: Token) -> list[Token]:
    """Possessor of a noun, or the name that modifies it ("Israel's", "its", "Israeli", "Taliban")."""
    possessors = [child for child in noun.children if child.dep_ == "poss"]
    if possessors:
        return expand(possessors)
    return [child for child in noun.lefts if child.dep_ in {"compound", "amod", "nmod"} and child.ent_type_ in NAMED]


def objects(verb: Token) -> list[Token]:
    """What it is done to: the object of an active verb, the subject of a passive one."""
    if passive(verb):
        if kept := _retained_object(verb):
            return expand(kept)
        labels = {"nsubjpass", "nsubj"} if _is_bare_passive(verb) else {"nsubjpass"}
        own = [child for child in verb.children if child.dep_ in labels]
        if own:
            return expand(own)
        if verb.dep_ in {"acl", "relcl"}:
            return expand([verb.head])
        if verb.dep_ == "conj":
            return objects(verb.head)
        return surface_subjects(verb)
    own = [child for child in verb.children if child.dep_ in {"dobj", "obj"}]
    if own:
        return expand(own)
    named = [child for child in verb.rights if child.dep_ == "oprd" and child.ent_type_ == "PERSON"]
    return (
        expand(named)
        or _relative_object(verb)
        or _object_of_aim(verb)
        or _shared_object(verb)
        or _small_clause_subject(verb)
    )


def _small_clause_subject(verb: Token) -> list[Token]:
    """The object of "found the company guilty", "welcomed the envoy to mediate", parsed as the subject of a clause."""
    for child in verb.children:
        infinitive = child.tag_ == "VB" and any(token.tag_ == "TO" for token in child.lefts)
        if child.dep_ in {"ccomp", "xcomp"} and (child.pos_ == "ADJ" or infinitive) and child.i > verb.i:
            own = [token for token in child.children if token.dep_ == "nsubj" and token.i > verb.i]
            if own and not any(token.dep_ in {"mark", "aux", "cop"} and token.tag_ != "TO" for token in child.children):
                return expand(own)
    return []


def _relative_object(verb: Token) -> list[Token]:
    """The antecedent of "the rockets (that) they fired"."""
    if verb.dep_ != "relcl" or not any(child.dep_ == "nsubj" for child in verb.children):
        return []
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if any(child.lower_ in RELATIVE for child in subjects) or any(
        child.dep_ == "prep" and not list(child.children) for child in verb.children
    ):
        return []
    if any(
        child.dep_ in {"ccomp", "xcomp", "mark"} or child.lower_ in {"where", "when", "why", "whose"}
        for child in verb.children
    ):
        return []
    return expand([verb.head])


def _object_of_aim(verb: Token) -> list[Token]:
    """The antecedent of "the hostages (that) they promised to free": the gap stands in the infinitive."""
    clause = verb
    while clause.dep_ == "xcomp" and clause.head.i < clause.i:
        clause = clause.head
    if clause == verb or clause.dep_ != "relcl" or clause.head.ent_type_ in {"DATE", "TIME"}:
        return []
    inside = [child for link in (clause, verb) for child in link.children]
    subjects = [child for child in clause.lefts if child.dep_ == "nsubj"]
    if not subjects or any(child.lower_ in RELATIVE for child in subjects):
        return []
    if any(child.dep_ in {"dobj", "ccomp"} or child.lower_ in {"where", "when", "why", "whose"} for child in inside):
        return []
    return [] if any(child.dep_ == "prep" and not list(child.children) for child in inside) else expand([clause.head])


def _shared_object(verb: Token) -> list[Token]:
    """The object of a following coordinated verb ("shot and killed two men")."""
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.i > verb.i
            and child.tag_ == verb.tag_
            and not any(token.dep_ in {"nsubj", "nsubjpass"} for token in child.children)
        ):
            between = [
                token for token in verb.doc[verb.i + 1 : child.i] if token.dep_ not in {"cc", "advmod", "punct", "prt"}
            ]
            if not between:
                return expand(t for t in child.children if t.dep_ == "dobj")
    return []


def _retained_object(verb: Token) -> list[Token]:
    """The object that a passive keeps beside its receiver ("the port was sent two ships")."""
    return [child for child in verb.rights if child.dep_ == "dobj"]


def datives(verb: Token) -> list[Token]:
    """Receivers without or with "to" ("gave Ukraine arms", "gave arms to Ukraine", "Ukraine was given arms")."""
    found = []
    if passive(verb) and _retained_object(verb):
        found += [child for child in verb.children if child.dep_ == "nsubjpass"]
    for child in verb.children:
        if child.dep_ == "dative":
            found += [child] if child.pos_ != "ADP" else [token for token in child.children if token.dep_ == "pobj"]
    return expand(found)
