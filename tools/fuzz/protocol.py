"""Below the forms: what no browser and no client library would send, and what only a liar does."""

from urllib.parse import urlsplit

from tools.fuzz.judge import ALLOWED, HALF
from tools.fuzz.pages import BOUNDARY, MULTIPART
from tools.fuzz.wire import Answer, Sent, send_raw
from tools.fuzz.world import FORM, World

AREA = "protocol"
HR = "hr"


def attack(world: World) -> None:
    """Each once, as HR's browser and without any cookie."""
    browser = world.browsers[HR]
    browser.sign_in()
    world.rows.accept()
    for caller, cookies in ((HR, browser.headers()), ("visitor", ())):
        for name, raw in lines(urlsplit(world.base).netloc, cookies).items():
            answer = send_raw(world.base, raw)
            world.tally.judge(AREA, caller, name, Sent("RAW", raw[:200].decode("latin-1")), answer)
            for words in lies(name, answer):
                world.tally.blame(ALLOWED, area=AREA, caller=caller, where=name, words=words)
            if changed := world.rows.changed():
                world.tally.blame(HALF, area=AREA, caller=caller, where=name, words=f"wrote {', '.join(changed)}")


def lies(name: str, answer: Answer) -> list[str]:
    """A header or an address that the caller made up must not come back."""
    found = [f"the answer carries {key}: {value}" for key, value in answer.headers.items() if "evil" in f"{key}{value}"]
    if answer.status == 200 and name not in HARMLESS:
        found.append("answers 200")
    return found


HARMLESS = frozenset(
    {
        "line break in where to go next",
        "long query",
        "many names in a query",
        "cookies of 7 KB",
        "broken cookie",
        "unknown language",
    }
)


def lines(host: str, cookies: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    """Whole requests, by what is wrong with them."""

    def get(target: str, *headers: str, known_as: str = host) -> bytes:
        return request("GET", target, (f"Host: {known_as}", *kept, *headers))

    def post(target: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
        size = len(body) if length is None else length
        return request("POST", target, (f"Host: {host}", *kept, *headers, f"Content-Length: {size}"), body)

    kept = tuple(f"{name}: {value}" for name, value in cookies)
    page = "/accounts/login/"
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="a.png"\r\n\r\n'.encode()
    kind = f"{MULTIPART[0][0]}: {MULTIPART[0][1]}"
    form = f"Content-Type: {FORM}"
    return {
        "long query": get(page + "?q=" + "x" * 3500),
        "query of 60 KB": get(page + "?q=" + "x" * 60_000),
        "many names in a query": get(page + "?" + "&".join(f"a{n}=1" for n in range(700))),
        "cookies of 7 KB": get(page, "Cookie: a=" + "x" * 7000),
        "cookies of 60 KB": get(page, "Cookie: a=" + "x" * 60_000),
        "broken cookie": get(page, "Cookie: =;;; sessionid=\xff; csrftoken=\x01"),
        "line break in a header": get(page, "X-A: a\r\n\tb: evil"),
        "line break in an address": get("/nowhere/%0d%0aSet-Cookie:%20evil=1/"),
        "line break in where to go next": get("/accounts/logout/?next=%0d%0aX-Evil:%201"),
        "another site to go next": get("/language/?next=//evil.example/"),
        "another host": get(page, known_as="evil.example"),
        "another host forwarded": get("/nowhere/", "X-Forwarded-Host: evil.example"),
        "NUL in an address": get("/nowhere%00/"),
        "broken UTF-8 in an address": get("/nowhere/%ff%fe/"),
        "way up in an address": get("/static/../../../../etc/passwd"),
        "way up, encoded": get("/static/%2e%2e/%2e%2e/config/settings.py"),
        "unknown language": get(page, "Accept-Language: " + "xx-yy;q=nan," * 200),
        "unknown method": request("BREW", page, (f"Host: {host}", *kept)),
        "no token of a form": post(page, b"login=a&password=b", form),
        "token of nobody": post(page, b"csrfmiddlewaretoken=" + b"x" * 64 + b"&login=a", form),
        "2,000 fields": post(page, "&".join(f"a{n}=1" for n in range(2000)).encode(), form),
        "13 MB of form": post(page, b"a=" + b"x" * 13_000_000, form),
        "multipart without an end": post("/record/files/new/", file + b"\x89PNG", kind),
        "multipart with a broken head": post("/record/files/new/", file.replace(b"form-data; ", b"\x00;;"), kind),
        "multipart, transfer of nonsense": post(
            "/record/files/new/", file.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%"), kind
        ),
        "multipart without a boundary": post("/record/files/new/", file, "Content-Type: multipart/form-data"),
        "1,500 parts": post("/record/files/new/", file.replace(b"; filename", b"; x") * 1500, kind),
        "two lengths": post(page, b"a=1", form, "Content-Length: 7"),
        "length below nothing": post(page, b"a=1", form, length=-3),
        "broken chunks": request(
            "POST", page, (f"Host: {host}", *kept, form, "Transfer-Encoding: chunked"), b"zz\r\na=1\r\n"
        ),
        "length and chunks": post(page, b"0\r\n\r\n", form, "Transfer-Encoding: chunked"),
        "token of two words": get("/api/v1/me/", "Authorization: Token a b"),
        "token that is not text": get("/api/v1/me/", "Authorization: Token \xff\x80"),
        "token of 60 KB": get("/api/v1/me/", "Authorization: Token " + "x" * 60_000),
        "answer in XML": get("/api/v1/me/", "Accept: application/xml"),
    }


def request(method: str, target: str, headers: tuple[str, ...], body: bytes = b"") -> bytes:
    head = "\r\n".join((f"{method} {target} HTTP/1.1", *headers, "Connection: close"))
    return head.encode("latin-1") + b"\r\n\r\n" + body
