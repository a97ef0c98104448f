"""Makes the development environment in `.venv` from nothing but Python.

Debian's `python3` comes without pip and without the means to install it; the wheel of pip beside this file can
install itself. Everything else is installed from `requirements.lock`, each file checked against its hash.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP = ROOT / "tools" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main() -> None:
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        sys.exit(f"error: {PIP} is not the file it should be; check it out again")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".venv")
    print(f"making the environment in {folder} (a minute or two the first time)", file=sys.stderr)
    venv.create(folder, with_pip=False, symlinks=True, clear=True)
    python = str(folder / "bin" / "python")
    pip = [python, f"{PIP}/pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
    lock = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.lock")]
    own = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    for arguments in (["--no-deps", str(PIP)], lock, own):
        done = subprocess.run([*pip, *arguments], check=False)
        if done.returncode:
            sys.exit("error: the environment could not be made; the lines above say why. Run the same command again.")


if __name__ == "__main__":
    main()
