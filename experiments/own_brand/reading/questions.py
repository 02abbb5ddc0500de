"""The twelve questions that describe a brand: what each is for, and what is assumed without an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        key: Its name in ``brand.yaml``.
        asks: The question.
        purpose: What the answer is used for.
        assumed: What is assumed without it; None: it is needed.
        example: An answer as it is written.
    """

    key: str
    asks: str
    purpose: str
    assumed: str | None
    example: str


QUESTIONS = (
    Question("name", "What is the brand called?", "It stands in the report.", "the folder's name", "Nordlicht"),
    Question(
        "niche",
        "What is it about? One word or several, the brand's own first.",
        "Creators and people of this niche fit the brand better than others. Words of your own are fine.",
        "the most common niche of the roster, or else one of its own",
        "skincare",
    ),
    Question(
        "currency",
        "Which currency, as a code?",
        "All money is in it; nothing is converted.",
        "the one that stands beside the price, or else USD",
        "EUR",
    ),
    Question(
        "price",
        "What does one purchase cost, as the customer pays it? Of a subscription: one month.",
        "Revenue and profit; it also says how fast people buy.",
        None,
        "24.90 EUR",
    ),
    Question(
        "margin",
        "Which share of the price is left after all costs but marketing?",
        "Profit of each purchase.",
        "40 %",
        "55 %",
    ),
    Question(
        "people",
        "How many people could ever buy it where you sell?",
        "Size of the market that is simulated.",
        None,
        "800,000",
    ),
    Question(
        "sold",
        "How much was sold, and to how many customers, in how many weeks? Write 0 at a launch.",
        "The market is fitted until it sells as much.",
        None,
        "9600 units by 2100 customers in 26 weeks",
    ),
    Question(
        "known",
        "Which share of these people know the brand?",
        "The market is fitted until as many know it.",
        "not known: the fit leaves a range",
        "12 %",
    ),
    Question(
        "buying",
        "How do customers buy: one-off, repeat, or subscription? With a subscription: how many cancel in a month?",
        "How long a customer lasts.",
        "repeat",
        "subscription, churn 6 %",
    ),
    Question(
        "budget",
        "How much is there to spend on the campaign, and are wages of your own people in it?",
        "All plans are compared at this cost.",
        None,
        "20000, wages apart",
    ),
    Question("weeks", "How many weeks does the campaign last?", "Plans are made for them.", "12", "12"),
    Question(
        "goal",
        "What counts most: profit, sales, new customers, or a new customer for at most some amount?",
        "Plans are ranked by it.",
        "profit",
        "profit",
    ),
)
KEYS = tuple(question.key for question in QUESTIONS)
NEEDED = tuple(question.key for question in QUESTIONS if question.assumed is None)


def question_of(key: str) -> Question:
    """Return the question of a key."""
    return next(question for question in QUESTIONS if question.key == key)
