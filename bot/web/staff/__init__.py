"""The staff console: one module a desk. ``gate`` lets people in; ``frame`` is what stands around every page."""
