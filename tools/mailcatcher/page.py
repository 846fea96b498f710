"""The page that shows caught messages, and the same as JSON for programs.

A message's HTML is shown in a frame without scripts, forms or the page's own origin; its text is escaped.
"""

import html
import json
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from tools.mailcatcher.store import CaughtMessage, MailStore

PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'"
FRAME_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)
ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2430 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #d5dae1 }
pre { white-space: pre-wrap; background: #f4f6f8; padding: 1rem }
iframe { width: 100%; height: 30rem; border: 1px solid #d5dae1 }
a { color: #0b57a4 }
button { font: inherit; padding: .5rem 1rem; min-height: 2.75rem }
"""


def page(title: str, body: str) -> str:
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
    )
    return f'<!doctype html><html lang="en"><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>'


def list_page(messages: list[CaughtMessage]) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(m.received_at)}</td><td>{html.escape(', '.join(m.recipients))}</td>"
        f'<td><a href="/messages/{m.number}">{html.escape(m.subject or "(no subject)")}</a></td></tr>'
        for m in reversed(messages)
    )
    head = "<tr><th>Received (UTC)</th><th>To</th><th>Subject</th></tr>"
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    forget = '<form method="post" action="/forget"><button>Forget all messages</button></form>'
    shown = table + forget if messages else "<p>No message has been sent yet.</p>"
    return page("Mail", f"<h1>Mail</h1><p>Messages are caught here; none leaves this machine.</p>{shown}")


def message_page(message: CaughtMessage) -> str:
    to, sender = html.escape(", ".join(message.recipients)), html.escape(message.sender)
    parts = f"<p>From {sender} to {to}, received {html.escape(message.received_at)} UTC</p>"
    if message.text:
        parts += f"<h2>As text</h2><pre>{with_links(message.text)}</pre>"
    if message.html:
        parts += (
            '<h2>As HTML</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="HTML part" '
            f'src="/messages/{message.number}/html"></iframe>'
        )
    if message.attachments:
        parts += f"<p>Attachments: {html.escape(', '.join(message.attachments))}</p>"
    raw = f'<p><a href="/messages/{message.number}/raw">The message as received</a> · <a href="/">All messages</a></p>'
    return page(message.subject, f"<h1>{html.escape(message.subject)}</h1>{parts}{raw}")


def with_links(text: str) -> str:
    """The text, escaped, with its web addresses as links."""
    shown, end = "", 0
    for found in ADDRESS.finditer(text):
        target = html.escape(found[0])
        shown += html.escape(text[end : found.start()])
        shown += f'<a href="{target}" rel="noreferrer" target="_blank">{target}</a>'
        end = found.end()
    return shown + html.escape(text[end:])


class MailPage(BaseHTTPRequestHandler):
    """GET / · /messages.json · /messages/N · /messages/N.json · /messages/N/html · /messages/N/raw; POST /forget."""

    store: ClassVar[MailStore]
    server_version = "Lightduty"

    def do_GET(self) -> None:
        if self.path == "/":
            self._send(list_page(self.store.all()))
        elif self.path == "/messages.json":
            self._send_json([message.as_json() for message in self.store.all()])
        elif found := re.fullmatch(r"/messages/(\d{1,9})(\.json|/html|/raw)?", self.path):
            self._send_message(self.store.get(int(found[1])), found[2])
        else:
            self._send(page("Not found", "<h1>Not found</h1>"), status=HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        # A page elsewhere could send this form too; it could only make a developer's caught mail disappear,
        # and browsers tell where a form came from.
        origin = self.headers.get("Origin", "")
        if self.path != "/forget" or (origin and origin != f"http://{self.headers.get('Host', '')}"):
            self._send(page("Not found", "<h1>Not found</h1>"), status=HTTPStatus.NOT_FOUND)
            return
        self.store.clear()
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_message(self, message: CaughtMessage | None, form: str | None) -> None:
        if message is None:
            self._send(page("Not found", "<h1>No such message</h1>"), status=HTTPStatus.NOT_FOUND)
        elif form == ".json":
            self._send_json(message.as_json())
        elif form == "/html":
            self._send(f'<base target="_blank">{message.html}', policy=FRAME_POLICY)
        elif form == "/raw":
            self._send(message.raw.decode("utf-8", "replace"), kind="text/plain")
        else:
            self._send(message_page(message))

    def _send_json(self, value: object) -> None:
        self._send(json.dumps(value), kind="application/json")

    def _send(
        self, body: str, *, kind: str = "text/html", status: HTTPStatus = HTTPStatus.OK, policy: str = PAGE_POLICY
    ) -> None:
        content = body.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Requests for the page are no news."""


def serve(store: MailStore, host: str, port: int) -> ThreadingHTTPServer:
    """A server for the page of this store, not yet serving."""
    handler = type("PageOfStore", (MailPage,), {"store": store})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server
