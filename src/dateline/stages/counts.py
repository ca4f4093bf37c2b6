"""How many: numbers with what they count, and the counts of one event.

`find_quantities` reads numbers wherever they stand; `event_counts` gives an event those that hang from its
trigger or arguments. Bounds follow the words: docs/claims.md has the table. Vocabulary: catalogue/counts.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.catalogue.quantities import CountWords, load_count_words
from dateline.records import Count, Quantity, Span
from dateline.stages.phrases import child, is_passive, token_span

DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
RANGE = re.compile(r"(\d[\d,]*)[-–](\d[\d,]*)")
YEAR = re.compile(r"(?:1[89]|20)\d\d")
OBJECTS = frozenset({"dobj", "nsubjpass", "oprd"})
CARRIERS = frozenset({
    "nsubj", "nsubjpass", "dobj", "pobj", "prep", "agent", "conj", "advcl", "xcomp", "acl", "relcl", "appos",
    "parataxis", "attr", "npadvmod", "nummod", "compound", "oprd", "advmod", "amod", "pcomp", "dep",
})  # fmt: skip
"""Labels along which a number still belongs to the event: all but complement clauses, which tell another."""
LONGEST_PATH = 5
"""Arcs between a number's noun and the trigger; farther off lies another event of the sentence."""


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens [start, end) and the bounds they state; `vague` words have a low bound alone."""

    start: int
    end: int
    low: float | None
    high: float | None
    best: float | None


def find_quantities(doc: Doc, words: CountWords | None = None) -> list[Quantity]:
    """Every number of a report that counts something, by start, with its bounds and the noun it counts.

    Dates, times, money, percentages, measures, ages, ordinals and model numbers are left out. `what` is set
    where noun, verb or state tell it. Sentences that were not parsed have no quantities.
    """
    known = words or load_count_words()
    return [_quantity(doc, number, known) for number in _numbers(doc, known)]


def event_counts(
    doc: Doc,
    trigger: Token,
    arguments: Sequence[Token],
    quantities: Sequence[Quantity],
    words: CountWords | None = None,
) -> list[Count]:
    """The counts of one event: quantities of a known kind that hang from its trigger or its arguments.

    trigger: head token of the event's trigger; arguments: head tokens of all its arguments; quantities: what
    `find_quantities` gave for the report. In text order; nothing is added up but "two targets and a third".
    The sentence after the trigger's has counts of the event where it names the event again.
    """
    known = words or load_count_words()
    counts = _counts_in(doc, trigger, arguments, quantities, known)
    again = _named_again(trigger, known)
    return counts if again is None else [*counts, *_counts_in(doc, again, (), quantities, known)]


def _counts_in(
    doc: Doc, trigger: Token, arguments: Sequence[Token], quantities: Sequence[Quantity], known: CountWords
) -> list[Count]:
    """Counts in the trigger's own sentence."""
    sentence = trigger.sent
    counts = []
    for item in quantities:
        if not sentence.start_char <= item.span.start < sentence.end_char:
            continue
        number = _token_at(doc, item.span, known)
        counted = counted_noun(number)
        if item.what is not None and _belongs(counted, trigger, arguments, item.what, known):
            counts.append(_count(item, number, counted, known))
    return counts


def _named_again(trigger: Token, words: CountWords) -> Token | None:
    """The definite noun by which the next sentence takes up the event: "The blast killed …", "… hurt in the raid".

    It is the trigger's own noun or one formed from its verb ("bombed", "the bombing").
    """
    doc, end = trigger.doc, trigger.sent.end
    if end >= len(doc) or not doc[end].tag_:
        return None
    return next((item for item in doc[end].sent if _takes_up(item, trigger, words)), None)


