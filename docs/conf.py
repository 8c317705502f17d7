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


def _present(_app, page, source):
    """Leave out of the index the places that wait for their page."""
    if page == root_doc:
        lines = source[0].splitlines(keepends=True)
        source[0] = "".join(line for line in lines if "*" not in line or any(HERE.glob(f"{line.strip()}.md")))


def setup(app):
    """Hook into the reading of pages."""
    app.connect("source-read", _present)
