"""What the made-up customers and agents write: varied enough to be searched and to be told apart by meaning."""

from __future__ import annotations

from random import Random

GREETINGS = ("Hi", "Hello there", "Good morning", "hey", "Hallo", "Hola")
THANKS = ("Thanks!", "thank you so much", "Great, that worked", "ok thanks", "Perfect", "Danke")
PERSON = ("I want to talk to a person", "human please", "Can I speak to an agent?", "connect me with support staff")
NONSENSE = ("asdfgh", "qwe qwe", "???", "jjjjjj", "12345", "sdkjfhskdjf", "test test", "....")
OPENINGS = (
    "",
    "",
    "",
    "",
    "Hi, ",
    "Hello, ",
    "Quick question: ",
    "sorry to bother you, ",
    "Urgent!! ",
    "I'm new here. ",
)
ENDINGS = (
    *("", "", "", "", "", " Thanks", " please", " I have waited for {days} days.", " It is about {amount} {coin}."),
    *(" I use {device}.", " I live in {country}.", " My friend could do it."),
)
COMMENTS = ("Does not answer my question", "out of date", "exactly what I needed", "too long", "the link is broken")
RATINGS = ("wrong", "outdated", "incomplete", "unclear")
AGENTS = ("Lena", "Tomás", "Wei", "Amira", "Jonas")
AGENT_LINES = (
    "Thanks for waiting, I am looking at your account now.",
    "I have passed this on to the team in charge. You will have an e-mail within {days} days.",
    "This is not possible at the moment, but I have noted your wish about {coin}.",
    "Your {amount} {coin} are safe. Please try again on {device} and tell me what you see.",
    "I have corrected this for you. Is there anything else?",
    "For customers in {country} the rules differ: I have sent you the document.",
)
_SLOTS = {
    "coin": ("BTC", "ETH", "USDT", "SOL", "XRP", "ADA", "DOGE", "TRX", "LTC", "DOT"),
    "device": ("an iPhone 13", "Android 14", "a Pixel 7", "Windows 11", "a MacBook", "the web", "a Galaxy S22"),
    "country": ("Germany", "Spain", "Kenya", "Brazil", "Poland", "Nigeria", "Vietnam", "Jordan", "Chile", "Turkey"),
}
# What customers ask and no article of the sample help centre answers, each in several words for the same thing.
GAPS = tuple(
    tuple(block.splitlines())
    for block in """\
Can I top up with Apple Pay?
do you take apple pay
paying by Apple Pay or Google Pay
is apple pay accepted for deposits

Can my child have an account?
minimum age to open an account
my son is 16, may he trade
account for a minor

Do you have a desktop app for Linux?
linux client download
is there a program for Ubuntu
native app for linux desktops

What happens to my coins when I die?
inheritance of an account
my father passed away, how do I get access to his account
account of a deceased relative

Can I get a loan against my BTC?
borrow money with bitcoin as collateral
crypto backed loan
do you lend dollars against coins

Do you sell gift cards?
buy a voucher as a present
gift card with bitcoin for a friend
can I give crypto as a gift

How do I set a price alert?
notify me when the price reaches a level
price notification push
alarm when BTC falls

Can I pay my rent with the card in instalments?
instalment payments on the card
pay later with your card
split a card purchase in parts

Is there a student discount?
reduced fees for students
do students pay less
discount with student card

Can two people share an account?
joint account with my wife
add my husband to my account
account for couples

How do I export trades to TradingView?
connect tradingview
tradingview integration
link my account to TradingView charts

Do you offer a stocks ETF?
can I buy shares of Apple
trade stocks and ETFs here
S&P 500 on your platform

Why is there no dark mode on the web?
dark theme for the website
switch the site to night mode
turn on dark colours

Can I change the language of e-mails?
mails come in the wrong language
receive emails in Spanish
language of notifications

Do you support the Lightning network?
bitcoin lightning deposits
withdraw over lightning
lightning invoice support

How do I send coins to a phone number?
transfer to a friend by phone
send crypto to a contact
pay someone with their mobile number

Where is your office?
address of your headquarters
can I visit you in person
which city are you based in

Are you hiring?
open positions
how do I apply for a job
career at your company

Can I schedule a withdrawal?
automatic withdrawals every month
recurring payout to my bank
plan a withdrawal for later

Do you have an affiliate programme for YouTubers?
partner programme for influencers
I have a channel and want to promote you
creator partnership""".split("\n\n")  # noqa: SIM905 (a list of questions reads better than strings)
)
GROWING = frozenset({0, 6, 14})  # asked ever more often in the course of the year


def filled(text: str, random: Random) -> str:
    """The text with something in each of its slots."""
    if "{" not in text:
        return text
    slots = {name: random.choice(values) for name, values in _SLOTS.items()}
    return text.format(days=random.randint(2, 9), amount=random.randint(1, 9000), **slots)


def asked(question: str, random: Random) -> str:
    """The question as one customer of many types it."""
    text = random.choice(OPENINGS) + question + filled(random.choice(ENDINGS), random)
    if random.random() < 0.25:
        text = text.lower()
    if random.random() < 0.1 and len(text) > 12:
        at = random.randrange(4, len(text) - 4)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
