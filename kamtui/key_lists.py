"""The keys of the screens that have a number, and those that work everywhere: data for `kamtui/keys.py`."""

from kamtui.key_kinds import EVERYWHERE, Action, Place

PLACES = (
    Place("1", "week", "Week", "kamtui.screens.week", "WeekScreen"),
    Place("2", "accounts", "Accounts", "kamtui.screens.accounts", "AccountsScreen"),
    Place("3", "map", "Map", "kamtui.screens.map", "MapScreen"),
    Place("4", "health", "Health", "kamtui.screens.health", "HealthScreen"),
    Place("5", "qbr", "QBR", "kamtui.screens.qbrs", "QbrsScreen"),
    Place("6", "conversations", "Conversations", "kamtui.screens.conversations", "ConversationsScreen"),
    Place("7", "pipeline", "Pipeline", "kamtui.screens.pipeline", "PipelineScreen"),
    Place("8", "plan", "Plan", "kamtui.screens.plan", "PlanScreen"),
    Place("9", "portfolio", "Portfolio", "kamtui.screens.portfolio", "PortfolioScreen"),
    Place("0", "more", "More", "kamtui.screens.more", "MoreScreen"),
)

GLOBAL = (
    *(Action(f"go.{place.id}", place.key, place.title, EVERYWHERE, 0, f"go('{place.id}')") for place in PLACES),
    Action("everywhere.capture", "c", "capture", EVERYWHERE, 5),
    Action("everywhere.filter", "/", "filter", EVERYWHERE, 6),
    Action("everywhere.search", "ctrl+f", "search everything", EVERYWHERE, 0),
    Action("everywhere.import_file", "ctrl+o", "import a file", EVERYWHERE, 0),
    Action("everywhere.undo", "u", "undo", EVERYWHERE, 7),
    Action("everywhere.redo", "U", "redo", EVERYWHERE, 0),
    Action("everywhere.previous_account", "[", "previous account", EVERYWHERE, 0),
    Action("everywhere.next_account", "]", "next account", EVERYWHERE, 0),
    Action("everywhere.privacy", "p", "privacy shield", EVERYWHERE, 0),
    Action("everywhere.shield", "ctrl+g", "privacy shield, where letters are typed", EVERYWHERE, 0, "privacy"),
    Action("everywhere.back", "escape", "back", EVERYWHERE, 0),
    Action("everywhere.palette", "ctrl+p", "all commands", EVERYWHERE, 0),
    Action("everywhere.help", "?,f1", "help", EVERYWHERE, 1),
    Action("everywhere.quit", "q", "quit", EVERYWHERE, 8),
)

WEEK = (
    Action("week.open", "enter", "open", "week", 1),
    Action("week.done", "d", "done", "week", 1),
    Action("week.snooze", "s", "snooze", "week", 2),
    Action("week.skip", "x", "skip", "week", 2),
    Action("week.review", "r", "review", "week", 3),
    Action("week.reviews", "v", "all reviews", "week", 7),
    Action("week.earlier", "left", "earlier week", "week", 7),
    Action("week.later", "right", "later week", "week", 7),
)

REVIEW = (
    Action("review.forward", "f6,right", "next step", "review", 1),
    Action("review.backward", "f5,left", "step back", "review", 3),
    Action("review.open", "enter", "open", "review", 2),
    Action("review.pick", "space", "pick", "review", 2),
    Action("review.done", "d", "done", "review", 2),
    Action("review.snooze", "s", "snooze", "review", 2),
    Action("review.skip", "x", "skip", "review", 2),
    Action("review.new", "n", "own line", "review", 3),
    Action("review.remove", "delete", "take off", "review", 4),
    Action("review.save", "ctrl+s", "finish", "review", 2),
)

ACCOUNTS = (
    Action("accounts.open", "enter", "open", "accounts", 1),
    Action("accounts.new", "n", "new", "accounts", 2),
    Action("accounts.edit", "e", "edit", "accounts", 2),
    Action("accounts.sort", "b", "sort by", "accounts", 4),
    Action("accounts.tier_review", "t", "tier review", "accounts", 6),
    Action("accounts.remove", "delete", "remove", "accounts", 6),
    Action("accounts.import_file", "i", "import", "accounts", 7),
)

