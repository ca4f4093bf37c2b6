"""Dates as people and machines write them, datelines, and which evidence of publication is believed."""

from __future__ import annotations

import pytest

from dateline.records import Article, Publication
from dateline.stages.publication import find_dateline, find_publication, is_date_line, parse_date, url_date

DAY = (("2021-06-28", "2021-06-28"),)


@pytest.mark.parametrize(
    "text",
    [
        "2021-06-28", "2021-06-28T04:00:00Z", "2021-06-28T23:30:00-05:00", "2021-06-28 04:00:00.123+00:00", "2021/06/28",
        "20210628", "20210628040000", "20210628T040000Z", "28 June 2021", "28 Jun. 2021", "28th of June 2021", "28-Jun-2021",
        "June 28, 2021", "June 28th, 2021 10:30 AM", "June 28, 2021 at 10:30 a.m. EDT", "Mon, 28 Jun 2021 04:00:00 GMT",
        "Monday, June 28, 2021", "Mon, 28 Jun 2021 04:00:00 +0200", "28/06/2021", "06/28/2021", "28.6.2021", " 2021-06-28 ",
        "1624852800", "1624852800000",
    ],
)  # fmt: skip
def test_one_day(text: str) -> None:
    assert parse_date(text).options == DAY
    assert parse_date(text).day == "2021-06-28"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("2021", (("2021-01-01", "2021-12-31"),)),
        ("June 2021", (("2021-06-01", "2021-06-30"),)),
        ("2024-02", (("2024-02-01", "2024-02-29"),)),
        ("03/10/2019", (("2019-03-10", "2019-03-10"), ("2019-10-03", "2019-10-03"))),
        ("10-03-2019", (("2019-03-10", "2019-03-10"), ("2019-10-03", "2019-10-03"))),
        ("03.10.2019", (("2019-10-03", "2019-10-03"),)),
        ("05/05/2019", (("2019-05-05", "2019-05-05"),)),
        ("2021-13-01", ()),
        ("31 February 2021", ()),
        ("03/10/19", ()),
        ("yesterday", ()),
        ("June", ()),
        ("0000-00-00", ()),
        ("12345", ()),
        ("9999", ()),
        ("", ()),
    ],
)
def test_interval_ambiguity_or_no_date(text: str, options: tuple[tuple[str, str], ...]) -> None:
    assert parse_date(text).options == options


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("https://a.example/2021/06/28/market", DAY),
        ("https://a.example/world/2021/jun/28/market", DAY),
        ("https://a.example/news/2021-06-28-market.html", DAY),
        ("https://a.example/market-20210628", DAY),
        ("https://a.example/2021/06/market", (("2021-06-01", "2021-06-30"),)),
        ("https://a.example/story/120210628", ()),
        ("https://a.example/2021/market", ()),
        ("https://a.example/market?d=2021-06-28", ()),
        ("https://a.example/20211399", ()),
        ("http://[broken", ()),
    ],
)
def test_url_date(url: str, options: tuple[tuple[str, str], ...]) -> None:
    assert url_date(url).options == options


@pytest.mark.parametrize(
    ("text", "whole", "place", "certain"),
    [
        ("TARNOW — The council met on Monday.", "TARNOW —", "TARNOW", True),
        ("GENEVA, 12 March (Agency) – Talks began.", "GENEVA, 12 March (Agency) –", "GENEVA", True),
        ("BAGHDAD (Agency) - Police said so.", "BAGHDAD (Agency) -", "BAGHDAD", True),
        ("KABUL, Afghanistan — A bomb fell.", "KABUL, Afghanistan —", "KABUL", True),
        ("PARIS/BERLIN — The ministers met.", "PARIS/BERLIN —", "PARIS", True),
        ("Nairobi, 3 May 2021 – Police said so.", "Nairobi, 3 May 2021 –", "Nairobi", True),
        ("San Pedro, 20 Sep 89 (RPA) -- A bridge fell.", "San Pedro, 20 Sep 89 (RPA) --", "San Pedro", True),
        ("NEW YORK (RPA) _ The council met.", "NEW YORK (RPA) _", "NEW YORK", True),
        ("N'DJAMENA, Monday (RPA) — Rebels came.", "N'DJAMENA, Monday (RPA) —", "N'DJAMENA", True),
        ("Altdorf, Uri (March 12, 2021) – Rebels came.", "Altdorf, Uri (March 12, 2021) –", "Altdorf", True),
        ("Market shelled\n\nBy Jane Doe\n\nMOSCOW, May 3 (RPA) - The army came.", "MOSCOW, May 3 (RPA) -", "MOSCOW", True),
        ("Nairobi — Police in the city said on Tuesday that two men had been held.", "Nairobi —", "Nairobi", False),
        ("ISLAMABAD: The minister said on Monday that the talks would go on until May.", "ISLAMABAD:", "ISLAMABAD", False),
    ],
)  # fmt: skip
def test_dateline(text: str, whole: str, place: str, certain: bool) -> None:
    found = find_dateline(text)
    assert found is not None
    assert text[found.start : found.end] == whole
    assert text[found.place_start : found.place_end] == place
    assert found.certain is certain


