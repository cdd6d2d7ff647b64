"""The accounts of those who answer customers: who they are, what they may do, how they sign in."""
