"""Notes from files: reading a sheet, looking at every row, and storing all or nothing. See docs/paper.md."""
