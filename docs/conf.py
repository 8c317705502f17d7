"""The site that these pages make: ``sphinx-build -W docs site``. It needs the extra ``docs`` and no network."""

from pathlib import Path

HERE = Path(__file__).parent

project = "sarcheck"
author = "The sarcheck developers"
project_copyright = author
html_title = "sarcheck"

extensions = ["myst_parser"]
root_doc = "index"
myst_heading_anchors = 3  # of GitHub's form, as the links between pages have them
exclude_patterns = ["_build", "examples"]

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False


FOLDERS = ("rules/README", "decisions/README")
"""Pages that stand for the other pages of their folder."""

BELOW = """
```{toctree}
:hidden:
:glob:

[!R]*
```
"""


def _places(page, text):
    """Return the index without places that wait for their page; ``*`` stands for the pages that it does not name."""
    lines = text.splitlines(keepends=True)
    found = {line: {path.stem for path in HERE.glob(f"{line.strip()}.md")} for line in lines if line[:1].isalpha()}
    rest = {path.stem for path in HERE.glob("*.md")} - {page}.union(*found.values())
    found["*\n"] = rest
    others = "".join(f"{name}\n" for name in sorted(rest))
    kept = [line for line in lines if "*" not in line or found.get(line)]
    return "".join(others if line == "*\n" else line for line in kept)


def _read(_app, page, source):
    """Lay out what the site holds beside what the pages say."""
    if page == root_doc:
        source[0] = _places(page, source[0])
    elif page in FOLDERS:
        source[0] += BELOW


def setup(app):
    """Hook into the reading of pages."""
    app.connect("source-read", _read)
