"""From conditions as written to typed ones: names are looked up, literals take the type of their other side."""

from __future__ import annotations

from consistency.errors import Bilingual, InvalidRule
from consistency.model.facts import Type, Value
from consistency.rulebook import grammar as ast
from consistency.rulebook.expressions import (
    AGGREGATE,
    COMPARISONS,
    ORDER,
    PARAM,
    TESTS,
    Arithmetic,
    Column,
    Condition,
    Literal,
    Operand,
    columns_of,
)  # fmt: skip
from consistency.rulebook.scope import Scope, unknown
from consistency.rulebook.values import read_value

NUMERIC = (Type.INTEGER, Type.NUMBER)
COMPARABLE = (Type.TOKEN, *NUMERIC, Type.AMOUNT, Type.DAYS)


def conditions(text: str, scope: Scope) -> list[Condition]:
    """Raises InvalidRule, without a place."""
    return [_condition(written, scope) for written in ast.parse_conditions(text)]


def operand(text: str, scope: Scope) -> Operand:
    """An expression on its own, as in `difference`: at least one name, known by its place."""
    return _settled(_operand(ast.parse_sum(text), scope), None, scope, text)


def _condition(written: ast.Written, scope: Scope) -> Condition:
    left = _operand(written.left, scope)
    if written.right is None:
        return _test(written, _settled(left, None, scope, written.text))
    if isinstance(written.right, tuple):
        return _with_list(written, _settled(left, None, scope, written.text), written.right, scope)
    right = _operand(written.right, scope)
    if isinstance(left, ast.Term) and isinstance(right, ast.Term):
        left = _settled(left, None, scope, written.text)
    left_type = None if isinstance(left, ast.Term) else left.type
    right = _settled(right, left_type, scope, written.text)
    left = _settled(left, right.type, scope, written.text)
    if not any((*columns_of(left), *columns_of(right))):
        raise InvalidRule(
            f"`{written.text}` compares two constants", nl=f"`{written.text}` vergelijkt twee vaste waarden"
        )
    return _relation(written.op, left, right, written.text)


def _test(written: ast.Written, left: Operand) -> Condition:
    op, text = written.op, written.text
    if not isinstance(left, Column):
        raise InvalidRule(f"`{text}`: `{op}` asks about one attribute", nl=f"`{text}`: `{op}` gaat over één kenmerk")
    if op in ("true", "false") and left.type is not Type.FLAG:
        type_ = _of(left)
        raise InvalidRule(
            f"`{text}` stands alone, but {left} is no flag: it is {type_.en}",
            nl=f"`{text}` staat alleen, maar {left} is geen vlag: het is {type_.nl}",
            hint=Bilingual("compare it, or test present/missing", "vergelijk het, of vraag present/missing"),
        )
    if op in ("stated", "blank") and (left.type is not Type.AMOUNT or left.var in (AGGREGATE, PARAM)):
        raise InvalidRule(
            f"`{text}`: only an amount of a fact is stated or blank",
            nl=f"`{text}`: alleen een bedrag van een feit is stated of blank",
            hint=Bilingual("use present or missing", "gebruik present of missing"),
        )
    if op in TESTS and left.var == PARAM:
        raise InvalidRule(
            f"`{text}`: a parameter always has a value or none that is valid",
            nl=f"`{text}`: een parameter heeft altijd een waarde, of geen die geldt",
        )
    return Condition(op, left, None, text)


