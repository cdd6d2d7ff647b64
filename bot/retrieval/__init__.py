"""From a query to hits: which articles may be retrieved, how their scores come about, and how sure that is."""
