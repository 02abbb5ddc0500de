"""The minimal day of docs/model.md once more, in plain Mesa: written from that page, sharing no code with the model.

Who follows whom, who is friends with whom and in which niches all are is given. Everything else is drawn here.
Parameters come as a mapping with nothing in it but what a test names: no default of the model is relied on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import mesa


class Given(NamedTuple):
    """The social graph: creators followed and friends by consumer, interests (niche, second niche, weight), niches."""

    follows: list[list[int]]
    friends: list[list[int]]
    interests: list[tuple[int, int, float]]
    creator_niches: list[int]


class Creator(mesa.Agent):
    """Publishes; a post is (brand, fit, control, label, uses): brand -1 nobody's, -2 one outside the market."""

    def __init__(self, model: Market, number: int, niche: int) -> None:
        super().__init__(model)
        p, rng = model.p, model.rng
        self.number, self.posts = number, []
        self.integrity = model.beta(p["creators.integrity_mean"], p["creators.integrity_concentration"])
        self.labels = model.beta(p["creators.disclosure_share"], 1.0)
        self.posting = p["creators.posting_rate"] * rng.lognormal(-0.125, 0.5)
        self.fit = model.similarity[niche][model.niches[0]]
        self.uses = rng.random() < p["creators.use_share"] * self.integrity * self.fit

    def publish(self) -> None:
        p, rng = self.model.p, self.model.rng
        posts, days = self.model.contract
        shift, day = 7919 * self.number % days, self.model.day
        due = ((day + 1) * posts + shift) // days - (day * posts + shift) // days
        self.posts = [(0, self.fit, p["brands.control"], rng.random() < self.labels, self.uses) for _ in range(due)]
        for _ in range(int(self.posting + rng.random())):
            if rng.random() < p["creators.other_sponsors"]:
                fit = 0.5 + 0.5 * rng.random()
                self.posts.append((-2, fit, 0.0, rng.random() < self.labels, rng.random() < self.integrity))
            else:
                self.posts.append((-1, 1.0, 0.0, False, True))
        del self.posts[p["creators.most_posts"] :]


