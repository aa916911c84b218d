"""The pages and what they share: shell, choices, address, menu, style."""
