"""Translations without GNU gettext: gather every marked text, merge it into the Spanish catalogue, check and compile.

python tools/messages.py update    gather, merge into django.po, compile django.mo
python tools/messages.py check     complete, no left-overs, placeholders kept, .mo made of this .po
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "people", "injuries", "recovery", "duty", "notifications", "portal")
CATALOGUE = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    text: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def messages() -> dict[tuple[str | None, str], Message]:
    """Every marked text of the product, by its context and English words."""
    found: dict[tuple[str | None, str], Message] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                gathered = in_python(path.read_text())
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                gathered = in_template(path.read_text())
            else:
                continue
            for message in gathered:
                known = found.get(message.key)
                found[message.key] = message if known is None or message.plural else known
    return found


def in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        words = [literal(argument) for argument in node.args]
        if name in PLAIN and words and words[0]:
            yield Message(words[0])
        elif name in PLURAL and len(words) > 1 and words[0] and words[1]:
            yield Message(words[0], plural=words[1])
        elif name in CONTEXT and len(words) > 1 and words[1]:
            yield Message(words[1], context=words[0])


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_template(source: str) -> Iterator[Message]:
    """Through Django's own reading of templates into Python-like calls."""
    from django.utils.translation.template import templatize

    for call in re.finditer(
        r"\b(n?p?gettext|_)\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:\s*,\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))?",
        templatize(source),
    ):
        name, first, second = call.groups()
        words = [ast.literal_eval(part) for part in (first, second) if part]
        if name in {"gettext", "_"}:
            yield Message(words[0])
        elif name == "ngettext":
            yield Message(words[0], plural=words[1])
        elif name == "pgettext":
            yield Message(words[1], context=words[0])


def update() -> int:
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=110) if CATALOGUE.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "Lightduty",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "es",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    wanted = messages()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, entry in known.items():
        if key not in wanted:
            catalogue.remove(entry)
    for key in sorted(wanted, key=lambda pair: (pair[1], pair[0] or "")):
        add(catalogue, wanted[key], known.get(key))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = [entry for entry in catalogue if not entry.translated()]
    print(f"{len(catalogue)} texts, {len(missing)} without a translation")
    return 0


def add(catalogue: polib.POFile, message: Message, entry: polib.POEntry | None) -> None:
    if entry is not None and bool(entry.msgid_plural) == bool(message.plural):
        entry.msgid_plural = message.plural
        return
    if entry is not None:
        catalogue.remove(entry)
    fresh = polib.POEntry(msgid=message.text, msgstr="", msgctxt=message.context)
    if message.plural:
        fresh.msgid_plural, fresh.msgstr_plural = message.plural, {0: "", 1: ""}
    catalogue.append(fresh)


def check() -> int:
    """Print every fault; 1 if there is any."""
    faults = list(found_faults())
    for fault in faults[:40]:
        print(fault)
    print(f"{len(faults)} faults" if faults else "the Spanish catalogue is complete")
    return 1 if faults else 0


def found_faults() -> Iterator[str]:
    if not CATALOGUE.exists():
        yield f"{CATALOGUE.relative_to(ROOT)} is missing: run update"
        return
    catalogue, wanted = polib.pofile(str(CATALOGUE)), messages()
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, message in wanted.items():
        entry = known.get(key)
        if entry is None or not entry.translated() or entry.fuzzy:
            yield f"not translated: {message.text!r}"
            continue
        if message.plural and entry.msgid_plural != message.plural:
            yield f"the plural changed: {message.text!r}"
        for translated in entry.msgstr_plural.values() if message.plural else [entry.msgstr]:
            if not kept_placeholders(message, translated):
                yield f"placeholders differ: {message.text!r} and {translated!r}"
    yield from (f"no longer used: {text!r}" for context, text in known if (context, text) not in wanted)
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        yield "django.mo was not made of this django.po: run update"


def kept_placeholders(message: Message, translated: str) -> bool:
    found = set(PLACEHOLDER.findall(translated))
    allowed = set(PLACEHOLDER.findall(message.text)) | set(PLACEHOLDER.findall(message.plural))
    needed = set(PLACEHOLDER.findall(message.text)) & set(PLACEHOLDER.findall(message.plural or message.text))
    return needed <= found <= allowed


if __name__ == "__main__":
    verbs = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
