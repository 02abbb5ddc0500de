"""The publications that parameters, facts and docstrings name, by first author and year.

Titles were written down from memory, and only where that was certain: check an entry before you quote it.
"""

from __future__ import annotations

import re

CITATION = re.compile(
    r"(?P<first>[A-Z][\w'-]+)(?:, [A-Z][\w'-]+)*(?: et al\.)?,? \(?"
    r"(?P<years>(?:1[89]|20)\d\d(?:, (?:1[89]|20)\d\d)*)"
)
"""A short citation: "Deffuant et al. 2000", "Friestad, Wright 1994", "Gordon et al. 2019, 2022"."""
NO_AUTHORS = ("Since", "In", "From")
"""Words that may stand before a year and write nothing."""

WORKS: dict[str, str] = {
    "Amazeen 2018": (
        "Amazeen, Wojdynski 2018. The effects of disclosure format on native advertising recognition and audience "
        "perceptions of legacy and online news publishers. Journalism."
    ),
    "Anderson 1991": "Anderson, Schooler 1991. Reflections of the environment in memory. Psychological Science.",
    "ASA 2026": (
        "ASA (Advertising Standards Authority) 2026. Consumer awareness and understanding of influencer marketing."
        " London."
    ),
    "Aral 2009": (
        "Aral, Muchnik, Sundararajan 2009. Distinguishing influence-based contagion from homophily-driven "
        "diffusion in dynamic networks. PNAS."
    ),
    "Aravindakshan 2011": (
        "Aravindakshan, Naik 2011. How does awareness evolve when advertising stops? The role of memory. Marketing "
        "Letters."
    ),
    "Bakshy 2011": (
        "Bakshy, Hofman, Mason, Watts 2011. Everyone's an influencer: quantifying influence on Twitter. WSDM."
    ),
    "Bapna 2015": (
        "Bapna, Umyarov 2015. Do your online friends make you pay? A randomized field experiment on peer influence in "
        "online social networks. Management Science."
    ),
    "Beichert 2024": (
        "Beichert, Bayerl, Goldenberg, Lanz 2024. Revenue generation through influencer marketing. Journal of "
        "Marketing."
    ),
    "Berger 2010": (
        "Berger, Sorensen, Rasmussen 2010. Positive effects of negative publicity: when negative reviews increase "
        "sales. Marketing Science."
    ),
    "Bertaglia 2024": (
        "Bertaglia, Goanta, Spanakis, Iamnitchi 2024. Influencer self-disclosure practices on Instagram: a "
        "multi-country longitudinal study. Online Social Networks and Media."
    ),
    "Blackwell 1947": (
        "Blackwell 1947. Conditional expectation and unbiased sequential estimation. Annals of Mathematical Statistics."
    ),
    "Blake 2015": (
        "Blake, Nosko, Tadelis 2015. Consumer heterogeneity and paid search effectiveness: a large-scale field "
        "experiment. Econometrica."
    ),
    "Box 1958": (
        "Box, Muller 1958. A note on the generation of random normal deviates. Annals of Mathematical Statistics."
    ),
    "Braun 2013": (
        "Braun, Moe 2013. Online display advertising: modeling the effects of multiple creatives and individual "
        "impression histories. Marketing Science."
    ),
    "Breiger 1974": "Breiger 1974. The duality of persons and groups. Social Forces.",
    "Broadbent 1979": "Broadbent 1979. One way TV advertisements work. Journal of the Market Research Society.",
    "Bulte 1997": (
        "Van den Bulte, Lilien 1997. Bias and systematic change in the parameter estimates of macro-level diffusion "
        "models. Marketing Science."
    ),
    "Chatterjee 2003": (
        "Chatterjee, Hoffman, Novak 2003. Modeling the clickstream: implications for web-based advertising efforts. "
        "Marketing Science."
    ),
    "Cheng 2025": (
        "Cheng, Zhang 2025. Reputation burning: analyzing the impact of brand sponsorship on social influencers. "
        "Management Science."
    ),
    "Chevalier 2006": (
        "Chevalier, Mayzlin 2006. The effect of word of mouth on sales: online book reviews. Journal of Marketing "
        "Research."
    ),
    "Deffuant 2000": (
        "Deffuant, Neau, Amblard, Weisbuch 2000. Mixing beliefs among interacting agents. Advances in Complex Systems."
    ),
    "East 2007": (
        "East, Hammond, Wright 2007. The relative incidence of positive and negative word of mouth: a multi-category "
        "study. International Journal of Research in Marketing."
    ),
    "Ehrenberg 1959": "Ehrenberg 1959. The pattern of consumer purchases. Applied Statistics.",
    "Eisend 2020": (
        "Eisend, van Reijmersdal, Boerman, Tarrahi 2020. A meta-analysis of the effects of disclosing sponsored "
        "content. Journal of Advertising."
    ),
    "Ershov 2025": (
        "Ershov, He, Seiler 2025. How much influencer marketing is undisclosed? Evidence from Twitter. Marketing "
        "Science."
    ),
    "Fainmesser 2021": (
        "Fainmesser, Galeotti 2021. The market for online influence. American Economic Journal: Microeconomics."
    ),
    "Friestad 1994": (
        "Friestad, Wright 1994. The persuasion knowledge model: how people cope with persuasion attempts. Journal "
        "of Consumer Research."
    ),
    "Fulgoni 2009": (
        "Fulgoni, Mörn 2009. Whither the click? How online advertising works. Journal of Advertising Research."
    ),
    "Goel 2012": "Goel, Watts, Goldstein 2012. The structure of online diffusion networks. ACM EC.",
    "Goel 2014": "Goel, Goldstein 2014. Predicting individual behavior with social networks. Marketing Science.",
    "Goel 2015": "Goel, Anderson, Hofman, Watts 2015. The structural virality of online diffusion. Management Science.",
    "Goodhardt 1984": (
        "Goodhardt, Ehrenberg, Chatfield 1984. The Dirichlet: a comprehensive model of buying behaviour. Journal "
        "of the Royal Statistical Society A."
    ),
    "Gordon 2019": (
        "Gordon, Zettelmeyer, Bhargava, Chapsky 2019. A comparison of approaches to advertising measurement: "
        "evidence from big field experiments at Facebook. Marketing Science."
    ),
    "Gordon 2022": "Gordon et al. 2022, as cited.",
    "Grimm 2020": (
        "Grimm et al. 2020. The ODD protocol for describing agent-based and other simulation models: a second "
        "update to improve clarity, replication, and structural realism. Journal of Artificial Societies and "
        "Social Simulation."
    ),
    "Gu 2024": "Gu, Zhang, Kannan 2024. Journal of Marketing (1.3 million livestreams), as cited.",
    "Guadagni 1983": (
        "Guadagni, Little 1983. A logit model of brand choice calibrated on scanner data. Marketing Science."
    ),
    "Hegselmann 2002": (
        "Hegselmann, Krause 2002. Opinion dynamics and bounded confidence: models, analysis, and simulation. "
        "Journal of Artificial Societies and Social Simulation."
    ),
    "Henningsen 2011": (
        "Henningsen, Heuke, Clement 2011. Determinants of advertising effectiveness: the development of an "
        "international advertising elasticity database and a meta-analysis. Business Research."
    ),
    "Hinz 2011": (
        "Hinz, Skiera, Barrot, Becker 2011. Seeding strategies for viral marketing: an empirical comparison. "
        "Journal of Marketing."
    ),
    "HypeAuditor 2021": "HypeAuditor 2021. Trade report on influencer fraud.",
    "Influence 2017": (
        "Open Influence 2017. A survey of 514 adults in the United States who follow influencers (from reports of it)."
    ),
    "JIA 2022": (
        "Journal of Interactive Advertising 2022. Influencer marketing on Instagram: empirical research on social "
        "media engagement with sponsored posts (64,438 posts)."
    ),
    "Johnson 2017": (
        "Johnson, Lewis, Nubbemeyer 2017. The online display ad effectiveness funnel and carryover: lessons from "
        "432 field experiments. Working paper."
    ),
    "Josang 2002": "Jøsang, Ismail 2002. The beta reputation system. 15th Bled Electronic Commerce Conference.",
    "Keller 2006": "Keller, Fay 2006, as cited.",
    "Keller 1993": (
        "Keller 1993. Conceptualizing, measuring, and managing customer-based brand equity. Journal of Marketing."
    ),
    "Kent 1994": (
        "Kent, Allen 1994. Competitive interference effects in consumer memory for advertising: the role of brand "
        "familiarity. Journal of Marketing."
    ),
    "Kim 2004": (
        "Kim, Ferrin, Cooper, Dirks 2004. Removing the shadow of suspicion: the effects of apology versus denial "
        "for repairing competence- versus integrity-based trust violations. Journal of Applied Psychology."
    ),
    "Knittel 2014": (
        "Knittel, Stango 2014. Celebrity endorsements, firm value, and reputation risk: evidence from the Tiger "
        "Woods scandal. Management Science."
    ),
    "Kwak 2010": "Kwak, Lee, Park, Moon 2010. What is Twitter, a social network or a news media? WWW.",
    "Lanz 2019": (
        "Lanz, Goldenberg, Shapira, Stahl 2019. Climb or jump: status-based seeding in user-generated content "
        "networks. Journal of Marketing Research."
    ),
    "Lattanzi 2009": "Lattanzi, Sivakumar 2009. Affiliation networks. ACM STOC.",
    "Leone 1995": (
        "Leone 1995. Generalizing what is known about temporal aggregation and advertising carryover. Marketing "
        "Science."
    ),
    "Leung 2022": "Leung, Gu, Li, Zhang, Palmatier 2022. Influencer marketing effectiveness. Journal of Marketing.",
    "Lewis 2011": (
        "Lewis, Rao, Reiley 2011. Here, there, and everywhere: correlated online behaviors can lead to "
        "overestimates of the effects of advertising. WWW."
    ),
    "Lewis 2012": "Lewis, Reiley, Schreiner 2012, as cited.",
    "Lewis 2015": (
        "Lewis, Rao 2015. The unfavorable economics of measuring the returns to advertising. Quarterly Journal of "
        "Economics."
    ),
    "Liu 2024": "Liu, Zhao 2024, as cited.",
    "Martinez-Lopez 2020": (
        "Martinez-Lopez et al. 2020. Behind influencer marketing: key marketing decisions and their effects on "
        "followers' responses. Journal of Marketing Management."
    ),
    "Mathur 2018": (
        "Mathur, Narayanan, Chetty 2018. Endorsements on social media: an empirical study of affiliate marketing "
        "disclosures on YouTube and Pinterest. Proceedings of the ACM on Human-Computer Interaction."
    ),
    "McFadden 1974": (
        "McFadden 1974. Conditional logit analysis of qualitative choice behavior. In: Frontiers in Econometrics."
    ),
    "McPherson 2001": (
        "McPherson, Smith-Lovin, Cook 2001. Birds of a feather: homophily in social networks. Annual Review of "
        "Sociology."
    ),
    "Mitchell 2021": (
        "Mitchell 2021. Free ad(vice): internet influencers and disclosure regulation. RAND Journal of Economics."
    ),
    "Oliver 1980": (
        "Oliver 1980. A cognitive model of the antecedents and consequences of satisfaction decisions. Journal of "
        "Marketing Research."
    ),
    "Rao 1945": (
        "Rao 1945. Information and the accuracy attainable in the estimation of statistical parameters. Bulletin "
        "of the Calcutta Mathematical Society."
    ),
    "Rozemberczki 2019": (
        "Rozemberczki, Davies, Sarkar, Sutton 2019. GEMSEC: graph embedding with self clustering. ASONAM."
    ),
    "Salmon 2011": "Salmon, Moraes, Dror, Shaw 2011. Parallel random numbers: as easy as 1, 2, 3. SC.",
    "Schmidt 2015": (
        "Schmidt, Eisend 2015. Advertising repetition: a meta-analysis on effective frequency in advertising. "
        "Journal of Advertising."
    ),
    "Sethuraman 2011": (
        "Sethuraman, Tellis, Briesch 2011. How well does advertising work? Generalizations from meta-analysis of "
        "brand advertising elasticities. Journal of Marketing Research."
    ),
    "Slovic 1993": "Slovic 1993. Perceived risk, trust, and democracy. Risk Analysis.",
    "Snijders 1999": (
        "Snijders, Borgatti 1999. Non-parametric standard errors and tests for network statistics. Connections."
    ),
    "Sultan 1990": (
        "Sultan, Farley, Lehmann 1990. A meta-analysis of applications of diffusion models. Journal of Marketing "
        "Research."
    ),
    "Takumi 2019": (
        "Takumi 2019. A survey of more than 3,000 consumers, marketers and influencers in the United States, the "
        "United Kingdom and Germany (from reports of it)."
    ),
    "Tian 2024": (
        "Tian, Dew, Iyengar 2024. Mega or micro? Influencer selection using follower elasticity. Journal of "
        "Marketing Research."
    ),
    "Trusov 2009": (
        "Trusov, Bucklin, Pauwels 2009. Effects of word-of-mouth versus traditional marketing: findings from an "
        "internet social networking site. Journal of Marketing."
    ),
    "Ugander 2011": "Ugander, Karrer, Backstrom, Marlow 2011. The anatomy of the Facebook social graph. arXiv.",
    "Waltenrath 2024": (
        "Waltenrath 2024. Consumers' ambiguous perceptions of advertising disclosures in influencer marketing. "
        "Electronic Markets."
    ),
    "Watts 2007": (
        "Watts, Dodds 2007. Influentials, networks, and public opinion formation. Journal of Consumer Research."
    ),
    "Wies 2023": (
        "Wies, Bleier, Edeling 2023. Finding Goldilocks influencers: how follower count drives social media "
        "engagement. Journal of Marketing."
    ),
    "Wojdynski 2016": (
        "Wojdynski, Evans 2016. Going native: effects of disclosure position and language on the recognition and "
        "evaluation of online native advertising. Journal of Advertising."
    ),
    "You 2015": (
        "You, Vadakkepatt, Joshi 2015. A meta-analysis of electronic word-of-mouth elasticity. Journal of Marketing."
    ),
}
"""First author and year -> the publication. "As cited": known by its short citation alone."""


def cited_in(text: str) -> list[str]:
    """Return the publications that a text cites, each as first author and year, in the order of the text."""
    found: dict[str, None] = {}
    for match in CITATION.finditer(text):
        if match["first"] not in NO_AUTHORS:
            found.update(dict.fromkeys(f"{match['first']} {year}" for year in match["years"].split(", ")))
    return list(found)


def full(key: str) -> str:
    """Return a publication in full; one that is not listed as it is cited."""
    return WORKS.get(key, key)
