"""Wrong use of `ruimte`, told in Dutch: what is wrong with which option, and where to read how it should be."""

import re

from typer.exceptions import TyperException

VERTALING = {
    r"Missing (option|argument) '(.+)'\.": r"\2 ontbreekt.",
    r"Missing (option|argument) '(.+)'\. Choose from: (.+)": r"\2 ontbreekt; kies uit \3.",
    r"Missing command\.": "Er staat geen opdracht.",
    r"No such command '(.+)'\.": r"De opdracht '\1' bestaat niet.",
    r"No such option: (\S+?)": r"De optie \1 bestaat niet.",
    r"No such option: (\S+) \(Possible options: (.+)\)": r"De optie \1 bestaat niet; er is wel: \2.",
    r"Option '(.+)' requires an argument\.": r"\1 heeft een waarde nodig.",
    r"Got unexpected extra argument\S* \((.+)\)": r"Te veel woorden: \1.",
    r"Invalid value for '(.+?)': Input should be a valid integer.*": r"\1 is geen geheel getal.",
    r"Invalid value for '(.+?)': Value error, '(.*)' is not one of (.+)\.": r"\1 kan niet '\2' zijn; kies uit \3.",
    r"Invalid value for '(.+?)': [Pp]ath '(.+)' does not exist\.": r"'\2' bestaat niet (\1).",
    r"Invalid value for '(.+?)': [Ff]ile '(.+)' does not exist\.": r"Het bestand '\2' bestaat niet (\1).",
    r"Invalid value for '(.+?)': [Ff]ile '(.+)' is a directory\.": r"'\2' is een map; geef een bestand (\1).",
    r"Invalid value for '(.+?)': Input should be less than or equal to (\d+)": r"\1 kan niet meer zijn dan \2.",
    r"Invalid value for '(.+?)': Input should be greater than or equal to (\d+)": r"\1 kan niet minder zijn dan \2.",
    r"Invalid value for '(.+?)': [Dd]ir(?:ectory)? '(.+)' is a file\.": r"'\2' is een bestand; geef een map (\1).",
    r"Invalid value for '(.+?)': (.+)": r"\1: \2",
}
"""What typer says, as a pattern, and the same in Dutch. What is not here stays as typer says it."""


def verkeerd_gebruik(why: TyperException) -> str:
    """The fault in Dutch, and the help to read; empty when typer has already shown the help.

    >>> verkeerd_gebruik(TyperException("Option '--jaar' requires an argument."))
    '--jaar heeft een waarde nodig.'
    """
    said = " ".join(why.format_message().split())
    if not said:
        return ""
    told = next((re.sub(f"^{p}$", dutch, said) for p, dutch in VERTALING.items() if re.fullmatch(p, said)), said)
    context = getattr(why, "ctx", None)
    return f"{told}\nZie: {context.command_path} --help" if context else told
