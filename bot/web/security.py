"""What every answer carries, and who may post."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """On every answer, before it is sent; pages keep nothing unless they say otherwise."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.popall("Server", None)


def ours(request: web.Request, public_url: str) -> bool:
    """Whether a posted request comes from our own pages, as far as the browser says.

    Browsers send ``Origin: null`` with forms of pages that send no referrer (https://fetch.spec.whatwg.org/#origin-header),
    and ``Sec-Fetch-Site`` only to safe addresses; so where neither says more, the page's own ``who`` has to convince.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin in (None, "null"):
        return True
    host = urlsplit(origin or "").netloc
    return bool(host) and host in (request.host, urlsplit(public_url).netloc)


def only_ours(public_url: str, folders: tuple[str, ...], paths: frozenset[str]) -> Middleware:
    """Refuse what other sites post into these folders and to these paths; a webhook or an API has its own ways."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        guarded = request.path.startswith(folders) or request.path in paths
        if guarded and request.method == "POST" and not ours(request, public_url):
            raise web.HTTPForbidden
        return await handler(request)

    return check
