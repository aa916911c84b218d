"""PRODUCTIE, the one table computing starts from: made by one query, kept, and asked. This is its door."""

from loaders.productie.make import Bronnen, bronnen, build, current, follow, path, rebuild, verschillen
from loaders.productie.read import bekende_dagen, oordelen_tot, stand_op

__all__ = [
    "Bronnen",
    "bekende_dagen",
    "bronnen",
    "build",
    "current",
    "follow",
    "oordelen_tot",
    "path",
    "rebuild",
    "stand_op",
    "verschillen",
]
