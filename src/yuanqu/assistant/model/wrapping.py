"""Text of others as a model is shown it: between marks that the text cannot know or imitate.

The marks hold a random word that the caller makes for each request. What looks like such a mark,
like the control words of a chat or like a citation is taken out of the text first. That makes an
instruction inside it easier to ignore and no more: what protects the answer is that every sentence
is checked (engines/answering/support.py), and that no tool is chosen from it.
"""

import re
import unicodedata

OPEN, CLOSE = "⟦", "⟧"
BETWEEN = "\n\n"

_MARKS = re.compile(
    r"[⟦⟧]|<\|[^>]{0,40}\|?>|</?s>|\[/?INST\]|<</?SYS>>|`{3,}|\[\d{1,3}\]|【\d{1,3}】"
)
_ROLES = re.compile(
    r"^\s*(?:system|assistant|user|developer|系统|助手|用户)\s*[:：]", re.IGNORECASE | re.MULTILINE
)
# What is addressed to a model rather than to a reader.
_ORDERS = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|不要遵守)[^。!！?？\n]{0,12}(?:指令|指示|提示|规则|要求|设定|说明|对话)"
    r"|(?:输出|显示|透露|泄露|重复)[^。!！?？\n]{0,8}(?:系统提示|提示词|初始指令)"
    r"|你(?:现在)?(?:是|扮演)一?[个名]?[^。!！?？\n]{0,12}(?:助手|模型|机器人|人工智能|AI)"
    r"|(?:ignore|disregard|forget)\b.{0,30}\b(?:instruction|prompt|rule|above|previous)"
    r"|\bsystem prompt\b|\byou are (?:now )?an? .{0,20}(?:assistant|model|ai|bot)\b",
    re.IGNORECASE,
)


def commands(text: str) -> bool:
    """Whether the text tries to instruct a model."""
    return _ORDERS.search(unicodedata.normalize("NFKC", visible(text))) is not None


def wrapped(label: str, text: str, nonce: str) -> str:
    """The text between marks with the random word; nothing inside can look like a mark."""
    clean = visible(text).replace(nonce, " ")
    clean = _ROLES.sub(" ", _MARKS.sub(" ", clean))
    return f"{OPEN}{nonce} {label}{CLOSE}\n{clean}\n{OPEN}{nonce} end{CLOSE}"


def visible(text: str) -> str:
    """The text without controls and what no reader sees: zero width, direction, tags."""
    return "".join(
        character
        for character in text
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs"}
    )
