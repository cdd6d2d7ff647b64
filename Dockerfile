# Two images from one file:
#   docker build --target publish …  reads sources and publishes indexes (has torch)
#   docker build --target serve …    serves them (has no torch; the default)
FROM python:3.13-slim AS base
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1 \
    CITEDESK_HOME=/var/lib/citedesk
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/citedesk citedesk
WORKDIR /opt/citedesk
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY bot bot
COPY corpus corpus
COPY embeddings embeddings
COPY eval eval

FROM base AS publish
# torch's default build for Linux brings gigabytes of CUDA: name the index of its CPU builds to leave them out
# (docker build --build-arg PIP_EXTRA_INDEX_URL=…).
ARG PIP_EXTRA_INDEX_URL
RUN pip install --constraint requirements.lock '.[publish]'
USER 10001
VOLUME /var/lib/citedesk
ENTRYPOINT ["citedesk"]
CMD ["sync", "corpus/articles"]

FROM base AS serve
RUN pip install --constraint requirements.lock '.[postgres,redis]'
USER 10001
VOLUME /var/lib/citedesk
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["citedesk"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
