"""The channels, spoken to from outside."""
