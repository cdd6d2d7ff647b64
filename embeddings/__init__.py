"""Vectors and indexes: encoders, the dense and lexical index, and the releases that hold them."""
