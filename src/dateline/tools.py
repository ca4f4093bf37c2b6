"""Everything that is heavy to load, loaded once per process.

`load_model` and `load_splitter` are the only places that know spaCy's loading; the model runs on numpy's
matrix product instead of BLIS, which is 1.4–1.5 times as fast with identical output (docs/performance.md).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import MissingResourceError
from dateline.records import Coder
from dateline.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from dateline.catalogue import Catalogue
    from dateline.catalogue.cues import Cues
    from dateline.catalogue.weapons import Weapons
    from dateline.codebook import Codebook
    from dateline.gazetteer import Gazetteer
    from dateline.stages.parse import Gate

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # one thread per process: workers, not threads, use the cores


def load_model(name: str) -> Language:
    """The full English pipeline `name` (an installed package or a path).

    Raises MissingResourceError where there is none.
    """
    import spacy

    if not Path(name).exists() and find_spec(name) is None:
        raise MissingResourceError(
            f"no spaCy pipeline {name!r}: install it with `pip install {name}` or choose another with --model"
        )
    try:
        nlp = spacy.load(name, exclude=["senter"])
    except OSError as error:
        raise MissingResourceError(f"{name!r} is not a spaCy pipeline: {error}") from error
    if nlp.lang != "en" or "parser" not in nlp.pipe_names or "ner" not in nlp.pipe_names:
        raise MissingResourceError(f"{name!r} is not an English spaCy pipeline with a parser and named entities")
    _with_abbreviations(nlp)
    _without_blis(nlp)
    return nlp


def load_splitter(name: str) -> Language:
    """A pipeline that only finds sentence starts: eight times as fast as the parser."""
    import spacy

    kept = spacy.load(name, exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"])
    if "senter" in kept.disabled:
        kept.enable_pipe("senter")
    if "senter" not in kept.pipe_names:
        kept.add_pipe("sentencizer")
    kept.max_length = 10_000_000
    _with_abbreviations(kept)
    _without_blis(kept)
    return kept


def _with_abbreviations(nlp: Language) -> None:
    """Have the tokenizer keep abbreviated titles together with their full stop."""
    tokenizer: Any = nlp.tokenizer
    text = files("dateline.stages").joinpath("rules", "abbreviations.toml").read_text(encoding="utf-8")
    for block in tomllib.loads(text).values():
        for word in block["words"]:
            tokenizer.add_special_case(word, [{"ORTH": word}])


def _without_blis(nlp: Language) -> None:
    from thinc.api import get_current_ops

    get_current_ops().use_blis = False  # type: ignore[attr-defined]
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops.use_blis = False


def model_version(nlp: Language) -> str:
    """Name and version of the pipeline, as recorded in every `coder`."""
    return f"{nlp.meta['name']} {nlp.meta['version']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What every report is coded with, and the `coder` that says so in its record."""

    nlp: Language
    splitter: Language
    gate: Gate
    codebook: Codebook
    catalogue: Catalogue
    cues: Cues
    weapons: Weapons
    gazetteer: Gazetteer
    coder: Coder


def load_tools(settings: Settings, progress: Callable[[str], None] | None = None) -> Tools:
    """Load everything; the gazetteer's index is built first where there is none, told to `progress`.

    Raises MissingResourceError or DataError with what to do.
    """
    from dateline.catalogue import load_catalogue
    from dateline.catalogue.cues import load_cues
    from dateline.catalogue.weapons import load_weapons
    from dateline.codebook import load_codebook
    from dateline.gazetteer import open_gazetteer
    from dateline.stages.gate import make_gate
    from dateline.stages.times.rules import load_rules

    load_rules()  # compiled now rather than with the first report
    nlp = load_model(settings.parse.model)
    codebook = load_codebook(
        Path(settings.coding.codebook) if settings.coding.codebook else None, conventions=settings.coding.conventions
    )
    catalogue = load_catalogue(Path(settings.coding.catalogue) if settings.coding.catalogue else None)
    gazetteer = open_gazetteer(progress=progress)
    return Tools(
        nlp=nlp,
        splitter=load_splitter(settings.parse.model),
        gate=make_gate(codebook.surface_forms()),
        codebook=codebook,
        catalogue=catalogue,
        cues=load_cues(),
        weapons=load_weapons(),
        gazetteer=gazetteer,
        coder=Coder(
            version=version("dateline"),
            codebook=codebook.version,
            catalogue=catalogue.version,
            gazetteer=gazetteer.version,
            model=model_version(nlp),
            settings=settings.fingerprint,
        ),
    )
