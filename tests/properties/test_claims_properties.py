"""What holds of claims, quantities and weapons in any text, however broken its quotation marks."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from dateline.catalogue.weapons import load_weapons
from dateline.records import Entity
from dateline.stages.claims import claims_covering, find_claims
from dateline.stages.counts import find_quantities
from dateline.stages.means import find_weapon_mentions
from dateline.stages.phrases import token_span
from dateline.stages.quotes import find_quotes

PIECES = [
    "“", "”", '"', "''", "``", "«", "»", "’", "\n\n", ", ", ". ", ": ", " — ", "the mayor said", "According to police",
    "rebels burned the mill", "he added", "Officials denied", "that six people died", "dozens of", "between 3 and 5",
    "no casualties were reported", "two F-16s", "dropped 500-pound bombs", "at least", "who", "allegedly", "1,200",
]  # fmt: skip
MARKS = st.text(alphabet="“”\"'`«»„ ab.\n", max_size=60)
NEWS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


class Words:
    def of(self, token: Token) -> Entity:
        span = token_span(token.doc, token.i, token.i + 1)
        return Entity(span=span, text=span.text, name=span.text)


@given(MARKS)
def test_quotes_are_in_order_and_do_not_overlap(text: str) -> None:
    edges = [edge for quote in find_quotes(text) for edge in quote]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(end - start > 1 for start, end in find_quotes(text))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NEWS)
def test_spans_are_true_and_nesting_is_sound(parse: Callable[..., Doc], text: str) -> None:
    doc = parse(text)
    claims = find_claims(doc, Words())
    quantities = find_quantities(doc)
    spans = [span for claim in claims for span in (claim.cue, claim.content)]
    spans += [item.span for item in quantities] + [item.span for item in find_weapon_mentions(doc, load_weapons())]
    assert all(span.text and span.text == text[span.start : span.end] for span in spans)
    assert len({claim.id for claim in claims}) == len(claims)
    ids = {claim.id: claim for claim in claims}
    for claim in claims:
        if claim.within is not None:
            outer = ids[claim.within]
            assert outer.content.start <= claim.cue.start
            assert claim.cue.end <= outer.content.end
    assert claims == sorted(claims, key=lambda claim: (claim.content.start, claim.cue.start, claim.id))
    assert claims == find_claims(doc, Words())
    for item in quantities:
        known = [value for value in (item.low, item.best, item.high) if value is not None]
        assert known
        assert known == sorted(known)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NEWS)
def test_covering_claims_hold_the_place(parse: Callable[..., Doc], text: str) -> None:
    claims = find_claims(parse(text), Words())
    for claim in claims:
        for holder in claims_covering(claims, claim.cue.start, claim.cue.end):
            assert holder.content.start <= claim.cue.start
            assert claim.cue.end <= holder.content.end
            assert holder.id != claim.id
