"""Fixtures that every test may use: the model is loaded once per session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dateline.settings import ParseSettings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dateline.tools import Tools


@pytest.fixture(scope="session")
def models() -> tuple[Language, Language]:
    """The full pipeline and the sentence splitter."""
    from dateline.tools import load_model, load_splitter

    settings = ParseSettings()
    return load_model(settings.model), load_splitter(settings.model)


@pytest.fixture(scope="session")
def parse(models: tuple[Language, Language]) -> Callable[..., Doc]:
    """`parse(text, report_id="r")`: a report's text, fully parsed, as the stages get it."""
    from dateline.stages.parse import parse_reports

    def parse_one(text: str, report_id: str = "r") -> Doc:
        return next(parse_reports([(report_id, text)], *models, ParseSettings()))

    return parse_one


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Everything that reports are coded with, under default settings."""
    from dateline.settings import Settings
    from dateline.tools import load_tools

    return load_tools(Settings())
