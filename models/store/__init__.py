"""The only place with queries: one repository a noun, inside one transaction (see ``store``)."""

from models.store.errors import Conflict, NotFound, StoreError
from models.store.outcome import Outcome
from models.store.store import Store, Transaction

__all__ = ["Conflict", "NotFound", "Outcome", "Store", "StoreError", "Transaction"]
