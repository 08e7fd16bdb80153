"""The words in use for a template, and the versions before them."""

from namro.core.letters.templates import Template, Wording, carried_templates
from namro.web.reports.documents.models import WordingVersion


def wording_of(template: Template) -> Wording:
    """Give the words in use: the latest version of the province, or the carried ones; one query.

    A field that the program added after the version was saved keeps its carried words.
    """
    latest = latest_version(template.key)
    if latest is None or latest.is_default:
        return template.wording
    return {**template.wording, **latest.wording}


def latest_version(key: str) -> WordingVersion | None:
    """Give the latest version of a template's words; None while nobody changed them."""
    return WordingVersion.objects.filter(key=key).order_by("-version").first()


def versions_of(key: str) -> tuple[WordingVersion, ...]:
    """Give the versions of a template's words, the latest first; one query."""
    return tuple(WordingVersion.objects.filter(key=key).order_by("-version")[:100])


def templates_in_use() -> tuple[tuple[Template, WordingVersion | None], ...]:
    """Give every template with the latest version of its words; one query."""
    latest: dict[str, WordingVersion] = {}
    for version in WordingVersion.objects.defer("wording").order_by("version"):
        latest[version.key] = version
    return tuple((template, latest.get(template.key)) for template in carried_templates())
