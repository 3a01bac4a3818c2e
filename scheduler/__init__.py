"""What is due: the pacer, limits, the tick."""
