"""The network a request comes from: enough as evidence, too little to be a person."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest


def ip_class(request: HttpRequest, *, behind_proxy: bool) -> str:
    """Return the network part of the sender's address: /24 of IPv4, /48 of IPv6."""
    forwarded = request.headers.get("X-Forwarded-For", "") if behind_proxy else ""
    address = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    return network_of(address)


def network_of(address: str) -> str:
    """Return the network of an address, or nothing for what is no address (a Unix socket)."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))