def _takes_up(noun: Token, trigger: Token, words: CountWords) -> bool:
    lemma, named = noun.lemma_.lower(), trigger.lemma_.lower()
    if noun.pos_ != "NOUN" or words.nouns.get(lemma) != "attacks" or noun.tag_ != "NN":
        return False
    definite = any(item.dep_ == "det" and item.lower_ in {"the", "this", "that"} for item in noun.children)
    alone = all(item.dep_ in {"det", "compound", "amod"} for item in noun.children)  # "the raid of 2011" is another
    same = lemma == named or (trigger.pos_ == "VERB" and lemma in {named + "ing", named.rstrip("e") + "ing"})
    place = noun.dep_ in SUBJECTS or (noun.dep_ == "pobj" and noun.head.lower_ in OWN_DEED)
    return definite and alone and same and place


SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def read_number(token: Token, words: CountWords | None = None) -> int | None:
    """The exact whole number that ends in `token` ("two", "1,200", "twenty-five"); None for anything else."""
    known = words or load_count_words()
    read = _cardinal(token.doc, token.left_edge.i, known) or _cardinal(token.doc, token.i, known)
    return int(read[0]) if read is not None and read[0].is_integer() else None


# ---- numbers


def _numbers(doc: Doc, words: CountWords) -> Iterator[Number]:
    i = 0
    while i < len(doc):
        number = _number_at(doc, i, words) if doc[i].tag_ else None
        if number is None:
            i += 1
            continue
        if not _is_skipped(doc, number, words):
            yield number
        i = number.end


def _number_at(doc: Doc, i: int, words: CountWords) -> Number | None:
    """The number expression that begins at token i, its words of bounds included."""
    word = doc[i].lower_
    for name, phrase in words.bounds.get(word, ()):
        if _matches(doc, i, phrase):
            inner = _plain(doc, i + len(phrase), words)
            return _bounded(name, i, inner) if inner is not None else None
    if word in {"between", "from"}:
        pair = _pair(doc, i, words)
        if pair is not None:
            return pair
    if word == "no" and doc[i].dep_ == "det":
        return _none(doc, i)
    if _is_one_person(doc[i], words):
        return Number(i, i + 1, 1.0, 1.0, 1.0)
    if word in {"nobody", "none"} and doc[i].dep_ in {"nsubj", "nsubjpass", "dobj"}:
        return Number(i, i + 1, 0.0, 0.0, 0.0)
    if word in words.times_words:
        value = float(words.times_words[word])
        return Number(i, i + 1, value, value, value)
    return _plain(doc, i, words)


def _matches(doc: Doc, i: int, phrase: Sequence[str]) -> bool:
    return doc[i].lower_ == phrase[0] and [token.lower_ for token in doc[i : i + len(phrase)]] == list(phrase)


def _bounded(name: str, start: int, inner: Number) -> Number:
    """ "at least five": low 5, best 5; "up to 30": high 30; "nearly 40": high and best 40; "about 50": best 50."""
    value = inner.best
    low = inner.low if name == "low" else None
    high = value if name in {"high", "near_high"} else None
    if value is None:  # "at least several": the vague word's own bound is all there is
        return Number(start, inner.end, inner.low, None, None)
    return Number(start, inner.end, low, high, None if name == "high" else value)


def _none(doc: Doc, i: int) -> Number | None:
    """ "no casualties": none are known where they are only not reported, none at all where the text says so."""
    noun = doc[i].head
    if noun.pos_ not in {"NOUN", "PROPN"} and noun.lower_ != "one":
        return None
    chain = [noun, *noun.ancestors]
    reported = any(token.lemma_ in UNREPORTED for token in chain[:4])
    end = i + 2 if noun.lower_ == "one" and noun.i == i + 1 else i + 1
    return Number(i, end, 0.0, None if reported else 0.0, None if reported else 0.0)


UNREPORTED = frozenset({"report", "information", "word", "know", "confirm", "indication"})
"""With these, none means that none is known: "no reports of casualties", "no casualties were reported"."""


def _is_one_person(article: Token, words: CountWords) -> bool:
    """ "a guard was killed", "their driver was shot dead": one person, no body of several, to whom it happened."""
    noun = article.head
    known = article.lower_ in {"a", "an", "the"} if article.dep_ == "det" else article.tag_ == "PRP$"
    if (
        not known
        or noun.tag_ != "NN"
        or any(item.dep_ == "conj" for item in noun.lefts)
        or noun.lemma_.lower() in words.collectives | words.scales.keys()
    ):
        return False
    return _is_person(article, noun, words) and (_state(noun, words) or _by_verb(noun, words)) in SUFFERED


