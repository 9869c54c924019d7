"""Labels as Label Studio JSON (labelstud.io/guide/task_format): tasks with annotations of ``choices``.

Written: one task an article, one annotation a save of one person, and for each topic its own control
(``from_name`` is the topic's id) with the one choice "yes" or "no", so that "not judged" differs from "no". What
Label Studio has no place for (who by name, view, model) stands in each result's ``meta``.

Read: those files, what Label Studio made of them, and plain projects in which the choices of one control are the
topics themselves, single or multiple; its full export and its short one (JSON-MIN).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from models.records import Article, Bilingual
from models.rows import LabelRow
from models.text import fold
from pipeline.labels_lines import BadLine, LabelLine, Unusable, as_line, truth_of

NONE_OF_THEM = frozenset({"none", "other", "khac", "khong", "none of these", "khong thuoc", "khong co", "no topic"})
SHORT = frozenset({"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"})


def write_studio(rows: Iterable[LabelRow]) -> Iterator[str]:
    """One JSON array of tasks, one task a line. As many results in all as there are labels."""
    ordered = sorted(rows, key=lambda row: (int(row.label.article_id), row.version, row.label.at, row.label.by, row.id))
    yield "["
    for n, (_, group) in enumerate(groupby(ordered, key=lambda row: (row.label.article_id, row.version))):
        yield ("\n" if n == 0 else ",\n") + json.dumps(_task(list(group)), ensure_ascii=False)
    yield "\n]\n"


def blank_task(article: Article, outlet: str, view: str) -> dict[str, Any]:
    """An article as a task without annotations, to be imported into a Label Studio project."""
    data = {"article_id": int(article.id), "version": article.version, "url": article.url, "outlet": outlet}
    return {"data": data | {"title": article.title, "text": article.text or article.summary, "view": view}}


def _task(rows: list[LabelRow]) -> dict[str, Any]:
    first = rows[0]
    article_id = int(first.label.article_id)
    saves = groupby(rows, key=lambda row: (row.label.at, row.label.by))
    return {
        "id": article_id,
        "data": {
            "article_id": article_id,
            "version": first.version,
            "url": first.url,
            "outlet": first.outlet_id,
            "title": first.title,
            "text": first.text or first.summary,
        },
        "annotations": [_annotation(list(save)) for _, save in saves],
        "predictions": [],
    }


def _annotation(rows: list[LabelRow]) -> dict[str, Any]:
    first = rows[0]
    at = first.label.at.isoformat()
    return {
        "id": first.id,
        "completed_by": first.user_id,
        "created_at": at,
        "updated_at": at,
        "was_cancelled": False,
        "ground_truth": first.label.view == "settle",
        "result": [
            {
                "id": str(row.id),
                "from_name": row.label.topic,
                "to_name": "text",
                "type": "choices",
                "value": {"choices": ["yes" if row.label.value else "no"]},
                "meta": {
                    "by": row.label.by,
                    "view": row.label.view,
                    "model_version": row.label.model_version,
                    "probability": row.label.probability,
                },
            }
            for row in rows
        ],
    }


def read_studio(text: str, topics: Mapping[str, Bilingual], unchosen: bool = True) -> Iterator[LabelLine | Unusable]:
    """The labels of a Label Studio export. A choice is a topic by its id or by its name in either language.

    In a control whose choices are topics, a topic that the file shows to be offered there (somebody chose it) and
    this annotation did not choose is a "no"; with ``unchosen=False`` it is not judged. Cancelled annotations,
    drafts and predictions give nothing.
    """
    try:
        tasks = json.loads(text)
    except (ValueError, RecursionError) as err:
        yield Unusable(Bilingual("tệp", "file"), Bilingual(f"không phải JSON ({err})", f"not JSON ({err})"))
        return
    if not isinstance(tasks, list):
        yield Unusable(Bilingual("tệp", "file"), Bilingual("không phải danh sách tác vụ", "not a list of tasks"))
        return
    known = _names(topics)
    offered = _offered(tasks, known)
    several = _several(tasks)
    for number, task in enumerate(tasks, 1):
        place = Bilingual(f"tác vụ {number}", f"task {number}")
        if not isinstance(task, dict):
            yield Unusable(place, Bilingual("không phải một tác vụ", "not a task"))
            continue
        for where, annotation in _annotations(place, task):
            for result in _results(annotation, offered):
                fields = {"by": _who(annotation, several)}
                yield from _labels(where, task, annotation, result, known, offered if unchosen else {}, fields)


def _names(topics: Mapping[str, Bilingual]) -> dict[str, str]:
    names = {fold(word): id_ for id_, name in topics.items() for word in (name.vi, name.en)}
    return names | {fold(id_): id_ for id_ in topics}


def _annotations(place: Bilingual, task: dict[str, Any]) -> Iterator[tuple[Bilingual, dict[str, Any]]]:
    """The annotations of a task that count; of a short export the task is its own annotation."""
    if "annotations" not in task and "completions" not in task:
        if "data" not in task:
            yield place, {**task, "completed_by": task.get("annotator"), "result": _short_results(task)}
        return
    found = task.get("annotations", task.get("completions"))
    for number, annotation in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
            yield Bilingual(f"{place.vi}, lượt {number}", f"{place.en}, annotation {number}"), annotation


def _short_results(task: dict[str, Any]) -> list[dict[str, Any]]:
    """JSON-MIN holds the choices under the control's name: one text, or ``{"choices": […]}``."""
    results = []
    for name, value in task.items():
        if isinstance(value, dict) and isinstance(value.get("choices"), list):
            results.append({"from_name": name, "type": "choices", "value": value})
        elif isinstance(value, str) and name not in SHORT | {"text", "title", "url", "outlet", "summary"}:
            results.append({"from_name": name, "type": "choices", "value": {"choices": [value]}})
    return results


