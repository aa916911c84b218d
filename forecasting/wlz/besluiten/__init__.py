"""R3.4-R3.7: what staff may decide about a provider's rest of the year, and what a decision does to E."""
