"""When a report was published: from what was given, the page, its address or its text, and never from the clock.

A date that can be read in two ways (03/10/2019), and a mere month or year, is kept as what it is, a set of
possible intervals, until other evidence decides. What stays undecided has no date, only bounds.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from dateline.records import Article, Note, Publication, Span

STAGE = "publication"
FIRST_YEAR, LAST_YEAR = 1800, 2199
Interval = tuple[str, str]


# ---- reading dates


@dataclass(frozen=True, slots=True)
class DateReading:
    """The intervals of days, both ends inclusive, that a date as written can mean; none where it is no date."""

    options: tuple[Interval, ...] = ()

    @property
    def day(self) -> str | None:
        """The one day it means, or None."""
        return self.options[0][0] if len(self.options) == 1 and self.options[0][0] == self.options[0][1] else None


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("dateline.stages").joinpath("rules/publication.toml").read_text("utf-8"))


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(_rules()["months"]["names"], 1) for name in names}


def _any_of(names: list[str] | dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def _date_pattern() -> str:
    """A date with a day, in any of the usual forms; the groups are those that `_reading` takes."""
    month, weekday = _any_of(_month_numbers()), _any_of(_rules()["weekdays"]["names"])
    return rf"""(?:(?:{weekday})\b\.?,?\s+)?(?:
        (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)
      | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s\-./]*(?:of\s+)?(?P<m2>{month})\b[\s\-./,]*(?P<y2>\d{{4}})(?!\d)
      | (?P<m3>{month})\b\.?\s*(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})(?!\d)
      | (?P<a4>\d{{1,2}})(?P<s4>[-/.])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}})(?!\d)
    )"""


_CLOCK = r"""(?:[\sT,;:|@•·–-]*(?:at\s+)?\(?(?:\d{1,2}(?:[:.]\d{2}){0,2}(?:[.,]\d+)?\s*)(?:[ap]\.?\s?m\.?)?\)?)?
    (?:\s*(?:Z|[A-Z]{2,5}|\(?(?:UTC|GMT)?\s?[+-]\d{1,2}:?(?:\d{2})?\)?))*"""
"""What may follow a date: the time of day and a zone."""


@cache
def _whole_date() -> re.Pattern[str]:
    return re.compile(rf"\s*{_date_pattern()}{_CLOCK}\s*", re.X | re.I)


@cache
def _coarse_date() -> re.Pattern[str]:
    month = _any_of(_month_numbers())
    return re.compile(
        rf"\s*(?:(?P<y>\d{{4}})(?:[-/](?P<m>\d{{1,2}}))?|(?P<name>{month})\.?,?\s+(?P<y2>\d{{4}}))\s*", re.I
    )


_DIGITS = re.compile(r"\s*(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4}(?:\d{2})?Z?)?\s*")
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*")


def parse_date(text: str) -> DateReading:
    """What a date field means: ISO 8601 (with or without time), RFC 5322, "28 June 2021", "June 2021", "2021", …

    The day is the one written, in the zone it is written in. Numbers of 10 or 13 digits are Unix times, in UTC.
    """
    found = _whole_date().fullmatch(text)
    if found:
        return _reading(found)
    digits = _DIGITS.fullmatch(text)
    if digits and (reading := _day(int(digits["y"]), int(digits["m"]), int(digits["d"]))):
        return DateReading((reading,))
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        day = datetime.fromtimestamp(int(epoch[1]), UTC).date().isoformat()
        return DateReading(((day, day),))
    coarse = _coarse_date().fullmatch(text)
    return _coarse_reading(coarse) if coarse else DateReading()


@cache
def _date_anywhere() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.]){_date_pattern()}(?![\w/])", re.X | re.I)


def find_dates(text: str, *, day_first: bool | None = None) -> Iterator[tuple[int, int, DateReading]]:
    """Start, end and meaning of each date with its day in a text; day_first as far as the text's region tells."""
    for found in _date_anywhere().finditer(text):
        reading = _reading(found, day_first=day_first)
        if reading.options:
            yield found.start(), found.end(), reading


