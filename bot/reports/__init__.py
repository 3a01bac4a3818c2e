"""Files and tables made from read queries."""
