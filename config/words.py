"""The closed lists of words of the field, as they appear in tables, figures and on screen."""

from enum import StrEnum


class Sector(StrEnum):
    """Sectors with a contracteerruimte of their own (R4.1); `ONBEKEND` is summed apart (R2.2)."""

    VV = "V&V"
    GZ = "GZ"
    GGZ = "GGZ"
    ONBEKEND = "onbekend"


SECTOREN = (Sector.VV, Sector.GZ, Sector.GGZ)
"""The three sectors that have a contracteerruimte, in the order in which they are shown."""


class Groep(StrEnum):
    """Groups of the koppeltabel (R2.3)."""

    REGULIER = "regulier"
    CRISIS = "crisis"
    CRISIS_ONBEZET = "crisis_onbezet"
    MEERZORG = "meerzorg"


class Onderdeel(StrEnum):
    """Parts of a contracteerruimte (R4.1)."""

    REGULIER = "regulier"
    MEERZORG = "meerzorg"
    HERVERDELING = "herverdeling"


class Zekerheid(StrEnum):
    """Certainty of a contracteerruimte row (R4.1)."""

    DEFINITIEF = "definitief"
    VERWACHT = "verwacht"


class Site(StrEnum):
    """Groups of regions for which a publication is made (R4.4)."""

    ZILVEREN_KRUIS = "zilveren-kruis"
    FRIESLAND = "friesland"


class BesluitSoort(StrEnum):
    """What a member of staff may decide about (R3.4-R3.7, R4.5, R5.2, R6)."""

    TREND = "trend"
    MELDING = "melding"
    RAMING = "raming"
    """An estimate for a new provider, in place of E (R3.6)."""
    BEHANDELING = "behandeling"
    """An agreement to pass the share inclusief behandeling: accepted there is one, refused there is none (R3.5)."""
    CRISIS = "crisis"
    CORRECTIE = "correctie"
    VASTE_VOLUMES = "vaste_volumes"


class Uitkomst(StrEnum):
    """What was decided."""

    ACCEPTEREN = "accepteren"
    WEIGEREN = "weigeren"


class Schaal(StrEnum):
    """Size of the demo: about 5 000, 1 000 000 and 10 000 000 lines (04 records) of AW319."""

    KLEIN = "klein"
    NORMAAL = "normaal"
    GROOT = "groot"


class Machine(StrEnum):
    """What makes PRODUCTIE (`ruimte rebuild --engine`)."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def als_woord(text: str) -> str:
    """A word of a closed list as it is kept, however it was written.

    >>> als_woord(" Regionale  ontwikkeling"), als_woord("regionale-ontwikkeling")
    ('regionale_ontwikkeling', 'regionale_ontwikkeling')
    """
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


TIJDSEENHEID_ETMAAL = "14"
