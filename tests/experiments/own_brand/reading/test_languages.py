"""Headers of the common exports in many languages are read without a word from the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.own_brand.reading.folder import read_brand

ROSTERS = {
    "Polish": (
        "Nazwa użytkownika;Platforma;Liczba obserwujących;Wskaźnik zaangażowania;Średnie wyświetlenia;Kategoria;Stawka za post;Użycia kodu"
    ),
    "German": (
        "Nutzername;Plattform;Anzahl Follower;Interaktionsrate;Durchschnittliche Aufrufe;Themenbereich;Honorar pro Post;Code-Einlösungen"
    ),
    "French": (
        "Nom d'utilisateur;Plateforme;Nombre d'abonnés;Taux d'engagement;Vues moyennes;Thématique;Tarif par post;Commandes avec code"
    ),
    "Spanish": (
        "Nombre de usuario;Red social;Número de seguidores;Tasa de interacción;Visualizaciones promedio;Categoría;Tarifa por publicación;Usos del cupón"
    ),
    "Italian": (
        "Nome utente;Piattaforma;Numero di follower;Tasso di engagement;Visualizzazioni medie;Categoria;Compenso per post;Ordini con codice"
    ),
    "Turkish": (
        "Kullanıcı adı;Mecra;Takipçi sayısı;Etkileşim oranı;Ortalama izlenme;Kategori;Gönderi başı ücret;Kod kullanımı"  # noqa: RUF001
    ),
    "Portuguese": (
        "Nome de utilizador;Rede social;Seguidores;Taxa de envolvimento;Média de visualizações;Categoria;Valor por post;Utilizações do código"
    ),
    "Swedish": (
        "Användarnamn;Plattform;Antal följare;Engagemangsgrad;Genomsnittliga visningar;Kategori;Pris per inlägg;Användningar av kod"
    ),
}
SALES = {
    "Polish": "Tydzień;Liczba zamówień;Przychód;Wydatki na telewizję;Wydatki Facebook",
    "German": "Woche ab;Bestellungen;Umsatz;Ausgaben TV;Ausgaben Facebook",
    "French": "Semaine du;Nombre de commandes;Chiffre d'affaires;Dépenses TV;Dépenses Facebook",
    "Spanish": "Semana;Número de pedidos;Ingresos;Gasto TV;Gasto Facebook",
    "Italian": "Settimana;Numero ordini;Fatturato;Spesa TV;Spesa Facebook",
    "Turkish": "Hafta;Sipariş adedi;Ciro;Harcama TV;Harcama Facebook",
    "Portuguese": "Semana;Encomendas;Faturação;Gasto TV;Gasto Facebook",
    "Swedish": "Vecka;Antal ordrar;Omsättning;Kostnad TV;Kostnad Facebook",
}


@pytest.mark.parametrize("language", ROSTERS)
def test_a_roster(language: str, brand_with: Callable[..., Path]) -> None:
    text = f"{ROSTERS[language]}\n@ola;Instagram;12500;3,5 %;4200;Kawa;150;12\n"
    brand = read_brand(brand_with({"roster.csv": text}))
    (ola,) = brand.roster
    assert (ola.handle, ola.platform, ola.followers, ola.engagement_rate) == ("ola", "instagram", 12_500, 0.035)
    assert (ola.average_views, ola.niche, ola.fee, ola.code_uses) == (4_200, "kawa", 150, 12)
    assert all(each.read_as for each in brand.reading), [each.column for each in brand.reading if not each.read_as]


@pytest.mark.parametrize("language", SALES)
def test_sales_with_spend(language: str, brand_with: Callable[..., Path]) -> None:
    text = f"{SALES[language]}\n05.01.2026;100;2.000,50;10;20\n12.01.2026;110;2.200,00;30;40\n"
    sales = read_brand(brand_with({"sales.csv": text})).sales
    assert sales is not None
    assert (sales.units, sales.revenue) == ((100, 110), (2000.5, 2200))
    assert sales.spend == {"broadcast": (10, 30), "paid_social": (20, 40)}


def test_months_in_polish(brand_with: Callable[..., Path]) -> None:
    text = "Data;Sztuki\n5 sty 2026;7\n12 stycznia 2026;8\n19 sty 2026;9\n"
    sales = read_brand(brand_with({"sales.csv": text})).sales
    assert sales is not None
    assert sales.units == (7, 8, 9)