SUFFERED = frozenset({"fatalities", "injured", "detained", "missing"})
"""Kinds of which a single person is worth counting."""


def _pair(doc: Doc, i: int, words: CountWords) -> Number | None:
    """ "between 20 and 30", "from 20 to 30"."""
    first = _plain(doc, i + 1, words)
    if first is None or first.end >= len(doc) or doc[first.end].lower_ not in {"and", "to"}:
        return None
    second = _plain(doc, first.end + 1, words)
    if second is None or first.best is None or second.best is None or first.best >= second.best:
        return None
    return Number(i, second.end, first.best, second.best, None)


def _plain(doc: Doc, i: int, words: CountWords) -> Number | None:
    """A number without words of bounds: "1,200", "two dozen", "twenty-five", "hundreds of thousands", "20 to 30"."""
    if i >= len(doc):
        return None
    ranged = RANGE.fullmatch(doc[i].text) if doc[i].text[0].isdigit() else None
    if ranged:
        low, high = (float(part.replace(",", "")) for part in ranged.groups())
        return Number(i, i + 1, low, high, None) if low < high else None
    vague = _vague(doc, i, words)
    if vague is not None:
        return vague
    read = _cardinal(doc, i, words)
    if read is None:
        return None
    value, end = read
    if end + 1 < len(doc) and doc[end].lower_ in {"to", "-", "–", "or"}:
        second = _cardinal(doc, end + 1, words)
        if second is not None and value < second[0]:
            return Number(i, second[1], value, second[0], None)
    if any(_matches(doc, end, phrase) for phrase in words.low_after if end + len(phrase) <= len(doc)):
        return Number(i, end + 2, value, None, value)
    return Number(i, end, value, value, value)


def _vague(doc: Doc, i: int, words: CountWords) -> Number | None:
    """ "dozens", "several", "a few", "tens of thousands", "several hundred": a low bound and no more."""
    start = i
    if doc[i].lower_ == "a" and i + 1 < len(doc) and doc[i + 1].lower_ in {"few", "couple"}:
        i += 1
    low = words.vague.get(doc[i].lower_)
    if low is None:
        return None
    end, value = i + 1, float(low)
    if end < len(doc) and doc[end].lower_ in words.scales:
        return Number(start, end + 1, value * words.scales[doc[end].lower_], None, None)
    if end + 1 < len(doc) and doc[end].lower_ == "of" and doc[end + 1].lower_.rstrip("s") in words.scales:
        value *= words.scales[doc[end + 1].lower_.rstrip("s")]
        end += 2
    return Number(start, end, value, None, None)


def _cardinal(doc: Doc, i: int, words: CountWords) -> tuple[float, int] | None:
    """Value of the digits or number words at token i, and the token after them."""
    if i >= len(doc):
        return None
    if doc[i].lower_ == "half" and i + 2 < len(doc) and doc[i + 1].lower_ == "a" and doc[i + 2].lower_ in words.scales:
        return words.scales[doc[i + 2].lower_] / 2, i + 3
    total, current, end = 0.0, None, i
    if doc[i].lower_ in {"a", "an"} and i + 1 < len(doc) and doc[i + 1].lower_ in words.scales:
        current, end = 1.0, i + 1
    while end < len(doc):
        word = doc[end].lower_
        follows = current is not None and end + 1 < len(doc) and doc[end + 1].lower_ in words.numbers
        if DIGITS.fullmatch(word) and current is None:
            current = float(word.replace(",", ""))
        elif word in words.numbers and (current is None or doc[end - 1].lower_ not in words.numbers):
            current = (current or 0.0) + words.numbers[word]
        elif word in words.scales and current is not None:
            current *= words.scales[word]
            if words.scales[word] >= 1000:
                total, current = total + current, 0.0
        elif not (follows and (word == "-" or (word == "and" and doc[end - 1].lower_ == "hundred"))):
            break
        end += 1
    return None if current is None else (total + current, end)


