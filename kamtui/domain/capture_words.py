"""The vocabulary of the one-line capture: verbs, marks, everyday words that are also names, and its help text."""

from typing import Final

from kamtui.domain.expansion import TriggerKind
from kamtui.domain.touchpoints import Channel

RESERVED_HEADS: Final = frozenset({"next", "next step", "next steps", "note"})
NEXT_STEP: Final = (["next", "step:"], ["next", "steps:"])
"""Other ways to write `next:`."""

_PAST: Final = {
    Channel.CALL: ("called", "rang", "phoned"),
    Channel.MEETING: ("met",),
    Channel.EMAIL: ("mailed", "emailed", "e-mailed", "wrote"),
    Channel.MESSAGE: ("texted", "messaged", "chatted", "pinged"),
    Channel.VISIT: ("visited",),
}
_NOUNS: Final = {
    Channel.CALL: ("call", "phone"),
    Channel.MEETING: ("meeting", "meet"),
    Channel.EMAIL: ("mail", "email", "e-mail"),
    Channel.MESSAGE: ("message", "text", "sms", "chat"),
    Channel.VISIT: ("visit",),
    Channel.EVENT: ("event", "conference"),
}

PAST_VERBS: Final = {verb: channel for channel, verbs in _PAST.items() for verb in verbs}
"""Verbs that say how a touchpoint happened."""

REACHING_VERBS: Final = {verb for verb, channel in PAST_VERBS.items() if channel is not Channel.MEETING}
"""The verbs of which one side is the one that began."""

NOUNS: Final = {noun: channel for channel, nouns in _NOUNS.items() for noun in nouns}
"""Words that say it where no such verb does."""

OCCASIONS: Final = {
    **dict.fromkeys(("lunch", "breakfast", "dinner", "coffee", "workshop", "kickoff", "kick-off"), Channel.MEETING),
    **dict.fromkeys(("zoom", "webex", "demo"), Channel.MEETING),
    **dict.fromkeys(("onsite", "on-site"), Channel.VISIT),
    **dict.fromkeys(("webinar", "fair", "congress"), Channel.EVENT),
    **dict.fromkeys(("whatsapp", "slack", "linkedin"), Channel.MESSAGE),
    "voicemail": Channel.CALL,
}
"""Words that say it at the beginning of a sentence, as in `had lunch with Jane`, where no other word does."""

DOINGS: Final = frozenset({"had", "saw", "spoke", "talked", "sent", "got", "received", *OCCASIONS})
"""Words that begin a sentence about what was done, beside the verbs and nouns above."""

TRIGGERS: Final = {
    **{kind.value: kind for kind in TriggerKind},
    **{kind.value.replace("_", ""): kind for kind in TriggerKind},
    "adjacent": TriggerKind.ADJACENT_PROBLEM,
    "problem": TriggerKind.ADJACENT_PROBLEM,
    "org": TriggerKind.ORG_CHANGE,
    "reorg": TriggerKind.ORG_CHANGE,
    "competition": TriggerKind.COMPETITOR,
    "referral": TriggerKind.UNSOLICITED_REFERRAL,
}
"""What may stand behind `#` (rule X-1)."""


_EVERYDAY: Final = (
    "mark will may rob bill grant frank rich sue pat art gene hope faith grace joy rose lily ivy violet dawn april "
    "june august summer drew chase chuck dean earl guy miles norm pierce ray ward wade sage pen iris jade ruby "
    "pearl amber ginger daisy olive star sky skip rusty buck basil reed clay cliff dale heath forest brook eve "
    "mercy patience prudence constance destiny melody harmony angel prince major "
    "long short young old page price brown white black green gray grey stone wood woods field hill lake west north "
    "best good case cook day fox hunt law love moon rice sharp small strong swift wise bell banks bond bush church "
    "cross hart king power powers sales hall park parks street lane bridge rivers shore ford mills marsh moss snow "
    "frost winter spring weeks light waters flowers berry bean head read speed call "
    "so do no to in he you an on we us me my she her see be go yes ok as at by if or up it its is was had has out "
    "off and but the next last new back team lead manager partner user users meeting mail visit event today "
)

WORDS_THAT_ARE_NAMES: Final = frozenset(_EVERYDAY.split())
"""Everyday words that some people are called by; as names they only count when written as names."""

GRAMMAR_HELP: Final = """\
One line is a touchpoint. Say it as you would say it, and mark what matters:

  Acme: called Jane ~warm #milestone next: send case study by fri

  Acme:            the account: its name, or any beginning only one account
                   has; its whole name also without a colon (Acme called us)
  called met ...   how: called rang phoned, met, mailed emailed wrote, texted
                   messaged chatted pinged, visited; or a word such as meeting,
                   call, event, conference, lunch, demo, voicemail, webinar
  Jane, Doe        the account's people by first, last or full name; names such
                   as Will or Mark need their capital; a name that several
                   share is not guessed
  ~warm            how they sounded: ~warm ~neutral ~cool
  #milestone       a trigger: #adjacent_problem (#problem) #milestone
                   #org_change (#org) #competitor #renewal
                   #unsolicited_referral (#referral)
  +value           useful to them with nothing to sell: a value touchpoint;
                   without it a touchpoint counts as transactional
  @yesterday @fri  when it was, if not today; needs no @ before the verb (21
                   nov met Jane), nor at the end if it says that it is over
                   (met Jane yesterday, last fri, 3 days ago) or if only names
                   stand between (met Jane on mon)
  (30m) (1h 15)    how long it took
  <                they began it; "called us", "Jane called" and "mail from
                   Jane" say so too
  re 4h            they took four hours to answer; at the end of the sentence
                   or before another mark
  next: ...        (or next step:) the next step, up to the end of the line;
                   "by fri" dates it, and so does a day inside it, whose words
                   stay (call Jane on mon at 10)
  Acme: note: ...  a note for ourselves, which is no touchpoint

Dates: today, yesterday, tomorrow, fri (the coming one, today included),
next fri (in next week), last fri, in 3 days, 2w, a week ago, 21 nov,
2026-11-21, 21.11.2026, end of month, end of week (its Friday), end of quarter.
What is not understood stays in the summary. Nothing you type is dropped.

More examples:
  Acme: Jane wrote us about the audit #problem ~cool next: call her tomorrow
  Acme: met Jane and Max (45m) @tue +value shared the benchmark
  Acme: note: budget round is in March
"""
