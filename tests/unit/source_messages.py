"""Finds the message ids that code and templates name: literal ones, and prefixes of those that are put together."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from locales.messages import MESSAGES

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "handlers", "scheduler")
TEMPLATE_ID = re.compile(r"""["']([a-z_]+(?:\.[a-z0-9_]+)+)["']""")
TEMPLATE_PREFIX = re.compile(r"""["']([a-z_]+(?:\.[a-z0-9_]+)*\.)["'] ~""")


def named_in_code() -> tuple[set[str], set[str]]:
    """Ids given to ``Message(...)`` or written in templates and scripts, and the fixed beginnings of computed ones."""
    named: set[str] = set()
    prefixes: set[str] = set()
    for path in [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in MESSAGES:
                named.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and first.value != "raw":
                    named.add(str(first.value))
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if "." in start and any(one.startswith(start) for one in MESSAGES):
                    prefixes.add(start)
    for path in [path for kind in ("*.html", "*.js") for path in (ROOT / "bot").rglob(kind)]:
        prefixes.update(TEMPLATE_PREFIX.findall(path.read_text("utf-8")))
        named.update(one for one in TEMPLATE_ID.findall(path.read_text("utf-8")) if one in MESSAGES)
    return named, prefixes
