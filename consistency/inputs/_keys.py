"""The keys of plan files. English ones are the fields of the records; `DUTCH` has the words that stand for them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from consistency.model.record import Record

DUTCH: dict[str, tuple[str, ...]] = {
    "about": ("over", "betreft"),
    "actielijn_matrix": ("actielijnmatrix", "actielijnentabel"),
    "actielijnen": ("actielijnen", "actielijn"),
    "aliases": ("aliassen", "ook_bekend_als", "andere_namen"),
    "amount": ("bedrag",),
    "amounts": ("bedragen",),
    "ao_ground": ("ao_grond", "grond"),
    "ao_grounds": ("ao_gronden",),
    "applications": ("applicaties", "applicatie"),
    "attribute": ("kenmerk",),
    "benefits": ("baten",),
    "budget_cycles": ("begrotingscycli", "begrotingsrondes"),
    "by": ("per", "naar"),
    "cells": ("cellen",),
    "columns": ("kolommen",),
    "complete": ("volledig", "compleet"),
    "contains": ("bevat",),
    "contents": ("inhoudsopgave", "inhoud"),
    "contract_end": ("contracteinde", "einde_contract"),
    "contract_notes": ("contractnoten", "voetnoten_contracten"),
    "contracts": ("contracten", "vervangingskalender", "aanbestedingskalender"),
    "copy_of_earlier": ("herhaling_van",),
    "cycle": ("cyclus", "begrotingscyclus", "ronde"),
    "date": ("datum",),
    "decided_on": ("besloten_op", "besluitdatum"),
    "decision_date": ("besluitdatum", "datum_besluit"),
    "distribution_keys": ("verdeelsleutels", "verdeelsleutel"),
    "document": ("document",),
    "domain": ("domein",),
    "domains": ("domeinen", "domein"),
    "due": ("gereed", "uiterlijk", "deadline"),
    "ends": ("einddatum", "eindigt", "loopt_af"),
    "entries": ("regels", "items"),
    "funding": ("dekkingsvoorstel", "financiering"),
    "goals": ("doelen", "doel"),
    "heading": ("kop", "rubriek"),
    "horizon": ("planperiode",),
    "id": ("id", "code"),
    "includes": ("omvat",),
    "initiatives": ("initiatieven", "projecten", "wensen"),
    "kind": ("soort",),
    "label": ("label", "aanduiding"),
    "mark": ("noot", "voetnoot", "merkteken"),
    "model": ("model",),
    "municipalities": ("gemeenten", "gemeente"),
    "municipality": ("gemeente",),
    "name": ("naam",),
    "names": ("namen",),
    "needs": ("heeft_nodig", "afhankelijk_van", "vereist"),
    "notes": ("noten", "voetnoten", "opmerkingen"),
    "number": ("nummer", "nr"),
    "of_which": ("waarvan",),
    "organisation": ("organisatie",),
    "organisations": ("organisaties",),
    "original_file": ("bronbestand", "origineel_bestand"),
    "overview": ("overzicht", "projectenoverzicht"),
    "page": ("pagina", "blz"),
    "part_of": ("onderdeel_van",),
    "period": ("looptijd", "periode"),
    "plan_set": ("planset", "plannenset"),
    "priorities": ("prioriteiten",),
    "priority": ("prioriteit", "prio"),
    "procedure": ("procedure", "aanbestedingsprocedure"),
    "relates": ("relaties", "hangt_samen_met"),
    "relation_matrix": ("relatiematrix",),
    "replaces": ("vervangt",),
    "roadmap": ("routekaart", "planning"),
    "route": ("route", "vervolg"),
    "rows": ("rijen",),
    "score": ("score",),
    "scores": ("scores", "prioriteitenlijst"),
    "sections": ("hoofdstukken", "koppen"),
    "serves": ("bedient", "begrotingsjaar"),
    "sets": ("combinaties", "samenwerkingen"),
    "side": ("kant", "zijde"),
    "statements": ("uitspraken",),
    "status": ("status",),
    "summary_tables": ("overzichtstabellen", "samenvattingen"),
    "supplier": ("leverancier",),
    "targets": ("verwijst_naar",),
    "text": ("tekst",),
    "title": ("titel",),
    "to": ("naar", "met"),
    "unit": ("eenheid",),
    "unread": ("ongelezen", "niet_gelezen"),
    "value": ("waarde",),
    "value_four_years": ("waarde_vier_jaar", "vierjaarswaarde"),
    "version": ("versie",),
    "what": ("wat",),
    "year": ("jaar",),
    "years": ("jaren",),
}

ORIGINAL = ("original", "origineel")
"""Where the mapping that it stands in, and what is below it, was read in the original document."""

ORIGINALS = ("originals", "originelen")
"""The same for single fields of the mapping that it stands in."""

CONFIDENCE = ("confidence", "zekerheid")

MARKS = frozenset(ORIGINAL + ORIGINALS + CONFIDENCE)
"""Keys that every mapping may have beside its own."""


def folded(key: str) -> str:
    """`Aan te vragen` and `aan_te_vragen` are one key."""
    return key.strip().casefold().replace(" ", "_").replace("-", "_")


def words_for(names: Iterable[str]) -> dict[str, str]:
    """Every accepted word, English or Dutch → the one of `names` that it stands for."""
    names = list(names)
    words = {word: name for name in names for word in DUTCH.get(name, ())}
    return words | {name: name for name in names}


@cache
def keys_of(model: type[Record]) -> dict[str, str]:
    """Every key that a plan file may use for a record of this kind → the field."""
    return words_for(name for name in model.model_fields if name != "at")
