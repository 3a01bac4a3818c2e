"""The running program: settings, wiring, the turn runner, the command line."""
