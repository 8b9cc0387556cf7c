"""Other programs' words for our choices: tables, and the look-ups in them."""

import unicodedata
from collections.abc import Mapping
from typing import Final, TypeVar

from kamtui.domain.accounts import Status, Tier
from kamtui.domain.expansion import OpportunityKind, Stage
from kamtui.domain.issues import IssueStatus, Severity
from kamtui.domain.stakeholders import Function, Quality, Role

Choice = TypeVar("Choice")


def word(text: str) -> str:
    """Reduce a word to what counts for comparing: small letters and digits, parted by single blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(character if character.isalnum() else " " for character in folded).split())


def _words(table: Mapping[Choice, str]) -> dict[str, Choice]:
    return {word(one): choice for choice, listed in table.items() for one in listed.split(",")}


ROLES: Final = _words(
    {
        Role.ECONOMIC_BUYER: "economic buyer, economic decision maker, budget holder, approver, primary decision maker,"
        "decision maker",
        Role.TECHNICAL_EVALUATOR: "technical evaluator, evaluator, technical buyer",
        Role.END_USER: "end user, business user, user",
        Role.INFLUENCER: "influencer, recommender",
        Role.CHAMPION: "champion, supporter, coach, mentor",
        Role.GATEKEEPER: "gatekeeper, blocker, procurement, legal & compliance, legal and compliance",
        Role.EXECUTIVE_SPONSOR: "executive sponsor, sponsor",
    }
)

QUALITIES: Final = _words(
    {
        Quality.STRONG: "strong, mentor, supporter, advocate, promoter",
        Quality.NEUTRAL: "neutral",
        Quality.AT_RISK: "at risk, non-supporter, nonsupporter, enemy, hostile, detractor, bad",
        Quality.UNKNOWN: "unknown, no contact",
    }
)

TIERS: Final = _words(
    {
        Tier.STRATEGIC: "strategic, enterprise, key, key account, tier 1, tier a, a, 1",
        Tier.GROWTH: "growth, mid-market, midmarket, tier 2, tier b, b, 2",
        Tier.MAINTAIN: "maintain, standard, smb, tier 3, tier c, c, 3",
    }
)

STATUSES: Final = _words(
    {
        Status.ONBOARDING: "onboarding, new, implementation, implementing",
        Status.ACTIVE: "active, live, current, customer, client",
        Status.ENDED: "ended, churned, former, inactive, lost, cancelled, canceled, terminated, former customer,"
        "former client",
    }
)

SEVERITIES: Final = _words(
    {
        Severity.P1: "p1, high, critical, urgent, highest",
        Severity.P2: "p2, medium, normal",
        Severity.P3: "p3, low",
        Severity.P4: "p4, lowest, trivial",
    }
)

ISSUE_STATUSES: Final = _words(
    {
        IssueStatus.OPEN: "open, new, working, in progress, on hold, waiting, pending, waiting on customer",
        IssueStatus.ESCALATED: "escalated",
        IssueStatus.RESOLVED: "resolved, closed, solved, done",
    }
)

KINDS: Final = _words(
    {
        OpportunityKind.UPSELL: "upsell, up sell, expansion, existing business, existingbusiness,"
        "existing customer upgrade",
        OpportunityKind.CROSS_SELL: "cross sell, crosssell, add on",
        OpportunityKind.RENEWAL_GROWTH: "renewal, renewal growth, existing customer renewal",
    }
)

_FUNCTION_WORDS: Final = _words(
    {
        Function.EXECUTIVE: "executive, executives, board, management board, c suite, leadership, general management,"
        "executive office, ceo office",
        Function.FINANCE: "finance, finances, financial, accounting, accounts payable, controlling, treasury, tax",
        Function.PROCUREMENT: "procurement, purchasing, sourcing, buying, strategic sourcing",
        Function.OPERATIONS: "operations, ops, logistics, supply chain, manufacturing, production,"
        "warehouse, facilities",
        Function.IT: "it, ict, information technology, information systems, technology, engineering, software, data,"
        "information security, infrastructure",
        Function.LEGAL: "legal, compliance, general counsel",
        Function.USERS: "users, end users, user",
        Function.OTHER: "other",
    }
)

SALESFORCE_STAGES: Final = {
    "prospecting": 10,
    "qualification": 10,
    "needs analysis": 20,
    "value proposition": 50,
    "id decision makers": 60,
    "perception analysis": 70,
    "proposal price quote": 75,
    "negotiation review": 90,
    "closed won": 100,
    "closed lost": 0,
}

HUBSPOT_STAGES: Final = {
    "appointment scheduled": 20,
    "qualified to buy": 40,
    "presentation scheduled": 60,
    "decision maker bought in": 80,
    "contract sent": 90,
    "closed won": 100,
    "closed lost": 0,
}

PLAIN_STAGES: Final = SALESFORCE_STAGES | {
    "idea": 10,
    "invited": 25,
    "engaging": 50,
    "exploring": 50,
    "proposal": 75,
    "proposed": 75,
    "negotiation": 90,
    "won": 100,
    "lost": 0,
}


def tier(text: str) -> Tier | None:
    """Find the tier that a word means (rule T-2); nothing for an empty cell. Raises ValueError for an unknown word."""
    if not (key := word(text.strip().removesuffix(".0"))):
        return None
    if key not in TIERS:
        raise ValueError(f"'{text.strip()[:40]}' is not a tier: Strategic, Growth or Maintain")
    return TIERS[key]


def roles(text: str) -> tuple[tuple[Role, ...], tuple[str, ...]]:
    """Find the buying roles in a cell of one or many, and the words that name none (rule M-1)."""
    found: list[Role] = []
    unknown: list[str] = []
    for one in filter(None, (part.strip() for part in text.split(";"))):
        role = ROLES.get(word(one))
        if role is None:
            if word(one) != "other":
                unknown.append(one)
        elif role not in found:
            found.append(role)
    return tuple(found), tuple(unknown)


def function(department: str) -> Function | None:
    """Find the business function that a department belongs to (rule M-1): by its name, else by a word in it."""
    key = word(department)
    if not key:
        return None
    if key in _FUNCTION_WORDS:
        return _FUNCTION_WORDS[key]
    inside = f" {key} "
    return next((choice for name, choice in _FUNCTION_WORDS.items() if f" {name} " in inside), Function.OTHER)


def stage_of(probability: int) -> Stage:
    """Find our stage nearest to a probability in per cent (rule X-4)."""
    if probability >= 100:
        return Stage.WON
    if probability <= 0:
        return Stage.LOST
    steps = ((18, Stage.IDEA), (37, Stage.INVITED), (62, Stage.EXPLORING))
    return next((stage for limit, stage in steps if probability < limit), Stage.PROPOSED)


def probability_of(stage: str, table: Mapping[str, int]) -> int | None:
    """Find the probability in per cent that a stage stands for; a pipeline's name in brackets behind it is ignored."""
    key = word(stage.partition("(")[0])
    if key in table:
        return table[key]
    joined = {name.replace(" ", ""): value for name, value in table.items()}
    return joined.get(key.replace(" ", ""))
