"""What a word names before it is known who and whether: acts, and how governing words change them.

`find_acts` gives the acts of one sentence: entries matched, event nouns joined with their support verbs,
operators ("refused to", "called for") and modals applied from the innermost clause outwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dateline.codebook.loader import outcome
from dateline.codebook.model import COOPERATION, Codebook, Entry, Frame, Modal, Operator
from dateline.stages.arguments import objects, passive, preposition_objects, surface_subjects
from dateline.stages.figures import idiomatic
from dateline.stages.predicates import Match, Predicates

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
NAMING = frozenset({"NOUN", "PROPN", "ADJ"})
HELPING = frozenset({"aux", "auxpass"})
NEGATIVE_PRONOUNS = frozenset({"nobody", "none", "nothing"})
HELD_NOUNS = (".intent", ".threat", ".permission")
"""Frames whose noun may have a complement of its own that says more ("expressed readiness to meet")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act in a sentence.

    head: the word that names it; anchor: the verb that carries tense and subject (the support verb of a noun);
    support: how the anchor supports the noun, "" where it does not; forced: a status that an operator or modal
    decided, with its cue; embedded: what an operator took in.
    """

    head: int
    anchor: int
    entry: Entry
    event_type: str
    event_mode: str | None
    used: frozenset[int] = frozenset()
    nominal: bool = False
    support: str = ""
    forced: str | None = None
    cue: int | None = None
    operator: str = ""
    embedded: Act | None = None
    rules: tuple[str, ...] = ()


def find_acts(sentence: Sequence[Token], predicates: Predicates) -> list[Act]:
    """The acts of a sentence in text order."""
    idioms = idiomatic(sentence, predicates.codebook)
    acts = {
        token.i: act
        for token in sentence
        if token.i not in idioms and (act := _plain_act(token, predicates)) is not None
    }
    _join_support(acts, sentence, predicates)
    _join_adverbs(acts, sentence, predicates)
    for act in [act for act in acts.values() if act.support and act.nominal and _lifeless(act, sentence, predicates)]:
        del acts[act.head]
    depth = _depths(sentence)
    for token in sorted(sentence, key=lambda token: (-depth[token.i], token.i)):
        _compose(token, acts, predicates)
        _apply_modals(token, acts, predicates)
    return [acts[i] for i in sorted(acts) if not _describes(acts[i], acts, sentence)]


def _lifeless(act: Act, sentence: Sequence[Token], predicates: Predicates) -> bool:
    """Whether what has an event noun for its object acts or suffers nothing ("the dollar came under fire")."""
    if act.support == "occurrence":
        return False
    subjects = surface_subjects(sentence[0].doc[act.anchor])[:1]
    return any(predicates.is_lifeless(predicates.meant(subject)) for subject in subjects)


def _describes(act: Act, acts: dict[int, Act], sentence: Sequence[Token]) -> bool:
    """Whether a participle only says who somebody is ("the coalition fighting the rebels declared a truce")."""
    token = sentence[0].doc[act.head]
    if act.nominal or token.tag_ != "VBG" or token.dep_ != "acl" or token.head.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = token.head.head
    told = any(other.anchor == verb.i and other.head != act.head for other in acts.values())
    return told and token.head.i == token.i - 1


def _depths(sentence: Sequence[Token]) -> dict[int, int]:
    """How deep each token hangs in its tree."""
    heads = {token.i: token.head.i for token in sentence}
    depths: dict[int, int] = {}
    for start in heads:
        path, i = [], start
        while i not in depths and heads.get(i, i) != i:
            path.append(i)
            i = heads[i]
        base = depths.setdefault(i, 0)
        for step, token in enumerate(reversed(path), 1):
            depths[token] = base + step
    return depths


# ---- words


def _plain_act(token: Token, predicates: Predicates) -> Act | None:
    if token.tag_ == "VBN" and token.dep_ == "pcomp" and not any(child.dep_ in HELPING for child in token.lefts):
        return None  # "in occupied Tolun": after a preposition a bare participle is an adjective
    if token.pos_ in VERBAL and token.dep_ not in {"amod", "compound", "aux", "auxpass"}:
        found = predicates.verb(token)
        return _act(token, found, nominal=False) if found else None
    if token.pos_ == "ADJ" and token.dep_ in {"acomp", "oprd"} and token.head.pos_ in VERBAL:
        found = predicates.adjective(token)
        if found and found[1].needs_cause and predicates.verb(token.head):
            return None  # "shot dead": the verb tells it
        return replace(_act(token, found, nominal=False), anchor=token.head.i) if found else None
    if token.pos_ == "ADJ" and stands_behind(token) is not None:
        found = predicates.adjective(token)
        return _act(token, found, nominal=False) if found and found[1].needs_cause else None
    if token.pos_ in NOMINAL and token.dep_ not in {"compound", "nmod"} and not _is_name(token):
        found = predicates.noun(token)
        return _act(token, found, nominal=True) if found else None
    return None


def stands_behind(adjective: Token) -> Token | None:
    """The people right before an adjective that says what became of them, without a verb ("Ten dead in bombing")."""
    if adjective.i == adjective.sent.start:
        return None
    before = adjective.nbor(-1)
    is_people = before.pos_ == "NUM" or before.like_num or before.tag_ == "NNS"
    return before if is_people and (adjective.dep_ == "ROOT" or before in {adjective.head, *adjective.lefts}) else None


def _is_name(token: Token) -> bool:
    """Whether a noun is part of a name ("Peace Now", "World War II"); first words have capitals anyway."""
    if token.is_sent_start and (token.i + 1 == len(token.doc) or token.nbor().pos_ != "PROPN"):
        return False
    if token.ent_type_ in {
        "PERSON",
        "ORG",
        "GPE",
        "FAC",
        "WORK_OF_ART",
        "PRODUCT",
        "EVENT",
        "LAW",
        "LOC",
        "NORP",
    }:
        return token.text[:1].isupper() and (token.pos_ == "PROPN" or token.ent_iob_ == "I")
    return False


def _act(token: Token, found: tuple[Match, Entry], *, nominal: bool) -> Act:
    match, entry = found
    used = match.used
    if isinstance(getattr(match.pattern, "meaning", None), Frame) and match.object is not None:
        used = used | {match.object.i}
    return Act(
        head=token.i, anchor=token.i, entry=entry, event_type=entry.event_type, event_mode=entry.event_mode,
        used=used, nominal=nominal,
    )  # fmt: skip


# ---- support verbs


def _join_support(acts: dict[int, Act], sentence: Sequence[Token], predicates: Predicates) -> None:
    """Give event nouns their support verbs; of a verb and its own noun keep one."""
    doc = sentence[0].doc
    for i in sorted(i for i, act in acts.items() if act.nominal):
        verb, slot = _governing_verb(doc[i], predicates)
        if verb is None:
            continue
        own = acts.get(verb.i)
        kind = _support(verb, slot, predicates)
        noun = acts[i]
        if own is not None and i in own.used and not own.nominal:
            refined = bool(noun.used) and noun.event_type != own.event_type
            same = own.event_type == noun.event_type and noun.event_mode and not own.event_mode
            if kind == "agentive" and (same or refined):
                del acts[verb.i]
            else:
                del acts[i]
                continue
        elif own is not None and slot == "dobj" and own.event_type == noun.event_type and not own.nominal:
            acts[verb.i] = replace(own, used=own.used | {i})
            del acts[i]
            continue
        elif own is not None and kind == "agentive" and not own.nominal:
            if own.used:
                continue
            del acts[verb.i]
        if kind:
            acts[i] = replace(noun, anchor=verb.i, support=kind, rules=(*noun.rules, f"support:{kind}"))


def _governing_verb(noun: Token, predicates: Predicates) -> tuple[Token | None, str]:
    """The verb that an event noun depends on, through "a series of", coordination and particles, with its slot."""
    token = noun
    for _ in range(4):
        head = token.head
        if token.dep_ == "conj" and head.pos_ in NOMINAL:
            token = head
        elif token.dep_ == "pobj" and head.lower_ == "of" and predicates.meant(head.head).i != head.head.i:
            token = head.head
        else:
            break
    head = token.head
    if token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "oprd"} and head.pos_ in VERBAL:
        return head, token.dep_
    if token.dep_ == "pobj" and head.head.pos_ in VERBAL:
        return head.head, f"prep:{head.lower_}"
    if token.dep_ == "pobj" and head.head.dep_ == "acomp" and head.head.head.pos_ in VERBAL:
        if head.head.head.dep_ == "xcomp":
            return None, ""  # who is believed to be responsible need not be
        return head.head.head, f"prep:{head.lower_}"  # "was responsible for the attack"
    clause = next((child for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBN"), None)
    return (clause, "nsubjpass") if clause is not None else (None, "")


def _support(verb: Token, slot: str, predicates: Predicates) -> str:
    """How a verb supports the event noun in this slot: agentive, passive, occurrence, or ""."""
    kinds = set(predicates.light(verb))
    if slot == "attr":
        return "occurrence" if verb.lemma_ == "be" else ""
    if slot == "nsubj" and not passive(verb):
        return "occurrence" if "occurrence" in kinds else ""
    if slot.startswith("prep:"):
        near = [verb, *(child for child in verb.children if child.dep_ == "acomp")]
        used = {child.lower_ for word in near for child in word.children if child.dep_ in {"prep", "prt"}}
        kinds = {kind for kind in kinds if slot[5:] in used and _takes_preposition(verb, slot[5:], predicates)}
    return "agentive" if "agentive" in kinds else "passive" if "passive" in kinds else ""


def _takes_preposition(verb: Token, name: str, predicates: Predicates) -> bool:
    patterns = predicates.light_patterns(verb)
    return any(item.prep == name for pattern in patterns for item in pattern.items)


def _join_adverbs(acts: dict[int, Act], sentence: Sequence[Token], predicates: Predicates) -> None:
    """Let an adverb name the act of a verb that no entry knows ("Norvia and Kestria run the dam jointly")."""
    for token in sentence:
        entry = predicates.codebook.adverbs.get(token.lower_)
        verb = token.head
        if entry is None or token.dep_ != "advmod" or verb.pos_ != "VERB" or predicates.is_known(verb):
            continue
        if any(verb.i in {act.head, act.anchor, *act.used} for act in acts.values()):
            continue
        sides = surface_subjects(verb)
        if len(sides) > 1 and all(predicates.is_agent(side) for side in sides):
            acts[token.i] = Act(
                head=token.i, anchor=verb.i, entry=entry, event_type=entry.event_type, event_mode=entry.event_mode,
                rules=("adverb",),
            )  # fmt: skip


# ---- operators


def _compose(token: Token, acts: dict[int, Act], predicates: Predicates) -> None:
    """Let an operator at `token` take in the act of its complement."""
    if token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"} or (token.pos_ == "AUX" and token.dep_ in {"aux", "auxpass"}):
        return
    own = acts.get(token.i)
    holder = _holder(token, acts)
    if holder is not None and not holder.entry.name.endswith(HELD_NOUNS):
        return
    whole = own is not None and any(token.doc[i].pos_ in NAMING for i in own.used) and not own.nominal
    for match, operator in predicates.operators(token):
        beside = whole and own is not None and own.event_type not in operator.over
        if beside and not (match.used and operator.status == "denied"):
            continue
        for complement, inner in _complements(token, match, operator, acts, predicates):
            if holder is not None and not inner:
                continue  # "voiced their determination" is the verb's; with "to attack" it is what they mean to do
            if _take(token, match, operator, complement, inner, acts):
                if holder is not None:
                    _take_over(token, holder, acts)
                if (
                    beside and own is not None
                ):  # "prevented the crowd from storming it": both what is done and what is not
                    acts[token.i] = own
                return


def _holder(token: Token, acts: dict[int, Act]) -> Act | None:
    """The act of the verb that has the noun for its object, where the codebook knows the two together."""
    if token.pos_ != "NOUN":
        return None
    return next((act for act in acts.values() if token.i in act.used and act.head != token.i and not act.nominal), None)


def _take_over(token: Token, holder: Act, acts: dict[int, Act]) -> None:
    """Let the act of an operator noun stand for that of the verb which has it for its object."""
    acts.pop(holder.head, None)
    made = acts.get(token.i)
    if made is not None and made.operator:
        acts[token.i] = replace(made, anchor=holder.anchor, support="agentive")


def _complements(
    token: Token, match: Match, operator: Operator, acts: dict[int, Act], predicates: Predicates
) -> Iterator[tuple[Token, list[Act]]]:
    """Complements of an operator word, each with the acts that stand in it."""
    for kind in operator.complements:
        if kind in {"xcomp", "ccomp"}:
            for child in token.children:
                if _is_complement(child, token, kind) and _open_clause(child, operator, predicates):
                    yield child, _acts_at(child, acts)
        elif kind == "purpose":
            for child in token.children:
                if child.dep_ in {"xcomp", "advcl"} and (_infinitive(child) or child.tag_ == "VBG"):
                    yield child, _acts_at(child, acts)
        elif kind == "participle":
            for holder in (token, *objects(token)):
                for child in holder.children:
                    if child.dep_ in {"acl", "advcl", "xcomp"} and child.tag_ == "VBG" and child.i > token.i:
                        yield child, _acts_at(child, acts)
        elif kind == "infinitive":
            for child in token.children:
                if child.dep_ == "advcl" and _infinitive(child):
                    yield child, _acts_at(child, acts)
        elif kind == "pcomp":
            for child in token.children:
                if child.i in match.used or child.lower_ in {"from", "of"}:
                    yield from ((deep, _acts_at(deep, acts)) for deep in child.children if deep.dep_ == "pcomp")
        elif kind == "csubj" and token.pos_ in VERBAL:
            for child in token.children:
                if child.dep_ == "csubj":
                    yield child, _acts_at(child, acts)
        elif kind == "nsubj" and token.pos_ in VERBAL and not passive(token):
            for noun in surface_subjects(token):
                if inner := _noun_acts(noun, acts, predicates):
                    yield noun, inner
        elif kind == "obj" and token.pos_ in VERBAL:
            for noun in objects(token):
                if inner := _noun_acts(noun, acts, predicates):
                    yield noun, inner
        elif kind.startswith("prep:") or kind == "acl":
            yield from _prepositional(token, kind[5:], acts, predicates)
    for i in sorted(match.used):
        for child in token.doc[i].children:
            inner = _noun_acts(child, acts, predicates) if child.dep_ == "pobj" else []
            if inner := inner or (_acts_at(child, acts) if child.dep_ == "pcomp" else []):
                yield child, inner


def _prepositional(
    token: Token, name: str, acts: dict[int, Act], predicates: Predicates
) -> Iterator[tuple[Token, list[Act]]]:
    for noun in preposition_objects(token, name):
        if inner := _noun_acts(noun, acts, predicates):
            yield noun, inner
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == name:
            yield from (
                (deep, inner) for deep in child.children if deep.dep_ == "pcomp" and (inner := _acts_at(deep, acts))
            )


def _is_complement(child: Token, token: Token, kind: str) -> bool:
    """A clause that completes the operator word; of a noun also its infinitive ("the threat to bomb")."""
    if child.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return False
    return child.dep_ == kind or (
        kind == "xcomp" and token.pos_ == "NOUN" and child.dep_ == "acl" and _infinitive(child)
    )


def _infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _open_clause(clause: Token, operator: Operator, predicates: Predicates) -> bool:
    """Whether the clause says what is to be, not what is said to be so ("warned that it would", not "that it did").

    The clause of a demand has the base form, which the tagger may take for another ("demanded that it cut aid").
    """
    if clause.dep_ in {"xcomp", "acl"} or operator.name not in {
        "promise",
        "agree",
        "threaten",
        "refuse",
        "allow",
        "fail",
        "demand",
        "order",
    }:
        return True
    words = {child.lower_ for child in clause.children if child.tag_ in {"TO", "MD"}}
    if operator.name in {"demand", "order"}:
        base = clause.tag_ in {"VB", "VBP"} or clause.lower_ in predicates.bases(clause)
        base = base or (operator.name == "order" and clause.tag_ in {"VBN", "VBD"})  # "ordered two ministers jailed"
        return base and not words.intersection({"will", "would", "can", "could", "may", "might", "'ll"})
    return bool(words) or clause.tag_ == "VB"


def _acts_at(clause: Token, acts: dict[int, Act]) -> list[Act]:
    """Acts named by a clause's verb, its support construction or the verbs coordinated with it."""
    verbs = {clause.i} | {child.i for child in clause.conjuncts if child.i > clause.i and not _own_subject(child)}
    found = [act for act in acts.values() if act.head in verbs or act.anchor in verbs]
    if not found and clause.pos_ in VERBAL and clause.lemma_ == "be":
        found = [
            acts[child.i] for child in clause.children if child.i in acts and child.dep_ in {"attr", "acomp", "nsubj"}
        ]
    return sorted(found, key=lambda act: act.head)


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _noun_acts(noun: Token, acts: dict[int, Act], predicates: Predicates) -> list[Act]:
    meant = predicates.meant(noun)
    return [acts[token.i] for token in dict.fromkeys((noun, meant)) if token.i in acts and acts[token.i].nominal]


