"""What every screen of the cockpit is: a title line, a body, a footer, a filter, and data that is never behind."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar, cast

from textual.app import App, ComposeResult
from textual.containers import Vertical

from kamtui import keys
from kamtui.domain.frozen import frozen
from kamtui.screens.desk import Desk, desk_of
from kamtui.screens.filtering import FilteringScreen
from kamtui.screens.leaving import Leaving
from kamtui.screens.shielded import SHIELDED, given_back, sayable
from kamtui.storage.errors import Unusable
from kamtui.widgets.ink import Cell, parts
from kamtui.widgets.key_bar import KeyBar
from kamtui.widgets.lines import StatusLine
from kamtui.widgets.virtual_list import Row, VirtualList

if TYPE_CHECKING:
    from textual import events
    from textual.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


@frozen
class Saved(Generic[T]):
    """A change that was saved, and what it gave back."""

    value: T


class CockpitScreen(FilteringScreen, Leaving):
    """The base of the screens; docs/screens.md shows how one is written."""

    SCOPE: ClassVar[str] = ""
    """The scope of its keys in the registry; bindings, footer and help follow from it."""
    NAME: ClassVar[str] = ""
    """What the title line calls it; the place's title where empty."""
    HELP: ClassVar[str] = ""
    """A sentence or two above the keys in the help."""
    FOLLOWS_ACCOUNT: ClassVar[bool] = False
    """Whether it shows the current account and loads again when that changes."""
    PLAIN: ClassVar[bool] = False
    """Whether it shows what is typed on it: then it reads plainly, and stays out of sight behind the privacy shield."""
    HOLDS: ClassVar[bool] = False
    """Whether it was handed names or texts when it was opened, which loading again does not replace."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "SCOPE" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *keys.bindings(cls.SCOPE)]
        super().__init_subclass__(**kwargs)

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self._seen: object = None

    # For the screens to fill in

    def body(self) -> ComposeResult:
        """The widgets between the title line and the footer."""
        yield from ()

    async def load(self) -> None:
        """Read what the screen shows and show it; called on first sight and whenever something changed elsewhere."""

    async def flush(self) -> None:
        """Save what is still only on the screen; called before the cockpit ends, also when the terminal is closed."""

    # What they use

    @property
    def desk(self) -> Desk:
        """The database, the settings, today and the current account."""
        return desk_of(self)

    @property
    def list(self) -> VirtualList:
        """The first list of the screen (the one in front where several are there)."""
        focused = self.focused
        return focused if isinstance(focused, VirtualList) else self.query(VirtualList).first()

    @property
    def row(self) -> Row | None:
        """The row under the cursor of that list."""
        return self.list.row

    async def read(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `query(connection, …)` on the database thread; raises Unusable, which `load` may leave alone."""
        database = self.desk.database
        return await (database.read_plainly if self.PLAIN else database.read)(query, *args, **kwargs)

    async def change(
        self, work: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Saved[T] | None:
        """Call `work(session, …)` in one transaction and load what is in sight again.

        None when it was refused or could not be saved; the user has then been told why. Await it in a `@work` method.
        """
        try:
            value = await self.desk.database.run(work, *args, **kwargs)
        except (ValueError, Unusable) as problem:
            self.refuse(await sayable(self.desk, str(problem)))
            return None
        data_changed(self.app)
        return Saved(given_back(self.desk, value) if not self.PLAIN else value)

    def show_status(self, middle: Cell = "", right: Cell = "", left: Cell | None = None) -> None:
        """Fill the title line; `left` is the screen's name and the current account unless given."""
        if left is None:
            named = [(self.title_words, "title")]
            account = self.desk.account_name if self.FOLLOWS_ACCOUNT else ""
            left = [*named, (" · ", "dim"), account] if account else named
        if self.desk.shielded:
            left = [*SHIELDED, *parts(left)]
        self.query_one(StatusLine).show(left, middle, right)

    @property
    def title_words(self) -> str:
        """The screen's name."""
        return self.NAME or keys.SCOPE_TITLES.get(self.SCOPE, "")

    def set_account(self, account_id: int | None, name: str = "") -> None:
        """Make this the account that all screens show."""
        self.desk.account_id, self.desk.account_name = account_id, name
        catch_up(self.app)

    async def step_account(self, by: int) -> None:
        """Go to the next (1) or previous (-1) account in the order of the account list."""
        desk = self.desk
        if not desk.account_order and desk.find_accounts is not None:
            desk.account_order = await self.read(desk.find_accounts)
        order = [one for one, _ in desk.account_order]
        if not self.FOLLOWS_ACCOUNT or not order:
            self.refuse("no account is open on this screen" if order else "there are no accounts yet")
            return
        place = order.index(desk.account_id) + by if desk.account_id in order else 0
        if 0 <= place < len(order):
            self.set_account(*desk.account_order[place])
        else:
            self.refuse("this is the last account" if by > 0 else "this is the first account")

    def reload(self) -> "Worker[Any]":
        """Load again, leaving an older load behind."""
        return self.run_worker(cast("Any", self._loading), group="load", exclusive=True)

    async def caught_up(self) -> bool:
        """Load again and wait for it; False when it could not be read."""
        self._seen = self._now
        await self.reload().wait()
        return self._seen is not None

    # How it lives

    def compose(self) -> ComposeResult:
        """Title line, body, footer."""
        yield StatusLine()
        with Vertical(id="body"):
            yield from self.body()
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """In sight again: load if anything changed meanwhile."""
        if self._seen is None and not any(line.left for line in self.query(StatusLine)):
            self.show_status()
        self.show_keys()
        self.catch_up()

    def _compositor_refresh(self) -> None:
        """Draw, but not while the app holds drawing back: Textual would draw, and then throw it away."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def catch_up(self) -> None:
        """Load again if something changed since the last time."""
        if self._now != self._seen:
            self._seen = self._now
            self.reload()

    @property
    def _now(self) -> object:
        desk = self.desk
        return desk.version, desk.today, desk.account_id if self.FOLLOWS_ACCOUNT else None

    async def _loading(self) -> None:
        try:
            await self.load()
        except Unusable as problem:
            self._seen = None
            self.refuse(str(problem))
        desk = self.desk
        told, desk.first_loaded = desk.first_loaded, None
        if told is not None:
            self.once_drawn(told)

    def once_drawn(self, then: Callable[[], object]) -> None:
        """Call `then` after the next drawing; at the start, when drawing is held back, Textual alone would not wait."""
        self.app.call_later(self.call_after_refresh, then)

    def on_descendant_focus(self, event: "events.DescendantFocus") -> None:  # noqa: ARG002
        """The footer follows the focus."""
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys of the focused widget, the screen and the whole cockpit in the footer."""
        changed = self.desk.settings.keys
        hints = [
            (keys.shown(key), one.words, one.priority)
            for scope in self.scopes
            for one in keys.of(scope)
            if scope == keys.EVERYWHERE or self.can(one)
            if self.FILTERS or not one.id.endswith(".filter")
            if (key := self._working(keys.key_of(one, changed)))
        ]
        places = [
            (place.key, place.title, place.id == self.app.current_mode)
            for place in self.desk.places
            if self._working(place.key)
        ]
        self.query_one(KeyBar).show(hints, places)

    def _working(self, key: str) -> str:
        """Those of an action's keys that work now: where something is typed, letters are only letters."""
        focused = self.focused
        if focused is None:
            return key
        each = [(one, one if len(one) == 1 else " " if one == "space" else None) for one in key.split(",")]
        return ",".join(one for one, letter in each if not focused.check_consume_key(one, letter))

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of keys that work right now, nearest first."""
        nodes = self.focused.ancestors_with_self if self.focused is not None else [self]
        near = [scope for node in nodes if (scope := getattr(node, "SCOPE", ""))]
        return (*dict.fromkeys(near), keys.EVERYWHERE)

    def can(self, action: keys.Action) -> bool:
        """Whether the screen, or what has the focus, knows how to do this."""
        name = "action_" + action.action.partition("(")[0]
        nodes = self.focused.ancestors_with_self if self.focused is not None else [self]
        return any(hasattr(node, name) for node in nodes)

    async def on_virtual_list_selected(self) -> None:
        """Enter on a row opens it."""
        if hasattr(self, "action_open"):
            await self.run_action("open")

    def action_back(self) -> None:
        """Escape: first the filter goes, then the screen itself where it lies on another."""
        if self.filter_row is not None or self.filter_text:
            self.leave_filter(keep=False)
        elif len(self.app.screen_stack) > 1:
            self.dismiss()


def data_changed(app: App[Any]) -> None:
    """Something was saved: what is in sight loads again now, everything else when it is shown."""
    if app.screen_stack:
        desk_of(app.screen).version += 1
        catch_up(app)


def catch_up(app: App[Any]) -> None:
    """Let the screens in sight load if they are behind."""
    for screen in app.screen_stack:
        if isinstance(screen, CockpitScreen) and screen.is_mounted:
            screen.catch_up()