ACCOUNT = (
    Action("account.open", "enter", "open", "account", 1),
    Action("account.new", "n", "touchpoint", "account", 1),
    Action("account.edit", "e", "edit", "account", 2),
    Action("account.tier", "t", "tier", "account", 3),
    Action("account.contracts", "l", "contract lines", "account", 3),
    Action("account.history", "h", "history", "account", 3),
    Action("account.playbook", "b", "start a playbook", "account", 0),
    Action("account.switch", "tab", "timeline", "account", 4),
    Action("account.export", "o", "hand-over pack", "account", 0),
    Action("account.remove", "delete", "remove line", "account", 6),
)

MAP = (
    Action("map.people", "l", "people", "map", 0),
    Action("map.tree", "t", "org tree", "map", 0),
    Action("map.wall", "w", "wall chart", "map", 0),
    Action("map.value", "v", "value", "map", 0),
    Action("map.competition", "m", "competition", "map", 0),
    Action("map.missing", "tab", "what is missing", "map", 0),
    Action("map.done", "d", "reviewed", "map", 3),
    Action("map.account", "a", "account", "map", 4),
)

MAP_PEOPLE = (
    Action("map_people.open", "enter", "details", "map_people", 5),
    Action("map_people.new", "n", "new", "map_people", 1),
    Action("map_people.edit", "e", "edit", "map_people", 1),
    Action("map_people.rate", "h", "how it stands", "map_people", 2),
    Action("map_people.outreach", "f", "outreach", "map_people", 2),
    Action("map_people.outreach_made", "F", "outreach made", "map_people", 7),
    Action("map_people.primary", "*", "primary contact", "map_people", 8),
    Action("map_people.left", "L", "left", "map_people", 6),
    Action("map_people.move", "M", "moved to another account", "map_people", 0),
    Action("map_people.remove", "delete", "remove", "map_people", 9),
)

WALL_CHART = (
    Action("wall_chart.hold", "space", "pick up, drop", "wall_chart", 1),
    Action("wall_chart.save", "enter", "drop", "wall_chart", 0, "drop"),
    Action("wall_chart.cancel", "escape", "put back", "wall_chart", 2, "put_back"),
    Action("wall_chart.left", "left", "left", "wall_chart", 0, "arrow('left')"),
    Action("wall_chart.right", "right", "right", "wall_chart", 0, "arrow('right')"),
    Action("wall_chart.up", "up,k", "up", "wall_chart", 0, "arrow('up')"),
    Action("wall_chart.down", "down,j", "down", "wall_chart", 0, "arrow('down')"),
)

MAP_VALUE = (
    Action("map_value.open", "enter", "details", "map_value", 4),
    Action("map_value.new", "n", "new", "map_value", 1),
    Action("map_value.edit", "e", "edit", "map_value", 1),
    Action("map_value.opportunity", "i", "make it an opportunity", "map_value", 2),
    Action("map_value.none_known", "z", "none known", "map_value", 3),
    Action("map_value.remove", "delete", "remove", "map_value", 5),
)

MAP_COMPETITION = (
    Action("map_competition.open", "enter", "details", "map_competition", 4),
    Action("map_competition.new", "n", "new", "map_competition", 1),
    Action("map_competition.edit", "e", "edit", "map_competition", 1),
    Action("map_competition.opportunity", "i", "make it an opportunity", "map_competition", 2),
    Action("map_competition.none_known", "z", "none known", "map_competition", 3),
    Action("map_competition.remove", "delete", "remove", "map_competition", 5),
)

MAP_MISSING = (Action("map_missing.open", "enter", "fill it", "map_missing", 1),)

HEALTH = (
    Action("health.open", "enter", "check", "health", 1),
    Action("health.review", "r", "round", "health", 1),
    Action("health.done", "d", "done", "health", 3),
    Action("health.edit", "e", "edit", "health", 4),
    Action("health.new", "n", "score", "health", 4),
    Action("health.history", "h,tab", "history", "health", 2),
    Action("health.remove", "delete", "remove", "health", 7),
)

HEALTH_ROUND = (
    Action("health_round.good", "g", "good", "health_round", 1, "rate('good')"),
    Action("health_round.watch", "w", "watch", "health_round", 1, "rate('watch')"),
    Action("health_round.poor", "p", "poor", "health_round", 1, "rate('poor')"),
    Action("health_round.not_observed", ".", "unseen", "health_round", 1, "rate('not_observed')"),
    Action("health_round.accept", "space", "as suggested", "health_round", 3),
    Action("health_round.edit", "e,tab", "note", "health_round", 3),
    Action("health_round.save", "enter", "save, on", "health_round", 1),
    Action("health_round.undo", "u", "undo", "health_round", 0),
    Action("health_round.up", "up,k", "signal above", "health_round", 0, "move(-1)"),
    Action("health_round.down", "down,j", "signal below", "health_round", 0, "move(1)"),
)