def _take(
    token: Token, match: Match, operator: Operator, complement: Token, inner: list[Act], acts: dict[int, Act]
) -> bool:
    """Carry out the outcome of the table; False where it has none, so that other rules may try."""
    text = match.pattern.text
    if inner:
        keeps = text in operator.keeping
        result = f"keep {operator.status}" if keeps else _outcome(operator.outcomes, inner[0])
    else:
        if complement.pos_ not in VERBAL | {"ADJ", "NOUN"} or complement.dep_ in {"dobj", "pobj", "pcomp"}:
            return False
        silent = (text in operator.coded_only or text in operator.keeping) and not _is_mandative(complement)
        result = "" if silent else operator.outcomes.get("unlisted", "")
    if not result:
        return False
    code, _, status = result.partition(" ")
    rule = f"composition:{operator.name}"
    if code in {"keep", "own", "swallow"}:
        _keep(token, operator, code, status, inner, acts, rule)
        return True
    event_type, mode = outcome(code)
    for act in inner:
        acts.pop(act.head, None)
    if operator.name in {"fail", "collapse"}:  # "the summit failed to agree" is no summit and a failure
        for subject in surface_subjects(token):
            if subject.i in acts and acts[subject.i].nominal and acts[subject.i].event_type == "CONSULT":
                del acts[subject.i]
    first = inner[0] if inner else None
    mode = mode or (_mode(operator.modes, first) if first else None)
    name = Entry(name=f"composition.{operator.name}", event_type=event_type, event_mode=mode)
    base = acts.get(token.i)
    acts[token.i] = Act(
        head=token.i, anchor=base.anchor if base else token.i, entry=name, event_type=event_type, event_mode=mode,
        used=match.used | {complement.i}, nominal=token.pos_ == "NOUN", support=base.support if base else "",
        operator=operator.name, embedded=first or _unlisted(complement), rules=(rule,),
    )  # fmt: skip
    return True


