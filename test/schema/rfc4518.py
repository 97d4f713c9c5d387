"""String preparation of RFC 4518, written from its text over Python's own tables of RFC 3454.

Reads a JSON object on standard input, writes one on standard output:
  points   ranges [first, last] of code points; answered [folded, exact, unassigned] for each,
           the prepared form of the code point between "a" and "b", null when prohibited
  strings  answered {value, initial, any, final} for each, after insignificant space handling
"""
import json
import stringprep
import sys
import unicodedata

UNICODE_3_2 = unicodedata.ucd_3_2_0
TO_SPACE = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85}
TO_NOTHING = {0xAD, 0x1806, 0x34F, 0xFFFC, 0x200B, 0x180B, 0x180C, 0x180D, *range(0xFE00, 0xFE10)}


def mapped(char, fold):
    point, category = ord(char), UNICODE_3_2.category(char)
    if point in TO_SPACE:
        return " "
    if point in TO_NOTHING or category in ("Cc", "Cf"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    return stringprep.map_table_b2(char) if fold else char


def prohibited(char):
    tables = (
        stringprep.in_table_a1,
        stringprep.in_table_c3,
        stringprep.in_table_c4,
        stringprep.in_table_c5,
        stringprep.in_table_c8,
    )
    return char == "\ufffd" or any(table(char) for table in tables)


def prepared(text, fold):
    normal = UNICODE_3_2.normalize("NFKC", "".join(mapped(char, fold) for char in text))
    return None if any(prohibited(char) for char in normal) else normal


def is_space(text, at):
    if text[at] != " ":
        return False
    return at + 1 == len(text) or UNICODE_3_2.category(text[at + 1]) not in ("Mn", "Mc", "Me")


def spaced(text, position):
    """2.6.1; inner spaces are doubled in parts as in values, or no part could match a value."""
    marks = ["s" if is_space(text, at) else "c" for at in range(len(text))]
    words, word = [], ""
    for char, mark in zip(text, marks):
        if mark == "c":
            word += char
        elif word:
            words.append(word)
            word = ""
    if word:
        words.append(word)
    if not words:
        return "  " if position == "value" else " "
    first = position in ("value", "initial") or marks[0] == "s"
    last = position in ("value", "final") or marks[-1] == "s"
    return (" " if first else "") + "  ".join(words) + (" " if last else "")


def spaced_forms(text):
    normal = prepared(text, True)
    if normal is None:
        return None
    return {position: spaced(normal, position) for position in ("value", "initial", "any", "final")}


def point_forms(point):
    text = "a" + chr(point) + "b"
    return [prepared(text, True), prepared(text, False), stringprep.in_table_a1(chr(point))]


asked = json.load(sys.stdin)
points = [point for first, last in asked["points"] for point in range(first, last + 1)]
json.dump(
    {
        "points": {point: point_forms(point) for point in points},
        "strings": [spaced_forms(text) for text in asked["strings"]],
    },
    sys.stdout,
)
