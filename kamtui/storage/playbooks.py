"""Playbooks: those that come along, the user's own, and the runs under way."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamtui import wordlists
from kamtui.domain.occasions import occasions
from kamtui.domain.playbooks import FILE, Playbook, Progress, RunStep, progress, read_playbooks, steps_of
from kamtui.domain.practice import Practice
from kamtui.storage.portfolio import accounts
from kamtui.storage.rows import day

OWN = "SELECT uid, name, about, anchor, steps FROM playbook ORDER BY name COLLATE NOCASE, id"
STEPS = """
SELECT p.run, p.playbook, a.id, a.name, p.uid, p.who, p.what, p.due, p.done_on
FROM plan_action p JOIN account a ON a.id = p.account_id
WHERE p.run IS NOT NULL AND (:account IS NULL OR a.id = :account) ORDER BY p.run, p.id
"""
ACCOUNTS = "SELECT id, name, renewal_date FROM account WHERE status <> 'ended' ORDER BY name_key"
STARTED = """
SELECT DISTINCT account_id, playbook FROM plan_action
WHERE run IS NOT NULL AND coalesce(done_on, due) >= date(:today, '-90 days')
"""
FINISHED_SHOWN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Fit:
    """A playbook that would fit an account now, and why."""

    playbook: Playbook
    account_id: int
    account: str
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """A playbook that was started on an account: its steps in the order of the playbook, and how far it is."""

    uid: str
    playbook: str
    account_id: int
    account: str
    steps: tuple[RunStep, ...]
    progress: Progress

    @property
    def next_step(self) -> RunStep | None:
        """The open step that is due first."""
        waiting = [step for step in self.steps if step.done_on is None and step.due is not None]
        return min(waiting, key=lambda step: step.due or date.max, default=None)


def shipped() -> wordlists.Loaded[tuple[Playbook, ...]]:
    """The playbooks that come along, or those of the user's own words file in their place; reads from the disk."""
    return wordlists.load(FILE, read_playbooks)


def own(connection: sqlite3.Connection) -> tuple[Playbook, ...]:
    """The user's own playbooks, by name."""
    return tuple(
        Playbook(name, about, anchor, steps_of(json.loads(steps)), uid)
        for uid, name, about, anchor, steps in connection.execute(OWN).fetchall()
    )


def runs(connection: sqlite3.Connection, today: date, account: int | None = None) -> tuple[Run, ...]:
    """The runs of one account, or of all: those under way by what is due next, then those finished of late."""
    rows: dict[str, list[tuple[str, int, str, RunStep]]] = {}
    for run, playbook, key, name, uid, who, what, due, done in connection.execute(STEPS, {"account": account}):
        rows.setdefault(run, []).append((playbook, key, name, RunStep(uid, who, what, day(due), day(done))))
    found = []
    for run, each in rows.items():
        playbook, key, name, _ = each[0]
        steps = tuple(step for *_, step in each)
        found.append(Run(run, playbook, key, name, steps, progress(steps, today)))
    kept = [one for one in found if not one.progress.finished or _last_done(one) >= today - FINISHED_SHOWN]
    return tuple(sorted(kept, key=_order))


def fitting(
    connection: sqlite3.Connection, today: date, practice: Practice, known: Sequence[Playbook]
) -> tuple[Fit, ...]:
    """Which of the playbooks would fit which account now; those started there of late are left out."""
    started = set(connection.execute(STARTED, {"today": today.isoformat()}).fetchall())
    found = []
    for row in accounts(connection, today, practice):
        people = [each.person for each in row.people]
        for occasion, why in occasions(row.status, row.renewal_date, people, today, at_risk=row.standing.at_risk):
            found += [
                Fit(each, row.id, row.name, why)
                for each in known
                if each.suits == occasion and (row.id, each.name) not in started
            ]
    return tuple(found)


def startable(connection: sqlite3.Connection) -> tuple[tuple[int, str, date | None], ...]:
    """The accounts a playbook can be started on, by name: key, name and renewal date."""
    return tuple((key, name, day(renewal)) for key, name, renewal in connection.execute(ACCOUNTS).fetchall())


def _last_done(run: Run) -> date:
    return max((step.done_on for step in run.steps if step.done_on is not None), default=date.min)


def _order(run: Run) -> tuple[bool, date, str, str]:
    return (run.progress.finished, run.progress.next_due or date.max, run.account.casefold(), run.uid)
