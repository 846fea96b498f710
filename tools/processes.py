"""The three processes of the product, as command lines. docker-compose.yml runs the very same ones."""

from pathlib import Path


def web(host: str, port: int) -> list[str]:
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    return ["gunicorn", "config.wsgi:application", "--bind", f"{host}:{port}", *threads, "--no-control-socket"]


def worker() -> list[str]:
    """Workers have nothing to tell each other, and asking around would cost each a second at its start."""
    return [
        "celery",
        "-A",
        "config",
        "worker",
        "--concurrency",
        "2",
        "--prefetch-multiplier",
        "1",
        "--without-mingle",
        "--without-gossip",
        "--loglevel",
        "info",
    ]


def beat(schedule: Path) -> list[str]:
    return ["celery", "-A", "config", "beat", "--schedule", str(schedule), "--loglevel", "info"]
