"""The pages, one file a noun. Each has a ``router``; ``review.app`` includes them all."""

from review.api import v1
from review.pages import (
    about,
    account,
    alerts,
    articles,
    audit,
    claims,
    digests,
    distribution,
    emerging,
    jobs,
    labelling,
    labels,
    live,
    models,
    notes,
    office_sign_in,
    outlet_files,
    outlets,
    queue,
    reference_files,
    references,
    search,
    settings,
    settle,
    sources,
    stories,
    today,
    together,
    topics,
    users,
    watching,
)

ROUTERS = tuple(
    page.router
    for page in (
        about, account, office_sign_in, today, queue, live, alerts, notes, together, articles, search, stories, topics,
        reference_files, references, claims, sources, outlets, outlet_files, labels, labelling, settle, models,
        watching, emerging, digests, distribution, users, jobs, audit, settings, v1,
    )
)  # fmt: skip
