"""What the YAML parser says about a file, in the words of an author."""

from __future__ import annotations

import yaml

from consistency.errors import Bilingual

_WRONG_INDENTATION = Bilingual(
    "the indentation is wrong: this line belongs to nothing above it",
    "de inspringing klopt niet: deze regel hoort bij niets erboven",
)
_IN_PLAIN_WORDS = (
    ("mapping values are not allowed", Bilingual(
        "a colon where none can be: put a text that holds ': ' between quotes, or check the indentation",
        "een dubbele punt waar die niet kan: zet een tekst met ': ' tussen aanhalingstekens, of kijk naar de "
        "inspringing")),
    ("cannot start any token", Bilingual(
        "a text that begins with this character must stand between quotes",
        "een tekst die met dit teken begint moet tussen aanhalingstekens staan")),
    ("unexpected end of stream", Bilingual(
        "quotes are opened here and never closed", "hier beginnen aanhalingstekens die nergens eindigen")),
    ("',' or ']'", Bilingual(
        "a list that is opened with '[' is not closed, or misses a comma",
        "een lijst die met '[' begint eindigt niet, of mist een komma")),
    ("',' or '}'", Bilingual(
        "a group that is opened with '{' is not closed, or misses a comma",
        "een groep die met '{' begint eindigt niet, of mist een komma")),
    ("could not find expected ':'", Bilingual("a key without a colon", "een sleutel zonder dubbele punt")),
    ("did not find expected key", _WRONG_INDENTATION),
    ("expected <block end>", _WRONG_INDENTATION),
    ("'-' indicator", Bilingual(
        "a list and keys are mixed at one indentation", "een lijst en sleutels staan door elkaar op één inspringing")),
    ("unknown escape character", Bilingual(
        "a backslash between double quotes: use single quotes",
        "een backslash tussen dubbele aanhalingstekens: gebruik enkele")),
)  # fmt: skip


def plainly(error: yaml.MarkedYAMLError, text: str, line: int) -> Bilingual:
    """What the parser says, in plain words where they are known; `line` (1-based) is where it says it."""
    lines = text.split("\n", line)
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Bilingual(
            "a tab in the indentation: YAML indents with spaces", "een tab in de inspringing: YAML gebruikt spaties"
        )
    problem = f"{error.context or ''} {error.problem or ''}".strip()
    unknown = Bilingual(f"this is not YAML: {problem}", f"dit is geen YAML: {problem}")
    return next((words for part, words in _IN_PLAIN_WORDS if part in problem), unknown)
