"""The commands of `ruimte`, by subject. No logic: each parses, calls and prints, and imports what it needs, so that a
question is answered before the tools for loading are even read."""
