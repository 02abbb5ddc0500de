"""The market's niches with the brand's own words among them, and which of them speak to one another."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulation.scenario.market import NICHES, RELATED

NEAR = 0.84
"""Likeness of two words (difflib's ratio, 0 to 1) from which one is taken for a spelling of the other."""
SHOWN = 8
"""Words that a note names."""
MOST = 64
"""Niches that a market takes."""

_WORDS = {
    "coffee": "espresso, barista, cafe, tea, roastery, kaffee, tee, kawa, herbata, caffe, the, te, cha, kahve, cay",
    "books": "reading, literature, bookstagram, novels, publishing, bucher, lesen, ksiazki, libros, lectura, livres,"
    " lecture, libri, lettura, livros, leitura, kitap, boeken",
    "zero-waste": "sustainability, sustainable, eco, environment, recycling, vegan, green, nachhaltigkeit, umwelt,"
    " ekologia, sostenibilidad, sostenibilita, durable, ecologie, sustentabilidade, wegan, surdurulebilir, duurzaam",
    "fashion": "clothing, clothes, style, apparel, shoes, sneakers, jewellery, jewelry, streetwear, mode, kleidung,"
    " schuhe, moda, ropa, buty, ubrania, vetements, chaussures, abbigliamento, scarpe, roupa, giyim, ayakkabi",
    "fitness": "gym, sport, sports, workout, yoga, running, cycling, training, wellness, health, gesundheit, laufen,"
    " bieganie, silownia, zdrowie, deporte, salud, sante, salute, saude, desporto, esporte, spor, saglik, corrida",
    "gaming": "games, esports, streaming, consoles, spiele, gry, juegos, videojuegos, jeux, giochi, jogos, oyun",
    "parenting": "family, baby, mums, moms, dads, kids, children, motherhood, familie, eltern, kinder, rodzina,"
    " dzieci, familia, ninos, maternidad, famille, enfants, famiglia, bambini, maternidade, aile, anne, gezin",
    "travel": "holidays, hotels, outdoor, hiking, adventure, camping, mountains, reisen, wandern, urlaub, berge,"
    " podroze, turystyka, gory, gorska, viajes, viagem, viagens, senderismo, montana, voyage, randonnee, montagne,"
    " viaggi, montagna, seyahat, gezi, reizen",
    "beauty": "skincare, skin care, cosmetics, makeup, make-up, haircare, hair, perfume, fragrance, schonheit,"
    " kosmetik, pflege, uroda, kosmetyki, belleza, cosmetica, beaute, bellezza, beleza, guzellik, kozmetik, schoonheid",
    "food": "cooking, recipes, baking, restaurants, kitchen, snacks, drinks, wine, nutrition, essen, kochen, rezepte,"
    " jedzenie, kuchnia, gotowanie, comida, cocina, recetas, cuisine, recettes, cucina, ricette, culinaria,"
    " gastronomia, gastronomie, yemek, mutfak, tarif, koken",
    "tech": "technology, gadgets, software, electronics, smartphones, photography, cars, technik, technologie, autos,"
    " technologia, tecnologia, coches, voitures, teknoloji, araba",
    "music": "instruments, concerts, festivals, vinyl, guitar, musik, muzyka, musica, musique, muzik, muziek",
}
WORDS: Mapping[str, tuple[str, ...]] = {niche: tuple(words.split(", ")) for niche, words in _WORDS.items()}
"""Words of the trade for the market's niches, without accents: which of them a word of one's own is near (ours)."""


@dataclass(frozen=True)
class Niches:
    """A market's niches and pairs that speak to one another.

    Attributes:
        names: The niches.
        related: The pairs.
        known_as: A word as it was written -> its niche.
        notes: What is to be said, a sentence each.
        strange: Words of others than the brand that are near no niche.
    """

    names: tuple[str, ...]
    related: tuple[str, ...]
    known_as: Mapping[str, str]
    notes: tuple[str, ...]
    strange: tuple[str, ...] = ()

    def of(self, word: str | None) -> str:
        """Return the niche of a word of the folder; nothing where there is none, or the market has no room for it."""
        return self.known_as.get(word or "", "")


def niches_with(own: Iterable[str], others: Iterable[str] = ()) -> Niches:
    """Return the market's niches with words of one's own among them.

    A word that is a niche, or a spelling of one, is that niche. Any other becomes a niche of its own; it is related to
    the niche that it is near (``WORDS``), and the brand's own words are related to one another.

    Args:
        own: The brand's words, its first one first.
        others: Further words, such as those of creators.
    """
    names, related, known_as, notes = list(NICHES), list(RELATED), {}, []
    first, strange = None, []
    for word, is_own in [*((word, True) for word in own), *((word, False) for word in others if word)]:
        if word in known_as:
            continue
        plain = " ".join(word.replace("+", " ").lower().split())
        niche = _spelled(plain, names)
        if niche is None and len(names) < MOST and plain:
            niche = plain
            names.append(plain)
            near = _near(plain)
            if near:
                related.append(f"{plain}+{near}")
            elif is_own:
                notes.append(f"Niche '{word}': near no niche of the market; its people are like any others.")
            else:
                strange.append(word)
        if niche is None:
            notes.append(f"Niche '{word}': the market takes {MOST} niches; creators of it are drawn another one.")
            continue
        known_as[word] = niche
        first = first or niche
        pair = {f"{first}+{niche}", f"{niche}+{first}"}
        if is_own and niche != first and not pair & set(related):
            related.append(f"{first}+{niche}")
    if strange:
        named = ", ".join(strange[:SHOWN]) + (", ..." if len(strange) > SHOWN else "")
        notes.append(
            f"Near no niche that is known, and taken to be far from the brand: {named}. What is near to yours belongs"
            " into niche in brand.yaml, as a list."
        )
    return Niches(tuple(names), tuple(related), known_as, tuple(notes), tuple(strange))


def _spelled(word: str, names: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, names, 1, NEAR)), None)


def _near(word: str) -> str | None:
    """Return the market's niche that a word is near: of the word itself, or of one of the words that it is made of."""
    trade = {each: niche for niche, words in WORDS.items() for each in words}
    word = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    word = word.replace("\u0142", "l").replace("\u0131", "i").replace("\u00df", "ss")
    for each in (word, *word.replace("-", " ").replace("&", " ").split()):
        if each in NICHES:
            return each
        found = difflib.get_close_matches(each, trade, 1, NEAR)
        if found:
            return trade[found[0]]
    return None
