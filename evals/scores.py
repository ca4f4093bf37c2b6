"""Figures: how many of how many, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Scores:
    """Counts of right and all checks by figure, in the order in which figures first came up."""

    right: dict[str, int] = field(default_factory=dict)
    all: dict[str, int] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    """What came out as having happened though it must never: "report: why"."""

    def check(self, figure: str, right: bool, mistake: str) -> None:
        """Count one check; `mistake` is kept where it failed."""
        self.right[figure] = self.right.get(figure, 0) + right
        self.all[figure] = self.all.get(figure, 0) + 1
        if not right:
            self.mistakes.append(f"{figure}: {mistake}")

    def rows(self) -> Iterator[tuple[str, int, int, float]]:
        """(figure, right, all, share)."""
        for figure, total in self.all.items():
            yield figure, self.right[figure], total, self.right[figure] / total

    def figures(self) -> dict[str, float]:
        """{figure: share of right checks}."""
        return {figure: round(share, 4) for figure, _, _, share in self.rows()}
