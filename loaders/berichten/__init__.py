"""From files to checked, pseudonymised lines: personal data end here (R1.6)."""
