"""Who is asked what a piece of proof proves: the rooms above the proof, each by one function."""

EVIDENCE_USES: tuple[str, ...] = (
    "namro.web.campaigns.selectors.proofs.uses_of",
    "namro.web.plans.selectors.proofs.uses_of",
    "namro.web.directives.selectors.proofs.uses_of",
    "namro.web.cascade.selectors.proofs.uses_of",
)
