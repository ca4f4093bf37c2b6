"""Connected components of a graph given by nodes and pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

Node = TypeVar("Node", bound=Any)


class Forest(Generic[Node]):
    """Disjoint sets of nodes that can be compared; each goes by its smallest member (union-find)."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._parent = {node: node for node in nodes}

    def root(self, node: Node) -> Node:
        """The smallest node of the set that a node is in."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, first: Node, second: Node) -> None:
        """Make the sets of two nodes one."""
        low, high = sorted((self.root(first), self.root(second)))
        self._parent[high] = low

    def groups(self) -> list[list[Node]]:
        """The sets as sorted lists, ordered by their first node; independent of the order of joining."""
        found: dict[Node, list[Node]] = {}
        for node in sorted(self._parent):
            found.setdefault(self.root(node), []).append(node)
        return list(found.values())


def components(nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The components as sorted lists, ordered by their first node; independent of the order of the input."""
    forest = Forest(nodes)
    for first, second in pairs:
        forest.join(first, second)
    return forest.groups()