class Consumer(mesa.Agent):
    """Reads, meets advertisements, hears friends, buys, forgets."""

    def __init__(self, model: Market, number: int, follows: list[Creator], interest: tuple[int, int, float]) -> None:
        super().__init__(model)
        p, rng, brands = model.p, model.rng, range(2)
        self.number, self.follows = number, follows
        one, two, w = interest
        self.affinity = [w * model.similarity[one][k] + (1 - w) * model.similarity[two][k] for k in model.niches]
        buys, habit = rng.random() < p["consumers.traits.category_share"], rng.random()
        shape, interval = p["consumers.traits.purchase_shape"], p["consumers.traits.purchase_interval"]
        self.rate = min(max(rng.gamma(shape, 1 / (shape * interval)), 1e-6), 1.0) if buys else 0.0
        loyal = p["brands.loyal"]
        user = [buys and habit < loyal[0], buys and loyal[0] <= habit < loyal[0] + loyal[1]]
        self.aware = [user[b] or rng.random() < p["brands.awareness"][b] for b in brands]
        self.attention = min(max(rng.poisson(p["consumers.traits.attention"]), 1), 255)
        sigma = p["consumers.traits.price_sensitivity_sigma"]
        self.price_sensitivity = rng.lognormal(-sigma * sigma / 2, sigma)
        self.receptivity = 2 * p["consumers.traits.receptivity"] * rng.random()
        self.knowledge = model.beta(p["consumers.traits.scepticism"], 10.0)
        self.load = p["creators.other_sponsors"]
        self.salience = [1.0 if user[b] else p["consumers.salience.resting"] for b in brands]
        self.resting = list(self.salience)
        self.trust = list(p["brands.trust"])
        self.loyalty = [p["brands.habit"] if user[b] else 0.0 for b in brands]
        self.attitude, self.adstock, self.heard = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
        self.purchases, self.exposures = [0, 0], [0, 0]
        evidence = p["consumers.trust.start_evidence"]
        self.alpha = [p["consumers.trust.start"] * evidence] * len(follows)
        self.beta = [(1 - p["consumers.trust.start"]) * evidence] * len(follows)
        self.friends: list[Consumer] = []
        self.says: tuple[int, Creator | None, float] = (-1, None, 0.0)
        self.said = self.says

    def speak(self, brand: int, creator: Creator | None, valence: float) -> None:
        if abs(valence) > abs(self.says[2]):
            self.says = (brand, creator, valence)

    def notice(self, b: int, chance: float) -> None:
        if self.aware[b]:
            self.salience[b] += min(chance, 1.0) * (1 - self.salience[b])
        elif self.model.rng.random() < chance:
            self.become_aware(b)

    def become_aware(self, b: int) -> bool:
        news = not self.aware[b]
        if news:
            self.aware[b], self.salience[b], self.trust[b] = True, 1.0, self.model.reputation[b]
            self.resting[b] = self.model.p["consumers.salience.lasting"]
        return news

    def persuade(self, b: int, strength: float) -> None:
        p = self.model.p
        wear = max(1 - self.adstock[b] / p["consumers.persuasion.peak"], -1.0)
        gain = p["consumers.persuasion.gain"] * 2 * self.receptivity * strength * wear
        self.attitude[b] = min(max(self.attitude[b] + gain * (1 - self.attitude[b]), -1.0), 1.0)

    def read_feed(self) -> None:
        p, rng, left, degree = self.model.p, self.model.rng, self.attention, len(self.follows)
        for j in range(degree):
            e = (self.model.day + self.number + j) % degree
            trust = self.alpha[e] / (self.alpha[e] + self.beta[e])
            chance = p["platform.visibility"] * (1 + p["platform.trust_tilt"] * (trust - 0.7))
            for post in self.follows[e].posts:
                if rng.random() < chance:
                    self.read(e, *post)
                    left -= 1
                    if left == 0:
                        return

    def read(self, e: int, b: int, fit: float, control: float, label: bool, uses: bool) -> None:
        p, creator = self.model.p, self.follows[e]
        trust, recognised = self.alpha[e] / (self.alpha[e] + self.beta[e]), False
        authenticity, severity = creator.integrity, 1.0
        if b != -1:
            r = {name: p[f"consumers.recognition.{name}"] for name in ("base", "misfit", "control", "load", "literacy")}
            logit = r["base"] + r["misfit"] * (1 - fit) + r["control"] * control + r["load"] * self.load
            logit += r["literacy"] * self.knowledge + p["consumers.recognition.label"] * label
            recognised = self.model.rng.random() < 1 / (1 + math.exp(-logit))
        if recognised:
            self.knowledge += p["consumers.recognition.learning"] * (1 - self.knowledge)
            if label:
                felt = (
                    creator.integrity * p["consumers.trust.disclosed"] * (1 - p["consumers.trust.misfit"] * (1 - fit))
                )
                authenticity = min(felt if uses else felt * (1 - p["consumers.trust.insincere"]), 1.0)
            else:
                authenticity, severity = 0.0, 1 + p["consumers.trust.betrayal"] * trust
        memory = p["consumers.recognition.load_memory"]
        self.load = memory * self.load + (1 - memory) * (b != -1)
        g, plus = p["consumers.trust.memory"], p["consumers.trust.gain"]
        self.alpha[e] = g * self.alpha[e] + plus * authenticity
        minus = plus * p["consumers.trust.asymmetry"]
        self.beta[e] = g * self.beta[e] + minus * (1 - authenticity) * severity
        if b >= 0:
            self.take_in(b, creator, trust, fit, recognised, recognised and not label)

    def take_in(self, b: int, creator: Creator, trust: float, fit: float, recognised: bool, covert: bool) -> None:
        p, rng = self.model.p, self.model.rng
        n = {name: p[f"consumers.noticing.{name}"] for name in ("post", "trust", "fit", "interest")}
        attention = n["post"] * (1 - n["trust"] + n["trust"] * trust) * (1 - n["fit"] + n["fit"] * fit)
        attention *= 1 - n["interest"] + n["interest"] * self.affinity[b]
        self.notice(b, p["consumers.persuasion.awareness"] * attention)
        if covert:
            if self.aware[b]:
                self.attitude[b] = max(self.attitude[b] - p["consumers.persuasion.covert"], -1.0)
                self.trust[b] *= 1 - p["consumers.trust.association"] * trust
            if rng.random() < p["consumers.talk.call_out"] * trust * p["consumers.talk.negativity"]:
                self.speak(b, creator, -trust)
        elif self.aware[b]:
            self.persuade(b, trust * fit * (1 - p["consumers.persuasion.recognised"] * recognised))
            self.trust[b] += p["consumers.trust.brand_gain"] * (trust - self.trust[b])
        self.exposures[b] += 1
        self.adstock[b] += trust * self.aware[b]

    def meet_adverts(self) -> None:
        p = self.model.p
        for b in range(2):
            number = int(self.model.adverts[b] + self.model.rng.random())
            if number == 0:
                continue
            interest = p["consumers.noticing.interest"]
            one = min(p["consumers.persuasion.awareness"] * (1 - interest + interest * self.affinity[b]), 1.0)
            self.notice(b, 1 - (1 - one) ** number)
            for _ in range(number):
                if self.aware[b]:
                    self.persuade(b, p["consumers.persuasion.advert"] * self.affinity[b])
                self.exposures[b] += 1
                self.adstock[b] += p["consumers.persuasion.advert_adstock"] * self.aware[b]

    def listen(self) -> None:
        p, rng = self.model.p, self.model.rng
        talk = {name: p[f"consumers.talk.{name}"] for name in ("credibility", "confidence", "influence", "retell")}
        for friend in self.friends:
            b, creator, valence = friend.said
            if valence == 0 or rng.random() >= p["consumers.talk.hear"]:
                continue
            news, call_out = self.become_aware(b), creator is not None
            self.salience[b] += p["consumers.salience.talk"] * (1 - self.salience[b])
            self.heard[b] += valence
            distance = valence - self.attitude[b]
            if abs(distance) <= talk["confidence"]:
                moved = self.attitude[b] + talk["influence"] * talk["credibility"] * distance
                self.attitude[b] = min(max(moved, -1.0), 1.0)
            if call_out:
                self.knowledge += p["consumers.recognition.hearsay"] * (1 - self.knowledge)
                self.trust[b] *= 1 + p["consumers.trust.association"] * talk["credibility"] * valence
                if creator in self.follows:
                    minus = p["consumers.trust.gain"] * p["consumers.trust.asymmetry"]
                    self.beta[self.follows.index(creator)] -= minus * talk["credibility"] * valence
            if (news or call_out) and rng.random() < talk["retell"]:
                self.speak(b, creator, valence)

    def shop(self) -> None:
        p, rng = self.model.p, self.model.rng
        if rng.random() < p["consumers.talk.mention"]:
            b = int(rng.integers(2))
            if rng.random() < p["consumers.talk.own"]:  # the brand bought most; without one nothing
                b = max(range(2), key=lambda brand: self.loyalty[brand]) if max(self.loyalty) > 0 else -1
            if b >= 0 and self.aware[b] and self.attitude[b] >= 0:
                self.speak(b, None, 0.1 + 0.9 * self.attitude[b])
        if rng.random() >= self.rate:
            return
        best, chosen = rng.gumbel(), -1
        for b in range(2):
            if self.aware[b] and rng.random() < self.salience[b]:
                value = self.utility(b) + rng.gumbel()
                if value > best:
                    best, chosen = value, b
        m = p["consumers.purchase.loyalty_memory"]
        if chosen < 0:
            m += (1 - m) * (1 - p["consumers.purchase.loyalty_outside"])
        self.loyalty = [m * self.loyalty[b] + (1 - m) * (b == chosen) for b in range(2)]
        if chosen >= 0:
            self.use(chosen)

    def utility(self, b: int) -> float:
        p = {name.rpartition(".")[2]: value for name, value in self.model.p.items() if "consumers.purchase." in name}
        price = self.model.p["brands.price"][b] - p["reference_price"]
        value = self.model.p["brands.appeal"][b] - p["price"] * self.price_sensitivity * price
        value += p["loyalty"] * self.loyalty[b] + p["trust"] * (self.trust[b] - 0.5) + p["attitude"] * self.attitude[b]
        value += p["adstock"] * self.adstock[b] / (self.adstock[b] + p["adstock_half"])
        return value + p["affinity"] * self.affinity[b] + p["heard"] * self.heard[b] / (1 + abs(self.heard[b]))

    def use(self, b: int) -> None:
        p, rng, quality = self.model.p, self.model.rng, self.model.p["brands.quality"][b]
        self.purchases[b] += 1
        self.salience[b] = 1.0
        self.resting[b] += p["consumers.salience.use"] * (1 - self.resting[b])
        noise = p["consumers.purchase.satisfaction_noise"] * (2 * rng.random() - 1)
        broken = p["consumers.purchase.overpromise"] * max((1 + self.attitude[b]) / 2 - quality, 0.0)
        satisfaction = min(max(quality + noise - broken, 0.0), 1.0)
        valence = 2 * satisfaction - 1
        self.trust[b] += p["consumers.trust.satisfaction"] * (satisfaction - self.trust[b])
        self.attitude[b] += p["consumers.purchase.learning"] * (valence - self.attitude[b])
        eager = p["consumers.talk.recommend"] * abs(valence) * (p["consumers.talk.negativity"] if valence < 0 else 1.0)
        if rng.random() < eager:
            self.speak(b, None, valence)

    def forget(self) -> None:
        p = self.model.p
        for b in range(2):
            self.adstock[b] *= p["consumers.persuasion.carryover"]
            self.attitude[b] *= p["consumers.persuasion.retention"]
            self.heard[b] *= p["consumers.talk.memory"]
            fading = 2 ** (-1 / p["consumers.salience.half_life"])
            self.salience[b] = self.resting[b] + (self.salience[b] - self.resting[b]) * fading


