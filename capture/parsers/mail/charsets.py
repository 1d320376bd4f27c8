"""Bytes to text where the charset that is named is wrong, unknown or absent (RFC 2045 §5.2, WHATWG Encoding labels).

Mailers call windows-1252 "iso-8859-1", GB 18030 "gb2312" and so on: the wider set is taken, since it holds the other.
"""

import codecs
import re


WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-user-defined": "cp1252",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
    "unicode": "utf-16",
}
# What else a charset's name may be written as.
PREFIXES = ("x-", "charset=", "x-windows-")
# ISO-2022-JP and its like shift by these, and nothing else has them.
SHIFTS = ((b"\x1b$B", "iso-2022-jp"), (b"\x1b$@", "iso-2022-jp"), (b"\x1b$)C", "iso-2022-kr"))
# Codecs of Python that are no charsets.
NOT_TEXT = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined", "mbcs", "oem"}
)


def decode(raw: bytes, charset: str = "") -> str:
    """Return the bytes as text: by the charset that is named, else as UTF-8, else as windows-1252; never fails."""
    if raw.startswith(codecs.BOM_UTF8):
        return raw.decode("utf-8-sig", "replace")
    named = known(charset)
    # Names that hold every byte would never fail, so UTF-8, which can hardly be met by chance, is asked before.
    order = ["utf-8", named] if named in {"", "cp1252"} else [named, "utf-8"]
    order += [shifted for mark, shifted in SHIFTS if mark in raw[:100_000]][:1]
    if any(mark in raw for mark, _name in SHIFTS) and named in {"", "cp1252", "utf-8"}:
        order.insert(0, order.pop())
    for name in order:
        if name and (text := _strictly(raw, name)) is not None:
            return text
    if named and named != "cp1252" and _mostly(raw, named):
        return raw.decode(named, "replace")
    return raw.decode("cp1252", "replace")


def known(charset: str) -> str:
    """Return the codec for a charset's name, "" if there is none."""
    name = re.sub(r"[\s\"'<>;]+", "", charset).lower()
    for prefix in PREFIXES:
        if name not in WIDER and not _exists(name):
            name = name.removeprefix(prefix)
    name = WIDER.get(name, name)
    if re.fullmatch(r"cp-\d+", name):
        name = name.replace("-", "")
    return name if _exists(name) else ""


def _exists(name: str) -> bool:
    try:
        found = codecs.lookup(name) if name and name.isascii() else None
    except (LookupError, ValueError):
        return False
    return found is not None and found.name.replace("-", "").replace("_", "") not in NOT_TEXT


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError, LookupError, AssertionError):
        return None


def _mostly(raw: bytes, name: str) -> bool:
    """Say whether the charset explains all but a few characters, as where a text was cut in the middle of one.

    UTF-8 of which not one sequence is whole is another charset under its name.
    """
    text = raw.decode(name, "replace")
    explained = name != "utf-8" or any(char > "\x7f" and char != "\ufffd" for char in text)
    return explained and text.count("\ufffd") * 20 <= len(text)
