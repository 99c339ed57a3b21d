# SPDX-License-Identifier: Apache-2.0
"""Changing templates: what each operation leaves as it was, and where elements come to stand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.documents.copying import read_elements, written_elements
from app.documents.editing import (
    Spot,
    added,
    element_at,
    element_under,
    kind_of,
    moved,
    new_element,
    placed,
    removed,
    reordered,
    resized,
    snapped_at,
    spots,
    with_page_property,
    with_property,
)
from app.documents.elements.kinds import KINDS, Box, Element
from app.documents.groups import (
    Axis,
    Edge,
    aligned,
    all_moved,
    around,
    distributed,
    moved_together,
    pasted,
    removed_together,
    side_added,
    side_removed,
    within,
)
from app.documents.settable import settables, with_value
from app.documents.snapping import GRID, REACH, SMALLEST, Lines, Moving, snapped
from app.documents.starting import starting_keys, starting_template
from app.documents.template import Template, read_template, written_template
from app.domain.history import History
from app.domain.refusals import BadInput, RuleBroken
from tests.documents.builders_templates import template_of

PAPER = (210.0, 297.0)
METRES = some.integers(-4000, 4000).map(lambda n: n / 10)
PLACES = some.integers(0, 2000).map(lambda n: n / 10)
EDGES: tuple[Edge, ...] = ("left", "centre", "right", "top", "middle", "bottom")
AXES: tuple[Axis, ...] = ("across", "down")
WISHES = ("move", "resize", "remove", "copy", "reorder", "offset", "place", "group", "line up", "spread", "clear")
CERTIFICATE = starting_template("certificate")


def is_on_page(box: Box, paper: tuple[float, float]) -> bool:
    slack = 0.002
    across = -slack <= box.x and box.x + box.width <= paper[0] + slack
    return across and -slack <= box.y and box.y + box.height <= paper[1] + slack


@some.composite
def operations(draw: some.DrawFn) -> tuple[str, int, float, float]:
    what = draw(some.sampled_from(WISHES))
    return what, draw(some.integers(0, 60)), draw(METRES), draw(METRES)


def carried_out(template: Template, operation: tuple[str, int, float, float]) -> Template:
    what, at, across, down = operation
    known = spots(template)
    if what == "offset" or not known:
        return all_moved(template, across, down)
    spot = known[at % len(known)]
    some_of_them = known[at % 3 :: 2] or known
    box = Box(x=across, y=down, width=abs(down), height=abs(across))
    return {
        "move": lambda: moved(template, spot, across, down),
        "resize": lambda: resized(template, spot, across, down),
        "remove": lambda: removed(template, spot),
        "copy": lambda: pasted(template, spot.page, [element_at(template, spot)])[0],
        "group": lambda: moved_together(template, some_of_them, across, down),
        "line up": lambda: aligned(template, some_of_them, EDGES[at % len(EDGES)]),
        "spread": lambda: distributed(template, some_of_them, AXES[at % 2]),
        "clear": lambda: removed_together(template, some_of_them[:2]),
        "reorder": lambda: reordered(template, spot, int(across))[0],
        "place": lambda: placed(template, spot, box),
    }[what]()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(operations(), max_size=12))
def test_nothing_leaves_the_page_and_undo_gives_back_exactly_what_was(
    wishes: list[tuple[str, int, float, float]],
) -> None:
    history = History(CERTIFICATE)
    for wish in wishes:
        history = history.changed(carried_out(history.now, wish))
        paper = history.now.paper.millimetres
        assert all(is_on_page(element.box, paper) for _, element in history.now.elements())
        assert read_template(written_template(history.now)) == history.now
    while history.past:
        history = history.undone()
    assert history.now == CERTIFICATE


@given(PLACES, PLACES, some.integers(1, 80), some.integers(1, 80), some.lists(PLACES, max_size=6))
def test_a_moved_box_stands_at_a_line_or_on_the_grid_and_keeps_its_size(
    x: float, y: float, width: int, height: int, across: list[float]
) -> None:
    found = snapped(Box(x=x, y=y, width=width, height=height), ("whole", "whole"), PAPER, Lines(tuple(across)))
    box = found.box
    assert is_on_page(box, PAPER)
    assert (box.width, box.height) == (width, height)
    points = (box.x, box.x + box.width / 2, box.x + box.width)
    for guide in found.guides.across:
        assert any(abs(guide - point) < 0.002 for point in points)
    near = min((abs(line - point) for line in across for point in (x, x + width / 2, x + width)), default=REACH + 1)
    if near <= REACH and x + near >= 0 and x + width + near <= PAPER[0] and x - near >= 0:
        assert found.guides.across
    elif not found.guides.across and 0 < box.x < PAPER[0] - width:
        assert abs(box.x / GRID - round(box.x / GRID)) < 0.01


@given(PLACES, some.integers(1, 80), METRES, some.sampled_from(("start", "end")))
def test_a_pulled_edge_leaves_the_other_where_it_was(x: float, width: int, by: float, edge: Moving) -> None:
    before = Box(x=x, y=10, width=width, height=10)
    wished = replace(before, width=width + by) if edge == "end" else replace(before, x=x + by, width=width - by)
    box = snapped(wished, (edge, "none"), (300.0, 300.0), Lines()).box
    assert (box.y, box.height) == (10, 10)
    assert box.width >= SMALLEST - 0.001
    assert is_on_page(box, (300.0, 300.0))
    kept = (before.x, box.x) if edge == "end" else (before.x + before.width, box.x + box.width)
    assert abs(kept[0] - kept[1]) < 0.002


def test_elements_draw_each_other() -> None:
    template = template_of({"type": "rect"}, {"type": "rect", "x": 50, "y": 100, "width": 30})
    found = snapped_at(template, [Spot(0, 1)], 0, Box(x=21.2, y=100, width=30, height=20), ("whole", "whole"))
    assert found.box.x == 20
    assert 20 in found.guides.across


def test_the_middle_of_the_page_draws_too() -> None:
    template = template_of({"type": "rect"})
    found = snapped_at(template, [Spot(0, 0)], 0, Box(x=54.2, y=40, width=100, height=20), ("whole", "whole"))
    assert found.box.x == 55
    assert found.guides.across == (105.0,)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_put_on_a_page_and_is_kept_in_the_file(kind: str) -> None:
    template, spot = added(CERTIFICATE, 0, new_element(kind, CERTIFICATE, "units"))
    assert kind_of(element_at(template, spot)) == kind
    assert read_template(written_template(template)) == template
    assert removed(template, spot) == CERTIFICATE


@pytest.mark.parametrize("key", starting_keys())
def test_every_property_of_every_template_can_be_set_to_what_it_is(key: str) -> None:
    template = starting_template(key)
    for spot in spots(template):
        for one in settables(element_at(template, spot)):
            assert with_value(element_at(template, spot), one.path, one.value) == element_at(template, spot)


def test_a_property_holds_what_it_may_hold() -> None:
    template = template_of({"type": "text", "text": {"en": "One"}})
    changed = with_property(template, Spot(0, 0), ("setting", "size"), 18)
    changed = with_property(changed, Spot(0, 0), ("wording", "text"), (("en", "Two"), ("km", "ពីរ")))
    assert changed == template_of({"type": "text", "size": 18, "text": {"en": "Two", "km": "ពីរ"}})
    for path, value in ((("setting", "size"), 999), (("setting", "align"), "up"), (("box", "width"), float("nan"))):
        with pytest.raises(BadInput):
            with_property(template, Spot(0, 0), path, value)


def test_what_a_smaller_sheet_has_no_room_for_is_moved_onto_it() -> None:
    small = with_page_property(CERTIFICATE, ("paper", "size"), "A5")
    assert all(is_on_page(element.box, small.paper.millimetres) for _, element in small.elements())


def test_who_points_at_something_small_before_something_large_means_the_small_one() -> None:
    large, small = {"type": "rect", "x": 0, "y": 0, "width": 210, "height": 297}, {"type": "text", "words": "issued"}
    assert element_under(template_of(small, large), 0, 30, 30) == Spot(0, 0)
    assert element_under(template_of(small, large), 0, 200, 200) == Spot(0, 1)
    assert element_under(template_of(small), 0, 200, 200) is None


def test_copies_have_names_of_their_own_and_stand_beside_each_other() -> None:
    template = template_of({"type": "text", "name": "title", "words": "issued"})
    first = element_at(template, Spot(0, 0))
    template, _ = pasted(template, 0, [first])
    template, spots_of_copies = pasted(template, 0, [first])
    names = [element.name for _, element in template.elements()]
    assert len(set(names)) == 3
    assert [element.box.x for _, element in template.elements()] == [20, 25, 30]
    assert spots_of_copies == (Spot(0, 2),)


def boxes(template: Template) -> list[Box]:
    return [element.box for _, element in template.elements()]


THREE = template_of(
    {"type": "rect", "x": 10, "y": 10, "width": 20, "height": 10},
    {"type": "rect", "x": 35, "y": 50, "width": 30, "height": 20},
    {"type": "rect", "x": 100, "y": 30, "width": 10, "height": 30},
)
ALL = spots(THREE)


@pytest.mark.parametrize(
    ("edge", "places"),
    [("left", [10, 10, 10]), ("centre", [50, 45, 55]), ("right", [90, 80, 100]),
     ("top", [10, 10, 10]), ("middle", [35, 30, 25]), ("bottom", [60, 50, 40])],
)  # fmt: skip
def test_several_are_brought_to_one_line(edge: Edge, places: list[float]) -> None:
    along = "x" if edge in ("left", "centre", "right") else "y"
    assert [getattr(box, along) for box in boxes(aligned(THREE, ALL, edge))] == places


def test_one_alone_is_brought_to_the_page() -> None:
    assert boxes(aligned(THREE, ALL[:1], "right"))[0].x == 190
    assert boxes(aligned(THREE, ALL[:1], "middle"))[0].y == (297 - 10) / 2


def test_several_get_the_same_gap_and_the_outer_ones_stay() -> None:
    found = boxes(distributed(THREE, ALL, "across"))
    assert [box.x for box in found] == [10, 50, 100]
    assert distributed(THREE, ALL[:2], "across") == THREE


def test_several_move_as_one_as_far_as_the_page_goes() -> None:
    before, after = boxes(THREE), boxes(moved_together(THREE, ALL[:2], -40, 5))
    assert [(a.x - b.x, a.y - b.y) for a, b in zip(after, before, strict=True)] == [(-10, 5), (-10, 5), (0, 0)]


def test_who_draws_a_frame_chooses_what_stands_wholly_in_it() -> None:
    assert within(THREE, 0, Box(x=5, y=5, width=80, height=70)) == ALL[:2]
    assert within(THREE, 0, around(boxes(THREE))) == ALL


@pytest.mark.parametrize("key", starting_keys())
def test_all_elements_of_a_template_can_be_carried_to_another(key: str) -> None:
    elements: list[Element] = [element for _, element in starting_template(key).elements()]
    assert list(read_elements(written_elements(elements))) == elements


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'[{"type":"rect"}]', b"[" * 100_000, b'"' + b"a" * 99_999])
def test_what_is_no_part_of_a_template_is_not_taken_from_the_clipboard(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_elements(data)


def test_sides_are_added_and_taken_away_but_for_the_last() -> None:
    two = side_added(THREE, 0)
    assert [len(layout.elements) for layout in two.pages] == [3, 0]
    assert read_template(written_template(two)) == two
    assert side_removed(two, 1) == THREE
    with pytest.raises(RuleBroken):
        side_removed(THREE, 0)
    many = THREE
    for _ in range(19):
        many = side_added(many, 0)
    with pytest.raises(RuleBroken):
        side_added(many, 0)


def test_a_side_holds_no_more_elements_than_its_file_may() -> None:
    crowded = THREE
    elements = [element for _, element in THREE.elements()]
    for _ in range(132):
        crowded, _ = pasted(crowded, 0, elements)
    with pytest.raises(RuleBroken):
        pasted(crowded, 0, elements)
