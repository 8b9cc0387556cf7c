"""`kamtui portfolio`: the whole portfolio in figures."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kamtui.domain.accounts import Tier
from kamtui.domain.health import Colour
from kamtui.domain.issues import Severity
from kamtui.domain.money import short, to_json
from kamtui.domain.problems import spoken
from kamtui.domain.wording import NOT_YET, out_of, percent, plural
from kamtui.shell.output import print_json, say, table
from kamtui.storage.database import Database
from kamtui.storage.portfolio_figures import Portfolio, RenewalRow, portfolio
from kamtui.storage.portfolio_practice import middle

if TYPE_CHECKING:
    from kamtui.cli import Shell
    from kamtui.domain.adherence import Tally


def run(arguments: Namespace, shell: "Shell") -> int:
    """Print the portfolio; returns the exit status."""
    database = Database.open(shell.database, shell.clock)
    try:
        found = database.read(portfolio, shell.clock.today(), shell.settings.practice(), shell.clock.now())
    finally:
        database.close()
    if arguments.json:
        print_json(as_document(found))
    else:
        _print(found)
    return 0


def as_document(found: Portfolio) -> dict[str, Any]:
    """The portfolio as `portfolio --json` gives it: shares 0 to 1, None for "not yet"."""
    figures, compass, depth = found.figures, found.figures.compass, found.figures.depth
    spread, pipeline = figures.concentration, found.pipeline
    return {
        "accounts": figures.accounts,
        "current_value": to_json(figures.current_value),
        "forecast_12m": to_json(compass.projection.total),
        "secured": compass.secured,
        "expanding": compass.expanding,
        "referring": compass.referring,
        "all_three": compass.all_three,
        "nrr": figures.retention.nrr,
        "grr": figures.retention.grr,
        "logo_retention": figures.retention.logos,
        "at_risk_value": to_json(sum(row.current_value for row in found.at_risk)),
        "concentration": {
            name: getattr(spread, name) for name in ("top1", "top3", "top5", "hhi")
        },
        "engagement": {
            "mean_live_threads": depth.mean_live_threads,
            "single_threaded": depth.single_threaded,
            "value_on_bus_factor_0_1": to_json(depth.value_on_bus_factor_0_1),
        },
        "health": [
            {"tier": int(cell.tier), "colour": cell.colour.value, "count": cell.count, "value": to_json(cell.value)}
            for cell in found.cells
        ],
        "renewals_90": [_renewal(row, found) for row in found.renewals],
        "pipeline": {
            "count": pipeline.count,
            "value": to_json(pipeline.value),
            "weighted": to_json(pipeline.weighted),
            "stalled": pipeline.stalled,
        },
        **_habits(found),
    }  # fmt: skip


def _habits(found: Portfolio) -> dict[str, Any]:
    habits = found.habits
    kept = habits.adherence
    activities = dict.fromkeys(name for name, _ in kept.tallies)
    return {
        "adherence": {
            **_tally(kept.overall()),
            "by_tier": {str(int(tier)): _tally(kept.of_tier(tier)) for tier in Tier},
            "by_activity": {name: _tally(kept.of_activity(name)) for name in activities},
        },
        "qbr_completion": habits.reviews.share,
        "follow_up_on_time": habits.follow_ups.share,
        "sla": {
            "overall": habits.service.share,
            **{severity: habits.service.under(severity).share for severity in Severity},
        },
        "time_to_first_value_median": middle(habits.first_value.values()),
    }


def _tally(tally: "Tally") -> dict[str, Any]:
    return {"share": tally.share, "done": tally.done, "missed": tally.missed, "skipped": tally.skipped}


def _renewal(row: RenewalRow, found: Portfolio) -> dict[str, Any]:
    return {
        "account": row.account.name,
        "account_uid": row.account.uid,
        "on": row.renewal.on,
        "days": row.renewal.days(found.today),
        "value": to_json(row.renewal.value),
        "stage": row.renewal.stage.value,
        "auto_renew": row.account.auto_renew or any(line.auto_renew for line in row.renewal.lines),
        "late": [
            {"step": each.step.name.lower(), "by": each.by, "days": each.late(found.today)}
            for each in row.late(found.today)
        ],
    }


def _print(found: Portfolio) -> None:
    if not found.rows:
        say("No accounts.")
        return
    figures, compass = found.figures, found.figures.compass
    worth = f"{short(figures.current_value)} a year, {short(compass.projection.total)} in the next twelve months"
    say(f"{plural(figures.accounts, 'account')}, {worth}")
    say(
        f"secured {percent(compass.secured)}  expanding {percent(compass.expanding)}  "
        f"referring {percent(compass.referring)}  all three {percent(compass.all_three)}"
    )
    kept = figures.retention
    say(f"NRR {percent(kept.nrr)}  GRR {percent(kept.grr)}  logo retention {percent(kept.logos)}")
    _print_health(found)
    spread, depth = figures.concentration, figures.depth
    hhi = NOT_YET if spread.hhi is None else f"{spread.hhi:.2f}"
    say(f"largest 1: {percent(spread.top1)}, 3: {percent(spread.top3)}, 5: {percent(spread.top5)}; index {hhi}")
    threads = NOT_YET if depth.mean_live_threads is None else f"{depth.mean_live_threads:.1f}"
    hanging = short(depth.value_on_bus_factor_0_1)
    say(f"live threads {threads} each, single-threaded {percent(depth.single_threaded)}, {hanging} hang on one or none")
    _print_renewals(found)
    pipeline = found.pipeline
    say(
        f"pipeline: {plural(pipeline.count, 'opportunity')}, {short(pipeline.value)}, "
        f"weighted {short(pipeline.weighted)}, {pipeline.stalled} stalled"
    )
    _print_habits(found)


def _print_health(found: Portfolio) -> None:
    header = ["tier", *(colour.value for colour in Colour)]
    rows = [header]
    for tier in Tier:
        cells = [cell for cell in found.cells if cell.tier is tier]
        rows.append(
            [tier.name.capitalize(), *(f"{cell.count}, {short(cell.value)}" if cell.count else "–" for cell in cells)]
        )
    table(rows, right=frozenset({1, 2, 3, 4}))
    say(f"at risk: {short(sum(row.current_value for row in found.at_risk))}")


def _print_renewals(found: Portfolio) -> None:
    say(f"renewals in 90 days: {len(found.renewals)}")
    rows = []
    for row in found.renewals:
        late = row.late(found.today)
        words = f"{late[0].step} {late[0].late(found.today)} d late" if late else ""
        stage = spoken(row.renewal.stage)
        days = f"{row.renewal.days(found.today)} d"
        rows.append([row.account.name, short(row.renewal.value), days, stage, words])
    if rows:
        table(rows, right=frozenset({1, 2}), indent="  ")


def _print_habits(found: Portfolio) -> None:
    habits = found.habits
    reviews = habits.reviews
    days = middle(habits.first_value.values())
    say(f"adherence {percent(habits.adherence.overall().share)}, QBRs held {out_of(reviews.kept, reviews.of)}")
    say(
        f"follow-ups on time {percent(habits.follow_ups.share)}, issues in time "
        f"{percent(habits.service.share)}, "
        f"time to first value {NOT_YET if days is None else f'{days:g} days'}"
    )