def _is_skipped(doc: Doc, number: Number, words: CountWords) -> bool:
    """Whether a number is a date, a measure, an age, money, part of a name or a mere pronoun."""
    last = doc[number.end - 1]
    before = doc[number.start - 1] if number.start else None
    after = doc[number.end] if number.end < len(doc) else None
    if _in_other_expression(doc, number, words):
        return last.lower_ not in words.times_words and not _is_times(after, words)
    if YEAR.fullmatch(last.text) and last.dep_ not in {"nummod", "nsubj", "nsubjpass", "dobj"}:
        return True
    if before is not None and (before.text in {"$", "€", "£", "#", "No."} or before.text.endswith("-")):
        return True
    if after is not None and (
        after.text in {"%", "-", "th", "st"} or after.lower_ in words.units or after.lemma_.lower() in words.units
    ):
        return True
    if last.lower_ == "one" and after is not None and after.lower_ in words.states:
        return False  # "left one dead"
    if last.lower_ == "one" and last.dep_ not in {"nummod", "nsubjpass"}:
        return last.dep_ != "det" and doc[number.start].lower_ != "no"
    if before is not None and before.lower_ in {"aged", "age", "ages"}:
        return True
    aged = before is not None and after is not None and before.text == "," and after.text == ","
    return aged or (last.dep_ in {"compound", "npadvmod"} and last.text.isdigit())


def _in_other_expression(doc: Doc, number: Number, words: CountWords) -> bool:
    """Whether a name or a date, sum or measure of more words than the number holds the number."""
    inside = doc[number.start : number.end]
    if not any(token.ent_type_ in words.labels for token in inside):
        return False
    if any(YEAR.fullmatch(token.text) or token.ent_type_ in {"PRODUCT", "LAW", "ORDINAL"} for token in inside):
        return True
    edges = [doc[i] for i in (number.start - 1, number.end) if 0 <= i < len(doc)]
    return any(token.ent_type_ in words.labels and token.ent_type_ == inside[-1].ent_type_ for token in edges)


def _is_times(token: Token | None, words: CountWords) -> bool:
    return token is not None and token.lemma_.lower() in words.times_nouns


# ---- what they count


def counted_noun(number: Token) -> Token:
    """Head of what a number counts: "six soldiers", "dozens of people", "a family of five"; else the number."""
    stated = number.i + 1 < len(number.doc) and number.nbor().tag_ in {"VBN", "JJ"}  # "one dead and 20 injured"
    while number.dep_ == "conj" and number.head.pos_ == "NUM" and not stated:
        number = number.head
    of = next((item for item in number.rights if item.dep_ == "prep" and item.lower_ == "of"), None)
    if number.dep_ in {"nummod", "amod", "det", "quantmod", "compound", "poss"}:
        noun = number.head
        while noun.dep_ in {"nummod", "quantmod"} and noun.head.i != noun.i:
            noun = noun.head
        through = noun.lower_ in SCALE_NOUNS or noun.lemma_ in UNREPORTED
        of = of or (next((c for c in noun.rights if c.lower_ == "of"), None) if through else None)
        if of is None:
            return noun
    thing = child(of, "pobj") if of is not None else None
    if thing is not None:
        return thing
    if number.dep_ == "pobj" and number.head.lower_ == "of" and number.head.head.lower_ in {"family", "group", "crew"}:
        return number.head.head
    return number


SCALE_NOUNS = frozenset({"dozen", "dozens", "tens", "hundreds", "thousands", "millions", "scores", "couple", "total"})


def _quantity(doc: Doc, number: Number, words: CountWords) -> Quantity:
    token = _last_number(doc, number.start, number.end, words)
    noun = counted_noun(token)
    return Quantity(
        span=token_span(doc, number.start, number.end),
        low=number.low,
        high=number.high,
        best=number.best,
        unit=noun.text if noun.i != token.i else None,
        what=_kind(token, noun, words),
    )


