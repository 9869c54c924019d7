"""The reference library in bulk: an import as one person's edits, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from config.reference_files import ReferencesPlan, plan_references
from models.store import Transaction


def plan_import(tx: Transaction, body: bytes, name: str) -> ReferencesPlan:
    """What a file would change, given the library and the topics in use. ConfigError."""
    library = [row.reference for row in tx.references.list(active=None)]
    return plan_references(body, name, library, {row.id for row in tx.topics.list()})


def apply_import(tx: Transaction, plan: ReferencesPlan, user_id: int, user: str, name: str, now: datetime) -> None:
    """Store what the plan says, unconfirmed, as this person's edits, and write it into the audit log."""
    for reference in plan.new:
        tx.references.add(reference, user_id, now)
    for _, reference in plan.changed:
        tx.references.edit(reference.id, reference, user_id, now)
    if plan.new or plan.changed:
        tx.audit.add(actor=user, action="references_import", target=name, detail=counts(plan), now=now)


def counts(plan: ReferencesPlan) -> Mapping[str, int]:
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
        "unconfirmed": plan.unconfirmed,
        "refused": len(plan.refused),
    }
