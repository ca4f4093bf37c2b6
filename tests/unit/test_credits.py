"""Which agency a report credits, and that one agency is one source."""

from __future__ import annotations

import pytest

from dateline.catalogue import load_catalogue
from dateline.linking.copies import Origin, independent
from dateline.stages.credits import find_credit
from dateline.stages.publication import find_dateline

BODY = "Rebels burned a mill in Velin on Monday, the army said.\n\nTwo people were hurt, police told a local station."
CREDITS = {
    "dateline": (f"Mill burned\n\nVELIN, Kestria (Reuters) - {BODY}", "Reuters", "org:reuters"),
    "agency nobody knows": (f"Mill burned\n\nVELIN (HNS) – {BODY}", "HNS", None),
    "source line": (f"Mill burned\n\n{BODY}\n\nSource: Xinhua", "Xinhua", "org:xinhua"),
    "source nobody knows": (f"Mill burned\n\n{BODY}\n\nSource: River News Service", "River News Service", None),
    "published by": (
        f"Mill burned\n\n{BODY}\n\nThis story was first published by the River Post.",
        "the River Post",
        None,
    ),
    "signed": (f"Mill burned\n\n{BODY} — AFP", "Agence France-Presse", "org:afp"),
    "signed in brackets": (f"Mill burned\n\n{BODY} (Xinhua)", "Xinhua", "org:xinhua"),
    "line with initials": (f"Mill burned\n\n{BODY}\n\nAFP/zr", "Agence France-Presse", "org:afp"),
    "byline in the text": (f"Mill burned\nBy Ann Orr, Associated Press\n\n{BODY}", "Associated Press", "org:ap"),
    "copyright": (f"Mill burned\n\n{BODY}\n\n© 2024 AFP. All rights reserved.", "Agence France-Presse", "org:afp"),
}


@pytest.mark.parametrize(("text", "name", "identity"), CREDITS.values(), ids=CREDITS)
def test_the_agency_that_a_text_came_from(text: str, name: str, identity: str | None) -> None:
    credit = find_credit(text, "r", find_dateline(text), None, load_catalogue())
    assert credit is not None
    assert (credit.name, credit.id) == (name, identity)
    assert credit.span is not None
    assert text[credit.span.start : credit.span.end] == credit.span.text


@pytest.mark.parametrize(
    "text",
    [
        f"Mill burned\n\n{BODY}",
        f"Mill burned\nSources: Talks have failed\n\n{BODY}",
        f"Mill burned\nBy Ann Orr\n\n{BODY}",
        f"Mill burned\n\n{BODY}\n\nThe minister spoke to Reuters on Tuesday.",
        f"Mill burned\n\n{BODY}\n\n© 2024 River Post",
        "",
    ],
    ids=["none", "headline of sources", "person", "interviewed by", "own copyright", "empty"],
)
def test_who_is_only_named_is_no_credit(text: str) -> None:
    assert find_credit(text, "r", find_dateline(text), None, load_catalogue()) is None


def test_a_byline_of_the_page_counts_without_a_span() -> None:
    credit = find_credit(BODY, "r", None, "By The Associated Press", load_catalogue())
    assert credit is not None
    assert (credit.id, credit.span) == ("org:ap", None)


@pytest.mark.parametrize(
    ("origins", "sources"),
    [
        ([Origin(first="a"), Origin(first="b")], 2),
        ([Origin(first="a"), Origin(first="a")], 1),
        ([Origin(first="a", credit="reuters"), Origin(first="b", credit="reuters")], 1),
        ([Origin(first="a", credit="reuters"), Origin(first="b", credit="afp")], 2),
        ([Origin(first="a", credit="reuters"), Origin(first="b", publisher="reuters")], 1),
        ([Origin(first="a", publisher="river post"), Origin(first="b", publisher="river post")], 2),
        ([Origin(first="a", credit="reuters", publisher="river post"), Origin(first="b", publisher="river post")], 2),
        ([Origin(first="a", credit="afp"), Origin(first="a"), Origin(first="b", credit="afp"), Origin(first="c")], 2),
    ],
    ids=[
        "two",
        "copies",
        "one agency",
        "two agencies",
        "the agency itself",
        "one paper twice",
        "paper and agency",
        "chain",
    ],
)
def test_how_many_sources_are_independent(origins: list[Origin], sources: int) -> None:
    named = {f"r{number}": origin for number, origin in enumerate(origins)}
    assert independent(named, named) == sources
