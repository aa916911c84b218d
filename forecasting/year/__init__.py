"""How the year total of monthly amounts is forecast; `forecasting/year_total.py` is its door."""
