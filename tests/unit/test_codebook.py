"""The codebook: loading, inflection, crosswalk, and every example sentence of the data."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from dateline.codebook import Codebook, check_examples, load_codebook
from dateline.codebook.inflection import Inflector, inflector
from dateline.codebook.loader import BUNDLED, parse_pattern
from dateline.codebook.model import Item
from dateline.errors import DataError
from dateline.records import EVENT_TYPES
from dateline.stages.events import example_coder


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="module")
def words() -> Inflector:
    tables = {
        "verbs": {"forms": "take took taken, die died died dying", "doubling": "commit"},
        "nouns": {"forms": "man men"},
    }
    return inflector(tables)


def test_examples(codebook: Codebook, parse: Callable[..., Doc]) -> None:
    failures = check_examples(codebook, example_coder(parse, codebook))
    assert [f"{f.entry}: {f.text}: {f.wanted}, got {f.got}" for f in failures] == []


def test_every_type_has_entries_and_examples(codebook: Codebook) -> None:
    assert {entry.event_type for entry in codebook.entries.values()} == set(EVENT_TYPES)
    assert [entry.name for entry in codebook.entries.values() if not entry.examples] == []


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("attack", {"attack", "attacks", "attacking", "attacked"}),
        ("stop", {"stop", "stops", "stopping", "stopped"}),
        ("commit", {"commit", "commits", "committing", "committed"}),
        ("seize", {"seize", "seizes", "seizing", "seized"}),
        ("occupy", {"occupy", "occupies", "occupying", "occupied"}),
        ("take", {"take", "takes", "taking", "took", "taken", "taked"}),
        ("free", {"free", "frees", "freeing", "freed"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_verb_forms(words: Inflector, verb: str, forms: set[str]) -> None:
    assert words.verb_forms(verb) == forms


@pytest.mark.parametrize(
    ("noun", "form"),
    [
        ("man", "men"),
        ("airstrike", "airstrikes"),
        ("clash", "clashes"),
        ("ally", "allies"),
        ("air raid", "air raids"),
    ],
)
def test_noun_forms(words: Inflector, noun: str, form: str) -> None:
    assert words.noun_forms(noun) == {noun, form}


@pytest.mark.parametrize(
    ("text", "head", "items"),
    [
        ("attack", "attack", ()),
        ("break +off", "break", (Item(prep="off"),)),
        ("open fire", "open", (Item(words=("fire",)),)),
        ("go +on hunger strike", "go", (Item(prep="on", words=("hunger", "strike")),)),
        ("pull +out +of", "pull", (Item(prep="out"), Item(prep="of"))),
    ],
)
def test_pattern_grammar(text: str, head: str, items: tuple[Item, ...]) -> None:
    assert parse_pattern(text) == (head, items)


def test_every_entry_shows_two_sentences(codebook: Codebook) -> None:
    assert [name for name, entry in codebook.entries.items() if len(entry.examples) < 2] == []


def test_surface_forms_hold_every_inflection(codebook: Codebook) -> None:
    forms = codebook.surface_forms()
    assert {"attacked", "airstrikes", "seized", "withdrew", "must", "shot", "unwilling"} <= forms
    assert "harbour" not in forms


@pytest.mark.parametrize(
    ("event_type", "mode", "given", "wanted"),
    [
        ("ASSAULT", "aerial", {}, (4, -9.5, "19", -10.0, "Air/drone strike", None)),
        ("ASSAULT", "abduct", {}, (4, -8.5, "18", -9.0, "Abduction/forced disappearance", None)),
        ("ASSAULT", None, {"actor_sectors": ("MIL",), "recipient_sectors": ("REB",)}, (4, -9.0, "19", -10.0, "Armed clash", 1)),
        ("ASSAULT", None, {"actor_sectors": ("REB",), "recipient_sectors": ("CVL",)}, (4, -9.0, "19", -10.0, "Attack", 3)),
        ("ASSAULT", None, {"means_categories": ("drone",)}, (4, -9.0, "19", -10.0, "Air/drone strike", None)),
        ("PROTEST", "riot", {}, (4, -7.0, "14", -7.5, "Violent demonstration", None)),
        ("REQUEST", "yield", {}, (3, -1.0, "10", -5.0, None, None)),
        ("CONSULT", "visit", {}, (1, 4.0, "04", 1.9, None, None)),
        ("COERCE", "arrest", {}, (4, -7.0, "17", -5.0, "Arrests", None)),
    ],
)  # fmt: skip
def test_codes(
    codebook: Codebook,
    event_type: str,
    mode: str | None,
    given: dict[str, tuple[str, ...]],
    wanted: tuple[object, ...],
) -> None:
    codes = codebook.codes(
        event_type, mode,
        actor_sectors=given.get("actor_sectors", ()),
        recipient_sectors=given.get("recipient_sectors", ()),
        means_categories=given.get("means_categories", ()),
    )  # fmt: skip
    assert (
        codes.quad, codes.plover_score, codes.cameo_root, codes.goldstein, codes.acled_sub_event_type, codes.ucdp_type_of_violence,
    ) == wanted  # fmt: skip


def test_version_names_content_and_conventions(codebook: Codebook) -> None:
    again, other = load_codebook(), load_codebook(conventions="plv")
    assert codebook.version == again.version
    assert codebook.version.startswith("dateline/plover ")
    assert other.version.startswith("dateline/plv ")


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(BUNDLED, folder / "mine", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def test_own_codebook(tmp_path: Path, codebook: Codebook) -> None:
    own = load_codebook(copied(tmp_path))
    assert own.version.startswith("mine/plover ")
    assert own.entries == codebook.entries


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("types/aid.toml", 'type = "HELP"\nsource = "x"\n', "PLOVER type"),
        ("types/aid.toml", 'type = "AID"\n', "source"),
        (
            "types/aid.toml",
            'type = "AID"\nsource = "x"\n[[entries]]\nname = "a"\nverb = "aid"\n',
            "unknown key 'verb'",
        ),
        ("types/aid.toml", "type = [", "not TOML"),
        ("frames.toml", '[GIVE]\nverbs = "give"\naid = "HELP/"\n', "GIVE.aid"),
    ],
    ids=["type", "source", "key", "toml", "frame"],
)
def test_broken_files_are_named(tmp_path: Path, file: str, text: str, message: str) -> None:
    folder = copied(tmp_path)
    (folder / file).write_text(text, encoding="utf8")
    with pytest.raises(DataError, match=message) as caught:
        load_codebook(folder)
    assert file.rpartition("/")[2] in str(caught.value)


def test_unknown_folder_and_conventions(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a codebook"):
        load_codebook(tmp_path)
    with pytest.raises(DataError, match=r"none\.toml"):
        load_codebook(conventions="none")
