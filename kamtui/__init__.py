"""kamtui: a terminal cockpit for managing client accounts."""

__version__ = "0.1.0"
