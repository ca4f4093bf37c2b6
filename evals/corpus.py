"""The bundled reports with their expected records, and the digest that says which state of them was measured."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.records import RawReport, Report

if TYPE_CHECKING:
    from dateline.settings import Settings
    from dateline.tools import Tools

EXAMPLES = Path(__file__).parent.parent / "examples"
Expected = Mapping[str, Any]
"""One file of examples/expected: see docs/examples.md for its fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A report as it came out of the pipeline, and what was to come out."""

    name: str
    report: Report
    expected: Expected


def load_expected(folder: Path = EXAMPLES) -> dict[str, Expected]:
    """{report id, or path inside examples/: expected record}, in the order of the file names."""
    paths = sorted(path for path in (folder / "expected").glob("*.json") if path.name != "links.json")
    records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return {record["report"]: record for record in records}


def load_links(folder: Path = EXAMPLES) -> Expected:
    """What is expected across reports: same events, copies, distinct events, disputes."""
    links: Expected = json.loads((folder / "expected" / "links.json").read_text(encoding="utf-8"))
    return links


def read_raws(folder: Path = EXAMPLES) -> Iterator[tuple[str, RawReport]]:
    """Every bundled report under its name: its id, or its path inside examples/ where it has none."""
    from dateline.errors import InputError
    from dateline.sources.read import read_inputs

    def refuse(error: InputError) -> None:
        raise error

    for raw in read_inputs([str(folder / "reports")], stdin=io.BytesIO(), on_error=refuse):
        yield raw.id or Path(raw.source).relative_to(folder).as_posix(), raw


def run_cases(tools: Tools, settings: Settings, *, gate: bool = False, folder: Path = EXAMPLES) -> list[Case]:
    """Annotate all bundled reports. Raises KeyError where a report has no expected record."""
    from dateline.pipeline import annotate

    expected = load_expected(folder)
    named = list(read_raws(folder))
    reports = annotate([raw for _, raw in named], tools, settings, gate=gate)
    return [
        Case(name=name, report=report, expected=expected[name])
        for (name, _), report in zip(named, reports, strict=True)
    ]


def corpus_digest(folder: Path = EXAMPLES) -> str:
    """Hash over names and bytes of all reports and expected records."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
