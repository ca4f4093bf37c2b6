"""Fixtures that every test may use: the model is loaded once per session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dateline.settings import ParseSettings

if TYPE_CHECKING:
    from spacy.tokens import Doc


@pytest.fixture(scope="session")
def parse() -> Callable[..., Doc]:
    """`parse(text, report_id="r")`: a report's text, fully parsed, as the stages get it."""
    from dateline.stages.parse import parse_reports
    from dateline.tools import load_model, load_splitter

    settings = ParseSettings()
    nlp, splitter = load_model(settings.model), load_splitter(settings.model)

    def parse_one(text: str, report_id: str = "r") -> Doc:
        return next(parse_reports([(report_id, text)], nlp, splitter, settings))

    return parse_one
