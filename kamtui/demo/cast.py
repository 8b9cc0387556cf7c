"""Who plays what: each account of the demo stands for situations that an account manager knows."""

from dataclasses import dataclass

from kamtui.domain.accounts import Tier


@dataclass(frozen=True, slots=True)
class Part:
    """One account's part: its tier, how it is doing, how the relationship is threaded, and its situations."""

    tier: Tier
    mood: str = "green"  # green, watch (one signal), yellow, declining, red, unrated
    threads: str = "secure"  # secure, exposed, lost: what the primary contact's departure would leave
    tags: frozenset[str] = frozenset()
    name: str = ""
    people: str = ""
    industry: str = ""


_S, _G, _M = Tier.STRATEGIC, Tier.GROWTH, Tier.MAINTAIN


def _part(tier: Tier, mood: str, threads: str, tags: str = "", **fixed: str) -> Part:
    return Part(tier, mood, threads, frozenset(tags.split()), **fixed)


CAST = (
    _part(_S, "green", "secure", "qbr_yesterday referrals expanded three_lines"),
    _part(_S, "red", "exposed", "check_in_open renewal_37 late_commitments issue_open"),
    _part(_S, "watch", "secure", "late_commitment expanded three_lines",
          name="Østergård R&D A/S", people="nordic", industry="research"),
    _part(_S, "declining", "secure", "avoided renewal_80 contraction"),
    _part(_S, "green", "secure", "trigger_closing referrals three_lines top_gap"),
    _part(_S, "yellow", "exposed", "stalled contradiction",
          name="Müller & Söhne Maschinenbau GmbH", people="german", industry="manufacturing"),
    _part(_G, "green", "secure", "referrals expanded loops",
          name="みなと物流株式会社 (Minato Logistics)", people="japanese", industry="logistics"),
    _part(_G, "yellow", "exposed", "placeholder idea_lacking",
          name="[ACME] Labs", people="british", industry="research"),
    _part(_G, "watch", "secure", "stale outreach_none"),
    _part(_G, "watch", "exposed", "onboarding"),
    _part(_G, "declining", "exposed", "escalated theme"),
    _part(_G, "red", "lost", "check_in_late issue_breached"),
    _part(_G, "green", "secure", "trigger_expired expanded"),
    _part(_G, "watch", "secure", "parked outreach_late"),
    _part(_G, "green", "secure", "referrals loops expanded referral_out",
          name="Bricks & Mortar Living", people="british", industry="property"),
    _part(_G, "yellow", "exposed", "left_person theme"),
    _part(_M, "unrated", "lost", "new"),
    _part(_M, "watch", "lost", "silent"),
    _part(_M, "green", "exposed", "line_ended two_lines"),
    _part(_M, "green", "exposed", "ended"),
    _part(_M, "green", "secure", "arrived_person"),
    _part(_M, "green", "lost", "over_potential none_known"),
    _part(_M, "watch", "exposed", "no_primary"),
    _part(_M, "red", "exposed", "check_in_done", name="Clínica Niño Jesús – Zürich & Graz", people="southern",
          industry="health"),
    _part(_M, "green", "secure", "tier_down"),
    _part(_M, "green", "lost", "none_known"),
    _part(_M, "yellow", "exposed", "contraction"),
    _part(_M, "green", "exposed", "committed"),
)  # fmt: skip

_MORE = (
    _part(_M, "green", "exposed"), _part(_G, "watch", "secure", "expanded"), _part(_M, "watch", "lost"),
    _part(_S, "green", "secure", "three_lines"), _part(_G, "green", "secure"), _part(_M, "green", "secure"),
    _part(_G, "yellow", "exposed", "contraction"), _part(_M, "yellow", "lost"), _part(_M, "green", "exposed"),
)  # fmt: skip


def parts(accounts: int) -> list[Part]:
    """Cast so many accounts, by tier: the whole cast first, then more of the ordinary kind."""
    chosen = list(CAST[:accounts]) if accounts >= len(CAST) else _few(accounts)
    chosen += [_MORE[extra % len(_MORE)] for extra in range(accounts - len(chosen))]
    return sorted(chosen, key=lambda part: part.tier)


def _few(accounts: int) -> list[Part]:
    """Cast fewer accounts than the cast has, taken evenly, so that all tiers keep their share."""
    return [CAST[number * len(CAST) // accounts] for number in range(accounts)]
