"""The settings that a kamtui document carries: checked, compared with the user's own, taken where there are none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kamtui.settings import OF_THE_MACHINE, Settings
from kamtui.settings_checks import from_mapping

if TYPE_CHECKING:
    from kamtui.exchange.ledger import Result
    from kamtui.exchange.sources import Source
    from kamtui.toml_lines import Place

REVIEW_DAY, EARLIER = "review_day", "review_days_before"


def check_settings(given: Mapping[str, Any]) -> None:
    """Raise Refused for a name that is no setting, or a value that does not fit."""
    from_mapping(given).practice()


def settings_to_take(sources: Sequence["Source"], result: "Result", own: Settings) -> dict["Place", Any]:
    """What is to be written into the settings file so that a portfolio that is restored follows the same practice.

    Empty unless a document with settings came into a database without accounts and the user changed no setting of the
    practice: what they chose is never replaced.
    """
    fresh = bool(result.documents) and result.documents[0].fresh
    if not fresh or own.in_document():
        return {}
    changes: dict[Place, Any] = {}
    for source in sources:
        changes |= _changes(source.document.settings) if source.document is not None else {}
    return changes


def tell_settings(sources: Sequence["Source"], result: "Result", own: Settings, *, taken: bool) -> "Result":
    """The result with what becomes of each document's settings; the same as the user's own are nothing to tell."""
    documents = [source.document for source in sources if source.document is not None]
    reports = [
        replace(
            report,
            settings_found=_in_document(document.settings) != own.in_document() and bool(document.settings),
            settings_applied=taken and bool(_changes(document.settings)),
        )
        for document, report in zip(documents, result.documents, strict=True)
    ]
    return replace(result, documents=tuple(reports))


def _in_document(given: Mapping[str, Any]) -> dict[str, Any]:
    return from_mapping(given).in_document()


def _changes(given: Mapping[str, Any]) -> dict["Place", Any]:
    """Each setting of the practice as the settings file takes it."""
    read = from_mapping(given)
    changes: dict[Place, Any] = {}
    for name in given:
        if name == "activities":
            changes |= {(name, activity): dict(fields) for activity, fields in read.activities.items()}
        elif name not in OF_THE_MACHINE:
            changes[name,] = _listed(getattr(read, name))
    if (REVIEW_DAY,) in changes:
        changes.setdefault((EARLIER,), None)
    return changes


def _listed(value: Any) -> Any:
    return [_listed(each) for each in value] if isinstance(value, tuple) else value