def _token_at(doc: Doc, span: Span, words: CountWords) -> Token:
    inside = doc.char_span(span.start, span.end, alignment_mode="expand")
    assert inside is not None
    return _last_number(doc, inside.start, inside.end, words)


def _last_number(doc: Doc, start: int, end: int, words: CountWords) -> Token:
    """The token of a number expression from which its noun hangs: its last number word."""
    for i in range(end - 1, start - 1, -1):
        word = doc[i].lower_
        if word == "one" and i > start and doc[i - 1].lower_ == "no":
            return doc[i]
        if (
            word in words.vague
            or word in words.scales
            or word in words.numbers
            or doc[i].like_num
            or word in {"no", "nobody", "none", *words.times_words}
        ):
            return doc[i]
    return doc[end - 1]


def _kind(number: Token, noun: Token, words: CountWords) -> str | None:
    """What a number counts, one of records.COUNT_KINDS, or None where the text does not tell."""
    lemma = noun.lemma_.lower()
    if number.lower_ in words.times_words or (lemma in words.times_nouns and noun.i != number.i):
        return "attacks"
    toll = _toll(number, words)
    if toll is not None:
        return toll
    person = _is_person(number, noun, words)
    if person and _is_all_there_were(number, noun):
        return None
    if person:
        told = _state(noun, words) or _by_verb(noun, words)
        if told is not None and told not in {"targets", "munitions"}:
            return told
    if lemma in words.casualties and (noun.dep_ != "pobj" or number.lower_ == "no"):
        return "other"
    if noun.i != number.i and lemma in words.nouns:
        return words.nouns[lemma]
    verb = noun.head
    if not person and noun.dep_ == "dobj" and words.objects.get(verb.lemma_.lower()) == "targets":
        return "targets"
    return None


def _is_all_there_were(number: Token, noun: Token) -> bool:
    """The four of "two of the four hostages were killed": of whom others are told."""
    counted = number.head.i == noun.i and number.i > noun.head.i
    told = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NUM"
    return counted and told and any(item.dep_ in {"det", "poss"} for item in noun.lefts)


def _is_person(number: Token, noun: Token, words: CountWords) -> bool:
    lemma = noun.lemma_.lower()
    if noun.i == number.i or lemma in words.people or noun.ent_type_ in {"NORP"}:
        return True
    if words.nouns.get(lemma) in PEOPLE_KINDS:
        return True  # whoever is killed while protesting, fleeing or held is counted as killed
    return noun.pos_ in {"NOUN", "PROPN", "ADJ"} and lemma.endswith(words.people_suffixes) and lemma not in words.nouns


PEOPLE_KINDS = frozenset({"participants", "detained", "displaced"})
"""Kinds whose nouns name people by what they do or suffer."""


def _state(noun: Token, words: CountWords) -> str | None:
    """ "left six people dead", "six dead", "12 others wounded", "four are missing"."""
    if noun.lower_ in words.states:
        return words.states[noun.lower_]
    if noun.pos_ == "NUM" and noun.i + 1 < len(noun.doc) and noun.nbor().lower_ in words.states:
        return words.states[noun.nbor().lower_]
    near = [*noun.rights, *(noun.head.rights if noun.dep_ in {"nsubj", "dobj", "nsubjpass"} else ())]
    for item in near:
        if item.dep_ in {"acl", "amod", "oprd", "acomp", "attr", "xcomp", "ccomp"} and item.lower_ in words.states:
            return words.states[item.lower_]
    if noun.head.lower_ in words.states and noun.dep_ in {"nsubj", "nsubjpass", "npadvmod", "nmod"}:
        return words.states[noun.head.lower_]
    return next((words.states[item.lower_] for item in noun.lefts if item.lower_ in words.states), None)


