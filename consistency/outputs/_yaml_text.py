"""Plain data as YAML that people read and edit: one line where it fits, blocks where not, quotes only where needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml

WIDTH = 120
_LONGEST_SIMPLE_KEY = 800  # YAML ends at 1,024

_PLAIN = re.compile(r"[^\W_][\w .()/&+*€%'’–-]*(?<! )")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class OneLine(dict[str, Any]):
    """A mapping that is written on one line, however long the file's lines are meant to be."""


def dump(data: dict[str, Any]) -> str:
    """`data` holds dicts, lists, texts, whole numbers, floats and booleans; the same data gives the same text."""
    return "".join(f"{line}\n" for line in _block(data, 0))


def _block(node: Any, indent: int) -> list[str]:
    if isinstance(node, dict):
        return [line for key, value in node.items() for line in _entry(f"{_scalar(key)}:", value, indent)]
    return [line for item in node for line in _item(item, indent)]


def _entry(key: str, value: Any, indent: int) -> list[str]:
    one_line = f"{' ' * indent}{key} {_flow(value)}"
    if (_is_flat(value) and len(one_line) <= WIDTH) or _must_be_one_line(value):
        return [one_line]
    if isinstance(value, list) and _is_flat(value):
        return _wrapped(f"{' ' * indent}{key} [", map(_flow, value), indent + 2)
    return [f"{' ' * indent}{key}", *_block(value, indent + 2)]


def _item(item: Any, indent: int) -> list[str]:
    one_line = f"{' ' * indent}- {_flow(item)}"
    if (_is_flat(item) and len(one_line) <= WIDTH) or _must_be_one_line(item):
        return [one_line]
    first, *rest = _block(item, indent + 2)
    return [f"{' ' * indent}- {first.lstrip()}", *rest]


def _wrapped(start: str, parts: Iterable[str], indent: int) -> list[str]:
    lines, sep = [start], ""
    for part in parts:
        if len(lines[-1]) + len(sep) + len(part) + 2 > WIDTH:
            lines[-1] += sep.rstrip()
            lines.append(" " * indent + part)
        else:
            lines[-1] += sep + part
        sep = ", "
    lines[-1] += "]"
    return lines


def _is_flat(node: Any) -> bool:
    """Nothing in it that reads better on lines of its own."""
    if isinstance(node, OneLine) or not isinstance(node, dict | list) or not node:
        return True
    if isinstance(node, list):
        return all(isinstance(item, OneLine) or not isinstance(item, dict | list) for item in node)
    return all(
        _is_flat(value) and (not isinstance(value, dict) or isinstance(value, OneLine)) for value in node.values()
    )


def _must_be_one_line(node: Any) -> bool:
    """Empty, a text or number, or with a key that blocks cannot have."""
    if not isinstance(node, dict | list) or isinstance(node, OneLine) or not node:
        return True
    return isinstance(node, dict) and any(len(key) > _LONGEST_SIMPLE_KEY for key in node)


def _flow(node: Any) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f"{_flow_key(key)}: {_flow(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_flow, node)) + "]"
    return _scalar(node)


def _flow_key(key: str) -> str:
    return f"? {_scalar(key)} " if len(key) > _LONGEST_SIMPLE_KEY else _scalar(key)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _PLAIN.fullmatch(value) and not _reads_otherwise(value):
        return value
    text = json.dumps(_SURROGATE.sub("\ufffd", value), ensure_ascii=False)
    return _TO_ESCAPE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _reads_otherwise(text: str) -> bool:
    """Some YAML reader would take the text for a number, a date, or yes and no."""
    if text.casefold() in _WORDS or not re.search(r"[^\W\d_]", re.sub(r"(?<=\d)[eExXoO](?=\d)", "", text)):
        return True
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[0], [])
    return any(pattern.match(text) for _, pattern in resolvers)
