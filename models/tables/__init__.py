"""The tables (SQLAlchemy 2, typed), by noun. Only ``models.store`` and the migrations import them.

The full-text index is not among them: it is made by the migration, differently on each database
(see ``models.search``).
"""

from models.tables.alerts import AlertFindingTable, AlertTable, DecisionTable, JudgementTable
from models.tables.articles import ArticleTable, StoryChangeTable, StoryTable, TagTable, VersionTable
from models.tables.base import Base
from models.tables.desk import NoteTable, ReaderTable, SavedFilterTable
from models.tables.digests import DigestEventTable, DigestItemTable, DigestTable, ListTable
from models.tables.entries import EntryEventTable, EntryTable
from models.tables.findings import (
    ComparisonFindingTable,
    ComparisonTable,
    EvidenceTable,
    EvidenceTextTable,
    FindingTable,
)
from models.tables.imports import ImportTable
from models.tables.knowledge import (
    ClaimAnswerTable,
    ClaimSuggestionTable,
    ClaimTable,
    ReferenceTable,
    ReferenceVersionTable,
    TopicTable,
)
from models.tables.labels import LabelSampleTable, LabelSkipTable, LabelTable
from models.tables.learning import ModelTable, PromotionTable
from models.tables.office import (
    AuditTable,
    JobTable,
    MaintenanceTable,
    SessionTable,
    UserTable,
)
from models.tables.sources import FetchTable, OutletTable, PollHourTable, SourceTable
from models.tables.templates import TemplateTable
from models.tables.watching import AlarmTable, EmergingTable, WatchTable

# Rows of these are never changed, and deleted only by housekeeping: triggers refuse the rest.
APPEND_ONLY = (
    "article_versions",
    "audit_events",
    "claim_answers",
    "comparison_findings",
    "comparisons",
    "correction_notes",
    "decisions",
    "digest_events",
    "digests",
    "evidence",
    "evidence_texts",
    "findings",
    "labels",
    "promotions",
    "reference_versions",
    "story_changes",
)

__all__ = [
    "APPEND_ONLY",
    "AlarmTable",
    "AlertFindingTable",
    "AlertTable",
    "ArticleTable",
    "AuditTable",
    "Base",
    "ClaimAnswerTable",
    "ClaimSuggestionTable",
    "ClaimTable",
    "ComparisonFindingTable",
    "ComparisonTable",
    "DecisionTable",
    "DigestEventTable",
    "DigestItemTable",
    "DigestTable",
    "EmergingTable",
    "EntryEventTable",
    "EntryTable",
    "EvidenceTable",
    "EvidenceTextTable",
    "FetchTable",
    "FindingTable",
    "ImportTable",
    "JobTable",
    "JudgementTable",
    "LabelSampleTable",
    "LabelSkipTable",
    "LabelTable",
    "ListTable",
    "MaintenanceTable",
    "ModelTable",
    "NoteTable",
    "OutletTable",
    "PollHourTable",
    "PromotionTable",
    "ReaderTable",
    "ReferenceTable",
    "ReferenceVersionTable",
    "SavedFilterTable",
    "SessionTable",
    "SourceTable",
    "StoryChangeTable",
    "StoryTable",
    "TagTable",
    "TemplateTable",
    "TopicTable",
    "UserTable",
    "VersionTable",
    "WatchTable",
]
