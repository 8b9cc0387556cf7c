"""The readiness report as a document for people, in its six parts (rule A-4)."""

from collections.abc import Iterable

from kamtui.domain import money
from kamtui.domain.accounts import Tier
from kamtui.domain.dates import local_date
from kamtui.domain.issues import IssueStatus, Standing
from kamtui.domain.problems import spoken
from kamtui.domain.readiness import (
    Assessment,
    Dimension,
    changes,
    moved_words,
    overall_words,
    score_words,
    weakest,
)
from kamtui.domain.stakeholders import role_words
from kamtui.domain.wording import NOT_YET, day_words, out_of, percent, plural
from kamtui.exchange.page import Block, Page
from kamtui.storage.issues import IssueRow
from kamtui.storage.portfolio import AccountRow
from kamtui.storage.readiness_report import WINDOWS, Coming, ReadinessReport


def readiness_page(report: ReadinessReport) -> Page:
    """The six parts, each titled with its number."""
    blocks = (
        _summary(report),
        _scorecard(report),
        *_dashboard(report),
        *_people(report),
        _log(report),
        *_plan(report),
        _metrics(report),
    )
    compared = f" · compared with {report.earlier.on}" if report.earlier is not None else ""
    overall = overall_words(report.assessment.overall)
    lead = f"{overall} · assessed on {report.assessment.on} · records as of {report.today}{compared}"
    return Page("Readiness report", lead, blocks)


def _summary(report: ReadinessReport) -> Block:
    found, assessment = report.portfolio, report.assessment
    clients = plural(len(found.clients), "client account")
    stands = f"The practice stands at {overall_words(assessment.overall)}{_since(report)}."
    sentences = [stands if assessment.overall is not None else "The assessment is not complete: a score is missing."]
    order = weakest(assessment)
    best = max(assessment.scores.values(), default=0)
    strong = [each.full for each in Dimension if assessment.scores.get(each) == best]
    if strong and order:
        sentences.append(f"Strongest: {'; '.join(strong)}. Weakest: {'; '.join(each.full for each in order[:2])}.")
    sentences.append(f"{clients} are worth {money.short(found.figures.current_value)} a year.")
    at_risk = sum(row.current_value for row in found.at_risk)
    if found.at_risk:
        sentences.append(
            f"{plural(len(found.at_risk), 'account')} at risk, with {money.short(at_risk)} a year at stake."
        )
    kept = found.figures.retention
    sentences.append(f"Net retention {percent(kept.nrr)}, gross retention {percent(kept.grr)} over twelve months.")
    findings = [f"{each.full}: {finding}" for each in order[:3] for finding in assessment.findings.get(each, ())]
    return Block("1. Executive summary", paragraph=tuple(sentences), items=tuple(findings))


def _since(report: ReadinessReport) -> str:
    if report.earlier is None:
        return ""
    moved = moved_words(report.assessment.overall, report.earlier.overall)
    return f", {moved} since {report.earlier.on}" if moved else ""


def _scorecard(report: ReadinessReport) -> Block:
    assessment = report.assessment
    earlier = report.earlier if report.earlier is not None else Assessment(0, assessment.on)
    items = []
    for change in changes(assessment, earlier):
        each = change.dimension
        moved = f" ({change.words})" if change.words else ""
        findings = " · ".join(assessment.findings.get(each, ())) or "no finding"
        told = "; ".join(f"{one.label}: {one.words}" for one in report.evidence[each])
        items.append(f"{each.full}: {score_words(change.now)}{moved}. {findings}. Records: {told}.")
    return Block("2. Scorecard", f"Overall {overall_words(assessment.overall)}", items=tuple(items))


def _dashboard(report: ReadinessReport) -> Iterable[Block]:
    items = []
    for tier in Tier:
        cells = [cell for cell in report.portfolio.cells if cell.tier is tier]
        said = [f"{cell.count} {cell.colour.value} ({money.short(cell.value)})" for cell in cells if cell.count]
        items.append(f"{tier.name.capitalize()}: {', '.join(said) or 'no account'}")
    yield Block("3. Account health dashboard", items=tuple(items))
    red = [f"{row.name}: {money.short(row.current_value)} a year" for row in report.portfolio.at_risk]
    yield Block(summary="At risk", items=tuple(red), blank="" if red else "No account is at risk.")


