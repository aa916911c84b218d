"""How the year total of monthly amounts is forecast; `forecasting/schatting/year_total.py` is its door."""