def _reading(found: re.Match[str], *, day_first: bool | None = None) -> DateReading:
    if found["y1"]:
        options = [_day(int(found["y1"]), int(found["m1"]), int(found["d1"]))]
    elif found["y2"]:
        options = [_day(int(found["y2"]), _month_numbers()[found["m2"].lower()], int(found["d2"]))]
    elif found["y3"]:
        options = [_day(int(found["y3"]), _month_numbers()[found["m3"].lower()], int(found["d3"]))]
    else:  # day and month, or month and day: both are in use, but with points the day comes first everywhere
        year, first, second = int(found["y4"]), int(found["a4"]), int(found["b4"])
        month_second, day_second = _day(year, second, first), _day(year, first, second)
        if found["s4"] == "." or day_first is not None:
            options = [month_second, day_second] if day_first or found["s4"] == "." else [day_second, month_second]
            options = [next((option for option in options if option), None)]  # the other order only where one fails
        else:
            options = [day_second, month_second]
    return DateReading(tuple(sorted({option for option in options if option})))


def _coarse_reading(found: re.Match[str]) -> DateReading:
    year = int(found["y"] or found["y2"])
    month = _month_numbers()[found["name"].lower()] if found["name"] else int(found["m"] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR or month > 12 or (found["m"] and not month):
        return DateReading()
    if not month:
        return DateReading(((f"{year}-01-01", f"{year}-12-31"),))
    return DateReading(((f"{year}-{month:02}-01", f"{year}-{month:02}-{monthrange(year, month)[1]}"),))


def _day(year: int, month: int, day: int) -> Interval | None:
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return None
    return (iso, iso) if FIRST_YEAR <= year <= LAST_YEAR else None


# ---- the address


_URL_DAY = re.compile(
    r"(?<![\d])(?P<y>(?:19|20)\d\d)(?P<s>[/\-_.]?)(?P<m>\d{1,2}|[a-z]{3,9})(?P=s)(?P<d>\d{1,2})(?!\d)", re.I
)
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{2})(?:/|$)")


