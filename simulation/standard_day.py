"""The day of the model: its phases in order, and the parts of it that belong to the market as a whole."""

from __future__ import annotations

from simulation import phase_columns as access
from simulation.engine import loops
from simulation.engine.loops import enter_rows
from simulation.engine.schedule import Phase, Schedule
from simulation.market import bookkeeping, contracts, conversation_hours, media_flights, planning
from simulation.market.creator_economy import begin_campaign, begin_week, close_day
from simulation.market.crisis_management import fade, watch
from simulation.market.reputation import spread_reputation
from simulation.recording.log import RecordedMarket
from simulation.state.columns import LOST, WON


def begin(market: RecordedMarket) -> None:
    """Clear today's counts and feeds, and deliver what was said: today's words become yesterday's."""
    for counts in market.tally:
        counts.fill(0)
    mail = market.tables.mail
    mail.yesterday_valence.fill(0)
    market.consumers.room[:] = market.consumers.attention
    market.tables.touches.today[0] = market.day
    market.tables = market.tables._replace(
        mail=mail._replace(
            brand=mail.yesterday_brand,
            creator=mail.yesterday_creator,
            valence=mail.yesterday_valence,
            yesterday_brand=mail.brand,
            yesterday_creator=mail.creator,
            yesterday_valence=mail.valence,
        )
    )
    begin_week(market)
    if market.campaign_day <= 0:
        market.consumers.knew[:] = market.consumers.aware
    if market.campaign_day == 0:
        _begin_campaign(market)


def _begin_campaign(market: RecordedMarket) -> None:
    """Reach, frequency and repeat purchases count from the campaign's first day."""
    market.log.begin_campaign(market)
    begin_campaign(market)
    market.consumers.exposures.fill(0)
    market.consumers.purchases.fill(0)
    market.consumers.expected.fill(0)
    market.tables.touches.noted.fill(0)
    market.tables.touches.bought.fill(0)


def plan(market: RecordedMarket) -> None:
    """Once a week let strategies plan, offer and pay; each day, set what was bought to work."""
    planning.plan_week(market)
    set_to_work(market)


def set_to_work(market: RecordedMarket) -> None:
    """Set today's advertising and hours of conversation."""
    if market.campaign_day >= 0:
        media_flights.pace(market)
        conversation_hours.begin_day(market)


def reckon(market: RecordedMarket) -> None:
    """Close the day: advertising money, audiences, fines, reputation, the record."""
    media_flights.settle(market)
    contracts.refund_unpublished(market)
    if len(market.tables.touches.noted):
        market.engine.for_rows(enter_rows, len(market.consumers.niche), *market.day_context)
    market.creators.audience[:] += market.tally.creator[:, WON] - market.tally.creator[:, LOST]
    close_day(market)
    bookkeeping.fine(market)
    fade(market)
    waits = conversation_hours.work_off(market)
    market.history.close_day(market.campaign_day, market.tally.brand)
    market.log.close_day(market, waits)
    spread_reputation(market)


def standard_day() -> Schedule:
    """Return the day of the model; :mod:`simulation.phase_columns` says what each phase reads and writes."""
    return Schedule(
        [
            Phase("begin", "market", begin, "yesterday's words are delivered", *access.BEGIN),
            Phase(
                "reconsider", "creators", loops.reconsider_rows, "weekly: labels, brands, quitting", *access.RECONSIDER
            ),
            Phase("plan", "brands", plan, "weekly: brands plan, hire and pay", *access.PLAN),
            Phase("publish", "creators", loops.publish_rows, "sponsored and organic posts", *access.PUBLISH),
            Phase("watch", "market", watch, "crises break out and are answered", *access.WATCH),
            Phase(
                "see_feed_adverts",
                "consumers",
                loops.see_feed_adverts_rows,
                "advertisements in the feed are seen",
                *access.SEE_FEED_ADVERTS,
            ),
            Phase(
                "see_feed", "consumers", loops.see_feed_rows, "posts are read, trusted, engaged with", *access.SEE_FEED
            ),
            Phase(
                "see_adverts",
                "consumers",
                loops.see_adverts_rows,
                "other advertisements are seen",
                *access.SEE_ADVERTS,
            ),
            Phase("answer", "consumers", loops.answer_rows, "replies, sessions, personal advice", *access.ANSWER),
            Phase("hear_news", "consumers", loops.hear_news_rows, "news of crises, and apologies", *access.HEAR_NEWS),
            Phase("knock", "consumers", loops.knock_rows, "yesterday's talkers alert friends", *access.KNOCK),
            Phase("listen", "consumers", loops.listen_rows, "friends' words change opinions", *access.LISTEN),
            Phase("shop", "consumers", loops.shop_rows, "purchases: choice and satisfaction", *access.SHOP),
            Phase(
                "forget",
                "consumers",
                loops.forget_rows,
                "what is known and felt fades",
                *access.FORGET,
            ),
            Phase("reckon", "market", reckon, "money, audiences, reputation, records", *access.RECKON),
        ]
    )
