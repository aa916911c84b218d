"""PRODUCTIE, the one table computing starts from: made by one query, kept, and asked. This is its door."""

from loaders.productie.make import Bronnen, bronnen, build, current, follow, path, rebuild, verschillen
from loaders.productie.read import laatste_dag, oordelen_tot, stand_op

__all__ = [
    "Bronnen",
    "bronnen",
    "build",
    "current",
    "follow",
    "laatste_dag",
    "oordelen_tot",
    "path",
    "rebuild",
    "stand_op",
    "verschillen",
]
