"""The words of attribution, as data: `claims.toml` beside this file tells what each block means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from dateline.errors import DataError
from dateline.records import CERTAINTIES, CLAIMANT_TYPES, STANCES

CONSTRUCTIONS = frozenset(
    {"clause", "quote", "infinitive", "object", "raising", "as", "over", "accused", "at", "owned", "itself"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a word of attribution brings with it: constructions, prepositions of its content, stance, certainty."""

    takes: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    stance: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """All words of attribution, by lemma.

    phrasal is by (verb, noun), markers by their words in order; hedges gives the certainty that a lemma in
    the content leaves; claimant_words and claimant_sectors give types of claimants.
    """

    verbs: Mapping[str, tuple[Cue, ...]]
    prepositional: Mapping[str, tuple[Cue, ...]]
    phrasal: Mapping[tuple[str, str], tuple[Cue, ...]]
    nouns: Mapping[str, tuple[Cue, ...]]
    markers: Mapping[tuple[str, ...], Cue]
    adverbs: Mapping[str, Cue]
    hedges: Mapping[str, str]
    claimant_words: Mapping[str, str]
    claimant_sectors: Mapping[str, str]
    addressing: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    subject_control: frozenset[str] = frozenset()
    bearing: frozenset[str] = frozenset()
    judging: frozenset[str] = frozenset()
    impersonal: frozenset[str] = frozenset()
    copulas: frozenset[str] = frozenset()
    material: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    adjectives: Mapping[str, Cue] = field(default_factory=dict)
    views: tuple[tuple[frozenset[str], frozenset[str], Cue], ...] = ()
    marker_starts: frozenset[str] = frozenset()
    light_verbs: frozenset[str] = frozenset()
    anonymity: tuple[str, ...] = ()
    with_particle: frozenset[str] = frozenset()


@cache
def load_cues() -> Cues:
    """The bundled words of attribution. Raises DataError where the file breaks its format."""
    text = files("dateline.catalogue").joinpath("claims.toml").read_text(encoding="utf-8")
    try:
        return read_cues(tomllib.loads(text))
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"claims.toml: {error!r}") from error


def read_cues(data: Mapping[str, Any]) -> Cues:
    """Cues from the parsed TOML. Raises DataError for a stance, certainty, construction or type that is not known."""
    return Cues(
        verbs=_by_lemma(data["verbs"]),
        prepositional=_by_lemma(data["prepositional"]),
        phrasal=_collected(
            ((verb, noun), _cue(block))
            for block in data["phrasal"]
            for verb in block["verbs"]
            for noun in block["nouns"]
        ),
        nouns=_by_lemma(data["nouns"]),
        markers={tuple(block["words"]): _cue(block) for block in data["markers"]},
        adverbs={lemma: _cue(block) for block in data["adverbs"] for lemma in block["lemmas"]},
        hedges={word: _known(level, CERTAINTIES) for level, words in data["hedges"].items() for word in words},
        claimant_words={
            word: _known(kind, CLAIMANT_TYPES) for kind, words in data["claimant_words"].items() for word in words
        },
        claimant_sectors={code: _known(kind, CLAIMANT_TYPES) for code, kind in data["claimant_sectors"].items()},
        addressing=frozenset(data.get("classes", {}).get("addressing", ())),
        reporting=frozenset(data.get("classes", {}).get("reporting", ())),
        bearing=frozenset(data.get("classes", {}).get("bearing", ())),
        subject_control=frozenset(data.get("classes", {}).get("subject_control", ())),
        judging=frozenset(data.get("classes", {}).get("judging", ())),
        impersonal=frozenset(data.get("classes", {}).get("impersonal", ())),
        material=frozenset(data.get("classes", {}).get("material", ())),
        channels=frozenset(data.get("classes", {}).get("channels", ())),
        made=frozenset(data.get("classes", {}).get("made", ())),
        copulas=frozenset(data.get("classes", {}).get("copulas", ())),
        views=tuple(
            (frozenset(block["begin"]), frozenset(block["nouns"]), _cue(block)) for block in data.get("views", ())
        ),
        marker_starts=frozenset(
            [*(block["words"][0] for block in data["markers"]), *(w for b in data.get("views", ()) for w in b["begin"])]
        ),
        anonymity=tuple(data.get("anonymity", {}).get("patterns", ())),
        light_verbs=frozenset(verb for block in data["phrasal"] for verb in block["verbs"]),
        with_particle=frozenset(
            lemma.split()[0]
            for name in ("verbs", "prepositional")
            for block in data[name]
            for lemma in block["lemmas"]
            if " " in lemma
        ),
        adjectives={word: _cue(block) for block in data.get("adjectives", ()) for word in block["lemmas"]},
    )


Key = TypeVar("Key")


def _by_lemma(blocks: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Cue, ...]]:
    return _collected((lemma, _cue(block)) for block in blocks for lemma in block["lemmas"])


def _collected(pairs: Iterable[tuple[Key, Cue]]) -> dict[Key, tuple[Cue, ...]]:
    """All readings of each word, in the order of the file."""
    found: dict[Key, tuple[Cue, ...]] = {}
    for key, cue in pairs:
        found[key] = (*found.get(key, ()), cue)
    return found


def _cue(block: Mapping[str, Any]) -> Cue:
    return Cue(
        takes=frozenset(_known(name, CONSTRUCTIONS) for name in block.get("takes", ())),
        prepositions=frozenset(block.get("prepositions", ())),
        stance=_known(block["stance"], STANCES),
        certainty=_known(block["certainty"], CERTAINTIES),
    )


def _known(value: str, values: Iterable[str]) -> str:
    if value not in values:
        raise DataError(f"claims.toml: {value!r} is none of {', '.join(sorted(values))}")
    return value
