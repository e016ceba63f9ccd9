from __future__ import annotations

from collections.abc import Callable

from consistency.model.blocks import Paragraph
from consistency.reading import goals
from consistency.reading.context import Context

Around = Callable[..., Context]
Lines = Callable[..., list[Paragraph]]


def found(lines: list[Paragraph], context: Context) -> list[tuple[str, str | None]]:
    return [(goal.text.text, goal.due.text if goal.due else None) for goal in goals.read(lines, context)]


def test_numbered_goals_with_and_without_a_date(paragraphs: Lines, context: Around) -> None:
    lines = paragraphs(
        "- Doel 1: Inwoners hebben per 1 jan 2026 regie op hun gegevens.",
        "Onder regie valt sinds 2019 van alles.",
        "- Doel 2: De basis is op orde.",
        "# Doel 3. Toegankelijkheid",
        "Doelstelling A",
    )
    assert found(lines, context("2 Doelen van het sociaal domein")) == [
        ("Doel 1", "1 jan 2026"),
        ("Doel 2", None),
        ("Doel 3", None),
        ("Doelstelling A", None),
    ]
    assert {str(goal.domain) for goal in goals.read(lines, context("2 Doelen van het sociaal domein"))} == {"sociaal"}


def test_dated_items_of_a_list_of_themes(paragraphs: Lines, context: Around) -> None:
    lines = paragraphs(
        "De volgende thema's zijn aan de orde:",
        "- De gemeente heeft per 1 januari 2025 een digitaal loket.",
        "- De uitgaven zijn voorspelbaar.",
        "Hieronder de planning:",
        "- De leverancier levert per 1 mei 2024 een voorstel.",
    )
    assert found(lines, context("Sociaal")) == [("De gemeente heeft per 1 januari", "1 januari 2025")]


def test_a_mention_of_goals_is_no_goal(paragraphs: Lines, context: Around) -> None:
    lines = paragraphs(
        "Doel 1 en Doel 3", "Doel 3 en 4 horen bijeen.", "- Actielijn A: Doel 3 en Doel 1", "Project 1: Website"
    )
    assert found(lines, context("2 Doelen")) == []
