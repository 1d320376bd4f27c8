"""Which programs ask for pages as if they were people; pure. The list of crawlers is a kept package's."""

import re
from collections.abc import Mapping
from functools import lru_cache

import crawleruseragents


# What the list lacks: programs that say in words what they are, and browsers that nobody sits before.
WORDS = re.compile(
    r"bot\b|bot[/_;-]|robot|crawl|spider|scrap|slurp|archiv|indexer|fetch|monitor|preview|validator|checker"
    r"|\bscan|scanner|ex(?:t)?ractor|headless|phantomjs|puppeteer|playwright|selenium|webdriver|lighthouse"
    r"|pagespeed|pageburst|pingdom|uptime|gtmetrix|observatory|healthservice|integration services|\bsender\b|scheduler"
    r"|\bfeed|\brss\b|reader/|readkit|library|libwww-perl|\blwp\b|httpclient|http-client|urllib|curl|wget"
    r"|okhttp|aiohttp|httpx|axios|guzzle|requests/|java/|scalaj|go-http|grpc|perl|ruby|php/|node-|undici"
    r"|cfnetwork|scrapy|nutch|arachni|jorgee|mixnode|hydra|analy[sz]er|research|survey|search(?:engine)?/"
    r"|collectd|prometheus|xymon|thumbor|mediahub|gomez|perimeterx|^duckduckgo/|^ddg-|proxy|agent/|https?://"
    r"|\.com/?\)?$|@[\w-]+\.[a-z]{2,}",
    re.IGNORECASE,
)
# Apps in which people browse, whose names hold one of the words or look to the package like a crawler's.
PEOPLE = re.compile(
    r"cubot|mrchrome|camscanner/\S+|yasearchbrowser|metaiab \w+|\(ecosia [^)]*\)|naver\([^)]*\)|turingos|\bcode/\S+",
    re.IGNORECASE,
)
LEAST = 8
AHEAD = re.compile(r"prefetch|preview|prerender")
AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@lru_cache(maxsize=4096)
def is_program(agent: str) -> bool:
    """Say whether the user agent is a program's, or too little to be a browser's."""
    text = PEOPLE.sub("", agent).strip()
    return len(text) < LEAST or bool(WORDS.search(text)) or bool(crawleruseragents.is_crawler(text))


def is_ahead(headers: Mapping[str, str]) -> bool:
    """Say whether a browser fetches the page before anybody looks at it."""
    return any(AHEAD.search(headers.get(name, "").lower()) for name in AHEAD_HEADERS)


def objects(headers: Mapping[str, str]) -> bool:
    """Say whether the browser asks not to be followed: Global Privacy Control, or Do Not Track."""
    return headers.get("Sec-GPC", "").strip() == "1" or headers.get("DNT", "").strip() == "1"
