"""Who may use which route: one declared table, enforced at the entrance for every route.

A route that is not in the table does not start (``check_table``). The administrator of a small office is often
also its only reviewer, so that role holds the others' rights; every other role has only what its day needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.records import Role

R, A, L, X = Role.REVIEWER, Role.ANALYST, Role.LEADER, Role.ADMINISTRATOR

PUBLIC: frozenset[Role] | None = None  # nobody needs to sign in
EVERYONE = frozenset(Role)
REVIEWING = frozenset({R, A, X})
ANALYSING = frozenset({A, X})
LEADING = frozenset({A, L, X})
ADMINISTERING = frozenset({X})

ROUTES: Mapping[str, frozenset[Role] | None] = {
    # the way in and out
    "healthz": PUBLIC,
    "sign_in": PUBLIC,
    "sign_in_post": PUBLIC,
    "office_sign_in": PUBLIC,
    "office_back": PUBLIC,
    "set_language": PUBLIC,
    "sign_out": EVERYONE,
    "account": EVERYONE,
    "session_end": EVERYONE,
    "password": EVERYONE,
    "password_post": EVERYONE,
    "help": EVERYONE,
    # reading
    "today": EVERYONE,
    "queue": EVERYONE,
    "queue_live": EVERYONE,
    "filter_save": EVERYONE,
    "filter_open": EVERYONE,
    "filter_change": EVERYONE,
    "alert": EVERYONE,
    "note": EVERYONE,
    "note_docx": EVERYONE,
    "article": EVERYONE,
    "article_versions": EVERYONE,
    "article_why": EVERYONE,
    "search": EVERYONE,
    "stories": EVERYONE,
    "story": EVERYONE,
    "story_dossier": EVERYONE,
    "topics": EVERYONE,
    "references": EVERYONE,
    "claims": EVERYONE,
    "reference": EVERYONE,
    "sources": EVERYONE,
    "source": EVERYONE,
    "digests": EVERYONE,
    "digest": EVERYONE,
    "digest_file": EVERYONE,
    "digest_chart": EVERYONE,
    # the same for scripts
    "api_openapi": EVERYONE,
    "api_alerts": EVERYONE,
    "api_alert": EVERYONE,
    "api_articles": EVERYONE,
    "api_article": EVERYONE,
    "api_stories": EVERYONE,
    "api_story": EVERYONE,
    "api_sources": EVERYONE,
    "api_references": EVERYONE,
    "api_reference": EVERYONE,
    "api_digests": EVERYONE,
    "api_digest": EVERYONE,
    # deciding
    "reading": REVIEWING,
    "decide": REVIEWING,
    "undo": REVIEWING,
    "reopen": REVIEWING,
    "note_save": REVIEWING,
    "tag_article": REVIEWING,
    "claim_answer": REVIEWING,
    "story_alerts": REVIEWING,
    "story_decide": REVIEWING,
    "story_undecide": REVIEWING,
    "story_split": REVIEWING,
    "story_join": REVIEWING,
    "story_undo": REVIEWING,
    # analysing
    "labels": ANALYSING,
    "label_next": ANALYSING,
    "label_post": ANALYSING,
    "label_undo": ANALYSING,
    "labels_export": ANALYSING,
    "labels_sample": ANALYSING,
    "settle": ANALYSING,
    "settle_post": ANALYSING,
    "reference_new": ANALYSING,
    "reference_new_post": ANALYSING,
    "reference_edit": ANALYSING,
    "reference_edit_post": ANALYSING,
    "reference_check": ANALYSING,
    "references_bulk": ANALYSING,
    "references_import": ANALYSING,
    "references_export": ANALYSING,
    "claims_import": ANALYSING,
    "claims_fetch": ANALYSING,
    "models": ANALYSING,
    "model": ANALYSING,
    "watching": ANALYSING,
    "watch_acknowledge": ANALYSING,
    "watch_now": ANALYSING,
    "emerging": ANALYSING,
    "emerging_name": ANALYSING,
    "emerging_dismiss": ANALYSING,
    "model_promote": ANALYSING,
    "model_rollback": ANALYSING,
    "model_train": ANALYSING,
    # leading
    "digest_build": LEADING,
    "digest_approve": LEADING,
    "digest_send": LEADING,
    "lists": LEADING,
    "list": LEADING,
    "list_save": LEADING,
    "list_remove": LEADING,
    "corrections_export": LEADING,
    # administering
    "source_poll": ADMINISTERING,
    "source_acknowledge": ADMINISTERING,
    "source_switch": ADMINISTERING,
    "pending_settle": ADMINISTERING,
    "outlet_new": ADMINISTERING,
    "outlet_preview": ADMINISTERING,
    "outlet_preview_show": ADMINISTERING,
    "outlet_new_post": ADMINISTERING,
    "outlets_export": ADMINISTERING,
    "outlet_export": ADMINISTERING,
    "opml_export": ADMINISTERING,
    "opml_import": ADMINISTERING,
    "users": ADMINISTERING,
    "user_add": ADMINISTERING,
    "user_role": ADMINISTERING,
    "user_reset": ADMINISTERING,
    "user_switch": ADMINISTERING,
    "user_sign_out": ADMINISTERING,
    "jobs": ADMINISTERING,
    "audit": ADMINISTERING,
    "settings": ADMINISTERING,
}


def allowed(name: str, role: Role | None) -> bool:
    """Whether somebody with this role (``None``: not signed in) may use the route. KeyError if undeclared."""
    roles = ROUTES[name]
    return roles is PUBLIC or (role is not None and roles is not None and role in roles)


def check_table(names: Iterable[str]) -> None:
    """ValueError unless the routes and the table are the same set."""
    found = set(names)
    undeclared, unused = found - set(ROUTES), set(ROUTES) - found
    if undeclared or unused:
        raise ValueError(f"review/access.py: undeclared {sorted(undeclared)}, without a route {sorted(unused)}")
