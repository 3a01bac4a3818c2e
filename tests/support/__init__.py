"""What tests share: a fixed clock, seeded randomness, a suggester with known answers, a person to talk as."""
