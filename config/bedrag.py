"""An amount as people write it, for sentences that are made before the dashboard (reasons, signals, findings)."""


def in_euro(cent: int) -> str:
    """Whole cents as euros.

    >>> in_euro(123_456_789), in_euro(-5)
    ('€ 1.234.567,89', '-€ 0,05')
    """
    euros, rest = divmod(abs(cent), 100)
    whole = f"{euros:,}".replace(",", ".")
    return f"{'-' if cent < 0 else ''}€ {whole},{rest:02d}"
