"""The Content-Security-Policy of a page: our own files, the theme's inline scripts by their hash, nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

PLACE = "kb-content-security-policy"
"""What the theme writes where the policy belongs."""

_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_RULES = (
    "default-src 'self'",
    "script-src 'self'{hashes}",
    "style-src 'self' 'unsafe-inline'",  # the theme sets style attributes
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)


def policy(page: str) -> str:
    """The policy for the HTML of a page. What stands in its article comes from contributors: a script in there gets
    no hash, and would not run."""
    theme = _ARTICLE.sub("", page)
    hashes = dict.fromkeys(_hash(script) for script in _INLINE.findall(theme))
    return "; ".join(_RULES).format(hashes="".join(f" '{each}'" for each in hashes))


def with_policy(page: str) -> str:
    """The page with its policy in place."""
    return page.replace(PLACE, policy(page), 1)


def _hash(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
