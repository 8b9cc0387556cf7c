"""How the practice says no."""


class Refused(ValueError):
    """What the user asked cannot be done; the message is one plain line and nothing was changed."""
