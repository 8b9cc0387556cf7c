"""Where data, settings, backups and rescue files live."""

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path

APP = "kamtui"


def database(chosen: str | os.PathLike[str] | None = None) -> Path:
    """The database file: the one chosen, else `KAMTUI_DB`, else in the user's data folder."""
    given = chosen or os.environ.get("KAMTUI_DB")
    return named(given) if given else user_data_path(APP) / "kamtui.db"


def settings() -> Path:
    """The settings file; `KAMTUI_CONFIG` names another one."""
    given = os.environ.get("KAMTUI_CONFIG")
    return named(given) if given else user_config_path(APP) / "settings.toml"


def words() -> Path:
    """The folder of the user's own word lists, beside the settings file."""
    return settings().parent / "words"


def backups(database_file: Path) -> Path:
    """The folder of backups beside a database file."""
    return database_file.parent / "backups"


def rescue(database_file: Path) -> Path:
    """The folder where text goes that could not be saved."""
    return database_file.parent / "rescue"


def inbox(database_file: Path) -> Path:
    """The folder beside a database file for captured lines that are not in it yet."""
    return database_file.parent / f"{database_file.stem}.inbox"


def private_folder(folder: Path) -> Path:
    """Create a folder that only the user can enter; one that exists is left as it is."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def named(name: str | os.PathLike[str]) -> Path:
    """The file that somebody names, from where they stand; `~` is their home."""
    try:
        return Path(name).expanduser().absolute()
    except RuntimeError:  # `~somebody` whom this machine does not know is a name like any other
        return Path(name).absolute()
