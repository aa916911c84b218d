"""PRODUCTIE, the one table computing starts from: made by one query, kept, and asked. This is its door."""

from loaders.productie.make import (
    Bronnen,
    bronnen,
    bronnen_nu,
    build,
    follow,
    gereed,
    maak,
    path,
    rebuild,
    staat_klaar,
    verschillen,
)
from loaders.productie.read import bekende_dagen, oordelen_tot, stand_op

__all__ = [
    "Bronnen",
    "bekende_dagen",
    "bronnen",
    "bronnen_nu",
    "build",
    "follow",
    "gereed",
    "maak",
    "oordelen_tot",
    "path",
    "rebuild",
    "staat_klaar",
    "stand_op",
    "verschillen",
]