def _with_list(written: ast.Written, left: Operand, items: tuple[ast.Term, ...], scope: Scope) -> Condition:
    op, text = written.op, written.text
    if not items:
        never = Bilingual(" can never hold", " kan nooit gelden") if op == "in" else Bilingual("", "")
        raise InvalidRule(f"`{text}`{never.en}: the list is empty", nl=f"`{text}`{never.nl}: de lijst is leeg")
    wanted = Type.TOKEN if left.type is Type.TOKENS else left.type
    if wanted not in (Type.TOKEN, *NUMERIC):
        type_ = _of(left)
        raise InvalidRule(
            f"`{text}`: {type_.en} is not in a list",
            nl=f"`{text}`: {type_.nl} staat niet in een lijst",
            hint=Bilingual("lists are of words or numbers", "lijsten zijn van woorden of getallen"),
        )
    values: list[Value] = []
    for item in items:
        value = _settled(_operand(item, scope, words_only=True), wanted, scope, text)
        if not isinstance(value, Literal) or value.type is not wanted:
            raise InvalidRule(
                f"`{text}`: a list holds words or numbers of one type, as in [AO, 1a]",
                nl=f"`{text}`: een lijst bevat woorden of getallen van één type, zoals [AO, 1a]",
            )
        values.append(value.value)  # type: ignore[arg-type]
    right = Literal(tuple(values), wanted)
    if left.type is Type.TOKENS:
        names = {"in": "overlaps", "overlaps": "overlaps", "subset_of": "subset_of", "==": "==", "!=": "!="}
        if op not in names:
            raise InvalidRule(
                f"`{text}`: `{op}` does not go with a set",
                nl=f"`{text}`: `{op}` past niet bij een verzameling",
                hint=Bilingual("use overlaps or subset_of", "gebruik overlaps of subset_of"),
            )
        return Condition(names[op], left, Literal(tuple(sorted({str(v) for v in values})), Type.TOKENS), text)
    if op not in ("in", "not in"):
        raise InvalidRule(f"`{text}`: a list goes with `in`", nl=f"`{text}`: bij een lijst hoort `in`")
    return Condition(op, left, right, text)


def _relation(op: str, left: Operand, right: Operand, text: str) -> Condition:
    types = (left.type, right.type)
    if types == (Type.TOKEN, Type.TOKENS) and op in ("in", "==", "!="):
        return Condition("lacks" if op == "!=" else "contains", right, left, text)
    if types == (Type.TOKENS, Type.TOKEN) and op in ("contains", "==", "!="):
        return Condition("lacks" if op == "!=" else "contains", left, right, text)
    if types == (Type.TOKENS, Type.TOKENS) and op in ("contains", "overlaps", "subset_of", "==", "!="):
        return Condition("subset_of", right, left, text) if op == "contains" else Condition(op, left, right, text)
    if op == "within" and right.type is Type.DAYS and left.type in (Type.DAYS, Type.INTEGER):
        return Condition(op, left, right, text)
    same = left.type == right.type or (left.type in NUMERIC and right.type in NUMERIC)
    if op in COMPARISONS and same and left.type in COMPARABLE:
        return Condition(op, left, right, text)
    if op in ("==", "!=") and types == (Type.FLAG, Type.FLAG):
        return Condition(op, left, right, text)
    one, other = _of(left), _of(right)
    raise InvalidRule(
        f"`{text}`: `{op}` does not compare {one.en} with {other.en}",
        nl=f"`{text}`: `{op}` vergelijkt {one.nl} niet met {other.nl}",
        hint=_advice(op, left, right),
    )


def _advice(op: str, left: Operand, right: Operand) -> Bilingual | None:
    types = {left.type, right.type}
    if Type.TEXT in types:
        return Bilingual(
            "text is for people and is not compared; compare an id or a code",
            "tekst is voor mensen en wordt niet vergeleken; vergelijk een id of een code",
        )
    if Type.FLAG in types:
        return Bilingual(
            "a flag stands alone: `c.expired` or `not c.expired`",
            "een vlag staat alleen: `c.expired` of `not c.expired`",
        )
    if Type.DAYS in types and Type.INTEGER in types:
        return Bilingual("a year is compared with days by `within`", "een jaar en dagen vergelijkt men met `within`")
    if Type.TOKENS in types and (op in ORDER or op == "within"):
        return Bilingual(
            "sets have contains, overlaps, subset_of, == and !=",
            "verzamelingen hebben contains, overlaps, subset_of, == en !=",
        )
    return None


