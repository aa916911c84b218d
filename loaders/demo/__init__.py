"""Made deliveries to try the product on, with a known truth behind them.

Calibrated (on published national figures): sector shares of money, growth from year to year, growth and season inside
a year, average price of a day of stay. Assumed: everything else (providers, mixes, lateness, corrections, refusals,
crisis occupancy, the contracteerruimte). Nothing here is about a real provider or person.
"""
