"""The schema's history; ``upgrade`` brings a database up to date."""
