"""A guided review under way: which step it is at, and what is typed in it."""

from textual.widgets import Input

from kamtui import wordlists
from kamtui.domain import guided as rules
from kamtui.domain.guided import FILE, PIPELINE, Guided, GuidedKind, GuidedStep, read_review_words
from kamtui.domain.readiness import Dimension
from kamtui.domain.reviews import ReviewKind
from kamtui.screens.review_pipeline import PipelineStep
from kamtui.storage.guided import GuidedPage, GuidedUnderWay
from kamtui.storage.reviews_changes import OnScreen
from kamtui.widgets.virtual_list import VirtualList


class KeptGuided(PipelineStep):
    """A guided review that survives whatever ends the program; `about` is the account of one that has an account."""

    under_way: GuidedUnderWay | None = None

    def __init__(self, kind: GuidedKind, account_id: int | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.about = account_id
        self.review = Guided()
        self.page: GuidedPage | None = None
        self.words = wordlists.load(FILE, read_review_words).value
        self._shown = ""

    @property
    def list(self) -> VirtualList:
        """The list that has the focus, or the one of the step."""
        focused = self.focused
        wanted = "#pipeline" if self.in_pipeline else "#known"
        return focused if isinstance(focused, VirtualList) else self.query_one(wanted, VirtualList)

    @property
    def title_words(self) -> str:
        """What kind of review it is."""
        return self.kind.title.capitalize()

    @property
    def which(self) -> tuple[object, ...]:
        """The kind, and the account of one that has an account."""
        return (self.kind.kind, self.about)

    @property
    def here(self) -> int:
        """Which step is shown."""
        return rules.place_in(self.review, self.page.keys) if self.page is not None else 0

    @property
    def step(self) -> GuidedStep:
        """The step that is shown."""
        assert self.page is not None  # noqa: S101  asked for only once it was read
        return self.page.steps[self.here]

    @property
    def in_pipeline(self) -> bool:
        """Whether the pipeline is read."""
        return self.page is not None and self.step.key == PIPELINE

    @property
    def scores(self) -> bool:
        """Whether the step is a dimension that is scored."""
        return self.kind.kind is ReviewKind.READINESS_ASSESSMENT and self.step.key in list(Dimension)

    @property
    def on_screen(self) -> OnScreen:
        """The review, and what is typed in it."""
        return OnScreen(self.review, summary=self.summary, unsaved_priority=self.query_one("#own", Input).value)
