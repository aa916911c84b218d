"""Text that somebody wrote, in a place where Streamlit reads markdown: shown as it was written, and nothing else.

A reason or a name must not become a link, a picture, a formula or a colour. Everything else on a page goes through
`vormen.markup`, which makes HTML of it by itself.
"""

import re

TEKEN = re.compile(r"[\\`*_\[\]<>$~|!]|&(?=#?\w+;)|:(?=\w+[:/\[])")
"""What markdown reads in a line, wherever it stands; a colon only where it begins an icon or a colour (`:red[`)."""
BEGIN = re.compile(r"(?m)^[ \t]*(?:([-+=#])|(\d+)([.)]))")
"""What makes a heading, list or line of a line that begins with it."""
KOPPELING = re.compile(r"(?i)(:(?=//)|www(?=\.)|@)")
WOORDVERBINDER = "\u2060"
"""Nothing to see, and what stands around it is no address any more."""


def plat(text: str) -> str:
    r"""The text for a place that reads markdown.

    >>> print(plat("[klik](https://a.b) *nu* $x$, reden: geen").replace("\u2060", "|"))
    \[klik\](https:|//a.b) \*nu\* \$x\$, reden: geen
    >>> print(plat("# 1\n2. :red[x]"))
    \# 1
    2\. \:red\[x\]
    """
    text = TEKEN.sub(r"\\\g<0>", KOPPELING.sub(rf"\1{WOORDVERBINDER}", text))
    return BEGIN.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)
