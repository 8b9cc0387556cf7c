"""Small programs that are started to be killed, or to stand in each other's way."""

import subprocess
import sys
from pathlib import Path

OPENS = """
import os, signal, sys
from pathlib import Path
from kamtui.storage import backup, migrate, schema
from kamtui.storage.database import Database
from tests.storage.records import account, add, person, whole_account

path = Path(sys.argv[1])


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def an_action(session, name):
    (owner,) = add(session, account(name))
    add(session, *(person(owner, f"{name} {number}", notes="x" * 500) for number in range(30)))
"""

WRITES_FOR_EVER = f"""{OPENS}
opened = Database.open(path)
number = 0
while True:
    opened.run(an_action, f"Account {{number}}")
    print(number, flush=True)
    number += 1
"""

DIES_INSIDE_AN_ACTION = f"""{OPENS}
opened = Database.open(path)
opened.connection.execute("PRAGMA cache_size = 1")
opened.run(an_action, "Account 0")
print(0, flush=True)
opened.connection.set_progress_handler(die, int(sys.argv[2]))
opened.run(an_action, "Account 1")
"""

WRITES_A_FEW = f"""{OPENS}
opened = Database.open(path, patience=30)
for number in range(int(sys.argv[3])):
    opened.run(add, account(f"{{sys.argv[2]}} {{number}}"))
"""

DIES_UNDOING = f"""{OPENS}
opened = Database.open(path)
opened.connection.set_progress_handler(die, int(sys.argv[2]))
opened.undo()
"""

DIES_UPDATING = f"""{OPENS}
folder = Path(sys.argv[2])
migrate.scripts = lambda: folder
schema.REVISIONS, schema.HEAD = ("0001", "0002"), "0002"
Database.open(path)
"""

DIES_IN_A_BACKUP = f"""{OPENS}
backup.verify = die
backup.copy(path, Path(sys.argv[2]))
"""

DIES_CREATING = f"""{OPENS}
backup.sync = die
Database.open(path)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Start one of the programs, its output readable line by line."""
    words = [sys.executable, "-c", program, *map(str, arguments)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)


def ended(program: str, *arguments: object) -> tuple[int, str, str]:
    """Run one of the programs to its end: how it ended, what it printed, what it complained about."""
    running = start(program, *arguments)
    out, err = running.communicate()
    return running.returncode, out, err