def test_parts_of_a_dateline() -> None:
    text = "GENEVA, Switzerland, March 12, 2021 (River Post) — Talks began."
    found = find_dateline(text)
    assert found is not None
    assert found.region_start is not None
    assert text[found.region_start : found.region_end] == "Switzerland"
    assert (found.day, found.month, found.year, found.agency) == (12, 3, 2021, "River Post")


@pytest.mark.parametrize(
    "text",
    [
        "The minister — a former general — said that he would go.",
        "Rebels said — in a statement — that they would leave the town by the end of May.",
        "BREAKING — Rebels enter the town in the north, the army says in a short statement.",
        "UPDATE: Rebels enter the town in the north, the army said in a short statement on Monday.",
        "Trump-era rule - what to know",
        "On May 3 - 5 the ministers of the valley meet in Tarnow for talks on the river.",
        "Brandt: The army of the valley will leave the town by the end of the month of May.",
        "SHOCK: The Army Of The Valley Will Leave The Town By The End Of May",
        "War in the valley – what we know",
        "MARKET SHELLED - FOUR DEAD",
        "The army came.\n" * 9 + "TARNOW — Rebels came.",
        "",
    ],
)
def test_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: 3 May 2021", True),
        ("Last updated: 3 May 2021, 10:15 GMT", True),
        ("May 3, 2021", True),
        ("By Jane Doe | 3 May 2021", True),
        ("The attacks of May 3, 2021", False),
        ("On 3 May 2021 rebels came.", False),
    ],
)
def test_is_date_line(line: str, expected: bool) -> None:
    assert is_date_line(line) is expected


def publication(
    text: str = "Rebels came.",
    metadata: str | None = None,
    given: str | None = None,
    fallback: str | None = None,
    url: str | None = None,
    fetched: str | None = None,
) -> tuple[Publication, list[str]]:
    article = Article(text=text, metadata_date=metadata, metadata_evidence="meta pubdate" if metadata else None)
    found, notes = find_publication(article, report_id="r", given=given, fallback=fallback, url=url, fetched=fetched)
    return found, [note.reason for note in notes]


STATED = "Published: 3 May 2021\n\nRebels came."
ADDRESS = "https://a.example/2021/05/02/x"