_TYPES = {
    Type.TOKEN: Bilingual("a token", "een woord"),
    Type.TOKENS: Bilingual("a set of tokens", "een verzameling woorden"),
    Type.INTEGER: Bilingual("an integer", "een geheel getal"),
    Type.NUMBER: Bilingual("a number", "een getal"),
    Type.AMOUNT: Bilingual("an amount", "een bedrag"),
    Type.DAYS: Bilingual("days", "dagen"),
    Type.FLAG: Bilingual("a flag", "een vlag"),
    Type.TEXT: Bilingual("text", "tekst"),
}


def _of(side: Operand) -> Bilingual:
    return _TYPES[side.type]


def _operand(term: ast.Term, scope: Scope, words_only: bool = False) -> Operand | ast.Term:
    """Typed where the names say it; words and numbers alone wait for their other side."""
    if isinstance(term, ast.Name) and term.var is not None:
        return scope.column(term.var, term.word)
    if isinstance(term, ast.Sum):
        if words_only:
            raise InvalidRule("a list holds values, no arithmetic", nl="een lijst bevat waarden, geen berekening")
        return _arithmetic(term, scope)
    return term


def _arithmetic(term: ast.Sum, scope: Scope) -> Arithmetic:
    text = f"… {term.op} …"
    left, right = _operand(term.left, scope), _operand(term.right, scope)
    if isinstance(left, ast.Name) or (isinstance(left, ast.Term) and isinstance(right, ast.Term)):
        left = _settled(left, None, scope, text)
    right = _settled(
        right, None if isinstance(left, ast.Term) or isinstance(right, ast.Name) else left.type, scope, text
    )
    left = _settled(left, right.type, scope, text)
    if left.type in NUMERIC and right.type in NUMERIC:
        both = Type.INTEGER if left.type is right.type is Type.INTEGER else Type.NUMBER
        return Arithmetic(term.op, left, right, both)
    if left.type is right.type is Type.AMOUNT:
        return Arithmetic(term.op, left, right, Type.AMOUNT)
    one, other = _of(left), _of(right)
    raise InvalidRule(
        f"`{term.op}` goes between amounts or between numbers, not {one.en} and {other.en}",
        nl=f"`{term.op}` staat tussen bedragen of tussen getallen, niet tussen {one.nl} en {other.nl}",
    )


def _settled(side: Operand | ast.Term, other: Type | None, scope: Scope, text: str) -> Operand:
    """A word or number alone, given the type of the other side; a word that is no token names an aggregate."""
    if not isinstance(side, ast.Term):
        return side
    if isinstance(side, ast.Number):
        return _number(side, other)
    if isinstance(side, ast.Quoted):
        if other in (None, Type.TOKEN, Type.TOKENS, Type.TEXT, Type.FLAG):
            return _token(side.text)
        return Literal(read_value(side.text, other), other)
    assert isinstance(side, ast.Name)
    if other in (Type.TOKEN, Type.TOKENS):
        if side.word in TESTS:
            word = side.word
            raise InvalidRule(
                f"`{text}` compares with the word {word}",
                nl=f"`{text}` vergelijkt met het woord {word}",
                hint=Bilingual(
                    f"write `x {word}`, or quote the word",
                    f"schrijf `x {word}`, of zet het woord tussen aanhalingstekens",
                ),
            )
        return _token(side.word)
    if found := scope.aggregate(side.word):
        return found
    if other is Type.DAYS:
        return Literal(read_value(side.word, Type.DAYS), Type.DAYS)
    if other in (Type.TEXT, Type.FLAG):
        return _token(side.word)
    known = [*scope.aggregates, *(f"{var}.…" for var in scope.variables)]
    raise unknown(Bilingual("there is no aggregate", "er is geen aggregaat"), side.word, known)


def _token(word: str) -> Literal:
    return Literal(word, Type.TOKEN)


def _number(side: ast.Number, other: Type | None) -> Literal:
    """Beside a token a number is one (priority 1, number 3); beside an amount it is euros."""
    if other in (Type.TOKEN, Type.TOKENS):
        return _token(side.text)
    if other is Type.AMOUNT:
        return Literal(read_value(side.text.replace(".", ","), Type.AMOUNT), Type.AMOUNT)
    type_ = Type.NUMBER if "." in side.text else Type.INTEGER
    return Literal(read_value(side.text, type_), type_)
