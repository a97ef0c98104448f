"""A client of the YAML language server, as small as its protocol allows."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

# The schemas are the casebook's own: nothing is fetched.
SETTINGS = {"yaml": {"hover": True, "completion": True, "validate": True, "schemaStore": {"enable": False}}}


class LanguageServer:
    """A running server, asked about texts as an editor holds them."""

    def __init__(self, node: str, program: Path, root: Path) -> None:
        self.root, self.last = root, 0
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.process = subprocess.Popen(
            [node, str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        documentation = {"documentationFormat": ["markdown"]}
        capabilities = {
            "textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {"completionItem": documentation}},
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
        }
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, name: str, text: str) -> str:
        """Open a text as a file at a path from the root, which need not exist; its address."""
        uri = (self.root / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def problems(self, uri: str) -> list[str]:
        """What the server says is wrong with an open text."""
        while uri not in self.published:
            self.take()
        return [each["message"] for each in self.published[uri]]

    def hover(self, uri: str, line: int, column: int) -> str:
        found = self.ask("textDocument/hover", _place(uri, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, uri: str, line: int, column: int) -> dict[str, str]:
        """What is offered at a place, each with its documentation."""
        found = self.ask("textDocument/completion", _place(uri, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: json.dumps(item.get("documentation", ""), ensure_ascii=False) for item in items}

    def close(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(timeout=60)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream
            stream.close()

    def tell(self, method: str, params: Any) -> None:
        self.send({"method": method, **({} if params is None else {"params": params})})

    def ask(self, method: str, params: Any) -> Any:
        self.last += 1
        self.send({"id": self.last, "method": method, **({} if params is None else {"params": params})})
        while True:
            message = self.take()
            if message.get("id") == self.last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def take(self) -> dict[str, Any]:
        """The next message; what the server asks of an editor is answered."""
        assert self.process.stdout
        length = 0
        while (header := self.process.stdout.readline().strip()) or not length:
            assert header, "the language server ended"
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            sections = [item.get("section", "") for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": [SETTINGS.get(section) for section in sections]})
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message


def _place(uri: str, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