def _by_verb(noun: Token, words: CountWords) -> str | None:
    """Kind by the verb of which the counted noun is object, passive subject or subject; parts follow their whole."""
    noun = _whole(noun)
    verb = noun.head
    lemma = verb.lemma_.lower()
    if noun.dep_ in OBJECTS:
        return words.objects.get(lemma)
    if noun.dep_ == "nsubj":
        if is_passive(verb):
            return words.objects.get(lemma)
        return words.subjects.get(lemma)
    participle = next((item for item in noun.rights if item.dep_ == "acl" and item.tag_ == "VBN"), None)
    if participle is not None and participle.lemma_.lower() in words.objects:
        return words.objects[participle.lemma_.lower()]
    if verb.lemma_.lower() in words.objects and noun.dep_ == "conj":
        return words.objects[verb.lemma_.lower()]
    if noun.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lemma_.lower() in DEEDS:
        return DEEDS[verb.head.lemma_.lower()]
    return None


DEEDS = {
    "killing": "fatalities",
    "death": "fatalities",
    "murder": "fatalities",
    "arrest": "detained",
    "detention": "detained",
}


def _is_amount(token: Token) -> bool:
    return token.lower_ in SCALE_NOUNS or token.pos_ == "NUM"


def _whole(noun: Token) -> Token:
    """The noun of which this one is a part or a further one: "six people, including three children"."""
    for _ in range(4):
        of = noun.head.lower_ == "of" and _is_amount(noun.head.head)
        if noun.dep_ == "pobj" and (of or noun.head.lower_ in {"including", "among"}):
            noun = noun.head.head
        elif noun.dep_ in {"conj", "appos"} and noun.head.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "PRON"}:
            noun = noun.head
        else:
            break
    return noun


def _toll(number: Token, words: CountWords) -> str | None:
    """ "the death toll rose to 40", "bringing the number of dead to 40"."""
    verb = number.head.head if number.dep_ == "pobj" else number.head
    if verb.lemma_.lower() not in words.cumulative_verbs | words.stating_verbs:
        return None
    for noun in verb.children:
        if noun.dep_ in {"nsubj", "dobj"} and noun.lemma_.lower() in words.cumulative_nouns:
            kinds = [_named_kind(item, words) for item in noun.subtree]
            return next((kind for kind in kinds if kind), "fatalities" if noun.lemma_.lower() == "toll" else None)
    return None


def _named_kind(token: Token, words: CountWords) -> str | None:
    return (
        words.states.get(token.lower_)
        or words.nouns.get(token.lemma_.lower())
        or words.objects.get(token.lemma_.lower())
    )


# ---- whose they are


def _belongs(noun: Token, trigger: Token, arguments: Sequence[Token], kind: str, words: CountWords) -> bool:
    """Whether what is counted hangs from the trigger, from an argument, or from a deed told with it."""
    if noun.i == trigger.i or any(noun.i == item.i for item in arguments):
        return True
    ups, downs = ways(noun, trigger)
    path = [*ups, *downs]
    if any(_is_another_deed(item, trigger, words) for item in path):
        return False
    if len(path) > LONGEST_PATH or any(item.dep_ not in CARRIERS and not leads_to_colon(item) for item in path):
        return False
    told = _whole(noun).head.lemma_.lower()
    joined = trigger.lemma_.lower() in words.objects or told in words.objects or told in words.subjects
    joined = joined or told == "leave"  # "left one dead and 20 injured"
    return joined or kind in {"targets", "munitions"} or all(item.dep_ != "conj" for item in path)


def _is_another_deed(token: Token, trigger: Token, words: CountWords) -> bool:
    """Whether a token opens a clause on another deed than the trigger: "in answer to an ambush that killed three"."""
    if token.dep_ == "advcl":
        return any(item.dep_ == "mark" and _is_some_time_before(item, words) for item in token.children)
    return token.dep_ in {"relcl", "acl"} and is_related_deed(token.head, trigger, words)


def _is_some_time_before(mark: Token, words: CountWords) -> bool:
    """ "a week after": the clause tells of another day."""
    before = mark.nbor(-1) if mark.i else None
    return mark.lower_ in {"after", "before"} and before is not None and before.lemma_.lower() in words.units


