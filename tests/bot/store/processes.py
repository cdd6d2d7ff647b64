"""Programs that the tests run as processes of their own, to be killed or to get in each other's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

# Says what is stored as soon as it is, and then lives until it is killed.
STORE_ONE_TURN = """
import sys
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from tests.fakes import abstained
conversations = SqlConversations(Database(sys.argv[1]), str)
received = conversations.receive(None, "Is anybody there?")
reply = conversations.reply(received.conversation.id, received.message.id, abstained())
print(received.conversation.id, received.message.id, reply.id, flush=True)
sys.stdin.read()
"""

# Writes so many messages to a conversation; prints their ids and sequence numbers.
STORE_MESSAGES = """
import sys
from bot.store.conversations import SqlConversations
from bot.store.database import Database
conversations = SqlConversations(Database(sys.argv[1]), str)
for n in range(int(sys.argv[3])):
    message = conversations.receive(sys.argv[2], f"message {n}", f"{sys.argv[4]}-{n:020}").message
    print(message.id, message.seq)
"""


def run_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """The process that runs the code."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
