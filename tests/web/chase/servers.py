"""Real servers on this machine: a mail server that catches everything, and a gateway that can misbehave."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class CatchAll(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs; `trouble` says how it misbehaves."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.caught: list[tuple[str, Message]] = []
        self.trouble = ""  # "", "refuse", "later", "hang up after data"


class _Session(socketserver.StreamRequestHandler):
    server: CatchAll

    def handle(self) -> None:
        to = ""
        self._say("220 catch-all")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper()
            if word == b"RCPT":
                to = line.decode().split("<")[1].split(">")[0]
                if self.server.trouble == "refuse":
                    self._say("550 no such mailbox")
                elif self.server.trouble == "later":
                    self._say("451 try later")
                else:
                    self._say("250 ok")
            elif word == b"DATA":
                self._say("354 go on")
                body = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    body += part
                self.server.caught.append((to, message_from_bytes(body)))
                if self.server.trouble == "hang up after data":
                    return
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Gateway(ThreadingHTTPServer):
    """Takes reminders as docs/web-hook.md asks; `trouble` says how it misbehaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.sent: dict[str, Any] = {}  # by idempotency key: what really went out to a phone
        self.trouble = ""  # "", "slow", "nonsense", "500", "400", "redirect", "drip"


class _Call(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((dict(self.headers), body))
        trouble = self.server.trouble
        if trouble == "slow":
            time.sleep(3)
        if trouble in ("500", "400"):
            self._answer(int(trouble), b"oops")
            return
        if trouble == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            return
        payload = json.loads(body)
        self.server.sent.setdefault(payload["idempotency_key"], payload)
        self._answer(200, b"<html>ok</html>" if trouble == "nonsense" else b'{"accepted": true}')

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """Serve in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
