"""Where articles come from: one module a type of source."""

from corpus.sources.load import LoadedArticles, load_sources, open_source
from corpus.sources.source import Progress, Source, SourceBatch

__all__ = ["LoadedArticles", "Progress", "Source", "SourceBatch", "load_sources", "open_source"]
