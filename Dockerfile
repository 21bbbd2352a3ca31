# Two stages: libraries are installed where pip is, and only they and the code are carried over.
FROM python:3.13-slim-bookworm AS libraries
COPY requirements.lock /tmp/
RUN python -m venv /opt/callsheet \
    && /opt/callsheet/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.lock

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="Callsheet" \
      org.opencontainers.image.licenses="MIT"
# PYTHONPATH stands in for installing the project: the code is read from /app, its libraries from the venv.
# One malloc arena: the bot is one busy thread and a database thread, and memory is what a small VPS lacks.
ENV PATH=/opt/callsheet/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=1
RUN useradd --system --uid 10001 --home-dir /srv/callsheet --create-home callsheet \
    && install -d -o callsheet -g callsheet /srv/callsheet/var
COPY --from=libraries /opt/callsheet /opt/callsheet
COPY bot /app/bot
COPY cogs /app/cogs
COPY data /app/data
USER callsheet
WORKDIR /srv/callsheet
VOLUME /srv/callsheet/var
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
