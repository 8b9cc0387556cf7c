"""The bar of phases at every width."""

from kamtui.widgets.ink import plain
from kamtui.widgets.phase_bar import laid_out

STEPS = [("Results", "✓ 9:40", "dim"), ("Context", "3:08 left", "accent"), ("Health", "", "dim"), ("[/x]", "", "dim")]


def test_it_says_as_much_as_there_is_room_for() -> None:
    assert plain(laid_out(STEPS, 1, 80)) == " 1 Results ✓ 9:40 │▐2 Context 3:08 left▌│ 3 Health │ 4 [/x] "
    assert plain(laid_out(STEPS, 1, 56)) == " 1 Results ✓ │▐2 Context 3:08 left▌│ 3 Health │ 4 [/x] "
    assert plain(laid_out(STEPS, 1, 45)) == " 1 ✓ 9:40 │▐2 Context 3:08 left▌│ 3 │ 4 "
    assert plain(laid_out(STEPS, 1, 10)) == " 1 ✓ │▐2 Context 3:08 left▌│ 3 │ 4 "
    assert laid_out([], 0, 10) == []
