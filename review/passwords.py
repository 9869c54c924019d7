"""Passwords: argon2 hashes, and what makes a new password acceptable.

Keyboards differ in how they compose Vietnamese letters, so a password is brought to NFC before it is hashed.
"""

from __future__ import annotations

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from models.records import Bilingual
from models.text import nfc

MIN_LENGTH = 10
MAX_LENGTH = 200  # argon2 takes any length; a bound keeps a sign-in from being made expensive

_hasher = PasswordHash((Argon2Hasher(),))
# A hash of no known password: an unknown name costs as much time as a wrong password.
_NOBODY = _hasher.hash("no person has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to store. The password itself is kept nowhere."""
    return _hasher.hash(nfc(password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the password fits the hash. ``None`` (no such user) takes the same time and never fits."""
    if len(password) > MAX_LENGTH:
        return False
    try:
        fits = _hasher.verify(nfc(password), password_hash or _NOBODY)
    except PwdlibError:  # a hash of another making: nothing fits it
        return False
    return fits and password_hash is not None


def password_problem(password: str, name: str, current: str | None = None) -> Bilingual | None:
    """Why a new password is refused, or ``None``. Length counts, not classes of characters (NIST SP 800-63B)."""
    if len(password) < MIN_LENGTH:
        return Bilingual(
            f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự.", f"A password needs at least {MIN_LENGTH} characters."
        )
    if len(password) > MAX_LENGTH:
        return Bilingual(f"Mật khẩu dài nhất {MAX_LENGTH} ký tự.", f"A password has at most {MAX_LENGTH} characters.")
    if current is not None and password == current:
        return Bilingual("Mật khẩu mới phải khác mật khẩu cũ.", "The new password must differ from the old one.")
    if name and name.casefold() in password.casefold():
        return Bilingual("Mật khẩu không được chứa tên đăng nhập.", "A password must not contain the user name.")
    if len(set(password)) < 5:
        return Bilingual("Mật khẩu lặp quá ít ký tự khác nhau.", "The password repeats too few different characters.")
    return None
