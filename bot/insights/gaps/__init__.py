"""Content gaps: what customers ask again and again and no article answers."""