def _people(report: ReadinessReport) -> Iterable[Block]:
    if not report.top:
        yield Block("4. Stakeholder map of the five most valuable accounts", blank="There is no client yet.")
    for place, row in enumerate(report.top):
        title = "" if place else "4. Stakeholder map of the five most valuable accounts"
        threads = plural(row.live_threads, "live thread")
        departure = f", {row.departure.value} if the primary contact left" if row.departure is not None else ""
        about = f"{row.name}: {money.short(row.current_value)} a year, {threads}{departure}"
        people = tuple(_person(row))
        yield Block(title, about, items=people, blank="" if people else "Nobody is mapped yet.")


def _person(row: AccountRow) -> Iterable[str]:
    for each in row.people:
        person = each.person
        if person.left_on is not None and person.left_on <= row.today:
            continue
        who = [person.name, person.title, role_words(person.roles) if person.roles else ""]
        stands = [spoken(person.quality), f"{spoken(person.influence)} influence", spoken(person.stance)]
        yield ", ".join(filter(None, who)) + ": " + ", ".join(stands)


def _log(report: ReadinessReport) -> Block:
    items = [_issue(row) for row in report.issues]
    items += [
        f"Comes back: {each.name}, {plural(each.issues, 'issue')} on {plural(each.accounts, 'account')} in 90 days"
        for each in report.themes
    ]
    blank = "" if items else "No issue is open, and none was in the last 90 days."
    return Block("5. Issue and escalation log", items=tuple(items), blank=blank)


def _issue(row: IssueRow) -> str:
    issue = row.issue
    parts = [f"{issue.severity} {issue.title}, {row.account}", f"opened {local_date(issue.opened_at)}"]
    if issue.resolved_at is not None:
        parts.append(f"resolved {local_date(issue.resolved_at)}")
    parts.append({Standing.BREACHED: "past its target", Standing.MISSED: "late"}.get(row.standing, ""))
    if issue.escalated_to:
        word = "escalated to" if issue.status == IssueStatus.ESCALATED else "had been escalated to"
        parts.append(f"{word} {issue.escalated_to}")
    parts.append(f"cause: {issue.root_cause}" if issue.root_cause else "")
    return " · ".join(filter(None, parts))


def _plan(report: ReadinessReport) -> Iterable[Block]:
    order = weakest(report.assessment)
    for place, days in enumerate(WINDOWS):
        raised = order[place * 2 : place * 2 + 2]
        items = [f"First step: {text}" for text in report.first_steps] if not place else []
        for each in raised:
            finding = next(iter(report.assessment.findings.get(each, ())), "")
            now = report.assessment.scores[each]
            items.append(f"Raise {each.full} from {now} to {now + 1}" + (f": {finding}" if finding else ""))
        items += [_coming(one) for one in report.within(WINDOWS[place - 1] if place else -1, days)]
        title = "" if place else "6. Plan for 30, 60 and 90 days"
        blank = "" if items else "Nothing has a day in it yet."
        yield Block(title, f"In {days} days", items=tuple(items), blank=blank)


def _coming(one: Coming) -> str:
    words = f": {one.words}" if one.words else ""
    return f"{day_words(one.on)} · {one.what} {one.account}{words}"


def _metrics(report: ReadinessReport) -> Block:
    found = report.portfolio
    kept, reviews, totals = found.figures.retention, found.habits.reviews, found.pipeline
    csat = f"{report.csat:.1f} of 10, {plural(report.answers, 'answer')}" if report.csat is not None else NOT_YET
    held = f"{percent(reviews.share)}, {out_of(reviews.kept, reviews.of)}" if reviews.of else NOT_YET
    items = (
        f"NRR: {percent(kept.nrr)}",
        f"GRR: {percent(kept.grr)}",
        f"CSAT: {csat}",
        f"QBR completion: {held}",
        f"Pipeline: {totals.count} open, {money.short(totals.value)} a year, weighs {money.short(totals.weighted)}",
    )
    return Block(summary="Metrics", items=items)
