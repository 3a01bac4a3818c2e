"""The nomenclature, the suggester, splitting a message into notes, cleaning text."""
