"""Tables for the tests of csv and xlsx: any kind of column, hostile text in it."""

import json
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from kamtui.domain.money import to_json
from kamtui.domain.text import clean_text
from kamtui.exchange.document_fields import Kind
from kamtui.exchange.tables_out import Column, Table

HOSTILE = (
    "=1+1", "+49 30 1", "-2", "@SUM(A1)", "\t=1", "\n=1", "'", "''=1", "＝1", '=HYPERLINK("http://x.y/")',
    "http://x.y/", "internal:Sheet1!A1", "{=1}", "1e5", "007", "true", "R&D [/x]", '"a","b"', "a;=1", " =1 ",
    "\U0001f469\u200d\U0001f680", "مرحبا", "_x000A_", "<&>", "x" * 40_000, "\U0001f600" * 20_000, "a\nb\tc",
)  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20).map(clean_text),
)
"""Text as the database holds it: cleaned; without the two signs that XML has no way to write."""

DAY = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CELLS = {
    Kind.TEXT: TEXT,
    Kind.DATE: DAY.map(str),
    Kind.MOMENT: st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2199-12-31")).map(
        lambda at: at.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    ),
    Kind.MONEY: st.integers(-(10**15), 10**15).map(to_json),
    Kind.WHOLE: st.integers(-(10**6), 10**6),
    Kind.YES_NO: st.booleans(),
    Kind.OBJECT: st.dictionaries(st.sampled_from(HOSTILE[:8]), TEXT, max_size=2).map(
        lambda value: json.dumps(value, ensure_ascii=False)
    ),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table: nullable cells are sometimes unknown, and then their text is never merely empty."""
    kinds = draw(st.lists(st.tuples(st.sampled_from(list(CELLS)), st.booleans()), min_size=1, max_size=5))
    columns = tuple(Column(f"c{at}", kind, nullable) for at, (kind, nullable) in enumerate(kinds))
    cells = [
        st.none() | CELLS[each.kind].filter(lambda cell: cell != "") if each.nullable else CELLS[each.kind]
        for each in columns
    ]
    return Table("accounts", columns, tuple(draw(st.lists(st.tuples(*cells), max_size=4))))
