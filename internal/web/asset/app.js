// The few lines of script of our own; every page works without them.
