"""`make messages`: bring `site/locale/fr.po` in step with the strings of the templates and the program."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kb.site.form import spoken

ROOT = Path(__file__).resolve().parent.parent
FRENCH = ROOT / "site" / "locale" / "fr.po"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a date that changed at each run would be noise
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2), "Facet": (2,)}
PLACES = (("site/templates", "**.html", "jinja2"), ("site/theme", "**.html", "jinja2"), ("src/kb", "**.py", "python"))


def extracted() -> Catalog:
    """Every string of the interface, with the files in which it stands."""
    catalog = Catalog(project="kb")
    for folder, pattern, method in PLACES:
        found = extract_from_dir(
            ROOT / folder,
            [(pattern, method)],
            {pattern: {"newstyle_gettext": "true", "silent": "false"}} if method == "jinja2" else None,
            keywords=KEYWORDS,  # type: ignore[arg-type]
        )
        for name, _line, message, _comments, _context in found:
            catalog.add(message, locations=[(f"{folder}/{Path(name).as_posix()}", None)])
    for message in dict.fromkeys(spoken()):
        catalog.add(message, locations=[("src/kb/site/form.py", None)])
    return catalog


def catalogue() -> Catalog:
    """The French catalogue as it stands."""
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def main() -> None:
    french = catalogue()
    french.update(extracted(), no_fuzzy_matching=True)
    french.obsolete.clear()
    french.header_comment = "# French strings of the interface. `make messages` brings them in step with the program."
    french.fuzzy = False
    french.creation_date = french.revision_date = EPOCH
    with FRENCH.open("wb") as file:
        write_po(file, french, width=118, omit_header=False, sort_by_file=True, include_lineno=False)
    missing = [str(message.id) for message in french if message.id and not all(_strings(message.string))]
    print(f"{len(french)} messages, {len(missing)} without a translation")
    for each in missing:
        print(f"  {each}")


def _strings(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value or ""),)


if __name__ == "__main__":
    main()
