"""Names that columns have in exports of other tools and in other languages, as :func:`columns.plain` writes them.

The first name of each field is ours; of two columns that fit, the one whose name stands earlier is taken. Rosters as
CreatorIQ, Modash, Aspire, Upfluence, HypeAuditor and spreadsheets have them; sales as shops, Meridian and Robyn do.
"""

from __future__ import annotations

from experiments.own_brand.reading.cells import other_languages

ROSTER = {
    "handle": "handle; username; user name; user handle; social handle; creator handle; influencer handle; account"
    " handle; account name; account; profile name; screen name; nickname; creator username; influencer"
    " username; creator name; influencer name; creator; influencer; publisher name; publisher; profile;"
    " channel name; channel; social account; media name; blog name; nutzername; benutzername; profilname;"
    " konto; kanal; usuario; nombre de usuario; cuenta; perfil; creador; utilisateur; nom d utilisateur;"
    " compte; pseudo; createur; nome utente; profilo; nome de usuario; gebruikersnaam; profile url;"
    " profile link; url; link; media url; full name; name; uid; nazwa uzytkownika; uzytkownik; nazwa"
    " konta; profil; tworca; tworczyni; influencerka; nom d utilisateur instagram; nom du compte; nom du"
    " createur; influenceur; nombre del creador; nombre de la cuenta; influencer nombre; nome account;"
    " nome creator; nome profilo; nick; accountname; kontoname",
    "followers": "followers; follower; follower count; followers count; number of followers; total followers; num"
    " followers; followers total; subscribers; subscriber; subscriber count; subscribers count; subs;"
    " fans; fan count; follower base; audience size; community size; anzahl follower; followeranzahl;"
    " followerzahl; abonnenten; seguidores; numero de seguidores; suscriptores; abonnes; nombre d abonnes;"
    " nb abonnes; iscritti; seguaci; numero di follower; numero de seguidores total; inscritos; volgers;"
    " aantal volgers; social reach; total reach; reichweite; obserwujacy; liczba obserwujacych;"
    " obserwujacych; subskrybenci; subskrybentow; liczba subskrybentow; abonnes instagram; nombre de"
    " followers; nb de followers; nombre de seguidores; cantidad de seguidores; numero de followers;"
    " numero seguaci; numero follower; followerzahlen; anzahl abonnenten; abonnentenzahl; anzahl der"
    " follower; taille de la communaute",
    "fee": "fee; fee per post; price per post; rate per post; cost per post; post fee; post price; post rate;"
    " post cost; sponsored post price; agreed fee; agreed rate; agreed price; agreed cost; negotiated"
    " rate; negotiated fee; negotiated price; offered rate; proposed rate; quoted rate; quoted fee; quoted"
    " price; quote; asking price; asking rate; creator fee; influencer fee; rate; price; cost; rates; rate"
    " card; compensation; payment; payout; payment amount; suggested price; estimated price; estimated"
    " cost; estimated post price; avg price; average price; avg post price; price per reel; reel price;"
    " price per video; video price; integration price; honorar; honorar pro post; preis pro post; preis;"
    " kosten pro post; kosten; gage; vergutung; tarifa; tarifa por post; tarifa por publicacion;"
    " precio por publicacion; precio"
    " por post; precio; tarif; tarif par post; prix par post; prix; cachet; compenso; prezzo per post;"
    " prezzo; tariffa; preco por post; preco; cache; tarief; prijs per post; prijs; stawka; stawka za"
    " post; cena; cena za post; honorarium; wynagrodzenie; koszt; koszt posta; koszt za post; cout; cout"
    " par post; prix post; remuneration; tarif post; tarifas; coste; coste por post; costo; costo per"
    " post; costo por post; costo por publicacion; honorarios; prezzo post; fee per contenuto; compenso"
    " per post; preis je post; preis je beitrag; preis pro beitrag; honorar je post; vergutung pro post;"
    " kosten je post",
    "platform": "platform; social platform; social network; network; social media; social media platform; social"
    " channel; media type; channel; channel type; source; plattform; netzwerk; kanal; plataforma; red"
    " social; reseau; reseau social; plateforme; piattaforma; rede social; platforma; siec; serwis; medio"
    " social; canal social; plateforme sociale; social netzwerk; soziales netzwerk",
    "niche": "niche; niches; main niche; category; categories; main category; primary category; creator category;"
    " influencer category; topic; topics; main topic; vertical; verticals; interests; interest; genre;"
    " content category; content categories; content niche; theme; themes; kategorie; kategorien; thema;"
    " themen; nische; themengebiet; categoria; categorias; tema; nicho; thematique; centre d interet;"
    " interessi; categorie; kategoria; tematyka; temat; nisza; branza; zainteresowania; specialite;"
    " univers; sujet; thematiques; tematica; sector; argomento; settore; nicchia; tematiche; bereich;"
    " fachgebiet; themenbereich; themenfeld; niche principale",
    "engagement_rate": "engagement rate; er; eng rate; engagementrate; avg engagement rate; average"
    " engagement rate; median"
    " engagement rate; engagement rate er; engagement; eng; interaktionsrate; engagement quote; tasa de"
    " interaccion; tasa de engagement; taux d engagement; tasso di engagement; tasso di coinvolgimento;"
    " taxa de engajamento; betrokkenheid; interactieratio; wskaznik zaangazowania; zaangazowanie;"
    " engagement rate w; taux d interaction; taux engagement; tasa de compromiso; tasa engagement; tasso"
    " engagement; tasso di interazione; engagementquote; engagement rate in; interaktionsquote;"
    " interaktionsrate pro post",
    "average_views": "average views; avg views; mean views; median views; views per post; average"
    " video views; avg video"
    " views; average reel views; avg reel views; average reels views; avg reels views; avg reels plays;"
    " average reels plays; average plays; avg plays; median plays; average impressions; avg impressions;"
    " impressions per post; average reach; avg reach; median reach; reach per post; avg post reach;"
    " average post reach; est reach; estimated reach; views; view count; durchschnittliche aufrufe;"
    " aufrufe pro post; aufrufe; views pro post; durchschnittliche views; reichweite pro post;"
    " visualizaciones promedio; visualizaciones; vistas promedio; vues moyennes; vues par post; vues;"
    " visualizzazioni medie; visualizzazioni; visualizacoes medias; gemiddelde weergaven; srednie"
    " wyswietlenia; srednia liczba wyswietlen; wyswietlenia; wyswietlenia na post; zasieg posta; sredni"
    " zasieg; nombre de vues moyen; moyenne des vues; vues moyennes par post; portee moyenne; portee par"
    " post; visualizaciones medias; media de visualizaciones; visualizaciones por publicacion; alcance"
    " medio; alcance promedio; alcance por post; media visualizzazioni; visualizzazioni per post;"
    " copertura media; reach medio; durchschnittliche reichweite; durchschnittliche views pro post;"
    " mittlere aufrufe; avg aufrufe; aufrufe je post",
    "bought_share": "bought followers; share of bought followers; bought share; fake followers; fake follower; share of"
    " fake followers; fake follower share; fake follower rate; fake follower percentage; fake followers"
    " percentage; fake followers rate; fake audience; fakes; suspicious followers; suspicious accounts;"
    " bots; bot share; bot followers; gekaufte follower; anteil gekaufter follower; anteil fake follower;"
    " seguidores falsos; faux abonnes; faux followers; follower falsi; seguidores comprados; nep volgers;"
    " falszywi obserwujacy; udzial falszywych obserwujacych; kupieni obserwujacy; boty; part de faux"
    " abonnes; part de faux followers; pourcentage de faux abonnes; porcentaje de seguidores falsos;"
    " seguidores fake; percentuale follower falsi; follower fake; unechte follower; anteil unechter"
    " follower; fake follower anteil; fake follower quote",
    "country": "country; creator country; influencer country; country code; country name; location country;"
    " location; geo; market; region; land; pais; pays; paese; standort; ubicacion; localisation;"
    " localizacao; kraj; lokalizacja; miasto; localisation pays; zona; zona geografica; localita; ort;"
    " region land",
    "code_uses": "code uses; coupon uses; promo code uses; discount code uses; code redemptions; redemptions; coupon"
    " redemptions; uses of code; times used; code sales; code orders; orders; conversions; purchases;"
    " einlosungen; codeeinlosungen; code einlosungen; gutscheineinlosungen; usos del codigo; utilisations;"
    " utilisations du code; utilizzi codice; usos do cupom; uzycia kodu; liczba uzyc kodu; zamowienia z"
    " kodem; utilisations code promo; commandes avec code; usos del cupon; pedidos con codigo; utilizzi"
    " del codice; ordini con codice; code nutzungen; codenutzungen; bestellungen mit code",
    # From these the fields above are computed where they are missing:
    "real_share": "real followers; audience credibility; followers credibility; follower credibility; credibility;"
    " audience quality; real audience; authentic followers; authenticity; real percentage; real people;"
    " quality audience; echte follower; seguidores reales; vrais abonnes; prawdziwi obserwujacy; jakosc"
    " odbiorcow; qualite de l audience; audience reelle; calidad de la audiencia; audiencia real; qualita"
    " dell audience; follower reali; zielgruppenqualitat; qualitat der follower",
    "engagements": "average engagements; avg engagements; engagements; engagements per post; avg engagement;"
    " average engagement; median engagements; average interactions; avg interactions; interactions per post;"
    " interaktionen",
    "likes": "average likes; avg likes; likes per post; median likes; likes; durchschnittliche likes; likes"
    " promedio; me gusta promedio; likes moyens; mi piace medi; srednie polubienia; srednia liczba"
    " polubien; polubienia; j aime moyens; moyenne de likes; moyenne j aime; media de me gusta; likes"
    " medios; media like; like medi; durchschnittliche gefallt mir; likes pro post",
    "comments": "average comments; avg comments; comments per post; median comments; comments; durchschnittliche"
    " kommentare; kommentare; comentarios promedio; commentaires moyens; commenti medi; srednie"
    " komentarze; srednia liczba komentarzy; komentarze; moyenne de commentaires; media de comentarios;"
    " comentarios medios; media commenti; kommentare pro post",
}
SALES = {
    "week": "week; date; week start; week beginning; week commencing; week starting; week of; week start date;"
    " wc; day; time; period; ds; week ending; week end; week end date; month; month start; order date;"
    " datum; woche; kalenderwoche; kw; tag; monat; semana; fecha; dia; mes; semaine; jour; mois;"
    " settimana; data; giorno; mese; semaine du; semana del; dag; maand; tydzien; data zamowienia; dzien;"
    " miesiac; poczatek tygodnia; date de commande; debut de semaine; fecha de pedido; fecha pedido;"
    " inicio de semana; semana que comienza; data ordine; inizio settimana; bestelldatum; wochenbeginn;"
    " woche ab; woche beginnend; wochenstart; kalender woche; zeitraum",
    "year": "year; jahr; ano; annee; anno; jaar; rok",
    "units": "units; units sold; unit sales; sold units; quantity; quantity sold; net quantity; qty; items sold;"
    " net items sold; volume; orders; order count; number of orders; total orders; purchases;"
    " transactions; conversions; kpi; new customers; new memberships; memberships; subscriptions; new"
    " subscriptions; new subscribers; sign ups; signups; bookings; verkaufte stuck; stuck; stuckzahl;"
    " absatz; menge; anzahl; bestellungen; verkaufe; abschlusse; neue mitglieder; neue mitgliedschaften;"
    " neue vertrage; neuabschlusse; mitgliedschaften; unidades; unidades vendidas; pedidos; altas;"
    " cantidad; unites; unites vendues; quantite; commandes; ventes; unita; unita vendute; ordini;"
    " quantita; pezzi; quantidade; encomendas; stuks; aantal; bestellingen; sztuki; liczba sztuk;"
    " sprzedane sztuki; ilosc; zamowienia; liczba zamowien; liczba sprzedanych sztuk; transakcje; nowi"
    " klienci; liczba transakcji; nombre de ventes; nombre de commandes; nb de commandes; nb commandes; nb"
    " ventes; articles vendus; quantite vendue; nouveaux clients; nouveaux abonnes; abonnements; numero de"
    " pedidos; numero de ventas; articulos vendidos; nuevos clientes; transacciones; numero ordini;"
    " articoli venduti; nuovi clienti; vendite unita; transazioni; anzahl bestellungen; anzahl verkaufe;"
    " verkaufte einheiten; verkaufte artikel; einheiten; neukunden; transaktionen; auftrage; verkaufte"
    " menge",
    "revenue": "revenue; net revenue; gross revenue; total revenue; net sales; total sales; gross sales; sales"
    " revenue; sales value; sales amount; turnover; gmv; purchase revenue; revenue total; umsatz;"
    " nettoumsatz; erlos; erlose; ingresos; facturacion; ventas netas; importe; chiffre d affaires; ca;"
    " recettes; fatturato; ricavi; incasso; receita; faturamento; omzet; przychod; przychody; obrot;"
    " sprzedaz wartosciowa; wartosc sprzedazy; sprzedaz netto; sprzedaz brutto; przychod netto; ventes"
    " nettes; ventes totales; ventes brutes; montant des ventes; revenus; ventas totales; ventas brutas;"
    " ventas total; ingresos totales; facturado; vendite nette; vendite totali; vendite lorde; entrate;"
    " ricavo; ricavi netti; bruttoumsatz; gesamtumsatz; umsatz netto; umsatz brutto; umsatzerlose; erlose"
    " netto",
    "sales": "sales; ventas; vendas; vendite; verkoop; sprzedaz; ventes totales en nombre",
    "revenue_per_unit": "revenue per kpi; revenue per conversion; revenue per unit; average order"
    " value; aov; avg price;"
    " average price; price; durchschnittlicher bestellwert; panier moyen; valor medio del pedido; valore"
    " medio ordine; srednia wartosc zamowienia; cena jednostkowa",
}
PLAN = {
    "week": "week; week number; week no; campaign week; week start; week beginning; date; start; posting date;"
    " post date; publish date; go live; woche; kw; datum; semana; fecha; semaine; date de publication;"
    " settimana; data; tydzien; data publikacji; tydzien kampanii; semaine de campagne; semana de campana;"
    " settimana di campagna; kampagnenwoche; veroffentlichung; fecha de publicacion; data di pubblicazione",
    "channel": "channel; channel or handle; media; medium; media channel; line; item; placement; tactic; kanal;"
    " canal; canale; medio; massnahme; canal media; canal de medios; canale media; werbekanal; mediakanal;"
    " kanal marketingowy; levier; poste; massnahmen",
    "handle": ROSTER["handle"].replace("; channel name; channel", "").replace(" kanal;", ""),
    "spend": "spend; budget; cost; amount; investment; spending; media spend; planned spend; planned cost; fee;"
    " price; total; ausgaben; kosten; betrag; gasto; inversion; presupuesto; importe; depense; depenses;"
    " montant; spesa; importo; investimento; uitgaven; wydatki; koszt; kwota; budzet; naklady; cout;"
    " couts; montant ht; coste; costes; costo; costi; budget planifie; presupuesto previsto; budget"
    " previsto; geplante ausgaben; kosten geplant; mediabudget",
    "posts": "posts; number of posts; no of posts; post count; quantity; qty; count; deliverables; pieces; anzahl"
    " posts; beitrage; publicaciones; publications; nb posts; pubblicazioni; liczba postow; liczba"
    " publikacji; posty; nombre de posts; nombre de publications; numero de posts; numero de"
    " publicaciones; numero post; numero di post; anzahl beitrage; anzahl der posts",
    "format": "format; content type; content format; type; post type; deliverable type; formato; inhalt; art; tipo;"
    " rodzaj; typ tresci; format de contenu; type de contenu; tipo de contenido; tipo di contenuto;"
    " inhaltstyp",
    "label": "label; labelled; labeled; disclosed; disclosure; ad label; paid partnership label; sponsored label;"
    " kennzeichnung; gekennzeichnet; etiqueta; mention publicitaire; etichetta; oznaczenie; oznakowanie;"
    " mention; etiquetado; etichettato; als werbung gekennzeichnet",
}
PRICES = {
    "what": "channel; tier; what; channel or tier; media; medium; line; item; creator tier; influencer tier;"
    " size; kanal; stufe; canal; canale; nivel; niveau; livello; kanal lub tier; poziom; wielkosc; taille;"
    " tamano; dimensione; grosse; medium kanal; poste; format; kanal oder stufe",
    "unit": "unit; per; pricing unit; price unit; buying unit; pricing; einheit; unidad; unite; unita; eenheid;"
    " jednostka; jednostka ceny; unite de prix; unidad de precio; unita di prezzo; preiseinheit;"
    " abrechnung",
    "price": "price; rate; cost; fee; unit price; unit cost; preis; kosten; precio; tarifa; prix; tarif; prezzo;"
    " preco; prijs; cena; stawka; koszt; cout; coste; costo; tariffa; prix unitaire; precio unitario;"
    " prezzo unitario; einzelpreis; cena jednostkowa",
    "cpm": "cpm; cost per mille; cost per thousand; cost per 1000 impressions; price per 1000 impressions; tkp;"
    " tausenderkontaktpreis; cout pour mille; coste por mil; costo per mille; koszt tysiaca; koszt 1000"
    " wyswietlen; prix pour 1000 impressions; precio por mil impresiones; tkp in; preis pro 1000 kontakte",
    "minimum": "minimum; min; minimum spend; min spend; minimum budget; minimum order; least; mindestbuchung;"
    " mindestbetrag; minimo; minimale; minimalny budzet; minimum budzetu; budget minimum; budget minimal;"
    " montant minimum; presupuesto minimo; inversion minima; budget minimo; spesa minima; mindestbudget;"
    " mindestausgabe; mindestens",
    "agency_share": "agency share; agency s share; agency fee; agency commission; commission; agency; share of agency;"
    " agenturprovision; provision; agenturanteil; comision; comision de agencia; commission d agence;"
    " commissione; prowizja; prowizja agencji; marza agencji; honoraires agence; frais d agence;"
    " commission agence; part de l agence; comision agencia; honorarios agencia; commissione agenzia;"
    " provvigione; agenturhonorar; agenturgebuhr; agentur provision",
}
TESTS = {
    "channel": PLAN["channel"] + "; platform; plattform",
    "start": "start; start date; from; test start; begin; beginning; date start; beginn; von; anfang; inicio;"
    " desde; debut; inizio; dal; poczatek; data poczatkowa; od; date de debut; fecha de inicio; fecha"
    " inicio; data inizio; data di inizio; startdatum; testbeginn",
    "end": "end; end date; to; until; test end; date end; ende; bis; fin; hasta; fine; al; koniec; data koncowa;"
    " do; date de fin; fecha de fin; fecha fin; data fine; data di fine; enddatum; testende",
    "spend": PLAN["spend"],
    "lift": "lift; incremental purchases; incremental conversions; incremental sales; incremental orders;"
    " incremental units; added purchases; lift units; effect; uplift; point estimate; estimate;"
    " zusatzliche kaufe; inkrementelle kaufe; compras incrementales; achats incrementaux; acquisti"
    " incrementali; przyrost; dodatkowe zakupy; dodatkowa sprzedaz; ventes incrementales; ventes"
    " additionnelles; ventas incrementales; conversiones incrementales; vendite incrementali; conversioni"
    " incrementali; zusatzliche verkaufe; zusatzverkaufe; inkrementelle verkaufe; inkrementelle"
    " conversions",
    "standard_error": "standard error; se; std error; stderr; std err; lift se; se lift; error; standardfehler; error"
    " estandar; erreur type; errore standard; blad standardowy; ecart type; erreur standard; error tipico;"
    " errore std; std fehler",
    "kind": "kind; type; test type; method; design; test; art; tipo; metodo; methode; rodzaj; typ testu; type de"
    " test; tipo de prueba; tipo di test; testart",
}
AUDIENCE = {
    "kind": "kind; dimension; attribute; type; variable; breakdown; merkmal; art; dimension name; tipo",
    "value": "value; group; segment; bucket; label; name; auspragung; gruppe; valor; groupe; gruppo",
    "age": "age; age group; age range; age bracket; alter; altersgruppe; edad; grupo de edad; age range of"
    " audience; tranche d age; eta; fascia d eta; idade; leeftijd; wiek; grupa wiekowa; przedzial wiekowy;"
    " classe d age; groupe d age; age client; rango de edad; gruppo di eta; fasce d eta; altersklasse;"
    " alter in jahren",
    "niche": "niche; niches; interest; interests; category; topic; nische; interesse; nicho; intereses; categoria;"
    " zainteresowania; kategoria; interets; centre d interet; centres d interet; interes; interessi;"
    " tematica; categorie; interessen",
    "region": "region; country; city; location; state; geo; area; market; land; stadt; bundesland; pais; ciudad;"
    " pays; ville; regione; paese; citta; regiao; wojewodztwo; miasto; kraj; region kraju; departement;"
    " provincia; comunidad autonoma; ort; plz gebiet; land region",
    "share": "share; percent; percentage; share of customers; share of audience; proportion; customers; count;"
    " users; people; number; anteil; prozent; kunden; anzahl; porcentaje; cuota; clientes; part;"
    " pourcentage; quota; percentuale; aandeel; udzial; procent; odsetek; liczba klientow; klienci; part"
    " des clients; nombre de clients; nb clients; porcentaje de clientes; numero de clientes; quota"
    " clienti; percentuale clienti; numero clienti; anteil der kunden; kundenanteil; anzahl kunden;"
    " proportion des clients; pourcentage clients",
}
PLATFORMS = {
    "instagram": "instagram ig insta",
    "tiktok": "tiktok tt tik_tok",
    "youtube": "youtube yt",
    "facebook": "facebook fb",
    "x": "twitter x",
    "twitch": "twitch",
    "pinterest": "pinterest",
    "snapchat": "snapchat snap",
    "linkedin": "linkedin",
    "threads": "threads",
    "podcast": "podcast",
    "blog": "blog",
}
PLATFORM_WORDS = {word: name for name, words in PLATFORMS.items() for word in words.split()}


for _fields, _more in (
    (ROSTER, other_languages.ROSTER),
    (SALES, other_languages.SALES),
    (PLAN, other_languages.PLAN),
    (PRICES, other_languages.PRICES),
    (TESTS, other_languages.TESTS),
    (AUDIENCE, other_languages.AUDIENCE),
):
    _fields |= {field: f"{_fields[field]}; {names}" for field, names in _more.items()}


def names_of(fields: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the names of each field, in the order in which they are preferred."""
    return {field: tuple(dict.fromkeys(name.strip() for name in names.split(";"))) for field, names in fields.items()}
