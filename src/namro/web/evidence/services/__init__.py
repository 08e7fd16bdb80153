"""Every change of proof: taking it in, revising it, withdrawing it."""

from namro.web.evidence.services.adding import (
    MAX_BYTES,
    MAX_FILES,
    Proof,
    Shelf,
    add_proof,
    all_or_nothing,
    reusable,
)
from namro.web.evidence.services.revising import Details, revise, withdraw

__all__ = [
    "MAX_BYTES",
    "MAX_FILES",
    "Details",
    "Proof",
    "Shelf",
    "add_proof",
    "all_or_nothing",
    "reusable",
    "revise",
    "withdraw",
]
