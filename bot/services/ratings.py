"""What a round teaches: how good its players are, how good its question, and who is to meet that again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.domain import repetition
from bot.domain.games import Answer, Round
from bot.domain.items import discrimination
from bot.domain.ratings import learnt
from bot.store import items, questions, ratings
from bot.store.database import Connection

_log = structlog.get_logger(__name__)


async def learn(conn: Connection, played: Round, answers: Sequence[Answer], now: datetime) -> None:
    """Take a closed round that counts into the ratings, in the transaction that closes it.

    What does not count for the ranking (see ``games.judge``) moves no rating either; yet who missed it meets it again.
    """
    if not answers:
        return
    right = {one.user_id for one in answers if one.choice == played.answer}
    await _remember(conn, played.question_id, [one.user_id for one in answers], right, now)
    counted = sorted((one for one in answers if one.counted), key=lambda one: (one.at, one.user_id))
    if counted:
        await _rate(conn, played, [one.user_id for one in counted], right, now)
        chosen = Counter(played.options[one.choice].key for one in counted)
        tallies = {option.key: chosen[option.key] for option in played.options}
        await ratings.tally(conn, played.question_id, tallies, len(counted))
        await _judge(conn, played.question_id, now)


async def _rate(conn: Connection, played: Round, users: Sequence[int], right: set[int], now: datetime) -> None:
    question = await ratings.of_question(conn, played.question_id)
    players = await ratings.of_players(conn, users)
    results = [(user_id, user_id in right) for user_id in users]
    asked, after = learnt(question, players, results, len(played.options))
    shown, known = len(users), sum(is_right for _, is_right in results)
    await ratings.rate_question(conn, played.question_id, asked, shown=shown, right=known)
    await ratings.rate_players(conn, played.id, after, now)


async def _remember(conn: Connection, question_id: int, users: Sequence[int], right: set[int], now: datetime) -> None:
    lies = await ratings.boxes(conn, question_id, users)
    boxes = {user_id: repetition.moved(lies.get(user_id), right=user_id in right) for user_id in users}
    due = {user_id: (box, repetition.due(box, now)) for user_id, box in boxes.items()}
    await ratings.remember(conn, question_id, due)


async def _judge(conn: Connection, question_id: int, now: datetime) -> None:
    """Put a question aside that those who know more get wrong more often; the operator finds it listed."""
    if await items.is_spared(conn, question_id):
        return
    found = discrimination(await items.results(conn, question_id))
    if found is not None and found.is_bad:
        await questions.retire(conn, [question_id], items.POOR, now)
        _log.warning("a question is put aside", question=question_id, discrimination=round(found.value, 2))
