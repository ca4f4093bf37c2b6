"""Who is said to have said what: claims, each with claimant, cue and content.

Cues are words of `catalogue/claims.toml`; where their content stands is read off the parse (complement
clauses, objects, infinitives) and off quotation marks. docs/claims.md explains kinds and fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from spacy.tokens import Doc, Token

from dateline.catalogue.cues import Cues, load_cues
from dateline.records import Claim, Entity, Span, content_id
from dateline.stages.anonymity import Condition, conditions
from dateline.stages.claim_cues import Candidate, Range, candidates_of, char_end, is_near, is_speech
from dateline.stages.claimants import NAMED, teller_outside
from dateline.stages.phrases import char_span, text_of, token_span
from dateline.stages.quotes import find_quotes, passages

EDGES = " \t\r\n\xa0,;:–—-.…"
"""Characters that are no part of a content at its ends."""


class Claimants(Protocol):
    """Whatever can tell the entity that a token heads."""

    def of(self, token: Token) -> Entity:
        """The entity of which this token is the head word."""


def find_claims(doc: Doc, entities: Claimants, cues: Cues | None = None) -> list[Claim]:
    """All claims of a report, nested ones with `within` set, ordered by start of content, then of cue.

    doc: a report parsed by `stages.parse`; sentences that were not parsed have no claims. entities tells who
    the claimants are; without `cues` the bundled ones are used. Contents and cues are never empty.
    """
    known = cues or load_cues()
    quotes = find_quotes(text_of(doc))
    found = [candidate for token in doc if token.tag_ for candidate in candidates_of(token, known, quotes)]
    settled = [_settled(doc, candidate, quotes) for candidate in _one_per_cue(found)]
    outside = [item for item in settled if item.content[0] < item.content[1]]
    joined = _over_paragraphs(doc, _continued(doc, outside, quotes), quotes)
    joined = [_told_from_outside(doc, candidate, quotes) for candidate in joined]
    unnamed = conditions(doc, known.anonymity)
    told = [item for item in joined if not any(held.start <= item.cue[0] < held.end for held in unnamed)]
    return _claims(doc, told, entities, known, quotes, unnamed)


def claims_covering(claims: Iterable[Claim], start: int, end: int) -> list[Claim]:
    """The claims whose content holds the characters [start, end), the innermost last.

    A claim whose own cue or claimant overlaps the characters does not cover them, nor does a split quotation
    cover what stands between its halves: what the report tells there is not in the speaker's mouth.
    """
    covering = [claim for claim in claims if _covers(claim, start, end)]
    return sorted(covering, key=lambda claim: (claim.content.start - claim.content.end, claim.cue.start))


def _covers(claim: Claim, start: int, end: int) -> bool:
    own = [claim.cue] if claim.claimant is None else [claim.cue, claim.claimant.span]
    apart = all(end <= span.start or span.end <= start for span in own)
    if not apart or start < claim.content.start or claim.content.end < end:
        return False
    quotes = _quotes_of(claim.content.text) if claim.quoted else ()
    within = (start - claim.content.start, end - claim.content.start)
    return len(quotes) < 2 or any(left <= within[0] and within[1] <= right for left, right in quotes)


@lru_cache(maxsize=256)
def _quotes_of(text: str) -> tuple[Range, ...]:
    return tuple(find_quotes(text))


# ---- settling contents on quotation marks


def _settled(doc: Doc, candidate: Candidate, quotes: Sequence[Range]) -> Candidate:
    """The candidate with its content grown to whole quotations and trimmed at its ends."""
    start, end = candidate.content
    cue = doc[candidate.cue[0]].idx
    if candidate.rank < 2:
        candidate = _with_first_half(doc, candidate, quotes)
        start, end = candidate.content
    spoken = _spoken_before(doc, candidate, quotes)
    if spoken is not None and candidate.rank < 2:
        return replace(candidate, content=spoken)
    for left, right in quotes:
        if left < end and start < right and not left <= cue < right:
            start, end = min(start, left), max(end, right)
    return replace(candidate, content=_trimmed(text_of(doc), start, end))


def _told_from_outside(doc: Doc, candidate: Candidate, quotes: Sequence[Range]) -> Candidate:
    """The candidate with somebody else as its claimant where that stands in what is said.

    A content behind its cue never holds the claimant, and no quotation holds who spoke it.
    """
    cue, (start, end) = doc[candidate.cue[0]], candidate.content

    def is_outside(token: Token) -> bool:
        if not start <= token.idx < end:
            return True
        return start < cue.idx and not any(
            left < token.idx < right and not left < cue.idx < right for left, right in quotes
        )

    if candidate.claimant is None or candidate.under or candidate.rank > 1 or is_outside(candidate.claimant):
        return candidate
    return replace(candidate, claimant=teller_outside(cue, is_outside))


def _with_first_half(doc: Doc, candidate: Candidate, quotes: Sequence[Range]) -> Candidate:
    """ "“A,” the mayor said, “and B”": a quotation behind the cue with the half that went before."""
    cue, (start, end) = doc[candidate.cue[0]], candidate.content
    text = text_of(doc)
    before = max((quote for quote in quotes if quote[1] <= cue.idx), default=None)
    if before is None or start < cue.idx or before[0] < cue.sent.start_char - 1:
        return candidate
    begins = any(left <= start <= left + 2 for left, _ in quotes)
    open_ended = text[before[0] : before[1]].rstrip("”\"'’» ")[-1:] == "," or text[before[1] : before[1] + 1] == ","
    if not (begins and open_ended and is_near(cue, before[1], cue.idx) and is_near(cue, cue.idx + len(cue), start)):
        return candidate
    return replace(candidate, content=(before[0], end))


def _spoken_before(doc: Doc, candidate: Candidate, quotes: Sequence[Range]) -> Range | None:
    """A quotation of a whole sentence that ends right before the cue and its subject: "“X,” the mayor said"."""
    cue = doc[candidate.cue[0]]
    left, right = max((quote for quote in quotes if quote[1] <= cue.idx), default=(0, 0))
    start, end = candidate.content
    if not (start < right and left < end) or right < cue.sent.start_char or not is_near(cue, right, cue.idx):
        return None
    inner = text_of(doc)[left:right].strip("“”«»„\"'`… ")
    whole = inner[:1].isupper() and len(inner.split()) > 1
    before = text_of(doc)[max(0, left - 2) : left].rstrip()[-1:]
    return (left, right) if whole and not before.isalnum() else None


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and (text[start] in EDGES or text[start] in ")]”’"):
        start += 1
    while start < end and text[end - 1] in " \t\r\n\xa0,;:–—-([“‘":
        end -= 1
    if end > start and text[end - 1] in ".!?" and end - start > 2 and text[end - 2].isspace():
        end -= 1
    return start, end


def _one_per_cue(found: Iterable[Candidate]) -> list[Candidate]:
    """Of the readings of one cue the first by rank, in text order."""
    best: dict[int, Candidate] = {}
    for candidate in found:
        start, end = candidate.content
        held = best.get(candidate.cue[0])
        if end > start and (held is None or candidate.rank < held.rank):
            best[candidate.cue[0]] = candidate
    return [best[i] for i in sorted(best)]


def _continued(doc: Doc, found: Sequence[Candidate], quotes: Sequence[Range]) -> list[Candidate]:
    """Quotations that go on after the cue ("“A,” he said. “B.”") joined to the first half."""
    result: list[Candidate] = []
    for candidate in found:
        following = _second_half(doc, candidate, quotes)
        if following is None or any(_has_cue_for(doc, other, following) for other in found if other is not candidate):
            result.append(candidate)
        else:
            result.append(replace(candidate, content=(candidate.content[0], following[1])))
    return result


def _over_paragraphs(doc: Doc, found: Sequence[Candidate], quotes: list[Range]) -> list[Candidate]:
    """Candidates whose quotation goes on in other paragraphs, with the whole of it as their content."""
    long = passages(text_of(doc), quotes)
    if not long:
        return list(found)
    result = []
    for candidate in found:
        start, end = candidate.content
        held = next((item for item in long if item[0] < end and start < item[1]), None)
        spoken = held is not None and any(left <= start + 1 and start < right for left, right in quotes)
        if held is not None and spoken and not held[0] < doc[candidate.cue[0]].idx < start:
            candidate = replace(candidate, content=(min(start, held[0]), max(end, held[1])))
        result.append(candidate)
    return result


def _has_cue_for(doc: Doc, candidate: Candidate, quote: Range) -> bool:
    """Whether a quotation is the content of a cue outside it."""
    (start, end), place = candidate.content, doc[candidate.cue[0]].idx
    return start < quote[1] and quote[0] < end and not quote[0] <= place < quote[1]


def _second_half(doc: Doc, candidate: Candidate, quotes: Sequence[Range]) -> Range | None:
    """The quotation that opens right where the sentence or parenthesis of the cue ends."""
    end = candidate.content[1]
    cue = doc[candidate.cue[0]]
    if end > cue.idx or not any(left < end <= right + 1 for left, right in quotes):
        return None
    text = text_of(doc)
    following = min((quote for quote in quotes if quote[0] > cue.idx and is_speech(text, quote)), default=None)
    if following is None or "\n" in text[cue.idx : following[0]].strip():
        return None
    between = text[cue.sent.end_char : following[0]]
    inside = following[0] < cue.sent.end_char and _only_teller(cue, candidate.claimant, following[0])
    return following if inside or (following[0] >= cue.sent.end_char - 3 and not between.strip()) else None


def _only_teller(cue: Token, teller: Token | None, end: int) -> bool:
    """Whether up to the character `end` nothing follows a cue but the speaker, with what is said about him."""
    if is_near(cue, cue.idx + len(cue), end):
        return True
    between = [item for item in cue.sent if cue.idx < item.idx < end]
    return teller is not None and all(
        item.is_punct or item == teller or teller.is_ancestor(item) or item.pos_ not in {"VERB", "AUX"}
        for item in between
    )


# ---- from candidates to records


def _claims(
    doc: Doc,
    found: Sequence[Candidate],
    entities: Claimants,
    cues: Cues,
    quotes: Sequence[Range],
    unnamed: Sequence[Condition] = (),
) -> list[Claim]:
    """Claim records, each told within the smallest claim whose content holds its cue."""
    made: list[Claim] = []
    told_at: dict[int, Claim] = {}
    each = [single for item in found for single in _one_per_speaker(item)]
    for item in sorted(each, key=lambda item: (item.content[0] - item.content[1], item.content[0], item.cue)):
        claim = _claim(doc, item, entities, cues, quotes)
        claim = replace(claim, anonymity=_anonymity(doc, item, unnamed))
        if item.under is not None:
            continue
        holders = [c for c in claims_covering(made, claim.cue.start, claim.cue.end) if c.content != claim.content]
        in_quote = any(left < claim.cue.start and claim.cue.end < right for left, right in quotes)
        if holders:
            claim = replace(claim, within=holders[-1].id)
        elif in_quote:
            continue  # what is quoted from nobody known has no place among the claims
        made.append(claim)
        told_at[item.cue[0]] = claim
    made += _cited(doc, each, told_at, entities, cues, quotes)
    return sorted(made, key=lambda claim: (claim.content.start, claim.cue.start, claim.id))


def _cited(
    doc: Doc,
    found: Iterable[Candidate],
    told_at: Mapping[int, Claim],
    entities: Claimants,
    cues: Cues,
    quotes: Sequence[Range],
) -> Iterator[Claim]:
    """Claims of those whom a speaker cites for what he says, each within the claim it is cited in."""
    for item in found:
        outer = told_at.get(item.under) if item.under is not None else None
        if outer is not None:
            content = (outer.content.start, outer.content.end)
            yield replace(_claim(doc, replace(item, content=content), entities, cues, quotes), within=outer.id)


def _anonymity(doc: Doc, item: Candidate, unnamed: Sequence[Condition]) -> Span | None:
    """What the report tells of why the claimant is not named: next to the cue, or in the sentence behind it."""
    if item.claimant is None:
        return None
    for held in unnamed:
        same = held.who == item.claimant.i
        sentence, own = doc[held.start].sent, doc[item.cue[0]].sent
        near = sentence.start in {own.end, own.start} and item.claimant.i < held.start
        taken_up = (
            held.who is not None and doc[held.who].lower_ in TAKEN_UP and near
            and item.claimant.tag_ not in {"NNP", "NNPS"}
        )  # fmt: skip
        if same or taken_up:
            return token_span(doc, held.start, held.end)
    return None


TAKEN_UP = frozenset({"he", "she", "they", "official", "officials", "source", "sources", "both", "all", "who"})
"""Words that take up the source of the sentence before: "They spoke on condition of anonymity."."""


def _one_per_speaker(item: Candidate) -> list[Candidate]:
    """The claim once for each of several speakers ("residents and an official said")."""
    if item.claimant is None:
        return [item]
    first = item.claimant
    joined = [
        token for token in first.conjuncts if token.pos_ in {"NOUN", "PROPN", "PRON"} and first.is_ancestor(token)
    ]
    return [replace(item, claimant=speaker) for speaker in (first, *joined)]


def _claim(doc: Doc, item: Candidate, entities: Claimants, cues: Cues, quotes: Sequence[Range]) -> Claim:
    cue = char_span(doc, doc[item.cue[0]].idx, char_end(doc, item.cue[1]))
    content = char_span(doc, *item.content)
    claimant = _described(entities.of(item.claimant), item.claimant) if item.claimant is not None else None
    if claimant is not None and claimant.span.start == cue.start and claimant.span.end > cue.end + 1:
        span = char_span(doc, cue.end + 1, claimant.span.end)  # "Added Kos: “X.”", read as one name
        claimant = replace(claimant, span=span, text=span.text)
    joined = claimant is not None and item.claimant is not None and item.claimant.dep_ == "conj"
    speaker = (claimant.span.start,) if joined and claimant is not None else ()
    return Claim(
        id=content_id("claim", cue.report_id, cue.start, cue.end, content.start, content.end, *speaker),
        claimant=claimant,
        claimant_type=claimant_type(item.claimant, claimant, cues),
        cue=cue,
        content=content,
        stance="doubt" if item.negated else item.entry.stance,
        quoted=_is_quoted(item.content, quotes),
        certainty=certainty_of(doc, item, cues),
    )


def _described(entity: Entity, head: Token) -> Entity:
    """The claimant with the participle that tells it from others: "a person briefed on the talks"."""
    end = entity.span.end
    for item in head.rights:
        if item.dep_ == "prep" and item.lower_ == "of" and any(c.dep_ == "pcomp" for c in item.children):
            end = min(end, char_end(head.doc, item.i))  # "accused by the opposition of jailing critics"
        if item.pos_ == "PRON" or head.pos_ == "PRON":
            break
        close = item.left_edge.idx - end <= 1
        apposed = item.dep_ == "appos" and item.ent_type_ in NAMED
        if close and (apposed or (item.dep_ == "acl" and item.tag_ == "VBN")):
            end = char_end(head.doc, item.right_edge.i + 1)
    written = text_of(head.doc)[entity.span.start : end]
    if written.endswith(("'s", "’s")):
        end -= 2
    if end == entity.span.end:
        return entity
    span = char_span(head.doc, entity.span.start, end)
    return replace(entity, span=span, text=span.text)


def _is_quoted(content: Range, quotes: Sequence[Range]) -> bool:
    """Whether the content begins and ends inside quotation marks."""
    first = any(left <= content[0] < right for left, right in quotes)
    return first and any(left < content[1] <= right for left, right in quotes)


def certainty_of(doc: Doc, item: Candidate, cues: Cues) -> str:
    """How sure the claimant is: what hedges the main verb of the content, else what the cue implies."""
    if item.negated or item.entry.certainty == "unknown":
        return "unknown"
    span = doc.char_span(*item.content, alignment_mode="expand")
    head = span.root if span is not None else None
    words = [] if head is None else [head.lower_, *(c.lower_ for c in head.children)]
    if "whether" in words or "if" in words[:1]:
        return "unknown"
    found = {cues.hedges[word] for word in words if word in cues.hedges}
    return next((level for level in ("possible", "probable") if level in found), item.entry.certainty)


def claimant_type(head: Token | None, entity: Entity | None, cues: Cues) -> str:
    """The kind of claimant, by the head noun as written, the words of its name, then the entity's sectors.

    Unnamed officials are anonymous-official; a person known by name alone is other; no claimant is unknown.
    """
    if head is None or entity is None:
        return "unknown"
    noun = head.lemma_.lower()
    told = {"compound", "appos", "nmod", "amod"} if noun == "source" else {"compound", "appos", "nmod"}
    around = [c.lemma_.lower() for c in head.children if c.dep_ in told]
    words = [*around, noun] if noun == "source" else [noun, *around]  # "a rebel source" is one of theirs
    if entity.name != entity.text:
        words += entity.name.lower().split()
    for word in words:
        if word in cues.claimant_words:
            return cues.claimant_words[word]
    for sector in entity.sectors:
        if sector in cues.claimant_sectors:
            return cues.claimant_sectors[sector]
    return "unknown" if head.pos_ == "PRON" else "other"
