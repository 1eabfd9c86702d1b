"""Drives nginx with the configuration of deploy/nginx against three small servers on loopback.

Usage: proxy.py NGINX_BINARY. Ends with 0 when everything holds, else says what does not.
"""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONF = Path(__file__).resolve().parent.parent / "nginx"
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
failures = []


def check(claim, holds, seen=""):
    print(f"  {'ok  ' if holds else 'FAIL'} {claim}" + ("" if holds else f": {seen!r}"), flush=True)
    if not holds:
        failures.append(claim)


class Node(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, status=200, media="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def lines(self):
        """The lines of a chunked body, each as soon as it is here."""
        rest = b""
        while size := int(self.rfile.readline(), 16):
            rest += self.rfile.read(size)
            self.rfile.readline()
            *whole, rest = rest.split(b"\n")
            yield from whole
        self.rfile.readline()

    def do_GET(self):
        self.server.seen.append(self.command)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.path.startswith("/drop"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.path.startswith("/hang"):
            time.sleep(4)
            self.close_connection = True
        elif self.path.startswith("/refuse"):
            self.answer(b'{"code":"dependency-unavailable"}', 503, "application/problem+json")
        elif self.path.endswith("/events"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for number in range(3):
                self.chunk(b"id: %d\ndata: {}\n\n" % number)
                time.sleep(0.5)
            self.chunk(b"")
        else:
            seen = {
                "node": self.server.name,
                "headers": {k.lower(): v for k, v in self.headers.items()},
                "length": len(body),
            }
            self.answer(json.dumps(seen).encode())

    do_PATCH = do_DELETE = do_GET

    def do_POST(self):
        if self.path != "/v1/bookings/bulk":
            self.do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for line in self.lines():
            self.chunk(b"%d\n" % len(line))
        self.chunk(b"")


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True
    block_on_close = False

    def __init__(self, name, port=0):
        super().__init__(("127.0.0.1", port), Node)
        self.name, self.seen, self.wires = name, [], []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *_):
        pass

    def process_request(self, request, client_address):
        self.wires.append(request)
        super().process_request(request, client_address)

    def kill(self):
        self.shutdown()
        self.server_close()
        for wire in self.wires:
            try:
                wire.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # gone already


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """nginx on free ports, with the repository's configuration and the given replacements in it."""

    def __init__(self, binary, ports, *replacements):
        self.home = Path(tempfile.mkdtemp(prefix="holdfast-nginx-"))
        self.port, self.own = free_port(), free_port()
        for file in CONF.glob("*.conf"):
            text = file.read_text()
            for old, new in [
                ("listen 8080 ", f"listen 127.0.0.1:{self.port} "),
                ("127.0.0.1:8082", f"127.0.0.1:{self.own}"),
                ("/tmp/", f"{self.home}/"),
                ("/dev/stdout", f"{self.home}/access.log"),
                ("error_log stderr", f"error_log {self.home}/error.log"),
                ("worker_processes 2;", "worker_processes 2; daemon off;"),
                ("worker_connections 32768", "worker_connections 512"),
                ("worker_rlimit_nofile 65536", "worker_rlimit_nofile 1024"),
                *((f"172.30.10.{11 + i}:8080", f"127.0.0.1:{p}") for i, p in enumerate(ports)),
                *replacements,
            ]:
                text = text.replace(old, new)
            (self.home / file.name).write_text(text)
        os.chmod(self.home, 0o755)
        command = [binary, "-c", str(self.home / "nginx.conf"), "-e", str(self.home / "error.log")]
        subprocess.run([*command, "-t", "-q"], check=True)
        self.process = subprocess.Popen(command)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.own), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("nginx does not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.home)

    def ask(self, method, path, body=None, headers=None, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            text = response.read()
            fields = {k.lower(): v for k, v in response.getheaders()}
            return response.status, fields, text
        finally:
            connection.close()

    def raw(self, *parts):
        """Status, headers and body of the answer to these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as wire:
            try:
                for part in parts:
                    wire.sendall(part)
            except OSError:
                pass  # refused while still sending
            response = http.client.HTTPResponse(wire)
            response.begin()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()


def is_problem(answer, status, code, retry=False):
    seen, headers, text = answer
    try:
        body = json.loads(text)
    except ValueError:
        return False
    return (
        seen == body["status"] == status
        and headers["content-type"] == "application/problem+json"
        and all(headers.get(name) == value for name, value in HEADERS.items())
        and body["type"] == f"https://holdfast.dev/problems/{code}"
        and body["code"] == code
        and body["traceId"]
        and headers["x-request-id"]
        and body["instance"].startswith("/")
        and (headers.get("retry-after") == "1") == retry
        and not re.search(r"\d\.\d", headers.get("server", ""))
    )


def routing(nginx):
    nodes = [json.loads(nginx.ask("GET", "/v1/resources")[2])["node"] for _ in range(30)]
    check("three nodes share the requests", set(nodes) == {"a", "b", "c"}, nodes)

    claims = {"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"}
    claims |= {"X-Forwarded-Host": "evil", "X-Request-Id": "mine-1", "Host": "api.example:8443"}
    _, _, text = nginx.ask("GET", "/v1/x?q=secret", headers=claims)
    seen = json.loads(text)["headers"]
    check("the client's address is set, not what it claims", seen["x-forwarded-for"] == "127.0.0.1", seen)
    left = [name for name in ("forwarded", "x-real-ip", "x-forwarded-host") if name in seen]
    check("other claims about the address are dropped", not left, left)
    check("Host and a sane X-Request-Id are kept", (seen["host"], seen["x-request-id"]) == ("api.example:8443", "mine-1"), seen)
    seen = json.loads(nginx.ask("GET", "/v1/x", headers={"X-Request-Id": "a b\"<"})[2])["headers"]
    check("any other X-Request-Id is replaced", re.fullmatch("[0-9a-f]{32}", seen["x-request-id"]), seen)
    check("connections to nodes are kept", "close" not in seen.get("connection", ""), seen)
    answer = nginx.ask("GET", "/refuse")
    check("a node's own problem passes through", (answer[0], answer[2]) == (503, b'{"code":"dependency-unavailable"}'), answer)
    log = (nginx.home / "access.log").read_text()
    check("the access log is JSON and holds no query", "secret" not in log and json.loads(log.splitlines()[0]), log[-300:])
    check("nginx tells that it is alive", nginx.ask("GET", "/alive", port=nginx.own)[0] == 204)


def refusals(nginx):
    exact, over = b"x" * 65536, b"x" * 65537
    check("64 KiB of body pass", json.loads(nginx.ask("POST", "/v1/x", exact)[2])["length"] == 65536)
    check("one byte more is 413", is_problem(nginx.ask("POST", "/v1/x", over), 413, "body-too-large"))
    chunks = [b"8000\r\n" + b"x" * 0x8000 + b"\r\n"] * 8
    head = b"POST /v1/x HTTP/1.1\r\nHost: a\r\n"
    answer = nginx.raw(head + b"Transfer-Encoding: chunked\r\n\r\n", *chunks)
    check("an endless chunked body is 413", is_problem(answer, 413, "body-too-large"), answer)
    answer = nginx.ask("GET", "/" + "x" * 9000)
    check("a long line is 414", is_problem(answer, 414, "uri-too-long"), answer)
    answer = nginx.ask("GET", "/v1/x", headers={"X-Big": "x" * 100_000})
    check("large headers are 431", is_problem(answer, 431, "header-too-large"), answer)
    answer = nginx.raw(b"GARBAGE\r\n\r\n")
    check("what is not HTTP is 400", is_problem(answer, 400, "malformed-request"), answer)
    both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    for name, tail in {
        "two ways to say a length": both,
        "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        "a negative length": b"Content-Length: -1\r\n\r\n",
    }.items():
        answer = nginx.raw(head + tail)
        check(f"{name} are 400", is_problem(answer, 400, "malformed-request"), answer)
    answer = nginx.raw(head + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")
    check("another transfer coding is 501", is_problem(answer, 501, "not-implemented"), answer)
    answer = nginx.ask("TRACE", "/v1/x")
    check("TRACE is 405 with Allow", is_problem(answer, 405, "method-not-allowed") and answer[1].get("allow"), answer)
    for path in ("/actuator", "/actuator/prometheus", "/%61ctuator/env", "/v1/../actuator/env", "/Actuator/", "//actuator", "/.problem"):
        answer = nginx.ask("GET", path)
        check(f"{path} is 404", is_problem(answer, 404, "not-found"), answer)
    body = json.loads(nginx.ask("GET", '/actuator/"x\\y?a=b')[2])
    check("the instance cannot break out of the JSON", body["instance"] == "/", body)
    body = json.loads(nginx.ask("GET", "/actuator/x?secret=b")[2])
    check("the instance is the path without the query", body["instance"] == "/actuator/x", body)
    trace = "0af7651916cd43dd8448eb211c80319c"
    body = json.loads(nginx.ask("GET", "/actuator", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})[2])
    check("a trace goes on in the problem", body["traceId"] == trace, body)


def streams(nginx):
    for path in ("/v1/events", "/v1/bookings/1/events"):
        with socket.create_connection(("127.0.0.1", nginx.port), 10) as wire:
            started = time.monotonic()
            wire.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            arrivals, text = [], b""
            while b"id: 2" not in text:
                text += wire.recv(65536)
                arrivals.append(time.monotonic() - started)
        check(f"{path} brings events one by one", b"id: 0" in text and arrivals[0] < 0.4 < arrivals[-1], arrivals)
    with socket.create_connection(("127.0.0.1", nginx.port), 10) as wire:
        wire.sendall(b"POST /v1/bookings/bulk HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        answers = b""
        for number in range(4):
            line = b"y" * (50_000 + number) + b"\n"
            wire.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            while b"%d\n" % (50_000 + number) not in answers:
                answers += wire.recv(65536)
        wire.sendall(b"0\r\n\r\n")
    check("bulk answers a line before the next is sent, beyond 64 KiB", b"50003\n" in answers, answers[-200:])


def outages(nginx, nodes):
    def asked(command):
        return sum(node.seen.count(command) for node in nodes)

    before = asked("POST")
    answer = nginx.ask("POST", "/drop", b"{}")
    check("a POST cut off by its node is 502", is_problem(answer, 502, "bad-gateway", True), answer)
    check("and is not sent to another one", asked("POST") == before + 1, asked("POST") - before)
    before = asked("DELETE")
    nginx.ask("DELETE", "/drop")
    check("a DELETE is", asked("DELETE") > before + 1, asked("DELETE") - before)
    time.sleep(1.2)
    started = time.monotonic()
    answer = nginx.ask("POST", "/hang", b"{}")
    check("a node that hangs is 504", is_problem(answer, 504, "gateway-timeout", True), answer)
    check("within the time-out", time.monotonic() - started < 3)

    time.sleep(1.2)
    nodes[0].kill()
    answers = [nginx.ask(method, "/v1/x", b"{}") for _ in range(30) for method in ("GET", "POST")]
    check("with a dead node every GET and POST is served", {a[0] for a in answers} == {200}, [a[0] for a in answers])
    port = nodes[0].server_address[1]
    nodes[0] = Server("a", port)
    for _ in range(60):
        if json.loads(nginx.ask("GET", "/v1/x")[2])["node"] == "a":
            break
        time.sleep(0.1)
    else:
        check("a node that is back is used again", False)
    for node in nodes:
        node.kill()
    answers = [nginx.ask(method, "/v1/x", b"{}") for _ in range(5) for method in ("GET", "POST")]
    check("without nodes it is 502", all(is_problem(a, 502, "bad-gateway", True) for a in answers), answers[-1])


def floods(binary, port):
    nginx = Nginx(binary, [port] * 3, ("rate=3000r/s", "rate=1r/s"), ("burst=3000 nodelay", "burst=2 nodelay"))
    try:
        answers = [nginx.ask("GET", "/v1/x") for _ in range(6)]
        check("a flood is 429", is_problem(answers[-1], 429, "rate-limited", True), answers[-1])
        check("what is within the limit is served", answers[0][0] == 200, answers[0])
    finally:
        nginx.stop()


def main(binary):
    nodes = [Server(name) for name in "abc"]
    nginx = Nginx(
        binary,
        [node.server_address[1] for node in nodes],
        ("proxy_read_timeout      15s", "proxy_read_timeout 1s"),
        ("fail_timeout=5s", "fail_timeout=1s"),
    )
    try:
        routing(nginx)
        refusals(nginx)
        streams(nginx)
        outages(nginx, nodes)
        errors = re.findall(r".*\[(?:alert|crit|emerg)\].*", (nginx.home / "error.log").read_text())
        check("nginx has nothing to complain about", not errors, errors)
    finally:
        nginx.stop()
    last = Server("last")
    floods(binary, last.server_address[1])
    last.kill()
    if failures:
        print(f"{len(failures)} of the claims about nginx do not hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
