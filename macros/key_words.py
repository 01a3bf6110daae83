"""What newcomers call our fields and folders: in other words and in the languages of most of them.

Only for hints. A word that stands for several fields gets those that the record's kind has.
"""

from __future__ import annotations

from collections.abc import Collection

from macros.names import fold
from macros.problems import did_you_mean

_WORDS = """
title: titel titre titulo titolo baslik basliq назва название заголовок заглавие վերնագիր անվանում heading headline
name: nom nome nombre isim ad adi имя название անուն
summary: zusammenfassung resume ozet xulase краткое резюме описание կարճ ամփոփում description abstract intro text beschreibung
sources: quelle quellen source references refs kaynak kaynaklar menbe menbeler источник источники աղբյուր աղբյուրներ fuentes fonti
date: datum fecha data tarih tarix дата ամսաթիվ когда when day
kind: art typ type tip tur nov тип вид տեսակ category
rank: rang rango onem ранг важность կարգ importance priority weight level
parties: partei parteien seiten partis cotes taraflar terefler стороны сторона կողմեր sides actors party who
places: ort orte lieu lieux yer yerler место места վայր վայրեր location locations where lugar
people: personen person personnes kisiler sexsler люди персоны անձինք persons
documents: dokumente dokument belgeler senedler документы փաստաթղթեր document
account: bericht recit anlati hekaye рассказ описание пересказ narrative story facts body details
claims: behauptungen behauptung affirmations iddialar утверждения заявления պնդումներ statements allegations claim
says: sagt text dit der diyir говорит ասում statement sentence quote content
sources: sourced_by citation citations cite
by: von par tarafindan от кем կողմից who claimant author speaker
on: am le said_on date said когда when datum дата
status: stand etat durum статус կարգավիճակ state
about: uber sujet hakkinda haqqinda о_ком մասին against target
checked: gepruft verifie kontrol yoxlanilib проверено ստուգված updated last_checked verified
url: link adresse lien baglanti unvan ссылка адрес հղում website web
publisher: verlag editeur yayinci nesriyyat издатель հրատարակիչ outlet medium newspaper
published: veroffentlicht publie yayin derc опубликовано հրապարակված date datum дата
language: sprache langue dil язык լեզու lang
lang: sprache langue dil язык լեզու language
affiliation: zugehorigkeit appartenance aidiyet принадлежность side camp bias
author: autor auteur yazar muellif автор հեղինակ authors by
note: notiz anmerkung remarque not qeyd примечание заметка նշում comment remark notes
coordinates: koordinaten coordonnees koordinatlar координаты կոորդինատներ position latlon lonlat location
within: in parent liegt_in dans icinde находится_в part_of
part_of: teil_von parent partie_de parcasi часть մաս
voiced_by: sprecher speaker said_by spokesperson
value: wert valeur deger qiymet значение число number figure amount
answers: antwortet_auf repond_a reply_to answer_to
events: ereignisse ereignis evenements olaylar hadiseler события событие իրադարձություններ event
questions: fragen questions sorular suallar вопросы հարցեր question
terms: begriffe termes terimler термины տերմիններ words
periods: zeitraume periodes donemler dovrler периоды ժամանակաշրջաններ
why: warum pourquoi neden niye почему ինչու reason
from: von seit depuis since start begin с
to: bis jusqu until end ends по
text: name form wert
"""
"""A line a field or folder: its name, then what others call it."""


def _read() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _WORDS.strip().splitlines():
        ours, _, others = line.partition(":")
        for word in others.split():
            found.setdefault(_plain(word), []).append(ours)
    return found


def _plain(word: str) -> str:
    return fold(word).replace("_", " ").replace("-", " ")


_OURS = _read()


def find_key(typed: str, known: Collection[str]) -> str:
    """Return the hint for a key or folder that nobody knows: "did you mean 'date'?", "" when nothing is near."""
    same = [key for key in known if _plain(key) == _plain(typed)]
    meant = same or [key for key in _OURS.get(_plain(typed), []) if key in known]
    if meant:
        return f"did you mean '{meant[0]}'?"
    return did_you_mean(typed, known)