def _is_mandative(clause: Token) -> bool:
    """ "Asked that the troops leave": the base form with a subject of its own says what is to be."""
    words = {child.dep_ for child in clause.children}
    return clause.dep_ == "ccomp" and clause.tag_ == "VB" and "nsubj" in words and "aux" not in words


def _unlisted(complement: Token) -> Act:
    """A complement that no entry knows, for its arguments only."""
    return Act(
        head=complement.i, anchor=complement.i, entry=Entry(name="unlisted", event_type=""),
        event_type="", event_mode=None,
    )  # fmt: skip


def _keep(
    token: Token,
    operator: Operator,
    code: str,
    status: str,
    inner: list[Act],
    acts: dict[int, Act],
    rule: str,
) -> None:
    if code == "keep" and token.i in acts:
        del acts[token.i]
    if code == "swallow":
        for act in inner:
            acts.pop(act.head, None)
        return
    forced = status or (operator.status if operator.status != "keep" else "")
    for act in inner:
        if act.head in acts:
            changed = replace(act, rules=(*act.rules, rule))
            acts[act.head] = (
                replace(changed, forced=act.forced or forced, cue=act.cue if act.forced else token.i)
                if forced
                else changed
            )


def _outcome(outcomes: object, act: Act) -> str:
    table: dict[str, str] = dict(outcomes)  # type: ignore[call-overload]
    side = "cooperation" if act.event_type in COOPERATION else "conflict"
    keys = (f"{act.event_type}/{act.event_mode}", act.event_type, side, "any")
    return next((table[key] for key in keys if key in table), "")


