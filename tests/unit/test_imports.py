"""Imports run one way only, as docs/architecture.md says, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import dateline

ROOT = Path(dateline.__file__).parent
LAYERS = (
    {"records", "errors", "settings"},
    {"codebook", "catalogue", "gazetteer"},
    {"stages", "linking"},
    {"tools"},
    {"pipeline"},
    {"exports"},
    {"sources", "store", "runners"},
    {"app"},
)
"""Rooms from left to right: a module imports from what stands left of it, or from its own room."""
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
WITHIN_LEVEL = {("errors", "records"), ("settings", "records")}
"""The only imports between rooms of one level."""

MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def name_of(path: Path) -> str:
    """The dotted name of a module, without the package's own."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path) for path in MODULES}


def imported(path: Path, *, at_top: bool = False) -> Iterator[str]:
    """The modules of ours that a module imports, those that only type checkers see left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = _running(tree) if not at_top else (node for node in tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "dateline")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "dateline":
            yield from (_target(node.module, alias.name) for alias in node.names)


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _running(node)


def _target(module: str, name: str) -> str:
    """`from dateline.store import rows` imports a module, `from dateline.store import Store` a name in one."""
    inner = f"{module}.{name}".removeprefix("dateline.")
    return f"dateline.{inner}" if inner in NAMES else module


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_is_in_a_room(path: Path) -> None:
    assert name_of(path).split(".")[0] in LEVEL


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    room = name_of(path).split(".")[0]
    for module in imported(path):
        assert module != "dateline", "the package root is for users, not for its own modules"
        other = module.split(".")[1]
        assert other == room or LEVEL[other] < LEVEL[room] or (room, other) in WITHIN_LEVEL, f"imports {module}"


def test_no_circles() -> None:
    graph = {
        name_of(path): {module.removeprefix("dateline.") for module in imported(path, at_top=True)} - {name_of(path)}
        for path in MODULES
    }
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_sql_lives_in_the_store(path: Path) -> None:
    if name_of(path).split(".")[0] in ("store", "gazetteer"):  # the gazetteer's index is a file of its own
        return
    assert "sqlalchemy" not in path.read_text(encoding="utf-8")
