"""Services called as one person, always against the version that stands."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from namro.core.indices.inputs import wanted_of
from namro.web.accounts.models import User
from namro.web.campaigns.models import Campaign, SheetLine
from namro.web.campaigns.selectors.rulebooks import rulebook_of
from namro.web.campaigns.services import appraising, filling, supplementing
from namro.web.campaigns.services.preparing import move
from namro.web.campaigns.states import Mark, Move, Verdict
from namro.web.evidence.services import Proof
from namro.web.organisations.selectors import Posts

Line = Callable[..., SheetLine]
PROOF = Proof(document_number="45/BC-UBND", document_date=date(2021, 6, 30))


class Doing:
    """What one member of the cast does; `unit` is whose sheet it is done on."""

    def __init__(self, user: User, posts: Posts, at: datetime, line: Line) -> None:
        self.common: dict[str, Any] = {"by": user, "posts": posts, "at": at}
        self.line = line

    def _at(self, code: str, unit: str) -> dict[str, Any]:
        line = self.line(code, unit)
        return {"line_id": line.pk, "version": line.version, **self.common}

    def fill(self, code: str, unit: str = "thien-loc", **values: object) -> SheetLine:
        return filling.save_inputs(values=values, **self._at(code, unit))

    def answer(self, code: str, value: object, unit: str = "thien-loc") -> SheetLine:
        """Fill the only input of a component."""
        return self.fill(code, unit, **{only_input(self.line(code, unit)): value})

    def prove(
        self, code: str, unit: str = "thien-loc", proof: Proof = PROOF, known: tuple[int, ...] = ()
    ) -> SheetLine:
        return filling.prove(proof=proof, known_ids=known, **self._at(code, unit))

    def renew(self, code: str, evidence_id: int, unit: str = "thien-loc") -> SheetLine:
        return filling.renew_proof(evidence_id=evidence_id, **self._at(code, unit))

    def say(self, code: str, text: str, unit: str = "thien-loc") -> SheetLine:
        return filling.write_text(text=text, note="", **self._at(code, unit))

    def mark(self, code: str, mark: Mark | None, text: str = "", unit: str = "thien-loc") -> SheetLine:
        return supplementing.mark(mark=mark, text=text, **self._at(code, unit))

    def explain_first(self, code: str, text: str, unit: str = "thien-loc") -> SheetLine:
        return supplementing.explain_first(text=text, **self._at(code, unit))

    def explain(self, code: str, text: str, unit: str = "thien-loc") -> SheetLine:
        return filling.explain(text=text, **self._at(code, unit))

    def judge(
        self,
        code: str,
        verdict: Verdict,
        points: str | None = None,
        reason: str = "",
        unit: str = "thien-loc",
    ) -> SheetLine:
        given = Decimal(points) if points else None
        return appraising.appraise(verdict=verdict, points=given, reason=reason, **self._at(code, unit))

    def judge_again(self, code: str, points: str, reason: str = "", unit: str = "thien-loc") -> SheetLine:
        return appraising.appraise_again(points=Decimal(points), reason=reason, **self._at(code, unit))

    def go(self, campaign: Campaign, step: Move, reason: str = "") -> Campaign:
        campaign.refresh_from_db()
        return move(
            campaign_id=campaign.pk, move=step, version=campaign.version, reason=reason, **self.common
        )

    def hand_in(self, unit: str = "thien-loc") -> None:
        filling.hand_in(entrant_id=self.line("1.1", unit).entrant_id, **self.common)

    def take_back(self, unit: str = "thien-loc") -> None:
        filling.take_back(entrant_id=self.line("1.1", unit).entrant_id, **self.common)


def only_input(line: SheetLine) -> str:
    """Give the name of the only input of a component."""
    return wanted_of(rulebook_of(line.entrant.campaign).by_code[line.code])[0].name