def _mode(modes: object, act: Act) -> str | None:
    table: dict[str, str] = dict(modes)  # type: ignore[call-overload]
    return table.get(f"{act.event_type}/{act.event_mode}") or table.get(act.event_type)


# ---- modals and negation


def _apply_modals(token: Token, acts: dict[int, Act], predicates: Predicates) -> None:
    """Let the modals and the negation of a verb change the acts that it carries."""
    codebook = predicates.codebook
    if token.pos_ not in VERBAL or token.dep_ in {"aux", "auxpass"}:
        return
    carried = [act for act in acts.values() if act.anchor == token.i]
    passive_form = any(child.dep_ == "auxpass" and child.lower_ == "be" for child in token.children)
    if not carried and token.tag_ != "VB" and not passive_form:
        return
    found = modal_of(token, codebook)
    if found is None:
        return
    name, cue = found
    if not carried and (event_type := codebook.modals[name].outcomes.get("unlisted")):
        _demanded(token, cue, name, event_type, acts, predicates)
    for act in carried:
        changed = _under(codebook.modals[name], act, cue)
        acts[act.head] = changed


def _demanded(token: Token, cue: int, name: str, event_type: str, acts: dict[int, Act], predicates: Predicates) -> None:
    """An act that only its modal names ("Norvia must do more"), where somebody is told to."""
    told = surface_subjects(token)
    if not any(predicates.is_agent(subject) for subject in told) and not passive(token):
        return
    entry = Entry(name=f"modal.{name}", event_type=event_type, recipient=("subj",), actor=("none",))
    acts[cue] = Act(
        head=cue, anchor=token.i, entry=entry, event_type=event_type, event_mode=None, rules=(f"modal:{name}",)
    )