def url_date(url: str) -> DateReading:
    """The day, or month, in the path of an address: /2021/06/28/, /2021/jun/28/, 20210628, /2021/06/."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return DateReading()
    for found in _URL_DAY.finditer(path):
        month = found["m"].lower()
        number = int(month) if month.isdigit() else _month_numbers().get(month, 0)
        if not found["s"] and len(found[0]) != 8:
            continue
        if day := _day(int(found["y"]), number, int(found["d"])):
            return DateReading((day,))
    month_only = _URL_MONTH.search(path)
    return parse_date(f"{month_only['y']}-{month_only['m']}") if month_only else DateReading()


# ---- datelines


@dataclass(frozen=True, slots=True, kw_only=True)
class DatelineMatch:
    """A wire-style opening, with offsets into the text.

    [start, end): the whole of it, dash included. [place_start, place_end): the (first) place, without what
    follows the comma; that is [region_start, region_end) where there is one ("KABUL, Afghanistan").
    certain: False where only a capitalised name and a dash or colon speak for it ("Nairobi — Police said …"):
    believe it if the gazetteer knows the place.
    """

    start: int
    end: int
    place_start: int
    place_end: int
    region_start: int | None = None
    region_end: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    agency: str | None = None
    certain: bool = True


_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢİĪĮĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ſȘ-ț"
_CAPITALS = rf"(?:Mc|Mac)?[{_UPPER}](?:[{_UPPER}'’.\-]*[{_UPPER}.])"
_NAME = rf"[{_UPPER}][{_LETTER}'’.\-]*[{_LETTER}.]"
_JOINT = r"(?:de|del|da|do|la|le|el|al|of|and|upon|on|sur|am|i|y|e)"


@cache
def _dateline_pattern() -> re.Pattern[str]:
    month, weekday = _any_of(_month_numbers()), _any_of(_rules()["weekdays"]["names"])
    day = rf"""(?:(?:{weekday})\b\.?,?\s+)?(?:
            (?i:(?P<m1>{month}))\b\.?\s*(?P<d1>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s+(?P<y1>\d{{4}}))?
          | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?i:(?P<m2>{month}))\b\.?,?(?:\s+(?P<y2>\d{{4}}|\d\d(?!\d)))?)"""
    return re.compile(
        rf"""[ \t]*(?P<open>\()?(?P<place>(?P<capitals>{_CAPITALS}(?:[ \t]+{_CAPITALS}){{0,3}})
            |{_NAME}(?:[ \t]+(?:{_JOINT}[ \t]+)?{_NAME}){{0,3}})
        (?:[ \t]*/[ \t]*{_NAME}(?:[ \t]+{_NAME}){{0,2}}){{0,3}}
        (?:,[ \t]*(?P<region>(?!(?i:{month}|{weekday})\b){_NAME}(?:[ \t]+(?:{_JOINT}[ \t]+)?{_NAME}){{0,3}}))?
        (?:(?P<between>,?[ \t]+)(?P<date>{day}|(?i:{weekday})\b))?
        (?(open)\))
        (?:,?[ \t]*[(\[][ \t]*(?P<agency>[^()\[\]\n]{{2,40}}?)[ \t]*[)\]])?
        (?:,?[ \t]+(?P<late>(?i:{month})\b\.?\s*\d{{1,2}}|\d{{1,2}}\s+(?i:{month})\b\.?)(?:,?\s+\d{{4}})?)?
        [ \t]*(?P<mark>—|–|―|--+|(?<=[\s)\]])[-_](?=\s)|:(?=\s))""",
        re.X,
    )


LINES_WITH_DATELINE = 8
"""A headline, a deck and a byline may stand before the dateline; further down a dash is only a dash."""


def find_dateline(text: str) -> DatelineMatch | None:
    """The wire-style opening of a report ("GENEVA, 12 March (Agency) –"), or None.

    Of the first lines, the first that surely has one; otherwise the first that may have one.
    """
    found = [match for start, line in _first_lines(text, LINES_WITH_DATELINE) if (match := _line_dateline(start, line))]
    return next((match for match in found if match.certain), found[0] if found else None)


def _first_lines(text: str, count: int) -> Iterator[tuple[int, str]]:
    """Start offset and content of the first `count` lines that are not blank."""
    for found in re.finditer(r"[^\r\n]+", text):
        if not found[0].isspace():
            yield found.start(), found[0]
            count -= 1
            if not count:
                return


def _line_dateline(start: int, line: str) -> DatelineMatch | None:
    found = _dateline_pattern().match(line)
    if not found or not _may_be_place(found["place"]):
        return None
    if found["open"] and not (found["m1"] or found["m2"]):  # "(Agency) –" has no place
        return None
    rest = line[found.end() :]
    certain = _is_certain(found, rest)
    if not certain and not _may_open_sentence(found, rest):
        return None
    day, month, year = _dateline_date(found)
    has_region = found["region"] is not None
    return DatelineMatch(
        start=start + len(line) - len(line.lstrip()),
        end=start + found.end(),
        place_start=start + found.start("place"),
        place_end=start + found.end("place"),
        region_start=start + found.start("region") if has_region else None,
        region_end=start + found.end("region") if has_region else None,
        day=day,
        month=month,
        year=year,
        agency=None if parse_date(found["agency"] or "").day else found["agency"],
        certain=certain,
    )


def _dateline_date(found: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Day, month and year as far as they are there; a year of two digits leaves the century open."""
    in_brackets = parse_date(found["agency"] or "").day
    if in_brackets:
        whole = date.fromisoformat(in_brackets)
        return whole.day, whole.month, whole.year
    month = (found["m1"] or found["m2"] or "").lower()
    year = found["y1"] or found["y2"] or ""
    if not month:
        return None, None, None
    return int(found["d1"] or found["d2"]), _month_numbers()[month], int(year) if len(year) == 4 else None


def _may_be_place(name: str) -> bool:
    first, *_ = name.split()
    rules, lower = _rules()["datelines"], name.lower()
    if lower in rules["not_places"] or first.lower().strip(".") in rules["not_places"] or lower in _month_numbers():
        return False
    return first.isupper() or first.lower() not in rules["openings"]


def _is_certain(found: re.Match[str], rest: str) -> bool:
    """Capitals and a dash before ordinary text; or a date or an agency before the dash."""
    if found["mark"] == ":":
        return bool(found["capitals"] and found["agency"])
    if found["agency"] and (found["agency"][0].isupper() or parse_date(found["agency"]).day):
        return True
    if (found["m1"] or found["m2"]) and ("," in found["between"] or found["capitals"]):
        return True
    return bool(found["capitals"]) and (not rest.strip() or any(c.islower() for c in rest)) and len(found["place"]) > 2


