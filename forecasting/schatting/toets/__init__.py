"""How good an estimate was: scores, and panels of other people's series."""