def is_related_deed(noun: Token, trigger: Token, words: CountWords) -> bool:
    """Whether a noun names a deed that a preposition sets in relation to the trigger ("in answer to an ambush").

    What was done in, by or with an attack is part of it.
    """
    if noun.i == trigger.i or noun.dep_ != "pobj" or words.nouns.get(noun.lemma_.lower()) != "attacks":
        return False
    return noun.head.lower_ not in OWN_DEED


OWN_DEED = frozenset({"in", "by", "with", "during", "of"})


def ways(first: Token, second: Token) -> tuple[list[Token], list[Token]]:
    """From two tokens of a sentence up to the lowest token that governs both (which is in neither list)."""
    above = [first, *first.ancestors]
    places = {token.i: place for place, token in enumerate(above)}
    climbed: list[Token] = []
    for token in [second, *second.ancestors]:
        if token.i in places:
            return above[: places[token.i]], climbed
        climbed.append(token)
    return above, climbed


def leads_to_colon(token: Token) -> bool:
    """Whether a clause is continued after a colon: "the raid was small: seven bombs fell" (labelled ccomp)."""
    between = token.doc[token.i : token.head.i]
    return token.dep_ == "ccomp" and any(item.text == ":" for item in between)


def _count(item: Quantity, number: Token, noun: Token, words: CountWords) -> Count:
    third = _and_a_third(noun, item)
    return Count(
        what=item.what or "other",
        low=item.low if third is None else third,
        high=item.high if third is None else third,
        best=item.best if third is None else third,
        group=item.unit if item.what not in {"attacks", "targets", "munitions"} else None,
        side=_side(noun, item.what, words),
        scope="cumulative" if _is_cumulative(number, words) else "event",
        part=_is_part(number, noun),
        span=item.span,
    )


def _and_a_third(noun: Token, item: Quantity) -> float | None:
    """ "two targets in the north and a third in the south" are three: the ordinal goes on counting."""
    if item.best is None or item.low != item.high:
        return None
    following = ORDINALS.get(int(item.best) + 1)
    later = [token for token in noun.subtree if token.i > noun.i and token.lower_ == following and token.dep_ == "conj"]
    found = any(all(item.lower_ != "of" for item in token.children) for token in later)
    return item.best + 1 if following is not None and found else None


ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh"}


def _side(noun: Token, kind: str | None, words: CountWords) -> str | None:
    """recipient for whoever an act of somebody is done to; actor for what a side itself lost; else None."""
    if kind not in {"fatalities", "injured", "detained", "displaced", "missing"}:
        return None
    whole = _whole(noun)
    verb = whole.head
    if verb.lemma_ == "lose" and whole.dep_ == "dobj":
        return "actor"
    done = verb.lemma_.lower() in words.objects and whole.dep_ in OBJECTS
    return "recipient" if done and kind != "missing" else None


def _is_cumulative(number: Token, words: CountWords) -> bool:
    verb = number.head.head if number.dep_ == "pobj" else number.head
    if _toll(number, words) is not None and verb.lemma_.lower() in words.cumulative_verbs:
        return True
    clause = next((item for item in number.ancestors if item.pos_ == "VERB"), None)
    if clause is None:
        return False
    return any(
        item.lower_ in words.cumulative_adverbs or (item.lower_ == "since" and item.dep_ in {"prep", "mark"})
        for item in clause.children
    )


def _is_part(number: Token, noun: Token) -> bool:
    """ "including three children", "two of them", "two of the three", "among them two": a part of what is counted."""
    if any(item.lower_ in {"including", "among"} for item in [noun.head, noun.head.head]):
        return True
    first = min(number.left_edge.i, number.i)
    before = [item.lower_ for item in number.doc[max(0, first - 2) : first]]
    if before in (["among", "them"], ["of", "them"], ["among", "whom"], ["of", "whom"]):
        return True  # "among them two policemen", "one of them a child"
    of = next((item for item in number.rights if item.lower_ == "of"), None)
    thing = child(of, "pobj") if of is not None else None
    return thing is not None and (thing.pos_ == "PRON" or any(item.dep_ in {"det", "poss"} for item in thing.children))
