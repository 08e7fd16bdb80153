"""Which rooms hold invented data of their own: one press takes all of it away, in one transaction.

Each row: (the function that counts it, the function that removes it); see `namro.web.program.invented`.
"""

INVENTED: tuple[tuple[str, str], ...] = (
    (
        "namro.web.campaigns.services.illustrating.invented_campaigns",
        "namro.web.campaigns.services.illustrating.remove_campaign_illustration",
    ),
)