def _results(annotation: dict[str, Any], offered: Mapping[str, set[str]]) -> Iterator[dict[str, Any]]:
    """The results of type choices; and for a control whose choices are topics an empty one where none was chosen."""
    results = annotation.get("result")
    found = [r for r in results if isinstance(r, dict)] if isinstance(results, list) else []
    found = [r for r in found if r.get("type") == "choices"]
    yield from found
    for control in sorted(set(offered) - {str(r.get("from_name")) for r in found}):
        yield {"from_name": control, "value": {"choices": []}}


def _choices(result: Mapping[str, Any]) -> list[str]:
    value = result.get("value")
    choices = value.get("choices") if isinstance(value, dict) else None
    return [str(choice) for choice in choices] if isinstance(choices, list) else []


def _offered(tasks: Iterable[Any], known: Mapping[str, str]) -> dict[str, set[str]]:
    """By control whose choices are topics: the topics that somebody chose there."""
    offered: dict[str, set[str]] = {}
    for task in tasks:
        if not isinstance(task, dict):
            continue
        for _, annotation in _annotations(Bilingual("", ""), task):
            for result in _results(annotation, {}):
                control = str(result.get("from_name"))
                chosen = {known[fold(c)] for c in _choices(result) if fold(c) in known}
                if chosen and fold(control) not in known:
                    offered.setdefault(control, set()).update(chosen)
    return offered


def _labels(
    where: Bilingual,
    task: dict[str, Any],
    annotation: dict[str, Any],
    result: dict[str, Any],
    known: Mapping[str, str],
    offered: Mapping[str, set[str]],
    who: Mapping[str, Any],
) -> Iterator[LabelLine | Unusable]:
    control, choices = str(result.get("from_name")), _choices(result)
    try:
        fields = {**who, **_fields(task, annotation, result)}
        if fold(control) in known:  # a control of one topic: yes or no
            if len(choices) != 1:
                raise BadLine(f"{control}: cần đúng một lựa chọn", f"{control}: needs exactly one choice")
            yield as_line(where, {**fields, "topic": known[fold(control)], "value": truth_of(choices[0])})
            return
        strange = [c for c in choices if fold(c) not in known and fold(c).strip() not in NONE_OF_THEM]
        if strange:
            names = ", ".join(strange)
            raise BadLine(f"{control}: không có chủ đề {names}", f"{control}: no such topic: {names}")
        chosen = {known[fold(c)] for c in choices if fold(c) in known}
        for topic in sorted(chosen | offered.get(control, set())):
            yield as_line(where, {**fields, "topic": topic, "value": topic in chosen})
    except BadLine as err:
        yield Unusable(where, err.message)


def _fields(task: dict[str, Any], annotation: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    """Which article, who, when, from where, under the names of ``labels_lines``."""
    data = task.get("data", task)
    meta = result.get("meta")
    if not isinstance(data, dict):
        raise BadLine("tác vụ không có data", "the task has no data")
    fields = {name: data.get(name) for name in ("article_id", "version", "url", "title", "view")}
    fields["at"] = annotation.get("created_at") or annotation.get("updated_at")
    if isinstance(meta, dict):
        kept = ("by", "view", "model_version", "probability")
        fields |= {name: meta[name] for name in kept if isinstance(meta.get(name), str | int | float)}
    return fields


def _who(annotation: dict[str, Any], several: bool) -> str | None:
    """Label Studio names a person by e-mail or by number. The only number of a file is whoever imports it says;
    ``several`` are kept apart under their numbers."""
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("username") or by.get("id")
    if isinstance(by, int) and not isinstance(by, bool):
        return f"label-studio-{by}" if several else None
    return by if isinstance(by, str) and by.strip() else None


def _several(tasks: Iterable[Any]) -> bool:
    """Whether more than one person, known by number only, annotated in this file."""
    place = Bilingual("", "")
    pairs = [pair for task in tasks if isinstance(task, dict) for pair in _annotations(place, task)]
    return len({who for _, annotation in pairs if (who := _who(annotation, True)) is not None}) > 1