HEALTH_NOTE = (
    Action("health_note.save", "enter", "save, next", "health_note", 1),
    Action("health_note.back", "escape,tab", "back to the signals", "health_note", 1),
)

CONVERSATIONS = (
    Action("conversations.open", "enter", "plan", "conversations", 1),
    Action("conversations.new", "n", "new", "conversations", 1),
    Action("conversations.snooze", "s", "date", "conversations", 2),
    Action("conversations.rehearse", "h", "rehearse", "conversations", 3),
    Action("conversations.done", "d", "held", "conversations", 2),
    Action("conversations.edit", "e", "edit", "conversations", 4),
    Action("conversations.skip", "x", "skip", "conversations", 0),
    Action("conversations.remove", "delete", "remove", "conversations", 6),
)

CONVERSATION_PLANNER = (
    Action("conversation_planner.back", "escape", "back", "conversation_planner", 1),
    Action("conversation_planner.date", "f2", "date", "conversation_planner", 2),
    Action("conversation_planner.rehearse", "f3", "rehearse", "conversation_planner", 2),
    Action("conversation_planner.question", "f4", "a question", "conversation_planner", 4),
    Action("conversation_planner.forward", "tab,f6", "next step", "conversation_planner", 3),
    Action("conversation_planner.backward", "f5", "step back", "conversation_planner", 3),
    Action("conversation_planner.save", "ctrl+s", "save", "conversation_planner", 0),
)

REHEARSAL = (
    Action("rehearsal.forward", "space,right", "next", "rehearsal", 1),
    Action("rehearsal.backward", "left", "step back", "rehearsal", 1),
    Action("rehearsal.up", "up,k", "up", "rehearsal", 0, "scroll('up')"),
    Action("rehearsal.down", "down,j", "down", "rehearsal", 0, "scroll('down')"),
    Action("rehearsal.back", "escape", "leave", "rehearsal", 1),
)

QBR = (
    Action("qbr.open", "enter", "open", "qbr", 1),
    Action("qbr.review", "r", "run", "qbr", 1),
    Action("qbr.new", "n", "plan", "qbr", 2),
    Action("qbr.accept", "a", "accept", "qbr", 2),
    Action("qbr.mark", "space", "mark", "qbr", 5),
    Action("qbr.edit", "e", "edit", "qbr", 3),
    Action("qbr.skip", "x", "call off", "qbr", 6),
    Action("qbr.done", "d", "sent", "qbr", 3),
)

QBR_PREPARE = (
    Action("qbr_prepare.part_done", "f8", "done", "qbr_prepare", 1),
    Action("qbr_prepare.forward", "f6", "next part", "qbr_prepare", 1),
    Action("qbr_prepare.backward", "f5", "part before", "qbr_prepare", 4),
    Action("qbr_prepare.brief", "f2", "brief", "qbr_prepare", 2),
    Action("qbr_prepare.open", "enter", "open record", "qbr_prepare", 3),
    Action("qbr_prepare.run", "f9", "run", "qbr_prepare", 2),
)

QBR_RUN = (
    Action("qbr_run.forward", "f6", "next phase", "qbr_run", 1),
    Action("qbr_run.backward", "f5", "back", "qbr_run", 3),
    Action("qbr_run.pause", "f8", "pause", "qbr_run", 2),
    Action("qbr_run.brief", "f2", "brief", "qbr_run", 3),
    Action("qbr_run.ours", "f3", "!", "qbr_run", 4, "mark('!')"),
    Action("qbr_run.theirs", "f4", "*", "qbr_run", 4, "mark('*')"),
    Action("qbr_run.trigger", "f7", "^", "qbr_run", 4, "mark('^')"),
    Action("qbr_run.value", "f9", "+", "qbr_run", 4, "mark('+')"),
    Action("qbr_run.question", "ctrl+t", "?", "qbr_run", 5, "mark('?')"),
    Action("qbr_run.finish", "f10", "close", "qbr_run", 1),
)

QBR_CLOSE = (
    Action("qbr_close.save", "ctrl+s", "close the review", "qbr_close", 1),
    Action("qbr_close.keep", "space", "keep, drop", "qbr_close", 1),
    Action("qbr_close.open", "enter", "edit", "qbr_close", 2),
    Action("qbr_close.edit", "e", "edit", "qbr_close", 0),
    Action("qbr_close.new", "n", "new line", "qbr_close", 2),
)

