"""How wide letters are on paper: the widths of Arial, which the faces that stand in for it share.

Widths are thousandths of the size of the letters.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_SIGNS: Final = {
    191: "'",
    222: "ijl’‘‚",
    260: "|¦",
    278: " !,./:;I[\\]ft·ıìíîïĩīĭї\u00a0",
    333: "()-`r“”„²³¡‹›¹´¸¨",
    355: '"',
    389: "*ªº°{}",
    500: "Jcksvxyz•^↑↓",
    556: "#$0123456789?L_abdeghnopqu–€£¥§«»Łđþð¢łĺľ",
    584: "+<=>~×¬±÷≥≤≠",
    611: "FTZßø¿●○",
    667: "&ABEKPSVXYÞ",
    722: "CDHNRUwĐÐ©®",
    778: "GOQØ",
    833: "Mm½¼¾",
    889: "%æ",
    944: "Wœ",
    1015: "@—…→←ÆŒ™‰",
}
_WIDTHS: Final = {sign: width for width, signs in _SIGNS.items() for sign in signs}
_OTHERS: Final = {"Lu": 800, "Lt": 800, "So": 1000, "Sm": 1000, "Mn": 0, "Me": 0, "Cf": 0, "Cc": 0}
_OTHER_LETTER: Final = 640
_WIDE: Final = 1000
_EMOJI: Final = 1300


@lru_cache(maxsize=4096)
def letter_width(sign: str) -> int:
    """How wide one letter is; letters of other alphabets are reckoned a little wider than they are."""
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign and base in _WIDTHS:
        return _WIDTHS[base]
    if sign >= "\U0001f000":
        return _EMOJI
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return _WIDE
    return _OTHERS.get(unicodedata.category(sign), _OTHER_LETTER)


def text_width(text: str, bolder: int = 0) -> int:
    """How wide a text is on one line; bold letters are up to `bolder` wider each."""
    return sum(map(letter_width, text)) + bolder * len(text)


def broken(word: str, room: float, bolder: int = 0) -> Iterator[int]:
    """The widths of the pieces of a word that is longer than a line of `room`: the last one is what is left over."""
    used = 0
    for sign in word:
        width = letter_width(sign) + bolder
        if used and used + width > room:
            yield used
            used = 0
        used += width
    yield used