def _may_open_sentence(found: re.Match[str], rest: str) -> bool:
    """Whether a mere name may be a place: a long dash, or a colon after capitals, and a whole sentence after it."""
    mark = found["mark"][0] in "—–―" or found["mark"] == "--" or (found["mark"] == ":" and found["capitals"])
    begins = re.match(r"\s+[\"'“‘]?[A-Z0-9]", rest)
    return bool(mark and begins and len(rest.split()) >= 10 and re.search(r"[.!?][\"'”’)]*\s*$", rest))


# ---- what the text states


@dataclass(frozen=True, slots=True)
class _Evidence:
    reading: DateReading
    basis: str
    where: str
    start: int = 0
    end: int = 0


@cache
def _stated_pattern(kind: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·–—;,(]|\s-)\s*(?:{_any_of(_rules()['stated'][kind])})(?:\s+on|\s+at)?\s*[:|–-]?\s*(?P<date>{_date_pattern()}){_CLOCK}\s*(?=$|[|•·–—;,()]|-\s|\s(?:{_any_of(_rules()['stated']['updated'])})\b)",
        re.X | re.I,
    )


@cache
def _alone_pattern(before: str = r"by\s[^.!?\n]{3,60}?[,|•·–—-]\s*") -> re.Pattern[str]:
    """A line, or a part of one between bars and bullets, that is nothing but a date; or a byline that ends in one."""
    start, end = r"(?:^|[|•·])\s*", r"\s*(?=$|[|•·])"
    return re.compile(rf"{start}(?:{before})?(?P<date>{_date_pattern()}){_CLOCK}{end}", re.X | re.I)


def _sourced_pattern() -> re.Pattern[str]:
    """As before, after a name ("GENEVA, 12 March 2021"). A headline may be such, so it is not for the first line."""
    return _alone_pattern(rf"(?-i:{_NAME}(?:[ \t]+{_NAME}){{0,3}}),\s+")


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but the report's own date, with or without a label ("Published: 3 May 2021")."""
    stripped = line.strip()
    patterns = (_stated_pattern("published"), _stated_pattern("updated"), _alone_pattern(), _sourced_pattern())
    return len(stripped) <= MAX_LINE and any(pattern.match(stripped) for pattern in patterns)


LINES_OF_HEAD = 12
LINES_OF_FOOT = 5
MAX_LINE = 200


def _text_evidence(text: str) -> Iterator[_Evidence]:
    """The dates that the text states as its own, the surest first."""
    head = list(_first_lines(text, LINES_OF_HEAD))
    foot = _last_lines(text, LINES_OF_FOOT)
    yield from _stated(head + foot, _stated_pattern("published"), "a publication line")
    dateline = find_dateline(text)
    if dateline and dateline.certain and dateline.year and dateline.month and dateline.day:
        day = _day(dateline.year, dateline.month, dateline.day)
        if day:
            yield _Evidence(DateReading((day,)), "text", "the dateline", dateline.start, dateline.end)
    yield from _stated(_before_body(head), _alone_pattern(), "a date line")
    yield from _stated(_before_body(head)[1:], _sourced_pattern(), "a date line")
    yield from _stated(head + foot, _stated_pattern("updated"), "an update line")


def _stated(lines: list[tuple[int, str]], pattern: re.Pattern[str], where: str) -> Iterator[_Evidence]:
    for start, line in lines:
        found = pattern.search(line) if len(line) <= MAX_LINE else None
        if found:
            reading = _reading(found)
            if reading.options:
                yield _Evidence(reading, "text", where, start + found.start("date"), start + found.end("date"))


def _last_lines(text: str, count: int) -> list[tuple[int, str]]:
    start = max(0, len(text) - 5 * MAX_LINE)
    lines = [
        (start + found.start(), found[0]) for found in re.finditer(r"[^\r\n]+", text[start:]) if not found[0].isspace()
    ]
    return lines[1:][-count:] if start else lines[-count:]


