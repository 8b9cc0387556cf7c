"""The demo's work in hand: difficult conversations, issues, and the first ninety days."""

from datetime import date, timedelta

from kamtui.demo.book import Book, Client, ago, iso, moment, words

_SCRIPT = ("happened", "holding_back", "cost_of_waiting", "acknowledge", "invite", "own", "propose", "confirm")
_TARGETS = {"P1": 24, "P2": 72, "P3": 168, "P4": 720}


def write_conversations(book: Book, client: Client) -> None:
    """Write the conversation that is avoided, the one with a date, and those that were held."""
    if client.has("avoided"):
        _conversation(book, client, "feedback", 23, "draft", parts=3)
    if client.has("committed") or client.has("check_in_open"):
        _conversation(book, client, "service_failure", 9, "committed", committed=-6)
    if client.has("check_in_late"):
        _conversation(book, client, "scope_creep", 6, "draft", parts=5)
    if client.has("escalated"):
        _conversation(book, client, "service_failure", 16, "held", committed=3)
    if client.has("expanded") and client.created_on < ago(client.today, 400):
        kind = client.rng.choice(("service_failure", "scope_creep", "feedback", "other"))
        _conversation(book, client, kind, client.rng.randint(120, 380), "closed", committed=client.rng.randint(95, 110))
    if client.has("contraction"):
        _conversation(book, client, "other", 190, "closed", committed=182)


def _conversation(
    book: Book, client: Client, kind: str, noted: int, state: str, *, parts: int = 8, committed: int | None = None
) -> None:
    script = words()["conversations"][kind]
    outcomes = words()["conversations"]["outcomes"]
    texts = client.fill_together([script[name] for name in _SCRIPT])
    filled = {name: text if at < parts else "" for at, (name, text) in enumerate(zip(_SCRIPT, texts, strict=True))}
    closed = state == "closed"
    book.add(
        "conversations", client, stakeholder=client.primary.uid, kind=kind, noted_on=iso(ago(client.today, noted)),
        committed_on=None if committed is None else iso(ago(client.today, committed)), state=state, **filled,
        outcome=client.rng.choice(outcomes["texts"]) if state in ("held", "closed") else "",
        effect=client.rng.choice(("deeper", "deeper", "same", "damaged")) if closed else None,
        lesson=client.rng.choice(outcomes["lessons"]) if closed else "",
        closed_on=iso(ago(client.today, (committed or 0) - 2)) if closed else None,
    )  # fmt: skip


def write_issues(book: Book, client: Client) -> None:
    """Write what went wrong: mostly solved in time, a theme that comes back, one escalated, one past its target."""
    rng = client.rng
    for _ in range(rng.randint(2, 5) if client.is_key else rng.randint(0, 2)):
        severity = rng.choices(("P1", "P2", "P3", "P4"), (1, 3, 6, 3))[0]
        opened = client.day_between(client.history_start, ago(client.last_day, 4))
        hours = round(_TARGETS[severity] * (rng.uniform(0.1, 0.9) if client.chance(0.85) else rng.uniform(1.1, 1.8)))
        _issue(book, client, severity, max(opened, client.history_start), hours=hours)
    if client.has("theme"):
        _issue(book, client, "P3", ago(client.today, rng.randint(20, 70)), hours=90, title=1)
    if client.has("issue_open"):
        _issue(book, client, "P3", ago(client.today, 2), title=3)
    if client.has("issue_breached"):
        _issue(book, client, "P2", ago(client.today, 5), title=0)
    if client.has("escalated"):
        _issue(book, client, "P2", ago(client.today, 4), title=2, escalated="Helen Marsh")
        _issue(book, client, "P1", ago(client.today, 40), hours=20, title=4, cause=False)


def _issue(
    book: Book, client: Client, severity: str, opened: date, *, hours: int | None = None, title: int | None = None,
    escalated: str = "", cause: bool = True,
) -> None:  # fmt: skip
    texts = words()["work"]
    which = client.rng.randrange(len(texts["issue_titles"])) if title is None else title
    hour = client.rng.randint(7, 15)
    resolved = None
    if hours is not None and hour + hours < 24 * (client.today - opened).days:
        day, rest = divmod(hour + hours, 24)
        resolved = moment(opened + timedelta(days=day), rest, 20)
    status = "resolved" if resolved else "escalated" if escalated else "open"
    known = cause and (severity in ("P1", "P2") or client.chance(0.3)) and resolved
    book.add("issues", client, title=client.fill(texts["issue_titles"][which]), severity=severity,
             opened_at=moment(opened, hour, 20), owner=client.rng.choice(words()["ours"]["colleagues"]), status=status,
             escalated_to=escalated, theme=texts["issue_themes"][which],
             root_cause=client.fill(client.rng.choice(texts["root_causes"])) if known else "",
             resolved_at=resolved, notes="" if resolved else client.fill(texts["issue_notes"][which]))  # fmt: skip


def write_milestones(book: Book, client: Client) -> None:
    """Write the first ninety days of those who became clients within the records."""
    if client.since < ago(client.today, 548):
        return
    texts = words()["work"]
    for at, day in enumerate((30, 60, 90)):
        due = client.since + timedelta(days=day)
        met = due + timedelta(days=client.rng.randint(-6, 5))
        book.add("milestones", client, day=day, what=client.fill(texts["milestones"][at]),
                 success_measure=client.fill(texts["success_measures"][at]), due=iso(due),
                 met_on=iso(met) if met < client.today else None)  # fmt: skip


def write_handover(client: Client, account: dict[str, object]) -> None:
    """Note what the sale promised to those who are still in their first ninety days, and what is agreed (rule O-1)."""
    if client.status != "onboarding":
        return
    texts = words()["work"]
    account["handover_note"] = client.fill(texts["handover_note"])
    account["onboarding_started_on"] = iso(client.since)
    account["success_criteria"] = client.fill(texts["success_criteria"])
    if client.has("onboarding"):
        account["criteria_agreed_on"] = iso(client.since + timedelta(days=9))
