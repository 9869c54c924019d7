"""What the store gives back: frozen rows, one per noun. They hold values only and know no database.

Times are aware ``datetime`` in UTC. Ids of articles, alerts, stories, findings, users and jobs are ``int``;
ids of outlets, sources, topics and references are the text keys of their files.
"""

from models.rows.alerts import (
    AlertCounts,
    AlertDetail,
    AlertFilter,
    AlertPlace,
    AlertRow,
    AlertState,
    DecidedAlert,
    DecisionRow,
    Waiting,
)
from models.rows.articles import (
    ArticleRow,
    JudgedPair,
    Member,
    ReportBeside,
    Saved,
    StoryChange,
    StoryRow,
    TagRow,
    VersionRow,
    WindowRow,
)
from models.rows.desk import NoteRow, ReaderRow, SavedFilterRow
from models.rows.digests import DigestEvent, DigestEventRow, DigestRow, ListRow
from models.rows.findings import EvidenceRow, FindingRow
from models.rows.knowledge import (
    ClaimBeside,
    ClaimRow,
    PendingDifference,
    ReferenceRow,
    SuggestedClaim,
    TopicRow,
)
from models.rows.labels import AnswerRow, LabelPlace, LabelRow
from models.rows.learning import ModelRow, PromotionRow
from models.rows.office import AuditRow, JobRow, JobState, OwnSession, SessionRow, UserRow
from models.rows.ranking import AnsweredAlert, WaitingAlert
from models.rows.search import Hit, SearchFilter, SearchResult
from models.rows.sources import (
    Acknowledged,
    EntryRow,
    FetchRow,
    HealthState,
    OutletRow,
    PollState,
    SourceHealth,
    SourceRow,
    UnseenSource,
)
from models.rows.watching import AlarmRow, EmergingRow, OutletCount, Uncovered
from models.rows.weekly import AuditOutcome, OpenCounts, OutletOutcome, ShownAlert, TopicCount, Volume

__all__ = [
    "Acknowledged",
    "AlarmRow",
    "AlertCounts",
    "AlertDetail",
    "AlertFilter",
    "AlertPlace",
    "AlertRow",
    "AlertState",
    "AnswerRow",
    "AnsweredAlert",
    "ArticleRow",
    "AuditOutcome",
    "AuditRow",
    "ClaimBeside",
    "ClaimRow",
    "DecidedAlert",
    "DecisionRow",
    "DigestEvent",
    "DigestEventRow",
    "DigestRow",
    "EmergingRow",
    "EntryRow",
    "EvidenceRow",
    "FetchRow",
    "FindingRow",
    "HealthState",
    "Hit",
    "JobRow",
    "JobState",
    "JudgedPair",
    "LabelPlace",
    "LabelRow",
    "ListRow",
    "Member",
    "ModelRow",
    "NoteRow",
    "OpenCounts",
    "OutletCount",
    "OutletOutcome",
    "OutletRow",
    "OwnSession",
    "PendingDifference",
    "PollState",
    "PromotionRow",
    "ReaderRow",
    "ReferenceRow",
    "ReportBeside",
    "Saved",
    "SavedFilterRow",
    "SearchFilter",
    "SearchResult",
    "SessionRow",
    "ShownAlert",
    "SourceHealth",
    "SourceRow",
    "StoryChange",
    "StoryRow",
    "SuggestedClaim",
    "TagRow",
    "TopicCount",
    "TopicRow",
    "Uncovered",
    "UnseenSource",
    "UserRow",
    "VersionRow",
    "Volume",
    "Waiting",
    "WaitingAlert",
    "WindowRow",
]
