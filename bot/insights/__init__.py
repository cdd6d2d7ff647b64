"""What the stored conversations say about the help centre: figures for a period, and questions it leaves open."""
