"""Errors a user can mend. Their text is Dutch, says what to do, and never holds the content of a message."""


class RuimteFout(Exception):
    """Base of every error whose text may be shown to a user as it is."""


class OngeldigeInvoer(RuimteFout):
    """What the user asked cannot be done as asked (terminal: exit 2)."""


class BeleidswaardeOntbreekt(RuimteFout):
    """A policy value for a year is not (yet) known on the peildatum."""


class GegevensOntbreken(RuimteFout):
    """Data needed for a figure have not been loaded."""


class ProductieOntbreekt(RuimteFout):
    """PRODUCTIE of what was loaded does not stand."""
