"""Channels by the names that brands give them, as the channels of the market."""

from __future__ import annotations

import re

from experiments.own_brand.reading.cells.columns import plain
from simulation.graph.generate.audience_sizes import TIERS

CHANNELS = ("broadcast", "paid_social", "search", "retargeting", "creators")
"""What money is spent on in the market; creators are hired, the others are bought."""
_WORDS = {
    "retargeting": "retargeting remarketing criteo rtg rlsa",
    "creators": "creators creator influencer influencers influenceur influenceurs ambassadors kol kols ugc seeding"
    " fenomen fenomenler influenciadores influenciador criadores paverkare"
    " creadores influenceure gifting affiliates tworcy influencerzy createurs influenceurs creatori ambasadorzy",
    "search": "search sem ppc adwords google bing suchmaschine suche sea brandsearch shopping googleads recherche"
    " busqueda ricerca pesquisa wyszukiwarka wyszukiwarki buscadores buscador moteur motori adsy arama"
    " sok zoeken zoekmachine",
    "paid_social": "social facebook fb meta instagram ig insta tiktok snapchat snap pinterest"
    " linkedin reddit twitter spolecznosciowe sociaux sociales sociali reseaux redes sosyal sociala sociale sociais",
    "broadcast": "broadcast tv ctv television fernsehen radio ooh dooh outdoor billboard billboards print press"
    " newspaper magazine magazines cinema kino audio spotify podcast podcasts youtube video olv display programmatic"
    " plakat zeitung mass massenmedien televisione prensa presse stampa mail flyer flyers leaflet"
    " telewizja telewizje telewizji prasa prase plakaty ulotki gazety kampaniaradiowa affichage"
    " panneaux journaux presse"
    " courrier vallas periodicos revistas volantini manifesti giornali affissioni zeitungen plakate"
    " handzettel prospekte televizyon radyo gazete dergi basin acikhava brosur panfletos panfleto folhetos"
    " imprensa jornais revistas televisao mupis tidning tidningar utomhus flygblad kranten folders"
    " televize tisk letaky",
}
_TIER_WORDS = {"nano": "nano", "micro": "micro mikro", "mid": "mid middle midtier mittel", "macro": "macro makro",
               "mega": "mega celebrity celebrities celeb star"}  # fmt: skip


def channel_of(name: str) -> str | None:
    """Return the market's channel that a name means; None: none is known.

    Where several words are known, the first row above decides: 'Facebook retargeting' is retargeting, 'Instagram
    influencers' are creators.
    """
    said = set(plain(name).split())
    for channel, known in _WORDS.items():
        if said & set(known.split()):
            return channel
    return next((channel for channel in CHANNELS if re.sub(r"\W+", "_", name.strip().lower()) == channel), None)


def tier_of(name: str) -> str | None:
    """Return the tier of creators that a name means; None: none."""
    said = set(plain(name).split())
    return next((tier for tier in TIERS if said & set(_TIER_WORDS[tier].split())), None)
