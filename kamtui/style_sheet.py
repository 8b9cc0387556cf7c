"""A style sheet that is read once, not again for each screen that brings rules of its own."""

from textual.css.stylesheet import Stylesheet


class StyleSheet(Stylesheet):
    """Textual's style sheet, reading only what is new while the theme's variables stay what they are."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._changed = False

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the variables of a theme; the same ones again change nothing."""
        if variables != self._variables:
            super().set_variables(variables)
            self._changed = True

    def reparse(self) -> None:
        """Read what changed: everything after another theme, else what came in since."""
        if self._changed:
            super().reparse()
            self._changed = False
        else:
            self.parse()
