"""Places: recognition, choice among namesakes, precision, roles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.gazetteer import Gazetteer, open_gazetteer
from dateline.gazetteer.distance import kilometres
from dateline.records import PLACE_KINDS, PLACE_PRECISIONS, PLACE_ROLES, Place
from dateline.stages.places import find_places
from dateline.stages.publication import find_dateline

Parse = Callable[..., Doc]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture
def places_in(parse: Parse, gazetteer: Gazetteer) -> Callable[[str], list[Place]]:
    return lambda text: find_places(parse(text), gazetteer, find_dateline(text)).places


Find = Callable[[str], list[Place]]


def named(places: list[Place], text: str) -> Place:
    return next(place for place in places if place.mention.text == text)


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        pytest.param("A fire broke out in Bangor, Maine, on Sunday.", "Bangor", "USA", "Maine", id="town-and-state"),
        pytest.param("Students marched in Moscow, Idaho.", "Moscow", "USA", "Idaho", id="state-beats-capital"),
        pytest.param("The ship docked in Long Beach, CA.", "Long Beach", "USA", "California", id="abbreviation"),
        pytest.param("A plant in Atlanta, Georgia, was shut.", "Georgia", "USA", "Georgia", id="the-state"),
        pytest.param("Troops from Georgia left Tbilisi for Batumi.", "Georgia", "GEO", None, id="the-country"),
        pytest.param("Cases rose in Ohio, Texas and New York.", "New York", "USA", "New York", id="listed-units"),
        pytest.param("Farms in Washington state were closed.", "Washington", "USA", "Washington", id="called-a-unit"),
        pytest.param("The trial opened in Paris on Monday.", "Paris", "FRA", None, id="largest"),
        pytest.param("Shells fell on Kherson and Mykolaiv.", "Kherson", "UKR", None, id="taken-for-a-person"),
        pytest.param("A bomb killed four in the town of Tal Afar.", "Tal Afar", "IRQ", None, id="population-unknown"),
    ],
)
def test_namesakes(places_in: Find, text: str, name: str, country: str, admin1: str | None) -> None:
    place = named(places_in(text), name)
    assert place.country == country
    assert place.lat is not None
    assert (place.lat, place.lon) != (0.0, 0.0)
    assert admin1 is None or place.admin1 == admin1


@pytest.mark.parametrize("name", ["Africa", "Eastern Europe", "the Middle East", "the Sahel", "Latin America"])
def test_regions_have_no_point(places_in: Find, name: str) -> None:
    place = places_in(f"Drought spread across {name} last year.")[0]
    assert (place.lat, place.lon, place.kind, place.precision) == (None, None, "region", "region")


def test_a_continent_s_people_have_no_point(places_in: Find) -> None:
    assert named(places_in("European diplomats met on Tuesday."), "European").lat is None


@pytest.mark.parametrize("name", ["China", "France", "the United States"])
def test_countries_are_known_as_countries_only(places_in: Find, name: str) -> None:
    place = places_in(f"Factories closed in {name}.")[0]
    assert (place.kind, place.precision) == ("country", "country")


@pytest.mark.parametrize(
    ("text", "name", "kind", "precision", "country"),
    [
        ("Rebels advanced in eastern Syria.", "Syria", "region", "region", "SYR"),
        ("Tanks crossed the Iraq-Syria border region.", "Iraq", "region", "border", "IRQ-SYR"),
        ("Tanks crossed the Syria-Iraq border.", "Syria", "region", "border", "IRQ-SYR"),
        ("Guards patrol the border between Iran and Iraq.", "Iran", "region", "border", "IRN-IRQ"),
        ("A tanker was seized off the coast of Yemen.", "Yemen", "region", "region", "YEM"),
        ("A convoy was hit near Aleppo.", "Aleppo", "populated-place", "near", "SYR"),
        ("Shells fell on the outskirts of Mosul.", "Mosul", "populated-place", "near", "IRQ"),
        ("A convoy was hit in Aleppo.", "Aleppo", "populated-place", "exact", "SYR"),
        ("Clashes broke out in Anbar province.", "Anbar", "admin1", "admin1", "IRQ"),
    ],
)
def test_precision(places_in: Find, text: str, name: str, kind: str, precision: str, country: str) -> None:
    place = named(places_in(text), name)
    assert (place.kind, place.precision, place.country) == (kind, precision, country)
    assert (place.lat is None) == (precision in {"region", "border"})


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        pytest.param("Washington said on Monday that it would wait.", "Washington", "government", id="speaks"),
        pytest.param("Moscow and Kyiv agreed to a truce.", "Moscow", "government", id="agrees"),
        pytest.param("Moscow and Kyiv agreed to a truce.", "Kyiv", "government", id="agrees-too"),
        pytest.param("Tehran has rejected the offer.", "Tehran", "government", id="rejects"),
        pytest.param("The minister signed the Paris accord.", "Paris", "government", id="accord"),
        pytest.param("Ties with Moscow are strained.", "Moscow", "government", id="ties"),
        pytest.param("The envoy said in Geneva that talks had failed.", "Geneva", "origin", id="spoke-there"),
        pytest.param("NAIROBI, Kenya — Gunmen killed two guards.", "NAIROBI", "origin", id="dateline"),
        pytest.param("Gunmen killed two guards in Mogadishu.", "Mogadishu", "scene", id="scene"),
        pytest.param("French troops left on Friday.", "French", "other", id="nationality"),
        pytest.param("The singer was born in Lagos.", "Lagos", "other", id="birth"),
    ],
)
def test_roles(places_in: Find, text: str, name: str, role: str) -> None:
    assert named(places_in(text), name).role == role


@pytest.mark.parametrize(
    ("text", "wanted", "never"),
    [
        pytest.param("Rebels met 20 km north of Kaduna on Sunday.", "Kaduna", "north", id="bearing"),
        pytest.param("Armed men clashed 15 km North West of Garowe.", "Garowe", "North West", id="bearing-capitalised"),
        pytest.param("Militiamen burnt houses in Sibu Karra woreda of Oromia.", "Sibu Karra", "Sibu", id="unit-as-a-whole"),
        pytest.param("Soldiers occupied Mekelle (Northern, Tigray) in June.", "Mekelle", "Northern", id="bracket"),
        pytest.param("Crowds filled shops in North London on Sunday.", "North London", "London", id="compass-of-a-name"),
        pytest.param("Farmers in Henan province sold their pigs.", "Henan", "Henan province", id="word-of-kind"),
        pytest.param("He moved to Regina, Sask., last year.", "Sask.", "Sask", id="point-of-an-abbreviation"),
        pytest.param("The Torrington Fire Department put it out.", "Torrington", "Fire", id="public-body"),
        pytest.param("TORRINGTON — A fire destroyed two barns.", "TORRINGTON", "A", id="like-a-dateline"),
        pytest.param("Petrova said that the mill was lost.", "", "Petrova", id="who-speaks"),
        pytest.param("Nobody had seen Ms. Douglas at the mill.", "", "Douglas", id="title"),
        pytest.param("An Iranian was arrested in Oslo.", "Iranian", "An Iranian", id="article"),
        pytest.param("The US Census Bureau counted them.", "US", "Bureau", id="country-in-capitals"),
        pytest.param("The Canadian Coast Guard towed it.", "Canadian", "Coast", id="people-not-a-town"),
        pytest.param("Clif Moore, D-McDowell, voted for it.", "McDowell", "Clif", id="represents"),
        pytest.param("HOLLIDAY, Mo. — A barn burnt down.", "HOLLIDAY", "A", id="like-a-dateline-with-a-state"),
    ],
)  # fmt: skip
def test_names_beside_words_of_place(places_in: Find, text: str, wanted: str, never: str) -> None:
    found = {place.mention.text for place in places_in(text)}
    assert not wanted or wanted in found
    assert never not in found


def test_a_town_before_a_word_of_its_kind(places_in: Find) -> None:
    assert named(places_in("Shops closed in Belet Weyne Town on Monday."), "Belet Weyne Town").country == "SOM"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("He was jailed in Dayton County Commissioners on Friday.", "Dayton", id="beginning"),
        pytest.param("The fire reached Kish River on Friday.", "Kish River", id="water-as-a-whole"),
    ],
)  # fmt: skip
def test_the_known_place_of_a_longer_name(places_in: Find, text: str, wanted: str) -> None:
    assert wanted in {place.mention.text for place in places_in(text)}


def test_lists_of_towns_are_no_units(places_in: Find) -> None:
    assert named(places_in("She stopped in Washington, New York and Boston."), "New York").kind == "populated-place"


def test_a_small_namesake_alone_abroad_is_not_taken(places_in: Find) -> None:
    abroad = "Herders were killed in Liya. Police from Gedaref and Kassala came on Monday."
    alone = "Herders were killed in Liya on Monday."
    by_another_name = "Herders were killed in Liya. Police from Gedaref came on Monday."
    for text in (abroad, by_another_name):
        assert named(places_in(text), "Liya").lat is None
    assert named(places_in(abroad), "Liya").country == "SDN"
    assert named(places_in(alone), "Liya").country == "MLT"


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        pytest.param(
            "A Springfield driver retired. Born in Springfield, Ohio, she drove a bus. Springfield honoured her.",
            "Springfield", "USA", "Ohio", id="one-sense-in-a-report",
        ),
        pytest.param(
            "A Paris man was held in the Henry County jail. He lives in Paris.", "Paris", "USA", "Tennessee",
            id="in-a-county-named",
        ),
        pytest.param(
            "DeKalb wants new roads. The DeKalb County Commission met in Decatur, Georgia.", "DeKalb", "USA", "Georgia",
            id="the-bare-name-of-a-county-named",
        ),
        pytest.param(
            "Prices rose in Armenia, Azerbaijan, Iraq, Iran, and Syria, a report said.", "Iraq", "IRQ", None,
            id="a-list-of-countries",
        ),
        pytest.param("Troops left Georgia, USA, in May.", "Georgia", "USA", "Georgia", id="a-unit-in-a-country"),
        pytest.param("Fighting went on in Hiran region.", "Hiran", "SOM", "Hiiraan", id="called-a-region"),
        pytest.param("Students marched in Moscow in Idaho.", "Moscow", "USA", "Idaho", id="a-part-in-a-whole"),
        pytest.param("The Somali envoy spoke in Mogadishu.", "Somali", "SOM", None, id="a-people-not-a-region"),
    ],
)  # fmt: skip
def test_what_the_report_says_of_a_name(
    places_in: Find, text: str, name: str, country: str, admin1: str | None
) -> None:
    assert {(place.country, place.admin1) for place in places_in(text) if place.mention.text == name} == {
        (country, admin1)
    }


@pytest.mark.parametrize(
    ("text", "name", "precision", "country"),
    [
        pytest.param(
            "A body lay in Griffith Park. Police in Seattle and Portland knew the man.", "Griffith Park", "country", "USA",
            id="no-point-from-a-town-that-nothing-speaks-for",
        ),
        pytest.param(
            "Boats sank on the Velin River. Crews from Boston and Chicago came.", "Velin River", "country", "USA",
            id="an-unknown-river",
        ),
        pytest.param(
            "Boats sank on the Velin River. Crews from Boston and Paris came.", "Velin River", "unknown", None,
            id="not-where-two-countries-are-named",
        ),
        pytest.param(
            "Boats sank on the Velin River. Crews from Boston came.", "Velin River", "unknown", None,
            id="not-where-one-name-alone-speaks",
        ),
    ],
)  # fmt: skip
def test_unknown_names_lie_in_the_one_country_of_a_report(
    places_in: Find, text: str, name: str, precision: str, country: str | None
) -> None:
    place = named(places_in(text), name)
    assert (place.precision, place.country, place.lat, place.geonames_id) == (precision, country, None, None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("According to Boone County Sheriff Ann Orr, it rained.", "Boone County", id="county-in-full"),
        pytest.param("He spoke with Torrington Mayor Ann Orr.", "Torrington", id="before-the-mayor"),
        pytest.param("Rain fell in Gloucester and Cheltenham.", "Cheltenham", id="listed-with-a-town"),
        pytest.param("Youths stormed a house in Oluvel (Vurra, Arua).", "Arua", id="units-in-brackets"),
        pytest.param("Militias clashed at a well 65 km north of Dhusamareb.", "Dhusamareb", id="north-of"),
        pytest.param("Youths stormed a house in Oluvel (Vurra, Arua).", "Oluvel", id="a-place-before-brackets"),
    ],
)
def test_places_that_the_words_around_them_show(places_in: Find, text: str, wanted: str) -> None:
    assert wanted in {place.mention.text for place in places_in(text)}


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        pytest.param("Aides left the White House on Monday.", "White House", id="a-house-of-government"),
        pytest.param("He lives on Velin Avenue West.", "West", id="compass-words-alone"),
        pytest.param("Officials at the MoD declined.", "MoD", id="mixed-case"),
        pytest.param("She read in the Great House of Velin.", "Great House of", id="ends-in-a-preposition"),
    ],
)
def test_no_places(places_in: Find, text: str, unwanted: str) -> None:
    assert unwanted not in {place.mention.text for place in places_in(text)}


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param(
            "The trial opened in Springfield on Monday.",
            ["'Springfield': Springfield, Missouri, USA, by a narrow margin before Springfield, Massachusetts, USA"],
            id="narrow",
        ),
        pytest.param(
            "Militants clashed in Bada Wein village. Troops left Bada Wein on Monday.",
            ["'Bada Wein': no such place in the gazetteer"], id="unknown-once",
        ),
        pytest.param(
            "Herders were killed in Liya. Police from Gedaref and Kassala came on Monday.",
            ["'Liya': the gazetteer has only namesakes elsewhere"], id="namesakes-only",
        ),
        pytest.param("The trial opened in Paris on Monday.", [], id="clear"),
        pytest.param("Aides of Ann Orr met Chinese officials at Orvel Bridge on Friday.", [], id="no-noise"),
    ],
)  # fmt: skip
def test_notes(parse: Parse, gazetteer: Gazetteer, text: str, reasons: list[str]) -> None:
    notes = find_places(parse(text), gazetteer).notes
    assert [note.reason for note in notes] == reasons
    assert all(note.stage == "places" and note.span and note.span.text == note.reason.split("'")[1] for note in notes)


def test_one_unresolvable_place_leaves_the_others(places_in: Find) -> None:
    places = places_in("Fighting spread from Qwxtown Bridge to Aleppo and Homs in Syria.")
    assert {"Aleppo", "Homs", "Syria"} <= {place.mention.text for place in places if place.lat is not None}


def test_what_the_gazetteer_does_not_know_stays_unknown(places_in: Find) -> None:
    unknown = [place for place in places_in("Police met in Zzyzxburg and in Oslo.") if place.geonames_id is None]
    assert all(
        (place.lat, place.lon, place.country, place.precision) == (None, None, None, "unknown") for place in unknown
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Planes landed at Aleppo Airport.", "Aleppo Airport", id="in-its-name"),
        pytest.param("A bomb went off at Qwxtown Bridge in Aleppo.", "Qwxtown Bridge", id="in-the-town"),
    ],
)
def test_unknown_sites_are_near_the_town_that_the_text_names(places_in: Find, text: str, name: str) -> None:
    place = named(places_in(text), name)
    assert (place.precision, place.country, place.geonames_id, place.name) == ("near", "SYR", None, name)
    assert place.lat == pytest.approx(36.2, abs=0.1)


def test_surnames_are_no_places(places_in: Find) -> None:
    places = places_in("Maria Lourdes London spoke first. Ms. London then left the room.")
    assert [place.mention.text for place in places] == []


def test_compass_words_alone_are_no_places(places_in: Find) -> None:
    assert places_in("The column turned north and then east.") == []


def test_sentences_that_were_not_parsed(parse: Parse, gazetteer: Gazetteer) -> None:
    parsed = parse("Talks opened in Iraq and in Baghdad. Nothing else was said about Mobile or Reading.")
    bare = Doc(parsed.vocab, words=[t.text for t in parsed], spaces=[bool(t.whitespace_) for t in parsed])
    bare.user_data.update(parsed.user_data)
    assert [place.mention.text for place in find_places(bare, gazetteer).places] == ["Iraq", "Baghdad"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BEIRUT (AP) — Jets struck three depots near Homs, Syria, and a bridge in Anbar, Iraq.",
        "In São Tomé, the U.S. Embassy warned Americans; Mr. Paris of Dallas, Texas, agreed.\n\nDeir ez-Zor fell.",
    ],
)
def test_spans_and_vocabulary(places_in: Find, text: str) -> None:
    places = places_in(text)
    assert all(text[place.mention.start : place.mention.end] == place.mention.text for place in places)
    assert [place.mention.start for place in places] == sorted({place.mention.start for place in places})
    assert {place.kind for place in places} <= set(PLACE_KINDS)
    assert {place.precision for place in places} <= set(PLACE_PRECISIONS)
    assert {place.role for place in places} <= set(PLACE_ROLES)


def test_kilometres() -> None:
    assert kilometres(0, 0, 0, 180) == pytest.approx(20015, abs=1)
    assert kilometres(36.3, 43.1, 36.3, 43.1) == 0


@pytest.mark.parametrize(
    ("text", "country", "precision"),
    [
        ("Militants clashed with a militia in Bada Wein village (Mudug, Somalia).", "SOM", "admin1"),
        ("Militants clashed with a militia in Bada Wein, Somalia.", "SOM", "country"),
        ("Militants clashed with a militia in Bada Wein. Somalia protested.", None, "unknown"),
    ],
    ids=["unit in brackets", "country after a comma", "another sentence"],
)
def test_an_unknown_place_lies_where_the_text_puts_it(
    text: str, country: str | None, precision: str, places_in: Find
) -> None:
    place = places_in(text)[0]
    assert (place.mention.text.startswith("Bada Wein"), place.country, place.precision) == (True, country, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Raiders shot two herders in Zorbu kebele, Bardo woreda (East Wellega, Oromia).",
            [("Zorbu", "ETH"), ("Bardo", "ETH"), ("Oromia", "ETH")], id="units-no-list-knows",
        ),
        pytest.param(
            "Raiders shot two herders in Tawila locality, North Darfur.",
            [("Tawila", "SDN"), ("North Darfur", "SDN")], id="namesake-abroad",
        ),
    ],
)  # fmt: skip
def test_chains_of_units(places_in: Find, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(place.mention.text, place.country) for place in places_in(text)] == expected