class Market(mesa.Model):
    """Two brands advertise; the first has a contract with every creator: so many posts, over so many days."""

    def __init__(
        self, p: Mapping[str, Any], given: Given, adverts: tuple[float, float], contract: tuple[int, int], seed: int
    ) -> None:
        super().__init__(rng=seed)
        self.p, self.adverts, self.contract, self.day = p, adverts, contract, 0
        names, alike = p["market.niches"], p["market.related_similarity"]
        self.niches = [names.index(name) for name in p["brands.niches"]]
        self.similarity = [[1.0 if a == b else alike for b in names] for a in names]  # all niches are related
        self.reputation = list(p["brands.trust"])
        self.creators = [Creator(self, i, niche) for i, niche in enumerate(given.creator_niches)]
        self.people = [
            Consumer(self, c, [self.creators[i] for i in given.follows[c]], given.interests[c])
            for c in range(len(given.follows))
        ]
        for person, friends in zip(self.people, given.friends, strict=True):
            person.friends = [self.people[f] for f in friends]

    def beta(self, mean: float, concentration: float) -> float:
        return float(self.rng.beta(mean * concentration, (1 - mean) * concentration))

    def step(self) -> None:
        for person in self.people:
            person.said, person.says = person.says, (-1, None, 0.0)
        self.agents_by_type[Creator].do("publish")
        for phase in ("read_feed", "meet_adverts", "listen", "shop", "forget"):
            self.agents_by_type[Consumer].do(phase)
        if self.day % 7 == 0:
            for b in range(2):
                trusts = [person.trust[b] for person in self.people if person.aware[b]]
                self.reputation[b] = sum(trusts) / len(trusts) if trusts else self.reputation[b]
        self.day += 1