def _before_body(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines before the first that is long enough to be a paragraph."""
    end = next((index for index, (_, line) in enumerate(lines) if len(line) > MAX_LINE), len(lines))
    return lines[: min(end, 6)]


# ---- weighing


def find_publication(
    article: Article,
    *,
    report_id: str,
    given: str | None,
    fallback: str | None,
    url: str | None,
    fetched: str | None,
) -> tuple[Publication, tuple[Note, ...]]:
    """When the report was published, as surely as can be told, with notes on what was not believed.

    given: the date that came with the report; fallback: the date for reports without one of their own;
    fetched: ISO day after which no date is believed. In order: given, a whole date in the address (the day of the
    publisher, where metadata have that of Greenwich or of a later move of the site), the page's metadata, a month
    in the address, the text, the fallback; an undecided one is narrowed by those that come after it.
    """
    notes: list[Note] = []
    known: _Evidence | None = None
    latest = parse_date(fetched).day if fetched else None
    for evidence in _all_evidence(article, given, fallback, url, notes):
        believed = _believed(evidence, latest, notes)
        if believed.reading.options:
            known = _narrowed(known, believed) if known else believed
            if known.reading.day:
                break
    if known and not known.reading.day:
        known = _with_day_of_dateline(known, article.text)
    return _publication(known, article.text, report_id), tuple(notes)


def agree(one: DateReading, other: DateReading) -> bool:
    """Whether both can mean the same day, or one of them says nothing."""
    return not (one.options and other.options) or bool(_common(one, other))


def _common(one: DateReading, other: DateReading) -> set[Interval]:
    return {
        (max(a, c), min(b, d)) for a, b in one.options for c, d in other.options if max(a, c) <= min(b, d)
    }  # fmt: skip


def _all_evidence(
    article: Article, given: str | None, fallback: str | None, url: str | None, notes: list[Note]
) -> Iterator[_Evidence]:
    if given:
        yield _field_evidence(given, "given", "the date given", notes)
    address = _Evidence(url_date(url or article.url or ""), "url", "the address")
    if address.reading.day and article.metadata_date:
        yield address
    if article.metadata_date:
        where = article.metadata_evidence or "the page's metadata"
        yield _field_evidence(article.metadata_date, "metadata", where, notes)
    yield address
    yield from _text_evidence(article.text)
    if fallback:
        yield _field_evidence(fallback, "given", "the date given for undated reports", notes)


def _field_evidence(value: str, basis: str, where: str, notes: list[Note]) -> _Evidence:
    reading = parse_date(value)
    if not reading.options:
        notes.append(Note(stage=STAGE, reason=f"{where}, {value[:40]!r}, is no date and was ignored"))
    return _Evidence(reading, basis, where)


def _believed(evidence: _Evidence, latest: str | None, notes: list[Note]) -> _Evidence:
    """The evidence without what lies after the day the report was fetched."""
    if latest is None:
        return evidence
    options = tuple((start, min(end, latest)) for start, end in evidence.reading.options if start <= latest)
    if evidence.reading.options and not options:
        first = evidence.reading.options[0][0]
        notes.append(
            Note(stage=STAGE, reason=f"{evidence.where} says {first}, after the report was fetched ({latest})")
        )
    return replace(evidence, reading=DateReading(options))


def _narrowed(known: _Evidence, other: _Evidence) -> _Evidence:
    """What both allow, if that is anything; otherwise what was known."""
    both = _common(known.reading, other.reading)
    if not both:
        return known
    source = other if other.reading.day else known
    return replace(source, reading=DateReading(tuple(sorted(both))))


def _with_day_of_dateline(known: _Evidence, text: str) -> _Evidence:
    """An interval of up to a year, narrowed to the day in it that a dateline without a year names."""
    dateline = find_dateline(text)
    if not (dateline and dateline.certain and dateline.month and dateline.day) or dateline.year:
        return known
    years = sorted({int(end[:4]) for option in known.reading.options for end in option})
    days = tuple(day for year in years if (day := _day(year, dateline.month, dateline.day)))
    stated = _Evidence(DateReading(days), "text", "the dateline", dateline.start, dateline.end)
    narrowed = _narrowed(known, stated)
    return replace(stated, reading=narrowed.reading) if narrowed.reading.day and len(years) <= 2 else known


def _publication(known: _Evidence | None, text: str, report_id: str) -> Publication:
    if known is None:
        return Publication()
    spans = (Span(report_id=report_id, start=known.start, end=known.end, text=text[known.start : known.end]),)
    return Publication(
        date=known.reading.day,
        earliest=min(start for start, _ in known.reading.options),
        latest=max(end for _, end in known.reading.options),
        basis=known.basis,
        evidence=spans if known.end else (),
    )
