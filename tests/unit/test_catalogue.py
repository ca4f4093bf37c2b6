"""The catalogue: its data keep their promises, and a broken file is named."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.catalogue import SECTORS, Years, load_catalogue
from dateline.catalogue.actors import read_names, spellings
from dateline.errors import DataError

HEADER = "id\tname\taliases\ttype\tcountry\tsectors\taffiliation\tambiguous"
CATALOGUE = load_catalogue()


def ids(text: str) -> list[str]:
    return [match.names[0].actor.id for match in CATALOGUE.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("talks between the U.S. and the UK", ["USA", "GBR"], id="abbreviations"),
        pytest.param("it hit us all", [], id="us is not the US"),
        pytest.param("Nigerians and Nigeriens", ["NGA", "NER"], id="people"),
        pytest.param("IRAQ: BAGHDAD DENIES", ["IRQ", "IRQ"], id="capitals of a headline"),
        pytest.param("Kata’ib Hezbollah and Kataib Hizballah", ["grp:kataib-hezbollah"] * 2, id="transliterations"),
        pytest.param("Al Shabaab, al-Shabaab, Al-Shabaab", ["grp:al-shabaab"] * 3, id="article"),
        pytest.param("an Islamic State Khorasan cell", ["grp:islamic-state-khorasan"], id="longest name"),
        pytest.param("the Kremlin and the Pentagon", ["RUS", "USA-MIL"], id="seats of government"),
        pytest.param("Omanis in Romania", ["OMN", "ROU"], id="whole words only"),
        pytest.param("Boko\nHaram", ["grp:boko-haram"], id="across a line end"),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ahlu Sunna Waljama'a retook Velin", ["grp:ahlu-sunna"], id="Somalia"),
        pytest.param("Hawadle clan militia and Murle gunmen", ["grp:hawadle-militia", "grp:murle-militia"], id="clans"),
        pytest.param("the Raia Mutomboki left, the APCLS stayed", ["grp:raia-mutomboki", "grp:apcls"], id="Congo"),
        pytest.param(
            "NSCN-IM fired first; the nscn (k) denied it", ["grp:nscn-im", "grp:nscn-k"], id="longest acronym"
        ),
        pytest.param("Faylaq al-Sham and the Sham Legion", ["grp:sham-legion"] * 2, id="translated and transliterated"),
        pytest.param(
            "Chinland Defense Force, Chinland Defence Force", ["grp:chinland-defence-force"] * 2, id="Defense"
        ),
        pytest.param("the Tonton Macoutes of old", ["grp:tontons-macoutes"], id="Haiti"),
        pytest.param("the armed forces of national resistance", ["grp:farn"], id="small letters"),
        pytest.param("the New IRA, not the Continuity IRA", ["grp:new-ira", "grp:continuity-ira"], id="not the IRA"),
        pytest.param(
            "Segunda Marquetalia met FARC dissidents",
            ["grp:segunda-marquetalia", "grp:farc-dissidents"],
            id="not the FARC",
        ),
        pytest.param("PFLP-GC and PFLP", ["grp:pflp-gc", "grp:pflp"], id="a part of another's name"),
        pytest.param("Frelimo asked UNPROFOR", ["org:frelimo", "org:unprofor"], id="parties and missions"),
        pytest.param("APCs of the PPP and the right sector of the front", [], id="words of other meanings"),
    ],
)
def test_find_groups_of_every_region(text: str, expected: list[str]) -> None:
    sure = [match for match in CATALOGUE.find(text) if not any(name.ambiguous for name in match.names)]
    assert [match.names[0].actor.id for match in sure] == expected


@pytest.mark.parametrize("alias", ["Popular Resistance", "Lion's Den", "Black Tigers", "Rada", "UDA", "Hasm"])
def test_names_with_other_meanings_are_marked(alias: str) -> None:
    assert all(name.ambiguous for name in CATALOGUE.names[alias])


@pytest.mark.parametrize("alias", ["Congolese", "Dominicans", "Georgia", "SDF"])
def test_shared_names_are_marked_ambiguous(alias: str) -> None:
    assert all(name.ambiguous for name in CATALOGUE.names[alias])


def test_every_affiliation_names_an_entry() -> None:
    actors = {name.actor.id: name.actor for names in CATALOGUE.names.values() for name in names}
    assert {backer for actor in actors.values() for backer in actor.affiliation} <= set(actors)


def test_countries_are_states() -> None:
    countries = {name.actor.country for names in CATALOGUE.names.values() for name in names} - {None}
    assert countries <= set(CATALOGUE.states)


def test_sizes_promised_in_the_docs() -> None:
    actors = {name.actor.id for names in CATALOGUE.names.values() for name in names}
    assert len(CATALOGUE.states) == 248
    assert sum(actor.startswith("grp:") for actor in actors) >= 1000
    assert sum(actor.startswith("org:") for actor in actors) >= 300
    assert sum(actor.startswith("per:") for actor in actors) >= 1150


OFFICES = frozenset({
    "state", "government", "deputy", "foreign", "defence", "interior", "security", "intelligence", "forces", "speaker",
    "spokesman", "envoy", "body", "leader",
})  # fmt: skip


def people() -> list[dict[str, str]]:
    text = files("dateline.catalogue").joinpath("people.tsv").read_text(encoding="utf-8")
    header, *rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [dict(zip(header, row, strict=True)) for row in rows]


PEOPLE = people()


def test_states_whose_office_holders_are_known() -> None:
    holders = Counter(person["country"] for person in PEOPLE if person["country"])
    assert len(holders) == 69
    assert {state for state, count in holders.items() if count < 3} == {"UGA", "VEN"}


def test_offices_are_known() -> None:
    assert {office for person in PEOPLE for office in person["office"].split("|")} == OFFICES


def test_terms_are_days_and_end_after_they_begin() -> None:
    for person in PEOPLE:
        for begin, end in zip(*(person[side].split("|") for side in ("from", "to")), strict=True):
            first, last = (day and date.fromisoformat(day) for day in (begin, end))
            assert not (first and last) or first <= last, person["id"]


TWICE_IN_OFFICE = {
    "per:abdihakim-haji-faqi", "per:abdullah-al-thinni", "per:ahmed-ouyahia", "per:arun-jaitley",
    "per:garry-conille", "per:jacques-edouard-alexis", "per:mangala-samaraweera", "per:marouf-al-bakhit",
    "per:michel-kafando", "per:mykola-azarov", "per:omar-abdirashid-ali-sharmarke", "per:pak-pong-ju",
    "per:rene-preval", "per:saad-hariri", "per:shah-mahmood-qureshi", "per:shinzo-abe", "per:vagharshak-harutiunyan", "per:vecdi-gonul",
}  # fmt: skip
"""People between whose first and last day others held the office; al-Thinni and Kafando by disputed claims."""


def test_terms_of_one_office_overlap_only_where_listed() -> None:
    held = defaultdict(list)
    for person in PEOPLE:
        if person["office"] in {"state", "government", "foreign", "defence"} and person["from"] and person["to"]:
            begin, end = date.fromisoformat(person["from"]), date.fromisoformat(person["to"])
            held[person["country"], person["office"]].append((begin, end, person["id"]))
    earlier = {
        one[2]
        for terms in held.values()
        for one, two in combinations(sorted(terms), 2)
        if min(one[1], two[1]) - two[0] > timedelta(days=3)  # sources differ by a day or two
    }
    assert earlier == TWICE_IN_OFFICE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Sheikh Sharif Ahmed met President Kibaki", ["per:sharif-sheikh-ahmed", "per:mwai-kibaki"], id="title"
        ),
        pytest.param(
            "Mevlut Cavusoglu and Mevlüt Çavuşoğlu", ["per:mevlut-cavusoglu"] * 2, id="with and without marks"
        ),
        pytest.param("OMAR EL-BASHIR", ["per:omar-al-bashir"], id="capitals of a headline"),
        pytest.param("President Saleh", [], id="borne by the presidents of two states"),
    ],
)
def test_people(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_sectors_are_plover() -> None:
    used = {code for noun in CATALOGUE.nouns.values() for code in noun.sectors} | {
        code for sectors in CATALOGUE.offices.values() for code in sectors
    }
    assert used <= SECTORS


def test_own_entries_are_added(tmp_path: Path) -> None:
    extra = tmp_path / "mine.tsv"
    extra.write_text(f"{HEADER}\ngrp:river-guard\tRiver Guard\tRG-9\tarmed-group\tMLI\tREB\tRUS\t\n", encoding="utf-8")
    catalogue = load_catalogue(extra)
    (match,) = catalogue.find("fighters of RG-9")
    assert (match.names[0].actor.name, match.names[0].actor.affiliation) == ("River Guard", ("RUS",))
    assert catalogue.version != CATALOGUE.version


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param("grp:x\tX Front\t\tarmed-group\tMLI\tREBEL\t\t", "'grp:x' has 'REBEL'", id="unknown sector"),
        pytest.param("grp:x\tX Front\t\tmilitia\tMLI\tREB\t\t", "'grp:x' has 'militia'", id="unknown type"),
        pytest.param("grp:x\tX Front\tHamas\tarmed-group\tMLI\tREB\t\t", "'Hamas' of 'grp:x' is also", id="name taken"),
        pytest.param("grp:x\tX Front\tarmed-group", "'grp:x' has 3 columns", id="missing columns"),
        pytest.param("\tX Front\t\tarmed-group\tMLI\tREB\t\t", "needs an id", id="no id"),
    ],
)
def test_broken_entries_are_named(tmp_path: Path, row: str, message: str) -> None:
    extra = tmp_path / "mine.tsv"
    extra.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.tsv:2") as caught:
        load_catalogue(extra)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        pytest.param("1998", "1992", "active_from 1998 is after active_to 1992", id="ends before it begins"),
        pytest.param("98", "", "'98' is no year", id="two digits"),
        pytest.param("", "2013-05", "'2013-05' is no year", id="a month"),
        pytest.param("١٩٩٨", "", "is no year", id="other digits"),
    ],
)
def test_broken_years_are_named(tmp_path: Path, first: str, last: str, message: str) -> None:
    extra = tmp_path / "mine.tsv"
    row = f"grp:x\tX Front\t\tarmed-group\tMLI\tREB\t\t\t{first}\t{last}"
    extra.write_text(f"{HEADER}\tactive_from\tactive_to\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match="grp:x") as caught:
        load_catalogue(extra)
    assert message in str(caught.value)


@pytest.mark.parametrize("year", ["1998", '"1998"'])
def test_years_of_own_entries(tmp_path: Path, year: str) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text(f'[[actor]]\nid = "grp:x"\nname = "X Front"\nactive_from = {year}\n', encoding="utf-8")
    (match,) = load_catalogue(extra).find("X Front")
    assert match.names[0].actor.active == Years(1998, None)


def test_years_of_bundled_groups() -> None:
    groups = {name.actor.id: name.actor for names in CATALOGUE.names.values() for name in names}
    dated = [actor for actor in groups.values() if actor.id.startswith("grp:") and actor.active != Years()]
    assert len(dated) >= 590
    assert groups["grp:ltte"].active == Years(1976, 2009)
    assert all(1865 <= year <= 2025 for actor in dated for year in (actor.active.first, actor.active.last) if year)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.tsv"):
        load_catalogue(tmp_path / "none.tsv")


def test_marked_names_may_be_shared(tmp_path: Path) -> None:
    extra = tmp_path / "mine.tsv"
    extra.write_text(f"{HEADER}\ngrp:x\tX Front\tHamas\tarmed-group\tMLI\tREB\t\tHamas\n", encoding="utf-8")
    (match,) = load_catalogue(extra).find("Hamas")
    assert {name.actor.id for name in match.names} == {"grp:hamas", "grp:x"}


def test_comments_and_blank_lines_are_no_entries() -> None:
    assert list(read_names("empty.tsv", "# source: none\n\n")) == []


@given(st.text(alphabet="HamsIrq'’ -.,\nUS", max_size=60))
def test_found_names_stand_in_the_text_and_never_overlap(text: str) -> None:
    found = CATALOGUE.find(text)
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(("alias", "form"), [("al-Nusra", "Al Nusra"), ("Ta'ang", "Taang"), ("Hamas", "HAMAS")])
def test_spellings(alias: str, form: str) -> None:
    assert form in spellings(alias)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param(
            "the shining path and the FMLN", ["grp:shining-path", "grp:fmln"], id="armed group in small letters"
        ),
        pytest.param("United nations envoys", ["org:un"], id="one capital will do"),
        pytest.param("they are united nations", [], id="no name without a capital"),
        pytest.param("the Mizo national front", ["grp:mizo-national-front"], id="name that a later party marks"),
    ],
)
def test_names_of_several_words_in_any_case(text: str, ids: list[str]) -> None:
    assert [match.names[0].actor.id for match in load_catalogue().find(text)] == ids