QBR_FOLLOW_UP = (
    Action("qbr_follow_up.edit", "e", "edit", "qbr_follow_up", 1),
    Action("qbr_follow_up.copy", "y", "copy", "qbr_follow_up", 1),
    Action("qbr_follow_up.mail", "m", "mail", "qbr_follow_up", 2),
    Action("qbr_follow_up.export", "o,w", "to a file", "qbr_follow_up", 2),
    Action("qbr_follow_up.done", "d", "sent", "qbr_follow_up", 1),
)

PIPELINE = (
    Action("pipeline.open", "enter", "open", "pipeline", 2),
    Action("pipeline.new", "n", "new", "pipeline", 1),
    Action("pipeline.trigger", "g", "trigger", "pipeline", 1),
    Action("pipeline.edit", "e", "edit", "pipeline", 3),
    Action("pipeline.words", "w", "words", "pipeline", 2),
    Action("pipeline.forward", "right,>", "next stage", "pipeline", 2),
    Action("pipeline.backward", "left,<", "stage before", "pipeline", 0),
    Action("pipeline.stage", "t", "stage", "pipeline", 0),
    Action("pipeline.integrity", "i", "integrity, or opportunity of a trigger", "pipeline", 0),
    Action("pipeline.snooze", "s", "next step, later", "pipeline", 2),
    Action("pipeline.done", "d", "acted", "pipeline", 3),
    Action("pipeline.file", "f", "file", "pipeline", 3),
    Action("pipeline.skip", "x", "lost", "pipeline", 4),
    Action("pipeline.switch", "tab", "triggers", "pipeline", 2),
    Action("pipeline.sort", "b", "stalled first", "pipeline", 5),
    Action("pipeline.history", "h", "how it turned out", "pipeline", 5),
    Action("pipeline.tiers", "T", "tier review", "pipeline", 6),
    Action("pipeline.remove", "delete", "remove", "pipeline", 7),
)

OPPORTUNITY = (
    Action("opportunity.words", "w", "words", "opportunity", 1),
    Action("opportunity.forward", "right,>", "next stage", "opportunity", 1),
    Action("opportunity.backward", "left,<", "stage before", "opportunity", 3),
    Action("opportunity.stage", "t", "stage", "opportunity", 4),
    Action("opportunity.integrity", "i", "integrity", "opportunity", 1),
    Action("opportunity.snooze", "s", "next step", "opportunity", 2),
    Action("opportunity.done", "d", "step taken", "opportunity", 3),
    Action("opportunity.edit", "e", "edit", "opportunity", 2),
    Action("opportunity.skip", "x", "lost", "opportunity", 4),
    Action("opportunity.remove", "delete", "remove", "opportunity", 6),
)

TIER_REVIEW = (
    Action("tier_review.open", "enter", "account", "tier_review", 3),
    Action("tier_review.done", "d", "accept", "tier_review", 1),
    Action("tier_review.skip", "x", "keep the tier", "tier_review", 1),
    Action("tier_review.tier", "t", "another tier", "tier_review", 2),
    Action("tier_review.save", "ctrl+s", "finish", "tier_review", 1),
)

QBR_TEXT = (Action("qbr_text.back", "escape", "leave the text", "qbr_text", 1),)

PORTFOLIO = (
    Action("portfolio.open", "enter", "rows", "portfolio", 1),
    Action("portfolio.renewed", "a", "renewed", "portfolio", 1),
    Action("portfolio.shrunk", "m", "shrunk", "portfolio", 1),
    Action("portfolio.lost", "l", "lost", "portfolio", 1),
    Action("portfolio.what_if", "w", "what if", "portfolio", 2),
    Action("portfolio.renewals", "v", "renewals", "portfolio", 3),
    Action("portfolio.contracts", "t", "contract lines", "portfolio", 3),
)

CONTRACTS = (
    Action("contracts.open", "enter", "edit", "contracts", 3),
    Action("contracts.new", "n", "new line", "contracts", 1),
    Action("contracts.edit", "e", "edit", "contracts", 1),
    Action("contracts.renewed", "a", "renewed", "contracts", 2),
    Action("contracts.shrunk", "m", "shrunk", "contracts", 3),
    Action("contracts.lost", "l", "lost", "contracts", 2),
    Action("contracts.event", "v", "event", "contracts", 4),
    Action("contracts.remove", "delete", "remove", "contracts", 6),
)

