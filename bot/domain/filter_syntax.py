"""The grammar of filters, and kind words for whoever slips on it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from bot.domain.filters import FIELDS, Node, Not, Several, Term
from bot.domain.names import fold
from bot.errors import UserError

MAX_LENGTH = 500
"""Characters of a filter."""

MAX_DEPTH = 20
"""Parentheses and NOTs within one another."""

_MEANT = {
    "title": "headline",
    "summary": "text",
    "body": "text",
    "tag": "category",
    "source": "outlet",
    "site": "outlet",
}
_CLOSE = 0.8
_NEAR = 20
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))

_GRAMMAR = r"""
    ?start: either
    ?either: both (_OR both)*
    ?both: single (_AND? single)*
    ?single: (_NOT | _MINUS) single -> negated
           | FIELD operand          -> scoped
           | operand
    ?operand: "(" either ")"        -> group
            | (WORD | PHRASE)       -> term
    _OR.3: /OR(?=[\s()"]|$)/
    _AND.3: /AND(?=[\s()"]|$)/
    _NOT.3: /NOT(?=[\s()"]|$)/
    _MINUS: /-(?=\S)/
    FIELD.2: /(headline|text|category|author|outlet):/i
    WORD: /[^\s()"\-][^\s()"]*/
    PHRASE: /"[^"]*"\*?/
    DASH: /-+(?=\s|$)/
    %ignore /\s+/
    %ignore DASH
"""


def read(text: str) -> Node:
    """Return the tree of a filter's text, which says something. Raises UserError as ``filters.parse`` says."""
    plain = text.translate(_QUOTES)
    if len(plain) > MAX_LENGTH:
        raise UserError("filter.too_long", limit=MAX_LENGTH)
    try:
        root = cast("Node", _parser().parse(plain))
    except UnexpectedInput as error:
        raise _kind_error(plain, error) from error
    if root.depth > MAX_DEPTH:
        raise UserError("filter.too_deep", limit=MAX_DEPTH)
    return root


@cache
def _parser() -> Lark:
    """Return the parser, built when the first filter is read; with the basic lexer OR is never a word."""
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Build())


@v_args(inline=True)
class _Build(Transformer[Token, Node]):
    """Makes nodes while the text is parsed, so that no depth of it recurses."""

    def term(self, token: Token) -> Node:
        """Return the term of a word or phrase."""
        shown = str(token)
        _refuse_unknown_field(token)
        words = fold(shown).split()
        if not words:
            raise UserError("filter.empty_term", at=(token.start_pos or 0) + 1, near=shown)
        return Term(shown, _pattern(words, prefix=shown.endswith("*")))

    def negated(self, operand: Node) -> Node:
        """Return what takes the opposite."""
        return Not(operand, operand.depth + 1)

    def scoped(self, field: Token, operand: Node) -> Node:
        """Return the operand looked for in one field, but for parts that name their own."""
        return operand.within(field.rstrip(":").lower())

    def group(self, inner: Node) -> Node:
        """Return what stands in parentheses; they count as depth, since each is a step of trust in the reader."""
        return replace(inner, depth=inner.depth + 1)

    def both(self, *parts: Node) -> Node:
        """Return what takes only what all parts take."""
        return Several(parts, every=True, depth=max(part.depth for part in parts))

    def either(self, *parts: Node) -> Node:
        """Return what takes all that any part takes."""
        return Several(parts, every=False, depth=max(part.depth for part in parts))


def _pattern(words: Sequence[str], *, prefix: bool) -> re.Pattern[str]:
    """Return what finds the whole words in a row; Hangul words as beginnings, since particles attach to them."""
    open_ended = [_ends_in_hangul(word) for word in words]
    open_ended[-1] |= prefix
    parts = [re.escape(word) + (r"\S*" if open_end else "") for word, open_end in zip(words, open_ended, strict=True)]
    return re.compile(f" {' '.join(parts)} ")


def _ends_in_hangul(word: str) -> bool:
    return "가" <= word[-1] <= "힣"


def _refuse_unknown_field(token: Token) -> None:
    """Raise for ``title:x`` or ``headlin:x``; other words with a colon (Re:Zero) are words."""
    name, colon, _ = token.lower().partition(":")
    close = [_MEANT[name]] if name in _MEANT else get_close_matches(name, FIELDS, n=1, cutoff=_CLOSE)
    if colon and close:
        raise UserError("filter.field", near=f"{name}:", field=f"{close[0]}:")


def _kind_error(text: str, error: UnexpectedInput) -> UserError:
    """Return what a member can mend, from what the parser stumbled over."""
    if text.count('"') % 2:
        return UserError("filter.quote", at=text.rindex('"') + 1)
    if at := _unpaired(text):
        return UserError("filter.parenthesis", at=at)
    place = error.pos_in_stream or 0
    return UserError("filter.syntax", at=place + 1, near=text[place:].strip()[:_NEAR])


def _unpaired(text: str) -> int:
    """Return the place, from 1, of the first parenthesis without its partner; 0 if there is none."""
    waiting: list[int] = []
    quoted = False
    for at, sign in enumerate(text, 1):
        quoted ^= sign == '"'
        if sign == "(" and not quoted:
            waiting.append(at)
        elif sign == ")" and not quoted:
            if not waiting:
                return at
            waiting.pop()
    return waiting[0] if waiting else 0
