"""The web process with the settings of production, behind a certificate that was made a moment ago."""

import base64
import hashlib
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from tools.environment import Addresses, for_product, new_secret
from tools.ports import any_free
from tools.product import Product
from tools.throwaway import Throwaway

HOST = "hr.example.com"
PATIENCE = 120


@dataclass(frozen=True)
class Earnest:
    """Its address, its environment, and what a browser must know to find it and to believe its certificate."""

    base: str
    env: dict[str, str]
    flags: list[str]
    profile: Path


@contextmanager
def in_earnest(servers: Throwaway) -> Iterator[Earnest]:
    database = servers.fresh_database()
    folder = servers.folder / database.name
    folder.mkdir()
    trusted = make_certificate(folder)
    port = any_free()
    base = f"https://{HOST}:{port}"
    env = for_product(
        Addresses(database.owner_url, database.web_url, servers.broker_url(), base, None, folder / "files"),
        secret_key=new_secret(),
        LIGHTDUTY_PRODUCTION="1",
        LIGHTDUTY_PROXIES="0",
        ALLOWED_HOSTS=HOST,
        GUNICORN_CMD_ARGS=f"--certfile={folder / 'web.pem'} --keyfile={folder / 'web.key'}",
    )
    product = Product(env=env, logs=folder / "logs", state=folder, host="127.0.0.1", port=port)
    try:
        product.manage("make_roles")
        product.manage("collectstatic", "--no-input", "--verbosity", "0")
        product.web()
        wait_for(port, folder / "web.pem", product)
        known = [f"--host-resolver-rules=MAP {HOST} 127.0.0.1", f"--ignore-certificate-errors-spki-list={trusted}"]
        # The browser looks at the list of keys only beside a profile of its own.
        yield Earnest(base, env, known, folder / "profile")
    finally:
        product.stop()
        servers.drop_database(database)


def make_certificate(folder: Path) -> str:
    """A certificate and its key as files; the hash of its public key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "web.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "web.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


def wait_for(port: int, certificate: Path, product: Product) -> None:
    known = ssl.create_default_context(cafile=str(certificate))
    known.check_hostname = False  # a number here; the browser asks by name
    asked = urllib.request.Request(f"https://127.0.0.1:{port}/healthz", headers={"Host": HOST})
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(asked, timeout=5, context=known):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        if any(not child.alive for child in product.children):
            break
    raise TimeoutError("\n".join(child.tail(20) for child in product.children))
