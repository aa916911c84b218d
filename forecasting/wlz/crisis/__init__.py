"""R5 beyond the claims: registered stays, the range of the year, next year's places, paid unoccupied days."""
