"""The broker is restarted under a worker that holds a message: the worker lets go of it and lives."""

import tempfile
from pathlib import Path
from typing import Any

from config.celery import app
from tools.valkey import Valkey


def test_a_message_under_way_does_not_end_its_worker_when_the_broker_goes() -> None:
    with tempfile.TemporaryDirectory(prefix="ld-broker-") as folder:
        Path(folder).chmod(0o755)
        server = Valkey(Path(folder) / "sockets", Path(folder) / "valkey.log")
        child = server.start()
        # The options are the app's. Kombu has no types.
        line: Any = app.connection_for_read(server.url())
        channel = line.default_channel
        channel.queue_declare("hints")
        channel._put("hints", {"body": "look", "properties": {"delivery_tag": "1", "delivery_info": {}}, "headers": {}})
        assert channel.basic_get("hints") is not None
        child.kill()
        channel.connection.client = None
        line.close()
