"""Made deliveries to try the product on, with a known truth behind them."""
