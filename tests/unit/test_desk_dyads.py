"""Who does what to whom over time, and who answers whom."""

from __future__ import annotations

import pytest

from dateline.app.desk.dyads import Bin, answers, bins, directed, directions, interval, starts, unit_of
from dateline.store import Act


def act(day: str | None = "2024-03-04", *, source: str = "A", target: str | None = "B", **fields: object) -> Act:
    """An act of A towards B, of conflict."""
    given: dict[str, object] = {
        "event_id": f"{source}-{target}-{day}",
        "day": day,
        "exact": True,
        "event_type": "ASSAULT",
        "score": -8.0,
        "actors": (source,),
        "recipients": (target,) if target else (),
    }
    return Act(**(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param(act(), {("A", "B")}, id="one-way"),
        pytest.param(act(actors=("A", "C")), {("A", "B"), ("C", "B")}, id="two-actors"),
        pytest.param(act(actors=("A", "B"), recipients=()), {("A", "B"), ("B", "A")}, id="a-clash-goes-both-ways"),
        pytest.param(act(target=None), set(), id="nobody-named"),
        pytest.param(act(source="A", target="A"), set(), id="not-towards-oneself"),
    ],
)
def test_directions(given: Act, wanted: set[tuple[str, str]]) -> None:
    assert set(directions(given)) == wanted


def test_directed_leaves_out_the_other_way() -> None:
    there, back = act(), act(source="B", target="A")
    assert directed([there, back], "A", "B") == [there]


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        pytest.param([], "month", id="none"),
        pytest.param(["2024-03-04", "2024-05-04"], "day", id="two-months"),
        pytest.param(["2024-03-04", "2024-05-07"], "month", id="more"),
        pytest.param(["2004-03-04", "2024-05-07"], "year", id="decades"),
    ],
)
def test_unit(days: list[str], unit: str) -> None:
    assert unit_of(days) == unit


def test_bins_fill_the_gaps_and_leave_out_the_undated() -> None:
    acts = [
        act("2024-11-30", event_type="AGREE", score=2.0),
        act("2025-01-02"),
        act("2025-01-09", score=None),
        act("2025-01-20", event_type="ACCUSE", score=None),
        act(None),
    ]
    assert bins(acts, "month") == [
        Bin(start="2024-11-01", conflict=0, cooperation=1, score=2.0),
        Bin(start="2024-12-01", conflict=0, cooperation=0, score=None),
        Bin(start="2025-01-01", conflict=3, cooperation=0, score=-8.0),
    ]
    assert bins([act(None)], "month") == []


def test_starts_cross_leap_days_and_years() -> None:
    assert list(starts("2024-02-28", "2024-03-01", "day")) == ["2024-02-28", "2024-02-29", "2024-03-01"]
    assert list(starts("2023-01-01", "2025-01-01", "year")) == ["2023-01-01", "2024-01-01", "2025-01-01"]


def test_answers_count_later_days_within_the_window() -> None:
    acts = [
        act("2024-03-01"),  # answered on the third
        act("2024-03-03", source="B", target="A"),
        act("2024-03-10"),  # the answer of the same day is none
        act("2024-03-10", source="B", target="A"),
        act("2024-03-20"),  # answered too late
        act("2024-03-26", source="B", target="A"),
        act("2024-03-27"),  # nobody can know yet
    ]
    found = answers(acts, "A", "B", days=3, conflict=True)
    assert found is not None
    assert (found.acts, found.answered) == (3, 1)
    # days 1 to 24 March: an answer within three days follows 1, 2; 7, 8, 9; 23, 24 of them
    assert found.chance == pytest.approx(7 / 24)
    assert found.low < found.share < found.high


@pytest.mark.parametrize(
    "acts",
    [
        pytest.param([], id="no-acts"),
        pytest.param([act(exact=False)], id="no-day"),
        pytest.param([act(event_type="AID")], id="cooperation"),
        pytest.param([act()], id="the-last-day"),
    ],
)
def test_no_answer_without_acts(acts: list[Act]) -> None:
    assert answers(acts, "A", "B", days=3, conflict=True) is None


def test_interval_is_wilsons() -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3: 15 of 148."""
    assert interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