def _under(modal: Modal, act: Act, cue: int) -> Act:
    code, _, status = _outcome(modal.outcomes, act).partition(" ")
    if act.support == "occurrence":
        code = "keep"  # "the truce will start on Tuesday" is nobody's promise
    changed = replace(
        act,
        forced=act.forced or status or modal.status,
        cue=act.cue if act.forced else cue,
        rules=(*act.rules, f"modal:{modal.name}"),
    )
    if code in {"", "keep"}:
        return changed
    event_type, mode = outcome(code)
    return replace(changed, event_type=event_type, event_mode=mode or _mode(modal.modes, act))


def modal_of(verb: Token, codebook: Codebook) -> tuple[str, int] | None:
    """The modal, future or negation that a verb stands under, with the cue's token; None for a plain form."""
    holder = verb
    for _ in range(4):
        words = {
            child.lower_: child.i
            for child in holder.children
            if child.dep_ in {"aux", "neg", "auxpass"} or child.lower_ == "never"
        }
        if (negated := _no_longer(holder)) is not None:
            words["not"] = negated
        if holder.dep_ != "conj" or holder.head.pos_ not in VERBAL or _own_subject(holder) or words:
            break
        holder = holder.head
    kinds = {codebook.modal_words[word]: i for word, i in words.items() if word in codebook.modal_words}
    negation = kinds.pop("negation", None) or _negating_word(verb)
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "go" and verb.head.tag_ == "VBG" and _infinitive(verb):
        kinds["future"] = verb.head.i
    if (
        verb.dep_ == "xcomp"
        and verb.head.lemma_ in {"have", "need"}
        and _infinitive(verb)
        and verb.head.tag_ in {"VBP", "VBZ"}
    ):
        kinds["obligation"] = verb.head.i
    if "conditional" in kinds and _reported_future(verb, codebook):
        kinds["future"] = kinds.pop("conditional")
    if "conditional" in kinds and any(child.lower_ == "have" for child in verb.children if child.dep_ == "aux"):
        kinds["guess"] = kinds.pop("conditional")  # "may have bombed" is about the past
    kind = next((name for name in ("future", "obligation", "conditional", "guess") if name in kinds), None)
    if negation is not None:
        return ("refusal", negation) if kind in {"future", "conditional"} else ("negation", negation)
    return (kind, kinds[kind]) if kind else None


def _no_longer(verb: Token) -> int | None:
    return next(
        (
            child.i
            for child in verb.children
            if child.lower_ == "longer" and any(token.lower_ == "no" for token in child.lefts)
        ),
        None,
    )


def _negating_word(verb: Token) -> int | None:
    """ "No" with the subject or object: "no troops withdrew", "neither side attacked"."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            word = next((token for token in child.lefts if token.lower_ in {"no", "neither"}), None)
            if word is not None:
                return word.i
            if child.lower_ in NEGATIVE_PRONOUNS or (child.lower_ == "no" and child.dep_ == "nsubj"):
                return child.i
    return None


def _reported_future(verb: Token, codebook: Codebook) -> bool:
    """ "Said it would": the future as told in the past."""
    if not any(child.lower_ in {"would", "'d"} for child in verb.children):
        return False
    return verb.dep_ == "ccomp" and verb.head.lemma_ in codebook.cues["reporting"]["verbs"]
