"""Where an amount belongs: what everything is added up by."""

from config.words import Sector

Plaats = tuple[str, str, Sector]
"""Provider (AGB code), region (UZOVI code) and sector."""
RegioSector = tuple[str, Sector]
"""Region (UZOVI code) and sector: what has a contracteerruimte of its own (R4.1)."""
