"""How long tests wait for what must come."""

# Nothing waits for longer than it takes; a machine on which everything runs at once may take this long for anything.
PATIENCE_SECONDS = 60
# Of so many one is as fast as is promised: any may come at a moment at which the machine is busy with other tests.
TRIES = 5
