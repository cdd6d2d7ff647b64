"""The pages of the agents' console, a file each."""
