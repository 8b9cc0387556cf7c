"""A settings file that somebody wrote by hand, with comments and a layout of their own."""

MINE = """\
# how I work
theme = "ansi"   # the office terminal

silence_days=30
qbr_phase_minutes = [
  5, # short
  10, 5, 20, 5,
]  # forty-five minutes

# my keys
[keys]
"week.done" = "D"  # not by accident

[activities.health_check]  # quick ones
minutes = 10

[activities]
qbr = { minutes = 45, strategic = "quarterly" }
plan_review.minutes = 20
"""
