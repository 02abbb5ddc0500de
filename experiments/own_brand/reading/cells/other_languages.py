"""Names that columns have in Turkish, Portuguese, Nordic, Dutch and Czech spreadsheets, beside :mod:`synonyms`."""

from __future__ import annotations

ROSTER = {
    "handle": "kullanici adi; kullanici; hesap; hesap adi; influencer adi; icerik ureticisi; fenomen;"
    " nome de utilizador;"
    " utilizador; conta; perfil; criador; criadora; nome do criador; influenciador; influenciadora; nome da conta;"
    " anvandarnamn; konto; kontonamn; brukernavn; brugernavn; gebruiker; accountnaam; uzivatelske jmeno; ucet; tvurce",
    "followers": "takipci; takipci sayisi; takipciler; abone sayisi; numero de seguidores total; n seguidores;"
    " n de seguidores; no de seguidores; total de seguidores; inscritos; foljare; antal foljare;"
    " folgere; antall folgere;"
    " antal folgere; sledujici; pocet sledujicich",
    "fee": "ucret; gonderi ucreti; gonderi basi ucret; paylasim ucreti; paylasim basi ucret; fiyat; bedel; valor;"
    " valor por post; valor por publicacao; valor do post; preco por publicacao; cache por post; custo por post; custo;"
    " pris; pris per inlagg; pris per post; pris pr opslag; ersattning; arvode; honorar; vergoeding;"
    " vergoeding per post; kosten per post; odmena; odmena za prispevek; cena za prispevek",
    "platform": "mecra; sosyal medya; sosyal ag; rede; redes; plattform; kanal; sociala medier; sit; socialni sit",
    "niche": "kategori; konu; alan; ilgi alani; tur; area; segmento; assunto; amne; emne; tema; onderwerp; categorie;"
    " obor; oblast; temat",
    "engagement_rate": "etkilesim orani; etkilesim; taxa de envolvimento; envolvimento; taxa de interacao; engajamento;"
    " taxa de engajamento media; engagemangsgrad; engagemang; engasjement; engagement grad; mira zapojeni",
    "average_views": "ortalama izlenme; ortalama goruntulenme; izlenme; goruntulenme; ortalama erisim; erisim;"
    " media de visualizacoes; visualizacoes por post; visualizacoes; visualizacoes medias por post; alcance;"
    " alcance medio por post; genomsnittliga visningar; visningar; snittvisningar; visninger;"
    " gjennomsnittlige visninger; gennemsnitlige visninger; gemiddeld bereik; gemiddelde views; prumerny dosah;"
    " prumerna zhlednuti",
    "bought_share": "sahte takipci; sahte takipci orani; bot orani; seguidores comprados; taxa de seguidores falsos;"
    " percentagem de seguidores falsos; falska foljare; falske folgere; nepvolgers; udzial botow; falesni sledujici",
    "country": "ulke; sehir; cidade; localidade; land; stad; zeme; mesto",
    "code_uses": "kod kullanimi; kupon kullanimi; utilizacoes do codigo; usos do codigo; vendas com codigo;"
    " anvandningar av kod; koder brukt; kortingscode gebruik; pouziti kodu",
    "likes": "ortalama begeni; begeni; media de gostos; media de curtidas; curtidas; gostos; genomsnittliga likes",
    "comments": "ortalama yorum; yorum; media de comentarios; comentarios; kommentarer",
}
SALES = {
    "week": "hafta; hafta baslangici; tarih; gun; ay; donem; mes; data da encomenda; data do pedido; inicio da semana;"
    " vecka; veckostart; uke; uge; maned; manad; dato; dag; week nummer; weeknummer; weeknr; tyden; datum objednavky;"
    " mesic; week number; week no; week nr; wk; calendar week; iso week; nr tygodnia; numer tygodnia; numero de semana;"
    " n semana; numero semaine; numero settimana; hafta no; created at; order created at; ordered at; purchase date;"
    " purchased at; transaction date; paid at; processed at",
    "year": "yil; sene; ar; aar; rocnik; year number",
    "units": "adet; siparis; siparis adedi; siparis sayisi; satis adedi; satilan adet; encomendas;"
    " numero de encomendas;"
    " n de encomendas; vendas em unidades; unidades vendidas; quantidade vendida; consultas; marcacoes; novos clientes;"
    " antal; antal ordrar; ordrar; antall; antall ordre; ordre; antal ordrer; salda enheter; verkochte stuks;"
    " aantal bestellingen; objednavky; pocet objednavek; kusy; prodane kusy; appointments; visits booked; new patients;"
    " lineitem quantity; boxes; boxes sold; pairs; pairs sold",
    "revenue": "ciro; hasilat; gelir; satis tutari; satis geliri; receitas; faturacao; receita total;"
    " volume de negocios;"
    " valor das vendas; omsattning; intakter; omsetning; omsaetning; inntekter; netto omzet; bruto omzet; obrat; trzby",
    "sales": "satis; satislar; forsaljning; salg; prodej; prodeje",
    "revenue_per_unit": "ortalama sepet; ticket medio; snittorder; gemiddelde bestelwaarde",
}
PLAN = {
    "week": "hafta; kampanya haftasi; semana da campanha; vecka; kampanjvecka; uke; uge; tyden; calendar week; wk",
    "channel": "mecra; medya; meio; meios; mediekanal; medie; medium nosnik; mediakanaal",
    "handle": ROSTER["handle"],
    "spend": "harcama; butce; tutar; maliyet; verba; valor; despesa; despesas; orcamento; custo; investimento previsto;"
    " kostnad; utgift; belopp; budsjett; budget planlagt; bedrag; utrata; naklad; rozpocet",
    "posts": "gonderi; gonderi sayisi; paylasim sayisi; publicacoes; numero de publicacoes; n de posts; antal inlagg;"
    " antall innlegg; antal opslag; aantal posts; pocet prispevku",
    "format": "icerik turu; formato de conteudo; innehallstyp; inholdstype; contenttype; typ obsahu",
    "label": "reklam etiketi; is birligi etiketi; etiqueta de publicidade; reklammarkning; reklamemaerket",
}
PRICES = {
    "what": "mecra; seviye; meio; escalao; niva; niveau; kanaal; uroven",
    "unit": "birim; unidade; enhet; enhed; jednotka",
    "price": "fiyat; birim fiyat; preco unitario; valor; pris; cena za jednotku",
    "cpm": "bin gosterim maliyeti; custo por mil; custo por mil impressoes; pris per tusen; cena za tisic",
    "minimum": "asgari; en az; minimum butce; minimum harcama; minimo; valor minimo; investimento minimo; minsta;"
    " minste; minimumbudget; minimalni rozpocet",
    "agency_share": "ajans komisyonu; ajans payi; comissao; comissao da agencia; byraarvode; byraprovision; provize",
}
TESTS = {
    "channel": PLAN["channel"],
    "start": "baslangic; baslangic tarihi; data de inicio; startdato; zacatek; od data",
    "end": "bitis; bitis tarihi; data de fim; fim; slutdatum; slutdato; konec; einddatum",
    "spend": PLAN["spend"],
    "lift": "artis; ek satis; ek satin alma; vendas incrementais; compras incrementais; conversoes incrementais;"
    " okning;"
    " merforsaljning; inkrementell forsaljning; extra verkopen; prirustek",
    "standard_error": "standart hata; erro padrao; standardfel; standardfeil; standaardfout; smerodatna chyba",
    "kind": "tur; yontem; metodo do teste; testtyp; testtype",
}
AUDIENCE = {
    "kind": "boyut; dimensao; dimensie",
    "value": "deger; grup; grupo; varde; verdi; groep",
    "age": "yas; yas grubu; faixa etaria; grupo etario; alder; aldersgrupp; aldersgruppe; leeftijdsgroep; vek",
    "niche": "ilgi alani; interesses; intressen; interesser; zajmy",
    "region": "sehir; bolge; ulke; cidade; distrito; stad; lan; fylke; regio; provincie; mesto; kraj cz",
    "share": "pay; oran; yuzde; percentagem; quota de clientes; andel; prosent; percentage klanten; podil",
}