@pytest.mark.parametrize(
    ("evidence", "date", "basis"),
    [
        pytest.param({"given": "2021-05-01T10:00:00Z", "metadata": "2021-05-09"}, "2021-05-01", "given", id="given first"),
        pytest.param({"metadata": "2021-05-09", "text": STATED}, "2021-05-09", "metadata", id="metadata before text"),
        pytest.param({"metadata": "2021-05-03", "url": ADDRESS}, "2021-05-02", "url", id="whole day in the address before metadata"),
        pytest.param({"metadata": "2021-05-09", "url": "https://a.example/2021/04/x"}, "2021-05-09", "metadata", id="metadata before a month"),
        pytest.param({"url": ADDRESS, "text": STATED}, "2021-05-02", "url", id="address before text"),
        pytest.param({"text": STATED, "fallback": "2021-01-01"}, "2021-05-03", "text", id="text before fallback"),
        pytest.param({"fallback": "2021-01-01"}, "2021-01-01", "given", id="fallback"),
        pytest.param({"given": "03/10/2019", "metadata": "2019-10-03"}, "2019-10-03", "metadata", id="metadata decide between readings"),
        pytest.param({"given": "03/10/2019", "url": "https://a.example/2019/10/x"}, "2019-10-03", "given", id="a month decides"),
        pytest.param({"given": "03/10/2019", "fetched": "2019-05-01"}, "2019-03-10", "given", id="fetched decides"),
        pytest.param({"given": "2021", "text": STATED}, "2021-05-03", "text", id="text narrows a year"),
        pytest.param({"given": "2021", "text": "GENEVA, 12 March (RPA) – Talks began."}, "2021-03-12", "text", id="dateline narrows a year"),
        pytest.param({"text": "GENEVA, 12 March 2021 (RPA) – Talks began."}, "2021-03-12", "text", id="full dateline"),
        pytest.param({"text": "Altdorf, Uri (March 12, 2021) – Talks began."}, "2021-03-12", "text", id="dateline with date in brackets"),
        pytest.param({"text": "Updated: 5 May 2021 | Published: 3 May 2021\n\nRebels came."}, "2021-05-03", "text", id="published before updated"),
        pytest.param({"text": "Last updated on May 5, 2021\n\nRebels came."}, "2021-05-05", "text", id="updated alone"),
        pytest.param({"text": "Market shelled\nŁÓDŹ, 3 May 2021\n\nRebels came."}, "2021-05-03", "text", id="place and date"),
        pytest.param({"text": "Market shelled\nRiver News Service, Monday 3 May 2021\n\nRebels came."}, "2021-05-03", "text", id="agency and date"),
        pytest.param({"text": "(Geneva, 3 May 2021) – Talks began on Monday."}, "2021-05-03", "text", id="dateline in brackets"),
        pytest.param({"text": "(Agency) – Talks began on Monday."}, None, "unknown", id="agency in brackets"),
        pytest.param({"text": "Tarnow Uprising, 3 May 1886\n\nRebels came."}, None, "unknown", id="name and date as headline"),
        pytest.param({"text": "Market shelled\nThe market of, 3 May 2021\n\nRebels came."}, None, "unknown", id="words that are no name"),
        pytest.param({"text": "Market shelled\nMay 3, 2021\n\nRebels came."}, "2021-05-03", "text", id="date line"),
        pytest.param({"text": "GENEVA, 12 March (RPA) – Talks began."}, None, "unknown", id="dateline without year"),
        pytest.param({"text": "GENEVA, 12 March 89 (RPA) – Talks began."}, None, "unknown", id="year of two digits"),
        pytest.param({"text": "The war began on 3 May 2021, they said."}, None, "unknown", id="date in a sentence"),
        pytest.param({"text": "The dead of May 3, 2021\n\nRebels came."}, None, "unknown", id="date in a headline"),
        pytest.param({}, None, "unknown", id="nothing"),
    ],
)  # fmt: skip
def test_which_evidence_is_believed(evidence: dict[str, str], date: str | None, basis: str) -> None:
    found, _ = publication(**evidence)
    assert (found.date, found.basis) == (date, basis)
    if date:
        assert (found.earliest, found.latest) == (date, date)


@pytest.mark.parametrize(
    ("given", "earliest", "latest"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("03/10/2019", "2019-03-10", "2019-10-03"),
        ("2021-06", "2021-06-01", "2021-06-30"),
    ],
)
def test_undecided_date_has_bounds_only(given: str, earliest: str, latest: str) -> None:
    found, _ = publication(given=given)
    assert (found.date, found.earliest, found.latest, found.basis) == (None, earliest, latest, "given")


def test_evidence_in_the_text() -> None:
    found, _ = publication(text=STATED)
    (span,) = found.evidence
    assert span.text == "3 May 2021" == STATED[span.start : span.end]
    assert span.report_id == "r"


def test_date_after_fetched_is_not_believed_and_noted() -> None:
    found, notes = publication(given="2021-05-09", text=STATED, fetched="2021-05-04")
    assert (found.date, found.basis) == ("2021-05-03", "text")
    assert notes == ["the date given says 2021-05-09, after the report was fetched (2021-05-04)"]


def test_nothing_is_refused_without_fetched() -> None:
    assert publication(given="2150-01-01")[0].date == "2150-01-01"


def test_given_that_is_no_date_is_noted() -> None:
    found, notes = publication(given="last week", metadata="2021-05-09")
    assert found.date == "2021-05-09"
    assert notes == ["the date given, 'last week', is no date and was ignored"]


def test_interval_ends_when_it_was_fetched() -> None:
    found, _ = publication(given="2021", fetched="2021-05-04")
    assert (found.earliest, found.latest) == ("2021-01-01", "2021-05-04")
