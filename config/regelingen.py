"""Which regelingen there are: the word each stands under in ledger and PRODUCTIE (`domein`), how its messages are told
apart, and where its policy values stand. Everything that adds up production names the regeling it is about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Regeling:
    """A regeling: rules, values and production of its own; nothing of two regelingen is ever added up.

    `domein`: the word in ledger and PRODUCTIE, and the folder of its values in `config/values`. `berichtcodes`: what
    field 0102 of its claim and its return message says (Vektis); `prestatiecodelijst`: what field 0416 of its lines
    says.
    """

    domein: str
    naam: str
    berichtcodes: tuple[str, str]
    prestatiecodelijst: str


WLZ = Regeling("wlz", "Wlz", ("187", "188"), "055")
"""Wet langdurige zorg: AW319 and AW320 v1.4."""

REGELINGEN = (WLZ,)


def van_bericht(berichtcode: str) -> Regeling:
    """The regeling whose message has this code in its header.

    >>> van_bericht("188").domein
    'wlz'
    """
    return next(r for r in REGELINGEN if berichtcode in r.berichtcodes)
