"""What each person can do in a conversation."""
