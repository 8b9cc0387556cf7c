"""`kamtui export`: everything as a kamtui document."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kamtui.exchange.document import dumps, export_document, write_file
from kamtui.storage.database import Database

if TYPE_CHECKING:
    from kamtui.cli import Shell


def run(arguments: Namespace, shell: "Shell") -> int:
    """Write the document to a file or standard output; returns the exit status.

    Raises Refused when the file exists and `--force` was not given.
    """
    database = Database.open(shell.database, shell.clock)
    try:
        text = dumps(database.read(export_document, shell.settings.in_document()))
    finally:
        database.close()
    if arguments.output:
        write_file(Path(arguments.output).expanduser(), text, force=arguments.force)
    else:
        print(text, end="")
    return 0
