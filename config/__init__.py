"""What we are told: words, settings, policy values, record layouts and code lists. Imports nothing of ours."""