RENEWALS = (
    Action("renewals.open", "enter", "contract lines", "renewals", 2),
    Action("renewals.done", "d", "step done", "renewals", 1),
    Action("renewals.step_back", "b", "step back", "renewals", 5),
    Action("renewals.renewed", "a", "renewed", "renewals", 1),
    Action("renewals.lost", "l", "lost", "renewals", 2),
)

WHAT_IF = (
    Action("what_if.open", "enter", "rows", "what_if", 2),
    Action("what_if.lost", "l", "account lost", "what_if", 1),
    Action("what_if.shrunk", "m", "shrunk", "what_if", 1),
    Action("what_if.gone", "g", "person gone", "what_if", 1),
    Action("what_if.won", "v", "won", "what_if", 1),
    Action("what_if.remove", "delete", "take back", "what_if", 4),
)

PLAN = (
    Action("plan.open", "enter", "write", "plan", 0),
    Action("plan.edit", "e", "write", "plan", 1),
    Action("plan.new", "n", "new", "plan", 1),
    Action("plan.done", "d", "done", "plan", 2),
    Action("plan.in_plan", "i", "in 90 days", "plan", 4),
    Action("plan.important", "*", "most important", "plan", 5),
    Action("plan.freeze", "f", "freeze", "plan", 2),
    Action("plan.versions", "v", "versions", "plan", 3),
    Action("plan.forward", "tab,right", "next part", "plan", 4),
    Action("plan.backward", "left", "part before", "plan", 0),
    Action("plan.account", "a", "account", "plan", 5),
    Action("plan.export", "o", "to a file", "plan", 8),
    Action("plan.remove", "delete", "remove", "plan", 7),
)

PLAN_WRITE = (
    Action("plan_write.back", "escape", "back", "plan_write", 1),
    Action("plan_write.save", "ctrl+s", "save", "plan_write", 2),
)

PLAN_VERSIONS = (
    Action("plan_versions.open", "enter", "compare", "plan_versions", 1),
    Action("plan_versions.pick", "space", "pick", "plan_versions", 1),
)

PLAN_COMPARE = (Action("plan_compare.changes", "t", "only changes", "plan_compare", 1),)

SCREENS: tuple[Action, ...] = (
    *GLOBAL,
    *WEEK,
    *REVIEW,
    *ACCOUNTS,
    *ACCOUNT,
    *MAP,
    *MAP_PEOPLE,
    *WALL_CHART,
    *MAP_VALUE,
    *MAP_COMPETITION,
    *MAP_MISSING,
    *HEALTH,
    *HEALTH_ROUND,
    *HEALTH_NOTE,
    *CONVERSATIONS,
    *CONVERSATION_PLANNER,
    *REHEARSAL,
    *QBR,
    *QBR_PREPARE,
    *QBR_RUN,
    *QBR_CLOSE,
    *QBR_FOLLOW_UP,
    *QBR_TEXT,
    *PIPELINE,
    *OPPORTUNITY,
    *TIER_REVIEW,
    *PORTFOLIO,
    *CONTRACTS,
    *RENEWALS,
    *WHAT_IF,
    *PLAN,
    *PLAN_WRITE,
    *PLAN_VERSIONS,
    *PLAN_COMPARE,
)

TITLES = {
    EVERYWHERE: "Everywhere",
    **{place.id: place.title for place in PLACES},
    "account": "Account",
    "review": "Friday review",
    "map_people": "People of the map",
    "wall_chart": "Wall chart",
    "map_value": "Value",
    "map_competition": "Competition",
    "map_missing": "What is missing",
    "health_round": "Health round",
    "health_note": "Note of a health check",
    "conversation_planner": "Planning a conversation",
    "rehearsal": "Rehearsal",
    "opportunity": "Opportunity",
    "tier_review": "Tier review",
    "qbr_prepare": "Preparation of a QBR",
    "qbr_run": "QBR under way",
    "qbr_close": "Close of a QBR",
    "qbr_follow_up": "Follow-up of a QBR",
    "qbr_text": "In the text of a follow-up",
    "contracts": "Contract lines",
    "renewals": "Renewals",
    "what_if": "What if",
    "plan_write": "Writing the plan",
    "plan_versions": "Versions of the plan",
    "plan_compare": "Comparing versions",
}
